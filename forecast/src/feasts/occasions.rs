//! When what comes round once a year may fall: dates, days that move with Easter, weekdays of a month.
//!
//! Some are known to move shops everywhere, or are public holidays and events of the country asked
//! for; the others are only looked for, and need so much more evidence.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::RangeInclusive;

use chrono::{Datelike, NaiveDate, TimeDelta, Weekday};

use super::{Line, Pace, selection::PART};
use crate::calendar::{Country, EventKind, easter_sunday, usual_events};

/// How likely an occasion is to move demand, before anything was seen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Renown {
    /// A date or a weekday of a month that may be anything.
    Unknown,
    /// A day near one that moves shops.
    Near,
    /// A holiday or an event by name.
    Known,
    /// What the series themselves are marked with.
    Told,
}

impl Renown {
    pub(super) fn chance(self) -> f64 {
        match self {
            Self::Unknown => 0.002,
            Self::Near => 0.05,
            Self::Known => 0.2,
            Self::Told => 0.5,
        }
    }

    /// The times it must have been seen.
    pub(super) fn least_times(self) -> usize {
        if self == Self::Unknown { 2 } else { 1 }
    }
}

/// Something that comes round, and the share of it that each period takes in.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Occasion {
    pub(super) renown: Renown,
    /// Periods by their place on the line, rising.
    pub(super) shares: Vec<(usize, f64)>,
}

/// Days from Easter Sunday on which some country has a holiday, or shops do otherwise.
const AROUND_EASTER: RangeInclusive<i64> = -50..=61;

/// Those near Easter Sunday itself.
const NEAR_EASTER: RangeInclusive<i64> = -7..=2;

/// Days from Black Friday: its week and the Monday after it.
const NEAR_BLACK_FRIDAY: RangeInclusive<i64> = -4..=4;

/// Days from Christmas, up to Epiphany.
const NEAR_CHRISTMAS: RangeInclusive<i64> = -7..=13;

/// Days around a public holiday that may feel it.
const NEAR_HOLIDAY: RangeInclusive<i64> = -2..=2;

/// The same of weeks, by the day on which a span of seven begins.
const WEEKS_NEAR: RangeInclusive<i64> = -13..=6;

/// All occasions of a line, none twice.
pub(super) fn all(line: &Line) -> Vec<Occasion> {
    let mut found = Gathered { line, occasions: BTreeMap::new() };
    found.add_flags();
    if let Some(country) = line.country {
        found.add_country(country);
    }
    found.add_movable();
    found.add_dates();
    found.add_weekdays();
    let mut occasions: Vec<Occasion> =
        found.occasions.into_iter().map(|(key, renown)| key.occasion(renown)).collect();
    drop_doubles(&mut occasions);
    occasions
}

/// Leaves out what nobody knows of where it mostly falls on what is known. Of a few years the days
/// after Black Friday and some dates look alike, and both would be expected when it comes round.
fn drop_doubles(occasions: &mut Vec<Occasion>) {
    let known = occasions.iter().filter(|it| it.renown > Renown::Unknown);
    let taken: BTreeSet<usize> = known.flat_map(Occasion::places).collect();
    occasions.retain(|it| {
        let doubles = it.places().filter(|place| taken.contains(place)).count();
        it.renown > Renown::Unknown || 2 * doubles < it.places().count()
    });
}

impl Occasion {
    /// The periods that take part in it.
    fn places(&self) -> impl Iterator<Item = usize> + '_ {
        self.shares.iter().filter(|(_, share)| *share > PART).map(|(place, _)| *place)
    }
}

/// The shares of an occasion in thousandths: what falls on the same periods is the same.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Key(Vec<(usize, u32)>);

impl Key {
    fn occasion(self, renown: Renown) -> Occasion {
        let shares = self.0.into_iter().map(|(place, share)| (place, f64::from(share) / 1000.0));
        Occasion { renown, shares: shares.collect() }
    }
}

struct Gathered<'a> {
    line: &'a Line,
    occasions: BTreeMap<Key, Renown>,
}

impl Gathered<'_> {
    /// Adds what falls on these days, or, of weeks, begins a span of seven days on them.
    fn add(&mut self, renown: Renown, days: impl IntoIterator<Item = NaiveDate>) {
        let mut shares: BTreeMap<usize, u32> = BTreeMap::new();
        for day in days {
            for (place, share) in self.line.shares(day) {
                *shares.entry(place).or_default() += share;
            }
        }
        self.keep(renown, shares.into_iter().collect());
    }

    fn keep(&mut self, renown: Renown, shares: Vec<(usize, u32)>) {
        if !shares.is_empty() {
            let known = self.occasions.entry(Key(shares)).or_insert(renown);
            *known = renown.max(*known);
        }
    }

    fn add_flags(&mut self) {
        for flag in &self.line.flags {
            let up = flag.iter().enumerate().filter(|(_, value)| **value > 0.0);
            self.keep(Renown::Told, up.map(|(place, _)| (place, 1000)).collect());
        }
    }

    /// One occasion for each day from `offsets` of the days that come round.
    fn add_around(
        &mut self,
        renown: impl Fn(i64) -> Renown,
        offsets: RangeInclusive<i64>,
        days: &[NaiveDate],
    ) {
        for offset in offsets {
            let moved = |day: &NaiveDate| day.checked_add_signed(TimeDelta::days(offset));
            self.add(renown(offset), days.iter().filter_map(moved));
        }
    }

    /// Public holidays and events by name, with the days around them.
    fn add_country(&mut self, country: Country) {
        let years = self.line.years();
        let mut holidays: BTreeMap<&str, Vec<NaiveDate>> = BTreeMap::new();
        for holiday in country.holidays_in(years.clone()) {
            holidays.entry(holiday.name).or_default().push(holiday.date);
        }
        let mut events: BTreeMap<(String, i64), Vec<NaiveDate>> = BTreeMap::new();
        for event in usual_events(country, years).unwrap_or_default() {
            let days = (event.to - event.from).num_days();
            for day in (0..=days).filter(|_| event.kind != EventKind::Season) {
                let date = event.from + TimeDelta::days(day);
                events.entry((event.name.clone(), day)).or_default().push(date);
            }
        }
        let near = |offset: i64| if offset == 0 { Renown::Known } else { Renown::Near };
        for days in holidays.values() {
            self.add_around(near, self.line.near(NEAR_HOLIDAY), days);
        }
        for days in events.values() {
            self.add_around(near, self.line.near(0..=0), days);
        }
    }

    /// Easter, Black Friday and Christmas, which move shops in most countries.
    fn add_movable(&mut self) {
        let years: Vec<i32> = self.line.years().collect();
        let easters: Vec<NaiveDate> =
            years.iter().filter_map(|year| easter_sunday(*year)).collect();
        let fridays: Vec<NaiveDate> = years.iter().filter_map(|year| black_friday(*year)).collect();
        let christmas: Vec<NaiveDate> =
            years.iter().filter_map(|year| NaiveDate::from_ymd_opt(*year, 12, 25)).collect();
        let near = |_| Renown::Near;
        self.add_around(near, self.line.near(NEAR_EASTER), &easters);
        self.add_around(near, self.line.near(NEAR_BLACK_FRIDAY), &fridays);
        self.add_around(near, self.line.near(NEAR_CHRISTMAS), &christmas);
        self.add_around(|_| Renown::Unknown, AROUND_EASTER, &easters);
    }

    /// Every date of a year.
    fn add_dates(&mut self) {
        let mut dates: BTreeSet<(u32, u32)> = BTreeSet::new();
        dates.extend(self.line.starts.iter().map(|day| (day.month(), day.day())));
        let years: Vec<i32> = self.line.years().collect();
        for (month, day) in dates {
            let days = years.iter().filter_map(|year| NaiveDate::from_ymd_opt(*year, month, day));
            self.add(Renown::Unknown, days);
        }
    }

    /// Every weekday of every month, counted from its beginning and, the last one, from its end.
    fn add_weekdays(&mut self) {
        const WEEKDAYS: [Weekday; 7] = [
            Weekday::Mon,
            Weekday::Tue,
            Weekday::Wed,
            Weekday::Thu,
            Weekday::Fri,
            Weekday::Sat,
            Weekday::Sun,
        ];
        let years: Vec<i32> = self.line.years().collect();
        for month in 1..=12 {
            for weekday in WEEKDAYS {
                let nth = |year: i32, nth| {
                    NaiveDate::from_weekday_of_month_opt(year, month, weekday, nth)
                };
                for count in 1..=4 {
                    self.add(Renown::Unknown, years.iter().filter_map(|year| nth(*year, count)));
                }
                let last = |year: &i32| nth(*year, 5).or_else(|| nth(*year, 4));
                self.add(Renown::Unknown, years.iter().filter_map(last));
            }
        }
    }
}

impl Line {
    /// The years of the line.
    fn years(&self) -> RangeInclusive<i32> {
        let year = |day: Option<&NaiveDate>| day.map_or(0, Datelike::year);
        year(self.starts.first())..=year(self.starts.last())
    }

    /// Which offsets in days are looked at around a day that is known.
    fn near(&self, of_days: RangeInclusive<i64>) -> RangeInclusive<i64> {
        match self.pace {
            Pace::Days => of_days,
            Pace::Weeks => WEEKS_NEAR,
        }
    }

    /// The periods that a day, or the seven days from it on, fall into, in thousandths.
    fn shares(&self, day: NaiveDate) -> Vec<(usize, u32)> {
        let length = self.pace.days();
        let one = |place: usize| {
            let start = *self.starts.get(place)?;
            let apart = (start - day).num_days().abs();
            let share = (length - apart) * 1000 / length;
            (share > 0).then(|| (place, u32::try_from(share).unwrap_or(0)))
        };
        let after = self.starts.partition_point(|start| *start < day);
        [after.checked_sub(1), Some(after)].into_iter().flatten().filter_map(one).collect()
    }
}

/// The day after the fourth Thursday of November.
fn black_friday(year: i32) -> Option<NaiveDate> {
    NaiveDate::from_weekday_of_month_opt(year, 11, Weekday::Thu, 4)?.succ_opt()
}
