//! How often a series is observed: from every few minutes to every year.

use std::fmt;
use std::str::FromStr;

use chrono::{Datelike, Days, Months, NaiveDateTime, TimeDelta};
use serde::{Deserialize, Serialize};

use crate::ForecastError;

/// The pace of a series. Times are local times of the shop, without a zone.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Frequency {
    /// Every so many minutes, 5 for example; a number that divides a day.
    Minutes(u16),
    /// Every hour.
    Hours,
    /// Every day.
    Days,
    /// Every seven days.
    Weeks,
    /// Every calendar month.
    Months,
    /// Every three calendar months.
    Quarters,
    /// Every calendar year.
    Years,
}

/// A period is a fixed span of time or a number of calendar months.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Width {
    /// Microseconds.
    Fixed(i64),
    /// Calendar months.
    Months(i64),
}

pub(crate) const MICROSECONDS_A_MINUTE: i64 = 60_000_000;
const MINUTES_A_DAY: u16 = 1_440;

impl Frequency {
    /// The time `periods` periods after `time`, or before it where negative. Months, quarters and
    /// years go by the calendar: the last day of a month stays the last day, and a day that a
    /// shorter month does not have becomes its last. Beyond chrono's range it is the end of it.
    #[must_use]
    pub fn later(self, time: NaiveDateTime, periods: i64) -> NaiveDateTime {
        let found = match self.width() {
            Width::Fixed(width) => {
                let span = TimeDelta::microseconds(width.saturating_mul(periods));
                time.checked_add_signed(span)
            }
            Width::Months(months) => months_later(time, months.saturating_mul(periods)),
        };
        let end = if periods < 0 { NaiveDateTime::MIN } else { NaiveDateTime::MAX };
        found.unwrap_or(end)
    }

    /// The season lengths to expect, in observations, shortest first: days and weeks within hours,
    /// weeks and years within days, years within what is longer.
    #[must_use]
    pub fn seasons(self) -> Vec<f64> {
        match self {
            Self::Minutes(minutes) => {
                let day = f64::from(MINUTES_A_DAY) / f64::from(minutes.max(1));
                vec![day, 7.0 * day]
            }
            Self::Hours => vec![24.0, 168.0, 8_766.0],
            Self::Days => vec![7.0, 365.25],
            Self::Weeks => vec![365.25 / 7.0],
            Self::Months => vec![12.0],
            Self::Quarters => vec![4.0],
            Self::Years => Vec::new(),
        }
    }

    /// The frequency that most neighbours in time of the same series are apart by, from rows of
    /// series and time in microseconds, in any order. `None` without two times of a series, or where
    /// no frequency fits. Of distances that are equally common the shortest counts, since longer
    /// ones may be made up of it.
    #[must_use]
    pub fn seen<Name: Ord>(rows: impl IntoIterator<Item = (Name, i64)>) -> Option<Self> {
        let mut rows: Vec<(Name, i64)> = rows.into_iter().collect();
        rows.sort_unstable();
        rows.dedup();
        let neighbours = rows.windows(2).filter(|pair| pair[0].0 == pair[1].0);
        let mut gaps: Vec<i64> =
            neighbours.map(|pair| pair[1].1.saturating_sub(pair[0].1)).collect();
        gaps.sort_unstable();
        let runs = gaps.chunk_by(|one, other| one == other);
        let usual = runs.max_by_key(|run| (run.len(), -run[0]))?[0];
        (usual % MICROSECONDS_A_MINUTE == 0)
            .then(|| Self::of_minutes(usual / MICROSECONDS_A_MINUTE))?
    }

    /// The frequency whose periods are so many minutes long.
    fn of_minutes(minutes: i64) -> Option<Self> {
        const DAY: i64 = MINUTES_A_DAY as i64;
        match minutes {
            60 => Some(Self::Hours),
            DAY => Some(Self::Days),
            _ if minutes == 7 * DAY => Some(Self::Weeks),
            _ if (28 * DAY..=31 * DAY).contains(&minutes) => Some(Self::Months),
            _ if (90 * DAY..=92 * DAY).contains(&minutes) => Some(Self::Quarters),
            _ if (365 * DAY..=366 * DAY).contains(&minutes) => Some(Self::Years),
            1..DAY if DAY % minutes == 0 => u16::try_from(minutes).ok().map(Self::Minutes),
            _ => None,
        }
    }

    /// How long a period is.
    pub(crate) fn width(self) -> Width {
        let minutes = |count: i64| Width::Fixed(count * MICROSECONDS_A_MINUTE);
        match self {
            Self::Minutes(count) => minutes(i64::from(count.max(1))),
            Self::Hours => minutes(60),
            Self::Days => minutes(i64::from(MINUTES_A_DAY)),
            Self::Weeks => minutes(7 * i64::from(MINUTES_A_DAY)),
            Self::Months => Width::Months(1),
            Self::Quarters => Width::Months(3),
            Self::Years => Width::Months(12),
        }
    }

    /// How many periods a day has, where it has more than one.
    pub(crate) fn periods_a_day(self) -> Option<i64> {
        match self {
            Self::Minutes(count) => Some(i64::from(MINUTES_A_DAY) / i64::from(count.max(1))),
            Self::Hours => Some(24),
            _ => None,
        }
    }

    /// What periods are called, in the plural, in messages to people.
    pub(crate) fn plural(self) -> &'static str {
        match self {
            Self::Minutes(_) => "periods",
            Self::Hours => "hours",
            Self::Days => "days",
            Self::Weeks => "weeks",
            Self::Months => "months",
            Self::Quarters => "quarters",
            Self::Years => "years",
        }
    }
}

fn months_later(time: NaiveDateTime, months: i64) -> Option<NaiveDateTime> {
    let distance = Months::new(u32::try_from(months.unsigned_abs()).ok()?);
    let moved = if months < 0 {
        time.checked_sub_months(distance)?
    } else {
        time.checked_add_months(distance)?
    };
    if is_last_of_month(time) { last_of_month(moved) } else { Some(moved) }
}

/// Whether the next day belongs to another month.
pub(crate) fn is_last_of_month(time: NaiveDateTime) -> bool {
    time.date().succ_opt().is_none_or(|next| next.month() != time.month())
}

/// The same time of day on the last day of the month.
pub(crate) fn last_of_month(time: NaiveDateTime) -> Option<NaiveDateTime> {
    let first = time.with_day(1)?;
    first.checked_add_months(Months::new(1))?.checked_sub_days(Days::new(1))
}

impl fmt::Display for Frequency {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Minutes(minutes) => write!(out, "{minutes}min"),
            Self::Hours => out.write_str("hourly"),
            Self::Days => out.write_str("daily"),
            Self::Weeks => out.write_str("weekly"),
            Self::Months => out.write_str("monthly"),
            Self::Quarters => out.write_str("quarterly"),
            Self::Years => out.write_str("yearly"),
        }
    }
}

impl FromStr for Frequency {
    type Err = ForecastError;

    /// Reads the spellings in use: `5min`, `h`, `H`, `hourly`, `D`, `W-SUN`, `MS`, `QE`, `yearly` …
    fn from_str(text: &str) -> Result<Self, ForecastError> {
        let lower = text.trim().to_ascii_lowercase();
        let stem = lower.split('-').next().unwrap_or_default();
        let found = match stem {
            "h" | "hour" | "hours" | "hourly" => Some(Self::Hours),
            "d" | "b" | "day" | "days" | "daily" => Some(Self::Days),
            "w" | "week" | "weeks" | "weekly" => Some(Self::Weeks),
            "m" | "ms" | "me" | "month" | "months" | "monthly" => Some(Self::Months),
            "q" | "qs" | "qe" | "quarter" | "quarters" | "quarterly" => Some(Self::Quarters),
            "y" | "ys" | "ye" | "a" | "as" | "year" | "years" | "yearly" => Some(Self::Years),
            _ => minutes(stem),
        };
        found.ok_or_else(|| ForecastError::Frequency { found: text.to_owned() })
    }
}

/// `5min`, `15t`, `30minutes`: a number of minutes that divides a day; 60 of them are an hour.
fn minutes(text: &str) -> Option<Frequency> {
    let digits = text.len() - text.trim_start_matches(|letter: char| letter.is_ascii_digit()).len();
    let (count, unit) = text.split_at(digits);
    let count: u16 = if count.is_empty() { 1 } else { count.parse().ok()? };
    let known = ["min", "mins", "t", "minute", "minutes"].contains(&unit);
    if !known || count == 0 || !MINUTES_A_DAY.is_multiple_of(count) {
        return None;
    }
    match count {
        60 => Some(Frequency::Hours),
        MINUTES_A_DAY => Some(Frequency::Days),
        _ => Some(Frequency::Minutes(count)),
    }
}

#[cfg(test)]
mod tests;
