//! The days and hours at which a shop never sells, found in its history.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{Datelike, NaiveDate, Timelike};

use super::{CalendarError, Mark, Marks, Periods};

/// How likely chance may leave a place of the week empty that is called closed.
const WEEK_CHANCE: f64 = 1e-4;

/// The same for a holiday, which comes once a year and closes shops more often than not.
const HOLIDAY_CHANCE: f64 = 0.02;

/// Weeks in which a weekday must have been empty, and an hour, which may just be a quiet one.
const LEAST_WEEKS: (u32, u32) = (4, 12);

/// A place of the week: days from Monday and the second of the day at which the period begins.
type Place = (u32, u32);

/// The weekdays, hours and holidays that had no demand in the whole of a history, where that is no
/// chance; demand there is forecast as 0 exactly.
///
/// Learn it from all series of a shop together: one slow product has empty days anyway.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct OpeningDays {
    closed_places: BTreeSet<Place>,
    /// Holidays and events by name and offset.
    closed_marks: BTreeSet<(String, i8)>,
}

/// Periods counted, and those among them with demand.
#[derive(Debug, Clone, Copy, Default)]
struct Count {
    all: u32,
    open: u32,
}

impl Count {
    fn add(&mut self, value: f64) {
        self.all += 1;
        self.open += u32::from(value != 0.0);
    }

    /// The share that is empty, never quite 0 (Jeffreys' rule).
    fn empty_share(self) -> f64 {
        1.0 - (f64::from(self.open) + 0.5) / (f64::from(self.all) + 1.0)
    }
}

impl OpeningDays {
    /// Learns from `values`, the first of which is that of the first period; NaN is not known.
    /// Periods longer than a day are never closed.
    ///
    /// # Errors
    ///
    /// [`CalendarError::Length`] if there are more values than periods or marks.
    pub fn learn(values: &[f64], periods: &Periods, marks: &Marks) -> Result<Self, CalendarError> {
        let known = periods.len().min(marks.len());
        if values.len() > known {
            return Err(CalendarError::Length { values: values.len(), periods: known });
        }
        if periods.days_each() > 1.0 {
            return Ok(Self::default());
        }
        let seen = || values.iter().enumerate().filter(|(_, value)| value.is_finite());
        let mut week: BTreeMap<Place, Count> = BTreeMap::new();
        for (period, value) in seen().filter(|(period, _)| marks.get(*period).is_none()) {
            week.entry(place(periods, period)).or_default().add(*value);
        }
        let closed_places = closed_places(&week, periods.days_each() < 1.0);
        let mut holidays: BTreeMap<Mark, (bool, f64)> = BTreeMap::new();
        for (period, value) in seen() {
            let (Some(mark), place) = (marks.get(period), place(periods, period)) else { continue };
            let (open, chance) = holidays.entry(mark).or_insert((false, 1.0));
            *open |= *value != 0.0;
            if !closed_places.contains(&place) {
                *chance *= week.get(&place).map_or(1.0, |count| count.empty_share());
            }
        }
        let closed =
            holidays.iter().filter(|(_, (open, chance))| !open && *chance < HOLIDAY_CHANCE);
        let named = |mark: &Mark| (marks.names()[usize::from(mark.group)].clone(), mark.offset);
        let closed_marks = closed.map(|(mark, _)| named(mark)).collect();
        Ok(Self { closed_places, closed_marks })
    }

    /// Whether nothing is ever sold in each of the periods.
    #[must_use]
    pub fn closed(&self, periods: &Periods, marks: &Marks) -> Vec<bool> {
        if periods.days_each() > 1.0 {
            return vec![false; periods.len()];
        }
        let by_holiday = |period: usize| {
            let mark = marks.get(period)?;
            let name = marks.names()[usize::from(mark.group)].clone();
            Some(self.closed_marks.contains(&(name, mark.offset)))
        };
        let closed = |period: usize| {
            self.closed_places.contains(&place(periods, period))
                || by_holiday(period).unwrap_or(false)
        };
        (0..periods.len()).map(closed).collect()
    }

    /// Whether a whole weekday is closed, for reports; hours of it count only all together.
    #[must_use]
    pub fn is_closed_on(&self, day: NaiveDate) -> bool {
        self.closed_places.contains(&(day.weekday().num_days_from_monday(), 0))
    }

    /// The holidays and events on which the shop is closed, with days before or after, in order.
    pub fn closed_holidays(&self) -> impl Iterator<Item = (&str, i8)> {
        self.closed_marks.iter().map(|(name, offset)| (name.as_str(), *offset))
    }
}

fn place(periods: &Periods, period: usize) -> Place {
    let start = periods.start(period);
    (start.weekday().num_days_from_monday(), start.num_seconds_from_midnight())
}

/// The places of the week that are empty although the others are not.
fn closed_places(week: &BTreeMap<Place, Count>, hourly: bool) -> BTreeSet<Place> {
    let mut others = Count::default();
    for count in week.values().filter(|count| count.open > 0) {
        others.all += count.all;
        others.open += count.open;
    }
    let least = if hourly { LEAST_WEEKS.1 } else { LEAST_WEEKS.0 };
    let closed = |count: &Count| {
        count.open == 0
            && count.all >= least
            && others.empty_share().powf(f64::from(count.all)) < WEEK_CHANCE
    };
    week.iter().filter(|(_, count)| closed(count)).map(|(place, _)| *place).collect()
}

#[cfg(test)]
mod tests;
