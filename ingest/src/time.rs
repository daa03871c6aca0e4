//! Instants and the shop's days. Instants are UTC; a day is cut in the shop's time zone.

use chrono::{DateTime, Datelike, NaiveDate, NaiveTime, SecondsFormat, TimeDelta, TimeZone, Utc};
use chrono_tz::Tz;
use serde::{Deserialize, Serialize, Serializer};

/// A point in time, in microseconds since 1970-01-01T00:00:00Z.
///
/// Written as RFC 3339 in UTC where people read it, as a number where they do not.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Deserialize)]
pub struct Instant(pub i64);

impl Serialize for Instant {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if serializer.is_human_readable() {
            let text = self.utc().to_rfc3339_opts(SecondsFormat::AutoSi, true);
            serializer.serialize_str(&text)
        } else {
            serializer.serialize_i64(self.0)
        }
    }
}

impl Instant {
    /// The instant as a date and time in UTC.
    #[must_use]
    pub fn utc(self) -> DateTime<Utc> {
        Utc.timestamp_micros(self.0).single().unwrap_or_default()
    }

    /// The shop's day that the instant falls on.
    #[must_use]
    pub fn day(self, zone: Tz) -> Day {
        Day(zone.from_utc_datetime(&self.utc().naive_utc()).num_days_from_ce() - DAYS_BEFORE_1970)
    }
}

impl<Z: TimeZone> From<DateTime<Z>> for Instant {
    fn from(at: DateTime<Z>) -> Self {
        Self(at.timestamp_micros())
    }
}

/// A calendar day, in days since 1970-01-01.
///
/// Written as a date where people read it, as a number where they do not.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Deserialize)]
pub struct Day(pub i32);

impl Serialize for Day {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if serializer.is_human_readable() {
            serializer.collect_str(&self.date())
        } else {
            serializer.serialize_i32(self.0)
        }
    }
}

/// From the first day of the common era to the first of 1970.
const DAYS_BEFORE_1970: i32 = 719_163;

impl Day {
    /// The day as a calendar date.
    #[must_use]
    pub fn date(self) -> NaiveDate {
        NaiveDate::from_num_days_from_ce_opt(self.0 + DAYS_BEFORE_1970).unwrap_or_default()
    }
}

impl Day {
    /// The first instant after it in the shop's time zone.
    #[must_use]
    pub fn end(self, zone: Tz) -> Instant {
        let next = self.date().succ_opt().unwrap_or(NaiveDate::MAX).and_time(NaiveTime::MIN);
        // Where the clocks go on at midnight, the next day begins with the first time there is.
        let times = (0..24).map(|hours| next + TimeDelta::hours(hours));
        let mut times = times.filter_map(|time| zone.from_local_datetime(&time).earliest());
        times.next().map_or_else(|| next.and_utc().into(), Instant::from)
    }
}

impl From<NaiveDate> for Day {
    fn from(date: NaiveDate) -> Self {
        Self(date.num_days_from_ce() - DAYS_BEFORE_1970)
    }
}

/// Where the time of recording comes from, so that tests can set it.
pub trait Clock: Send + Sync + 'static {
    /// The present instant.
    fn now(&self) -> Instant;
}

/// The machine's clock.
#[derive(Debug, Clone, Copy, Default)]
pub struct SystemClock;

impl Clock for SystemClock {
    // The one place of the product that reads the wall clock.
    #[allow(clippy::disallowed_methods)]
    fn now(&self) -> Instant {
        Utc::now().into()
    }
}

#[cfg(test)]
mod tests;
