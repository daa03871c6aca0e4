//! Times as numbers of periods: which period a time falls into, and what a period is called.

use chrono::{DateTime, Datelike, Months, NaiveDate, NaiveDateTime};

use crate::frequency::{Frequency, Width, is_last_of_month, last_of_month};

/// 1970-01-01 was a Thursday; where rows do not say when weeks begin they begin on Mondays.
const FIRST_MONDAY: i64 = 4 * 86_400_000_000;

/// Which day of its month a period of months is named by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Day {
    Numbered(u32),
    Last,
}

/// The periods of a table. How they are named follows its rows: weeks that all begin on a Friday
/// go on beginning on Fridays, months named by their last day keep that.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Timeline {
    width: Width,
    /// Microseconds after 1970 began, or months after year 0, at which a period begins.
    phase: i64,
    day: Day,
}

impl Timeline {
    /// The periods that `times`, in microseconds since 1970, are named by.
    pub(crate) fn new(frequency: Frequency, times: &[i64]) -> Self {
        let width = frequency.width();
        let (phase, day) = match width {
            Width::Fixed(width) if frequency == Frequency::Weeks => {
                // Only whole days name a week; a time of day within it is a part of it.
                let shared = shared(times.iter().map(|time| time.rem_euclid(width)));
                let phase = shared.filter(|phase| phase % (width / 7) == 0);
                (phase.unwrap_or(FIRST_MONDAY), Day::Numbered(1))
            }
            Width::Fixed(_) => (0, Day::Numbered(1)),
            Width::Months(months) => {
                let phases = times.iter().map(|time| month_of(*time).rem_euclid(months));
                (shared(phases).unwrap_or(0), named_day(times))
            }
        };
        Self { width, phase, day }
    }

    /// The period that a time, in microseconds since 1970, falls into.
    #[inline]
    pub(crate) fn period(&self, time: i64) -> i64 {
        match self.width {
            Width::Fixed(width) => (time - self.phase).div_euclid(width),
            Width::Months(months) => (month_of(time) - self.phase).div_euclid(months),
        }
    }

    /// What a period is named by, in microseconds since 1970; for weeks and shorter its beginning.
    pub(crate) fn time(&self, period: i64) -> i64 {
        match self.width {
            Width::Fixed(width) => period.saturating_mul(width).saturating_add(self.phase),
            Width::Months(months) => self.month_time(period * months + self.phase),
        }
    }

    fn month_time(&self, month: i64) -> i64 {
        let year = i32::try_from(month.div_euclid(12)).unwrap_or(i32::MAX);
        let first = NaiveDate::from_ymd_opt(year, 1, 1).unwrap_or(NaiveDate::MAX);
        let month = Months::new(u32::try_from(month.rem_euclid(12)).unwrap_or_default());
        let time = first.checked_add_months(month).unwrap_or(first).into();
        let named = match self.day {
            Day::Last => last_of_month(time),
            // A month without that day is named by its last.
            Day::Numbered(day) => time.with_day(day).or_else(|| last_of_month(time)),
        };
        microseconds(named.unwrap_or(time))
    }
}

/// Microseconds since 1970 began.
pub(crate) fn microseconds(time: NaiveDateTime) -> i64 {
    time.and_utc().timestamp_micros()
}

/// The time of microseconds since 1970 began, the end of chrono's range where they are beyond it.
pub(crate) fn time_of(microseconds: i64) -> NaiveDateTime {
    let end = if microseconds < 0 { NaiveDateTime::MIN } else { NaiveDateTime::MAX };
    DateTime::from_timestamp_micros(microseconds).map_or(end, |time| time.naive_utc())
}

/// Months since year 0.
fn month_of(microseconds: i64) -> i64 {
    let time = time_of(microseconds);
    i64::from(time.year()) * 12 + i64::from(time.month0())
}

/// The one value that all have.
fn shared(mut values: impl Iterator<Item = i64>) -> Option<i64> {
    let first = values.next()?;
    values.all(|value| value == first).then_some(first)
}

/// The day of the month that all times share, or the first.
fn named_day(times: &[i64]) -> Day {
    let last = !times.is_empty() && times.iter().all(|time| is_last_of_month(time_of(*time)));
    if last {
        return Day::Last;
    }
    let day = shared(times.iter().map(|time| i64::from(time_of(*time).day())));
    Day::Numbered(day.and_then(|day| u32::try_from(day).ok()).unwrap_or(1))
}

#[cfg(test)]
mod tests;
