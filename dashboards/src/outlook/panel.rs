//! Series that are forecast together, with what came of each day by day.

use std::{collections::BTreeMap, sync::Arc};

use chrono::NaiveDate;
use marea_forecast::Observation;

use super::frames::{History, day_number};

/// Days by name, rising; a day without a row had no demand, and one without a value was not
/// observed.
#[derive(Debug, Default)]
pub(super) struct Panel(BTreeMap<Arc<str>, Vec<(i32, Option<f64>)>>);

impl Panel {
    /// The series of a history.
    pub(super) fn of(history: &History) -> Self {
        let mut panel = Self::default();
        for (series, day, value) in history.rows() {
            match panel.0.get_mut(series) {
                Some(days) => days.push((day, value)),
                None => drop(panel.0.insert(series.into(), vec![(day, value)])),
            }
        }
        panel.0.values_mut().for_each(|days| days.sort_unstable_by_key(|(day, _)| *day));
        panel
    }

    /// How many series there are.
    pub(super) fn count(&self) -> usize {
        self.0.len()
    }

    /// The series, in order of their names.
    pub(super) fn names(&self) -> impl Iterator<Item = &Arc<str>> {
        self.0.keys()
    }

    /// The history of some of them, to fit.
    pub(super) fn history<'a>(&self, names: impl IntoIterator<Item = &'a Arc<str>>) -> History {
        let mut history = History::default();
        for (name, days) in names.into_iter().filter_map(|name| self.0.get_key_value(name)) {
            for (day, value) in days {
                history.add(name, *day, *value);
            }
        }
        history
    }

    /// Every row: its series, its day since 1970-01-01, its value.
    pub(super) fn rows(&self) -> impl Iterator<Item = (&str, i32, Option<f64>)> {
        self.0.iter().flat_map(|(name, days)| {
            days.iter().map(move |(day, value)| (name.as_ref(), *day, *value))
        })
    }

    /// What came of a series after one day, up to and with another.
    pub(super) fn between(
        &self,
        name: &str,
        after: NaiveDate,
        last: NaiveDate,
    ) -> impl Iterator<Item = Observation> {
        let days = self.0.get(name).map(Vec::as_slice).unwrap_or_default();
        let first = day_number(after) + 1;
        let mut rest = &days[days.partition_point(|(day, _)| *day < first)..];
        (first..=day_number(last)).map(move |day| {
            let Some(((found, value), others)) = rest.split_first() else {
                return Observation::Value(0.0);
            };
            if *found != day {
                return Observation::Value(0.0);
            }
            rest = others;
            value.map_or(Observation::Unknown, Observation::Value)
        })
    }

    /// What a series had sold in so many days up to and with one.
    pub(super) fn sold(&self, name: &str, last: NaiveDate, days: i32) -> f64 {
        let last = day_number(last);
        let within = |day: &i32| *day <= last && last.saturating_sub(*day) < days;
        let rows = self.0.get(name).map(Vec::as_slice).unwrap_or_default();
        rows.iter().filter(|(day, _)| within(day)).filter_map(|(_, value)| *value).sum()
    }

    /// Days from the first of a series to one.
    pub(super) fn age(&self, name: &str, last: NaiveDate) -> i32 {
        let first = self.0.get(name).and_then(|days| days.first());
        first.map_or(0, |(day, _)| day_number(last) - day + 1)
    }
}

#[cfg(test)]
mod tests;
