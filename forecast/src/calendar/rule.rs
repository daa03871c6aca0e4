//! One rule of a calendar: on which days of a year it falls.

use chrono::{Datelike, Days, NaiveDate, TimeDelta, Weekday};

use super::easter;
use super::shift::Shift;

/// How a day is found in a year.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum When {
    /// The same month and day every year.
    Date(MonthDay),
    /// Days from Easter Sunday.
    Easter { days: i64, orthodox: bool },
    /// The nth weekday of a month, counted from 1; none is the last one.
    Nth { nth: Option<u8>, weekday: Weekday, month: u32 },
    /// The weekday on a date or the next one after it, or the last one before it.
    Near { weekday: Weekday, after: bool, date: MonthDay },
    /// The equinox in Japan's time.
    Equinox { autumnal: bool },
    /// Single days.
    On(Vec<NaiveDate>),
}

/// A day of any year.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct MonthDay {
    pub(super) month: u32,
    pub(super) day: u32,
}

impl MonthDay {
    fn of(self, year: i32) -> Option<NaiveDate> {
        NaiveDate::from_ymd_opt(year, self.month, self.day)
    }
}

impl When {
    /// The days of `year`; a date that the year does not have (29 February) is left out.
    pub(super) fn days(&self, year: i32) -> Vec<NaiveDate> {
        match self {
            Self::On(dates) => dates.iter().copied().filter(|date| date.year() == year).collect(),
            _ => self.day(year).into_iter().collect(),
        }
    }

    fn day(&self, year: i32) -> Option<NaiveDate> {
        match *self {
            Self::Date(date) => date.of(year),
            Self::Easter { days, orthodox: true } => Some(easter::orthodox(year)? + days_of(days)),
            Self::Easter { days, orthodox: false } => {
                Some(easter::gregorian(year)? + days_of(days))
            }
            Self::Nth { nth: Some(nth), weekday, month } => {
                NaiveDate::from_weekday_of_month_opt(year, month, weekday, nth)
            }
            Self::Nth { nth: None, weekday, month } => {
                let in_month =
                    |nth| NaiveDate::from_weekday_of_month_opt(year, month, weekday, nth);
                in_month(5).or_else(|| in_month(4))
            }
            Self::Near { weekday, after, date } => near(date.of(year)?, weekday, after),
            Self::Equinox { autumnal } => equinox(year, autumnal),
            Self::On(_) => None,
        }
    }
}

/// A span of days.
pub(super) fn days_of(days: i64) -> TimeDelta {
    TimeDelta::days(days)
}

/// The weekday on `date`, or the nearest one after or before it.
fn near(date: NaiveDate, weekday: Weekday, after: bool) -> Option<NaiveDate> {
    if after {
        date.checked_add_days(Days::new(weekday.days_since(date.weekday()).into()))
    } else {
        date.checked_sub_days(Days::new(date.weekday().days_since(weekday).into()))
    }
}

/// The day of the equinox in Japan's time: the approximation of Shinkoyomi's tables that is good
/// from 1980 to 2099.
fn equinox(year: i32, autumnal: bool) -> Option<NaiveDate> {
    if !(1980..=2099).contains(&year) {
        return None;
    }
    let (month, base) = if autumnal { (9, 23.2488) } else { (3, 20.8431) };
    let since = f64::from(year - 1980);
    let day = (base + 0.242_194 * since).floor() - (since / 4.0).floor();
    NaiveDate::from_ymd_opt(year, month, day as u32)
}

/// In which years a rule holds, and what happens when its day is a day off already.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Conditions {
    pub(super) from: i32,
    pub(super) until: i32,
    /// Only these years, if there are any.
    pub(super) only: Vec<i32>,
    pub(super) never: Vec<i32>,
    /// Every so many years, counted from a year.
    pub(super) every: Option<(i32, i32)>,
    /// Kept on another day instead.
    pub(super) moved: Option<Shift>,
    /// A further day off is given.
    pub(super) observed: Option<Shift>,
}

impl Default for Conditions {
    fn default() -> Self {
        Self {
            from: i32::MIN,
            until: i32::MAX,
            only: Vec::new(),
            never: Vec::new(),
            every: None,
            moved: None,
            observed: None,
        }
    }
}

impl Conditions {
    fn hold(&self, year: i32) -> bool {
        let in_turn = |(step, start): (i32, i32)| year >= start && (year - start) % step == 0;
        (self.from..=self.until).contains(&year)
            && (self.only.is_empty() || self.only.contains(&year))
            && !self.never.contains(&year)
            && self.every.is_none_or(in_turn)
    }
}

/// A named day with its conditions.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Rule {
    pub(super) when: When,
    /// In English.
    pub(super) name: &'static str,
    /// In the language of the country; the English name where that is its language.
    pub(super) local_name: &'static str,
    pub(super) conditions: Conditions,
}

impl Rule {
    /// The days of `year` on which it is kept, moved where the rule says so.
    pub(super) fn days(&self, year: i32) -> Vec<NaiveDate> {
        if !self.conditions.hold(year) {
            return Vec::new();
        }
        let moved = |day| match self.conditions.moved {
            Some(shift) => shift.target(day, |_| false).unwrap_or(day),
            None => day,
        };
        self.when.days(year).into_iter().map(moved).collect()
    }
}
