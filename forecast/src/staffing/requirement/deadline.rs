//! When work has to be done, and when the house is open.

use chrono::{Datelike, NaiveDate, NaiveDateTime, NaiveTime, TimeDelta, Weekday};
use serde::{Deserialize, Serialize};

use super::super::intervals::Intervals;

/// No dispatch is looked for further ahead.
const MOST_DAYS: u64 = 31;

/// By when work that arrived has to be done.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Deadline {
    /// Orders placed before a cut-off leave on the same dispatch day, later ones on the next.
    CutOff(CutOff),
    /// So many hours after arrival, by the clock.
    Hours(u32),
}

/// The promise "ordered by this time, leaves today".
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CutOff {
    /// Orders placed before this time leave the same day.
    pub ordered_before: NaiveTime,
    /// When the carrier comes.
    pub leaves_at: NaiveTime,
    /// How long before the carrier comes this work has to be done, e.g. so that what is picked
    /// last can still be packed. What arrives even later is due in the interval it arrives in.
    pub minutes_before: u32,
    /// Days of the week on which the carrier comes; empty for all.
    pub days: Vec<Weekday>,
    /// Days on which he does not come, whatever day of the week.
    pub closed: Vec<NaiveDate>,
}

impl Deadline {
    /// When work that arrived at `time` has to be done.
    #[must_use]
    pub fn of(&self, time: NaiveDateTime) -> NaiveDateTime {
        match self {
            Self::CutOff(rule) => rule.of(time),
            Self::Hours(hours) => time + TimeDelta::hours(i64::from(*hours)),
        }
    }

    /// The last interval in which work that arrives in `interval` may be done; an interval after
    /// the last one for work due later.
    pub(super) fn last_interval(&self, interval: usize, intervals: Intervals) -> usize {
        let due = self.of(intervals.start(interval));
        let ends = intervals.minute(due).div_euclid(i64::from(intervals.minutes()));
        usize::try_from(ends - 1).map_or(interval, |last| last.max(interval))
    }
}

impl CutOff {
    fn of(&self, time: NaiveDateTime) -> NaiveDateTime {
        let same_day = time.time() < self.ordered_before;
        let ahead = (u64::from(!same_day)..MOST_DAYS).map(chrono::Days::new);
        let dates = ahead.filter_map(|days| time.date().checked_add_days(days));
        let date = dates.into_iter().find(|date| self.comes(*date)).unwrap_or(time.date());
        date.and_time(self.leaves_at) - TimeDelta::minutes(i64::from(self.minutes_before))
    }

    fn comes(&self, date: NaiveDate) -> bool {
        let day = self.days.is_empty() || self.days.contains(&date.weekday());
        day && !self.closed.contains(&date)
    }
}

/// When people can work at a task.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OpeningHours {
    /// When they can begin.
    pub from: NaiveTime,
    /// When they have to end; midnight for the end of the day.
    pub to: NaiveTime,
    /// Days of the week; empty for all.
    pub days: Vec<Weekday>,
    /// Days on which nobody works.
    pub closed: Vec<NaiveDate>,
}

impl OpeningHours {
    /// Day and night.
    #[must_use]
    pub fn always() -> Self {
        Self { from: NaiveTime::MIN, to: NaiveTime::MIN, days: Vec::new(), closed: Vec::new() }
    }

    /// The same hours on the given days of the week; none for all of them.
    #[must_use]
    pub fn new(from: NaiveTime, to: NaiveTime, days: &[Weekday]) -> Self {
        Self { from, to, days: days.to_vec(), closed: Vec::new() }
    }

    /// Which intervals lie inside: those that begin while it is open.
    #[must_use]
    pub fn open(&self, intervals: Intervals) -> Vec<bool> {
        (0..intervals.count()).map(|interval| self.is_open(intervals.start(interval))).collect()
    }

    fn is_open(&self, time: NaiveDateTime) -> bool {
        let day = self.days.is_empty() || self.days.contains(&time.weekday());
        let hour = time.time() >= self.from && (self.to == NaiveTime::MIN || time.time() < self.to);
        day && hour && !self.closed.contains(&time.date())
    }
}
