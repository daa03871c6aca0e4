//! Shift templates: when a shift begins, how long it is, and when its breaks may be.

use chrono::{NaiveTime, Timelike, Weekday};
use serde::{Deserialize, Serialize};

use super::super::StaffingError;

/// No shift is longer than this, breaks included.
const MOST_MINUTES: u32 = 14 * 60;

/// Break placements of one template that are told apart; evenly spaced where there are more.
const MOST_PLACEMENTS: usize = 12;

/// A pause within a shift.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Break {
    /// How long it is.
    pub minutes: u32,
    /// Whether it is paid.
    pub paid: bool,
    /// The earliest it may begin, in minutes after the shift's start.
    pub earliest: u32,
    /// The latest it may begin, in minutes after the shift's start.
    pub latest: u32,
}

/// A kind of shift that people can be put on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Template {
    /// Its name, unique among the templates of a plan.
    pub name: String,
    /// When it begins, by the shop's clock.
    pub start: NaiveTime,
    /// Minutes from its start to its end, breaks included; it may pass midnight.
    pub minutes: u32,
    /// Its breaks, in the order in which they are taken.
    pub breaks: Vec<Break>,
    /// Days of the week on which it may begin; empty for all.
    pub days: Vec<Weekday>,
}

/// Minutes of a shift, from and to, counted from midnight of the day it begins.
pub(super) type Span = (u32, u32);

impl Template {
    /// A shift of `hours` hours from `start` on, any day, without breaks.
    #[must_use]
    pub fn plain(name: impl Into<String>, start: NaiveTime, hours: u32) -> Self {
        let (minutes, breaks, days) = (hours * 60, Vec::new(), Vec::new());
        Self { name: name.into(), start, minutes, breaks, days }
    }

    /// The same shift with one break.
    #[must_use]
    pub fn with_break(mut self, pause: Break) -> Self {
        self.breaks.push(pause);
        self
    }

    /// Refuses a template whose times contradict each other.
    pub(super) fn check(&self) -> Result<(), StaffingError> {
        if !(1..=MOST_MINUTES).contains(&self.minutes) {
            return Err(self.wrong(format!(
                "it lasts {} minutes, but 1 to {MOST_MINUTES} are expected",
                self.minutes
            )));
        }
        for pause in &self.breaks {
            if pause.minutes == 0 || pause.earliest > pause.latest {
                return Err(self.wrong("a break needs minutes, and earliest ≤ latest".to_owned()));
            }
            if pause.latest + pause.minutes > self.minutes {
                return Err(self.wrong("a break may end after the shift".to_owned()));
            }
        }
        if self.placements(5).is_empty() {
            return Err(self.wrong("its breaks cannot be taken one after the other".to_owned()));
        }
        Ok(())
    }

    fn wrong(&self, problem: String) -> StaffingError {
        StaffingError::Contradiction { kind: "shift template", name: self.name.clone(), problem }
    }

    /// Whether it may begin on that day of the week.
    pub(super) fn on(&self, day: Weekday) -> bool {
        self.days.is_empty() || self.days.contains(&day)
    }

    /// The shift from its start to its end.
    pub(super) fn span(&self) -> Span {
        let start = self.start.num_seconds_from_midnight() / 60;
        (start, start + self.minutes)
    }

    /// The ways to place its breaks, every `step` minutes of their windows: for each break its
    /// minutes from and to.
    pub(super) fn placements(&self, step: u32) -> Vec<Vec<Span>> {
        let (start, _) = self.span();
        let mut all: Vec<Vec<Span>> = vec![Vec::new()];
        for pause in &self.breaks {
            let begins = (pause.earliest..=pause.latest).step_by(step.max(1) as usize);
            let spans: Vec<Span> =
                begins.map(|begin| (start + begin, start + begin + pause.minutes)).collect();
            all = thinned(all.iter().flat_map(|taken| followed_by(taken, &spans)).collect());
        }
        all
    }

    /// The parts of the shift outside `breaks`.
    pub(super) fn worked(&self, breaks: &[Span]) -> Vec<Span> {
        let (start, end) = self.span();
        let begins = std::iter::once(start).chain(breaks.iter().map(|pause| pause.1));
        let ends = breaks.iter().map(|pause| pause.0).chain(std::iter::once(end));
        begins.zip(ends).filter(|(begin, end)| begin < end).collect()
    }

    /// The parts of the shift that are paid: all but unpaid breaks.
    pub(super) fn paid(&self, breaks: &[Span]) -> Vec<Span> {
        let unpaid = self.breaks.iter().zip(breaks).filter(|(pause, _)| !pause.paid);
        self.worked(&unpaid.map(|(_, span)| *span).collect::<Vec<_>>())
    }
}

/// `taken` with each of the spans that begins after all of them.
fn followed_by(taken: &[Span], spans: &[Span]) -> Vec<Vec<Span>> {
    let after = taken.last().map_or(0, |last| last.1);
    let free = spans.iter().filter(|span| span.0 >= after);
    free.map(|span| taken.iter().copied().chain([*span]).collect()).collect()
}

/// At most [`MOST_PLACEMENTS`] of them, the first and the last included.
fn thinned(all: Vec<Vec<Span>>) -> Vec<Vec<Span>> {
    let count = all.len();
    if count <= MOST_PLACEMENTS {
        return all;
    }
    (0..MOST_PLACEMENTS)
        .map(|kept| all[kept * (count - 1) / (MOST_PLACEMENTS - 1)].clone())
        .collect()
}
