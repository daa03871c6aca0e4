//! The intervals a plan is made in: equal parts of whole days, by the shop's clock.

use chrono::{NaiveDate, NaiveDateTime, NaiveTime, TimeDelta};

use super::error::{StaffingError, within};

/// A year and a few days, so that no plan is longer than any forecast.
const MOST_DAYS: usize = 371;

/// Minutes of a day by the clock.
const DAY_MINUTES: u32 = 24 * 60;

/// Consecutive intervals of equal length, from midnight of the first day.
///
/// Times are the shop's local time without a zone. The hour that a clock change repeats is planned
/// once and the one it skips is planned as if it were there: a person an hour, twice a year.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Intervals {
    first: NaiveDate,
    days: usize,
    minutes: u32,
}

impl Intervals {
    /// `days` days from `first` on, in intervals of `minutes`.
    ///
    /// # Errors
    ///
    /// No day or more than 371; minutes that do not divide a day.
    pub fn new(first: NaiveDate, days: usize, minutes: u32) -> Result<Self, StaffingError> {
        within("days", days as f64, (1..=MOST_DAYS).contains(&days), "1 to 371 days")?;
        let divides = minutes >= 5 && DAY_MINUTES.is_multiple_of(minutes);
        within("minutes", f64::from(minutes), divides, "5 or more minutes that divide a day")?;
        Ok(Self { first, days, minutes })
    }

    /// Intervals a day.
    #[must_use]
    pub fn per_day(self) -> usize {
        (DAY_MINUTES / self.minutes) as usize
    }

    /// All intervals.
    #[must_use]
    pub fn count(self) -> usize {
        self.days * self.per_day()
    }

    /// Days planned.
    #[must_use]
    pub fn days(self) -> usize {
        self.days
    }

    /// Minutes of an interval.
    #[must_use]
    pub fn minutes(self) -> u32 {
        self.minutes
    }

    /// Seconds of an interval.
    #[must_use]
    pub fn seconds(self) -> f64 {
        f64::from(self.minutes) * 60.0
    }

    /// Hours of an interval.
    #[must_use]
    pub fn hours(self) -> f64 {
        f64::from(self.minutes) / 60.0
    }

    /// The date of a day, counted from 0.
    #[must_use]
    pub fn date(self, day: usize) -> NaiveDate {
        self.first + TimeDelta::days(day as i64)
    }

    /// When an interval begins.
    #[must_use]
    pub fn start(self, interval: usize) -> NaiveDateTime {
        self.midnight() + TimeDelta::minutes(interval as i64 * i64::from(self.minutes))
    }

    /// The interval that `time` lies in; nothing before the first or after the last.
    #[must_use]
    pub fn index(self, time: NaiveDateTime) -> Option<usize> {
        let minutes = (time - self.midnight()).num_minutes();
        let before = (time - self.midnight()) < TimeDelta::zero();
        let index = usize::try_from(minutes / i64::from(self.minutes)).ok()?;
        (!before && index < self.count()).then_some(index)
    }

    /// The day an interval belongs to, counted from 0.
    #[must_use]
    pub fn day(self, interval: usize) -> usize {
        interval / self.per_day()
    }

    /// Minutes from midnight of the first day.
    pub(crate) fn minute(self, time: NaiveDateTime) -> i64 {
        (time - self.midnight()).num_minutes()
    }

    /// The time that lies `minute` minutes after midnight of the first day.
    pub(crate) fn time(self, minute: i64) -> NaiveDateTime {
        self.midnight() + TimeDelta::minutes(minute)
    }

    fn midnight(self) -> NaiveDateTime {
        self.first.and_time(NaiveTime::MIN)
    }
}
