//! Between seconds of Unix time and the shop's days and local times.

use chrono::{DateTime, Days, FixedOffset, NaiveDate, Offset, TimeDelta, TimeZone};
use chrono_tz::Tz;

use super::{calendar::after_working_days, schedule::Second};

/// The shop's clock.
#[derive(Clone, Copy)]
pub(super) struct Clock {
    pub(super) zone: Tz,
}

impl Clock {
    /// The second at which a day begins; where midnight is skipped, the first that there is.
    pub(super) fn midnight(self, day: NaiveDate) -> Second {
        let midnight = day.and_time(chrono::NaiveTime::MIN);
        let local = |hours| self.zone.from_local_datetime(&(midnight + TimeDelta::hours(hours)));
        let first = local(0).earliest().or_else(|| local(1).earliest());
        first.map_or_else(|| midnight.and_utc().timestamp(), |first| first.timestamp())
    }

    /// The instant with the shop's offset.
    pub(super) fn local(self, second: Second) -> DateTime<FixedOffset> {
        let utc = DateTime::from_timestamp(second, 0).unwrap_or_default();
        let offset = self.zone.offset_from_utc_datetime(&utc.naive_utc()).fix();
        utc.with_timezone(&offset)
    }

    pub(super) fn day(self, second: Second) -> NaiveDate {
        self.local(second).date_naive()
    }

    /// A second of the working day that lies `days` working days later, `into` seconds after its
    /// midnight.
    pub(super) fn on_working_day(self, from: Second, days: u32, into: Second) -> Second {
        self.midnight(after_working_days(self.day(from), days)) + into
    }

    /// A second of the day that lies `days` days later.
    pub(super) fn on_day(self, from: Second, days: u32, into: Second) -> Second {
        let day = self.day(from);
        let later = day.checked_add_days(Days::new(u64::from(days))).unwrap_or(day);
        self.midnight(later) + into
    }
}
