//! What the clocks of a zone show at an instant, and when they show a time.

use arrow::datatypes::TimeUnit;
use chrono::{DateTime, Offset, TimeZone};
use chrono_tz::Tz;

const SECONDS_A_DAY: i64 = 86_400;

/// The offsets of a zone. Looking one up is slow, and rows come by time, so what was found for a
/// day is remembered until another is asked for.
pub(super) struct Offsets {
    zone: Tz,
    /// Units of the column in a second.
    second: i64,
    utc: Day,
    local: Day,
}

/// A day, and the offset that held on all of it, if one did.
#[derive(Clone, Copy)]
struct Day {
    number: i64,
    offset: Option<i64>,
}

const NO_DAY: Day = Day { number: i64::MIN, offset: None };

impl Offsets {
    pub(super) fn new(zone: Tz, unit: TimeUnit) -> Self {
        let second = match unit {
            TimeUnit::Second => 1,
            TimeUnit::Millisecond => 1_000,
            TimeUnit::Microsecond => 1_000_000,
            TimeUnit::Nanosecond => 1_000_000_000,
        };
        Self { zone, second, utc: NO_DAY, local: NO_DAY }
    }

    fn day(&self) -> i64 {
        SECONDS_A_DAY * self.second
    }

    fn look_up(&self, instant: i64) -> i64 {
        let at = DateTime::from_timestamp(instant.div_euclid(self.second), 0);
        let offset = at.map(|at| self.zone.offset_from_utc_datetime(&at.naive_utc()).fix());
        offset.map_or(0, |it| i64::from(it.local_minus_utc()) * self.second)
    }

    /// How far the clocks are ahead of UTC at an instant.
    pub(super) fn at(&mut self, instant: i64) -> i64 {
        let number = instant.div_euclid(self.day());
        if number != self.utc.number {
            let first = number.saturating_mul(self.day());
            let (first, last) = (first, first.saturating_add(self.day() - 1));
            self.utc = Day { number, offset: self.same(first, last) };
        }
        self.utc.offset.unwrap_or_else(|| self.look_up(instant))
    }

    /// The offset at two instants, if it is the same. Clocks change at most once in three days.
    fn same(&self, first: i64, last: i64) -> Option<i64> {
        let offset = self.look_up(first);
        (offset == self.look_up(last)).then_some(offset)
    }

    /// What the clocks show at an instant.
    pub(super) fn local(&mut self, instant: i64) -> i64 {
        instant.saturating_add(self.at(instant))
    }

    /// The first instant at which the clocks show a time.
    pub(super) fn instant(&mut self, local: i64) -> i64 {
        let number = local.div_euclid(self.day());
        if number != self.local.number {
            let first = number.saturating_sub(1).saturating_mul(self.day());
            let last = first.saturating_add(3 * self.day());
            self.local = Day { number, offset: self.same(first, last) };
        }
        match self.local.offset {
            Some(offset) => local.saturating_sub(offset),
            None => self.instant_near_change(local),
        }
    }

    fn instant_near_change(&self, local: i64) -> i64 {
        let before = self.look_up(local.saturating_sub(self.day()));
        let after = self.look_up(local.saturating_add(self.day()));
        let (early, late) = (local.saturating_sub(before), local.saturating_sub(after));
        let shown = self.look_up(early) == before;
        if !shown && self.look_up(late) == after { late } else { early }
    }

    /// The first instant after `earlier` from which on the offset is what it is at `later`.
    pub(super) fn changed(&self, earlier: i64, later: i64) -> i64 {
        let offset = self.look_up(later);
        let (mut earlier, mut later) = (earlier, later);
        while later - earlier > 1 {
            let middle = earlier + (later - earlier) / 2;
            if self.look_up(middle) == offset {
                later = middle;
            } else {
                earlier = middle;
            }
        }
        later
    }
}
