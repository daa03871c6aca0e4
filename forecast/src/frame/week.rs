//! The times of the week at which a shop is open, told from where its rows lie.

use crate::{Frequency, Request};

/// Open and closed periods of a week of periods.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct OpenWeek {
    open: Vec<bool>,
    /// How many open periods lie before each place of the week; at the end how many in all.
    before: Vec<usize>,
    /// How many periods a day has.
    day: usize,
}

impl OpenWeek {
    /// The week that `periods` lie in; nothing where a week has no places, or none is closed.
    pub(super) fn new(frequency: Frequency, periods: impl Iterator<Item = i64>) -> Option<Self> {
        let day = match frequency {
            Frequency::Days => 1,
            other => usize::try_from(other.periods_a_day()?).ok()?,
        };
        let mut open = vec![false; 7 * day];
        let length = i64::try_from(open.len()).ok()?;
        for period in periods {
            open[usize::try_from(period.rem_euclid(length)).ok()?] = true;
        }
        let mut before = vec![0; open.len() + 1];
        for (place, is_open) in open.iter().enumerate() {
            before[place + 1] = before[place] + usize::from(*is_open);
        }
        let closed = before[open.len()] < open.len() && before[open.len()] > 0;
        closed.then_some(Self { open, before, day })
    }

    fn place(&self, period: i64) -> usize {
        // A remainder of a week's length is far inside usize.
        usize::try_from(period.rem_euclid(self.open.len() as i64)).unwrap_or(0)
    }

    pub(super) fn is_open(&self, period: i64) -> bool {
        self.open[self.place(period)]
    }

    /// How many open periods lie in `from..to`.
    pub(super) fn count(&self, from: i64, to: i64) -> usize {
        if to <= from {
            return 0;
        }
        let week = self.open.len() as i64;
        let all = |period: i64| {
            period.div_euclid(week) * self.before[self.open.len()] as i64
                + self.before[self.place(period)] as i64
        };
        usize::try_from(all(to) - all(from)).unwrap_or(0)
    }

    /// The open periods of `from..=to`, and as many more as `ahead`.
    pub(super) fn periods(&self, from: i64, to: i64, ahead: usize) -> Vec<i64> {
        let length = self.count(from, to.saturating_add(1)) + ahead;
        (from..).filter(|period| self.is_open(*period)).take(length).collect()
    }

    /// The seasons asked for, or the frequency's own, in open periods: a day's is that of the days
    /// that are open, if they are equally long, and a week's the number of open periods it has.
    pub(super) fn seasons(&self, request: &Request) -> Vec<f64> {
        let own = request.frequency.seasons();
        let asked = if request.seasons.is_empty() { &own } else { &request.seasons };
        let week = self.before[self.open.len()] as f64;
        let mut seasons: Vec<f64> = asked
            .iter()
            .filter_map(|season| match *season {
                season if is(season, self.day) && self.day > 1 => self.open_day(),
                season if is(season, self.open.len()) => Some(week),
                // A year shrinks as a week does, where it is one of whole periods.
                season if season > self.open.len() as f64 && request.seasons.is_empty() => {
                    Some(season * week / self.open.len() as f64)
                }
                season => Some(season),
            })
            .collect();
        seasons.dedup();
        seasons
    }

    /// How many open periods an open day has, if all have the same number.
    fn open_day(&self) -> Option<f64> {
        let days = self.open.chunks(self.day);
        let mut counts = days.map(|day| day.iter().filter(|open| **open).count());
        let mut found = counts.by_ref().filter(|count| *count > 0);
        let first = found.next()?;
        found.all(|count| count == first).then_some(first as f64)
    }
}

/// Whether a season is this many whole periods long.
fn is(season: f64, periods: usize) -> bool {
    (season - periods as f64).abs() < 1e-9
}
