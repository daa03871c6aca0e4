//! What a scenario changes for a SKU, as far as a plan goes.

use std::sync::Arc;

use chrono::{Days, NaiveDate};

use crate::outlook::{published::BASE, scenario::Scenario};

/// What is assumed of a SKU.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Assumed {
    /// The scenario, or `base`.
    pub(super) scenario: Arc<str>,
    /// How many times demand is what it was, on each day ahead; empty for as it was.
    pub(super) demand: Vec<f64>,
    /// How many times the price is what it was.
    pub(super) price: f64,
    /// Days by which an order takes longer.
    pub(super) lead_days: i32,
}

impl Assumed {
    /// That everything goes on.
    pub(super) fn nothing() -> Self {
        Self { scenario: BASE.into(), demand: Vec::new(), price: 1.0, lead_days: 0 }
    }

    /// What a scenario assumes of a SKU over so many days after `origin`; nothing where it changes
    /// nothing of it. Prices and lead times are those of an order of the first day.
    pub(super) fn of(
        scenario: &Scenario<'_>,
        name: &Arc<str>,
        sku: &str,
        origin: NaiveDate,
        days: usize,
    ) -> Option<Self> {
        let first = origin + Days::new(1);
        let demand = first.iter_days().take(days).map(|day| scenario.demand_of(sku, day));
        let assumed = Self {
            scenario: Arc::clone(name),
            demand: demand.collect(),
            price: scenario.price_of(sku, first),
            lead_days: scenario.lead_days_of(sku, first),
        };
        let same = |factor: &f64| (factor - 1.0).abs() < 1e-12;
        let changes = !assumed.demand.iter().all(same) || !same(&assumed.price);
        (changes || assumed.lead_days != 0).then_some(assumed)
    }
}

#[cfg(test)]
mod tests;
