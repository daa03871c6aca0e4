//! The demand of SKUs in warehouses, with the days on which nobody could buy, and of SKUs.

use std::{collections::BTreeMap, sync::Arc};

use arrow::{
    array::{Array, AsArray, RecordBatch},
    datatypes::{Date32Type, Float64Type},
};
use chrono::NaiveDate;
use marea_ingest::time::Day;

use super::{
    frames::{History, texts_of},
    series::{Level, Measure, SeriesName},
    stock_outs::StockOuts,
};

/// Days by which the recent pace is judged.
const PACE_DAYS: u64 = 28;

/// Demand by day.
type Days = BTreeMap<NaiveDate, Option<f64>>;

/// The demand of SKUs by warehouse.
#[derive(Debug, Default)]
pub(crate) struct Stocked {
    /// By SKU, then by warehouse; empty where none is known.
    skus: BTreeMap<String, BTreeMap<String, Days>>,
}

impl Stocked {
    /// Reads rows of sku, warehouse, time, value.
    pub(super) fn read(batches: &[RecordBatch]) -> anyhow::Result<Self> {
        let mut read = Self::default();
        for batch in batches {
            let (skus, warehouses) = (texts_of(batch.column(0))?, texts_of(batch.column(1))?);
            let (skus, warehouses) = (skus.as_string::<i32>(), warehouses.as_string::<i32>());
            let days = batch.column(2).as_primitive::<Date32Type>();
            let values = batch.column(3).as_primitive::<Float64Type>();
            for row in (0..batch.num_rows()).filter(|row| values.is_valid(*row)) {
                let days_of = read.days_of(skus.value(row), warehouses.value(row));
                days_of.insert(Day(days.value(row)).date(), Some(values.value(row)));
            }
        }
        Ok(read)
    }

    /// Adds a day of a SKU in a place.
    pub(super) fn add(&mut self, sku: &str, place: &str, date: NaiveDate, units: f64) {
        self.days_of(sku, place).insert(date, Some(units));
    }

    /// What was known of it at the end of a day.
    pub(super) fn until(&self, last: NaiveDate) -> Self {
        let of_place = |(place, days): (&String, &Days)| {
            let known: Days = days.range(..=last).map(|(day, units)| (*day, *units)).collect();
            (!known.is_empty()).then(|| (place.clone(), known))
        };
        let of_sku = |(sku, places): (&String, &BTreeMap<String, Days>)| {
            let places: BTreeMap<String, Days> = places.iter().filter_map(of_place).collect();
            (!places.is_empty()).then(|| (sku.clone(), places))
        };
        Self { skus: self.skus.iter().filter_map(of_sku).collect() }
    }

    fn days_of(&mut self, sku: &str, warehouse: &str) -> &mut Days {
        if !self.skus.contains_key(sku) {
            self.skus.insert(sku.to_owned(), BTreeMap::new());
        }
        let warehouses = self.skus.entry(sku.to_owned()).or_default();
        warehouses.entry(warehouse.to_owned()).or_default()
    }

    /// Marks days without stock and without demand as not observed, from a SKU's first demand on.
    /// A day on which something was sold nevertheless keeps what is known: demand was no less.
    pub(super) fn censor(&mut self, stock_outs: &StockOuts) {
        for ((sku, warehouse), out) in stock_outs {
            let days = self.skus.get_mut(sku).and_then(|it| it.get_mut(warehouse));
            let Some(days) = days else { continue };
            let Some(first) = days.keys().next().copied() else { continue };
            for day in out.iter().filter(|day| **day > first) {
                let value = days.entry(*day).or_insert(None);
                *value = value.filter(|units| *units > 0.0);
            }
        }
    }

    /// How many SKUs there are in how many places.
    pub(super) fn count(&self) -> usize {
        self.skus.values().map(BTreeMap::len).sum()
    }

    /// The names of SKUs that are kept in one place only, with that of the place: what is known of
    /// the one is known of the other.
    pub(super) fn in_one_place(&self) -> impl Iterator<Item = (SeriesName, SeriesName)> {
        self.skus.iter().filter(|(_, places)| places.len() == 1).flat_map(|(sku, places)| {
            let whole = SeriesName::of(Level::Sku, Measure::Units, sku);
            places.keys().map(move |place| (SeriesName::stocked(sku, place), whole.clone()))
        })
    }

    /// Units a day of a SKU in a place, over the last four weeks or since it is sold; days without
    /// stock are left out.
    pub(super) fn pace(&self, sku: &str, place: &str, origin: NaiveDate) -> Option<f64> {
        let days = self.skus.get(sku)?.get(place)?;
        let first = (*days.keys().next()?).max(origin - chrono::Days::new(PACE_DAYS - 1));
        let of_late = days.range(first..=origin).map(|(_, value)| *value);
        let out = of_late.clone().filter(Option::is_none).count();
        let sold: f64 = of_late.flatten().sum();
        let observed = (origin - first).num_days() + 1 - i64::try_from(out).unwrap_or(0);
        Some(sold / f64::from(i32::try_from(observed.max(1)).unwrap_or(i32::MAX)))
    }

    /// The last days of a SKU in a place, newest last: nothing on those that were not observed, and
    /// none before its first demand.
    pub(super) fn days(&self, sku: &str, place: &str, last: NaiveDate) -> Vec<Option<f64>> {
        let days = self.skus.get(sku).and_then(|places| places.get(place));
        days.map_or_else(Vec::new, |days| dense(days, last))
    }

    /// Every SKU in every place.
    pub(super) fn places(&self) -> impl Iterator<Item = (&str, &str)> {
        let places = |(sku, places)| {
            let places: &BTreeMap<String, Days> = places;
            let sku: &String = sku;
            places.keys().map(move |place| (sku.as_str(), place.as_str()))
        };
        self.skus.iter().flat_map(places)
    }

    /// The history to forecast: every SKU in every place, and every SKU that is in several.
    pub(super) fn history(&self) -> History {
        let mut history = History::default();
        for (sku, places) in &self.skus {
            for (warehouse, days) in places {
                push(&mut history, &SeriesName::stocked(sku, warehouse), days);
            }
            if places.len() > 1 {
                push(&mut history, &SeriesName::of(Level::Sku, Measure::Units, sku), &sum(places));
            }
        }
        history
    }
}

/// A value for every day up to the last; a day without a row had no demand.
fn dense(days: &Days, last: NaiveDate) -> Vec<Option<f64>> {
    let Some(first) = days.keys().next() else { return Vec::new() };
    let all = first.iter_days().take_while(|day| *day <= last);
    all.map(|day| days.get(&day).copied().unwrap_or(Some(0.0))).collect()
}

fn push(history: &mut History, name: &SeriesName, days: &Days) {
    let name: Arc<str> = name.to_string().into();
    for (day, value) in days {
        history.push(&name, *day, *value);
    }
}

/// The demand of all places. A day is not observed where it was observed nowhere: what one place
/// lacks, another one sells.
fn sum(places: &BTreeMap<String, Days>) -> Days {
    let mut whole = Days::new();
    for (day, value) in places.values().flatten() {
        let so_far = whole.entry(*day).or_insert(None);
        if let Some(units) = value {
            *so_far = Some(so_far.unwrap_or(0.0) + units);
        }
    }
    let lacking = |day: &NaiveDate| places.values().all(|days| days.get(day) == Some(&None));
    for (day, value) in &mut whole {
        if value.is_none() && !lacking(day) {
            *value = Some(0.0);
        }
    }
    whole
}

#[cfg(test)]
mod tests;
