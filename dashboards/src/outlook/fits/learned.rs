//! What a fit learned from, told short: enough to see that the past has changed since.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::outlook::panel::Panel;

/// Days that are compared: two years, but for the four weeks that a fit may be old. What is read goes
/// back two years from each day, so that the days before leave it one by one, and that is no change.
const ALL_DAYS: i32 = 703;
/// Days whose changes count by themselves: a model rests on them more than on all before.
const LATE_DAYS: i32 = 28;

/// What was sold, in two years and of late.
#[derive(Debug, Clone, Copy, Default, PartialEq, Serialize, Deserialize)]
pub(super) struct Learned {
    all: f64,
    of_late: f64,
}

impl Learned {
    /// What the history of a series says up to a day.
    pub(super) fn from(panel: &Panel, name: &str, last: NaiveDate) -> Self {
        Self { all: panel.sold(name, last, ALL_DAYS), of_late: panel.sold(name, last, LATE_DAYS) }
    }

    /// By what share the past is another one than it was learned from; 0 where the difference is no
    /// more than chance in a count of so many.
    pub(super) fn change(&self, now: &Self) -> f64 {
        let share = |then: f64, now: f64| {
            let (off, most) = ((then - now).abs(), then.abs().max(now.abs()));
            if off > most.sqrt() { off / most } else { 0.0 }
        };
        share(self.all, now.all).max(share(self.of_late, now.of_late))
    }
}
