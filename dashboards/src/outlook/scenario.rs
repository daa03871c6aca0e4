//! What-if: the forecast under an assumption, beside the base.
//!
//! Demand changes by a fraction, and by the price: at a price `1 + p` times what it is, demand is
//! `(1 + p) ^ elasticity` times what it is (constant elasticity). What an assumption about a SKU or
//! a category does to its wholes follows from their parts, by units; channels and countries, which
//! have no such parts, change as the shop does.

use std::collections::HashMap;

use chrono::NaiveDate;
use marea_ingest::event::ForecastScenarioSet;
use rust_decimal::prelude::ToPrimitive as _;

use super::{
    Point,
    gathered::Gathered,
    series::{Level, Measure, SeriesName},
};

/// A scenario over a run's forecasts.
pub(super) struct Scenario<'a> {
    assumed: &'a ForecastScenarioSet,
    gathered: &'a Gathered,
    /// Units of SKUs and of the wholes they are parts of, by day: in the base, in the scenario, and
    /// in the scenario times the change of price.
    parts: HashMap<String, Vec<[f64; 3]>>,
}

impl<'a> Scenario<'a> {
    /// Works out what becomes of the wholes.
    pub(super) fn new(assumed: &'a ForecastScenarioSet, gathered: &'a Gathered) -> Self {
        let mut scenario = Self { assumed, gathered, parts: HashMap::new() };
        for (text, series) in &gathered.series {
            let Some(name) = SeriesName::read(text) else { continue };
            if name.level == Level::SkuWarehouse {
                scenario.add(&name, &series.forecast);
            }
        }
        scenario
    }

    /// What it is called.
    pub(super) fn name(&self) -> &str {
        &self.assumed.scenario
    }

    fn add(&mut self, name: &SeriesName, points: &[Point]) {
        let sku = name.sku().unwrap_or_default();
        let category = self.gathered.goods.categories.get(sku).map_or("", String::as_str);
        let holds = self.holds_for(sku, category);
        let days: Vec<[f64; 3]> = points
            .iter()
            .map(|point| {
                let units = if holds { self.of_units(point.date) } else { 1.0 };
                let price = if holds { self.of_price(point.date) } else { 1.0 };
                [point.value, point.value * units, point.value * units * price]
            })
            .collect();
        let of = |level, key: &str| SeriesName::of(level, Measure::Units, key).to_string();
        let wholes = [
            SeriesName::shop(Measure::Units).to_string(),
            of(Level::Category, category),
            of(Level::Warehouse, name.warehouse().unwrap_or_default()),
            of(Level::Sku, sku),
            name.to_string(),
        ];
        for whole in wholes {
            let sums = self.parts.entry(whole).or_insert_with(|| vec![[0.0; 3]; days.len()]);
            for (sum, day) in sums.iter_mut().zip(&days) {
                for (sum, value) in sum.iter_mut().zip(day) {
                    *sum += value;
                }
            }
        }
    }

    fn holds_for(&self, sku: &str, category: &str) -> bool {
        match (&self.assumed.sku, &self.assumed.category) {
            (Some(wanted), _) => wanted.as_str() == sku,
            (None, Some(wanted)) => wanted == category,
            (None, None) => true,
        }
    }

    fn holds_on(&self, date: NaiveDate) -> bool {
        let after = self.assumed.from.is_none_or(|from| date >= from);
        after && self.assumed.to.is_none_or(|to| date <= to)
    }

    /// How many times the price is what it was.
    fn of_price(&self, date: NaiveDate) -> f64 {
        let change = self.assumed.price_change.and_then(|it| it.to_f64()).unwrap_or(0.0);
        if self.holds_on(date) { 1.0 + change } else { 1.0 }
    }

    /// How many times demand is what it was.
    fn of_units(&self, date: NaiveDate) -> f64 {
        if !self.holds_on(date) {
            return 1.0;
        }
        let change = self.assumed.demand_change.and_then(|it| it.to_f64()).unwrap_or(0.0);
        let elasticity = self.assumed.elasticity.and_then(|it| it.to_f64()).unwrap_or(0.0);
        (1.0 + change) * self.of_price(date).powf(elasticity)
    }

    fn holds_for_sku(&self, sku: &str) -> bool {
        self.holds_for(sku, self.gathered.goods.categories.get(sku).map_or("", String::as_str))
    }

    /// How many times the demand of a SKU is what it was on a day, wherever it is kept.
    pub(super) fn demand_of(&self, sku: &str, date: NaiveDate) -> f64 {
        if self.holds_for_sku(sku) { self.of_units(date) } else { 1.0 }
    }

    /// How many times the price of a SKU is what it was on a day.
    pub(super) fn price_of(&self, sku: &str, date: NaiveDate) -> f64 {
        if self.holds_for_sku(sku) { self.of_price(date) } else { 1.0 }
    }

    /// Days by which an order of a SKU takes longer, if it is placed on a day.
    pub(super) fn lead_days_of(&self, sku: &str, date: NaiveDate) -> i32 {
        let longer = self.assumed.lead_time_change_days.unwrap_or(0);
        if self.holds_on(date) && self.holds_for_sku(sku) { longer } else { 0 }
    }

    /// How many times a series is what it was, on a day of its forecast.
    fn factor(&self, name: &SeriesName, step: usize, date: NaiveDate) -> f64 {
        let of_units = SeriesName::of(name.level, Measure::Units, name.key());
        let own = self.parts.get(&of_units.to_string());
        let shop = || self.parts.get(&SeriesName::shop(Measure::Units).to_string());
        let known = own.or_else(shop).and_then(|days| days.get(step)).filter(|day| day[0] > 0.0);
        let is_revenue = name.measure == Measure::Revenue;
        match known {
            Some([base, _, revenue]) if is_revenue => revenue / base,
            Some([base, units, _]) => units / base,
            // Without parts that sell, an assumption about the whole shop still holds.
            None if self.assumed.sku.is_some() || self.assumed.category.is_some() => 1.0,
            None if is_revenue => self.of_units(date) * self.of_price(date),
            None => self.of_units(date),
        }
    }

    /// The forecast of a series under the assumption; nothing where it changes nothing on any day of
    /// a SKU, so that untouched products are not repeated for each scenario.
    pub(super) fn points(&self, name: &SeriesName, base: &[Point]) -> Option<Vec<Point>> {
        let moved = base.iter().enumerate().map(|(step, point)| {
            let factor = self.factor(name, step, point.date);
            Point {
                value: point.value * factor,
                lower_80: point.lower_80 * factor,
                upper_80: point.upper_80 * factor,
                lower_95: point.lower_95 * factor,
                upper_95: point.upper_95 * factor,
                ..point.clone()
            }
        });
        let moved: Vec<Point> = moved.collect();
        let is_sku = matches!(name.level, Level::Sku | Level::SkuWarehouse);
        (!is_sku || moved != base).then_some(moved)
    }
}

#[cfg(test)]
mod tests;
