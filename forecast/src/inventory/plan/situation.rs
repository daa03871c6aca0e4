//! Where an item stands if nothing is ordered: supply and demand, day by day from tomorrow on.

use chrono::{Days, NaiveDate};

use super::item::Item;
use crate::inventory::demand::DemandAhead;
use crate::inventory::{DemandDistribution, Empirical};

/// An item, its demand ahead, and what is there to serve it.
pub(super) struct Situation<'a> {
    pub(super) item: &'a Item,
    pub(super) ahead: DemandAhead<'a>,
    /// By day from tomorrow: all that can have been sold by its end, had there been demand.
    supply: Vec<f64>,
    /// By day from tomorrow: the probability that stock is out at its end or was before.
    risk: Vec<f64>,
}

impl<'a> Situation<'a> {
    pub(super) fn new(item: &'a Item, demand: &'a dyn DemandDistribution) -> Self {
        // A week more than the longest wait, for delivery days.
        let protection = item.review_days + item.supplier.lead_times.longest() + 7;
        let known = protection.max(item.horizon_days);
        let selling = item.selling_days().unwrap_or_default();
        let ahead = DemandAhead::new(demand, known + selling);
        let supply: Vec<f64> = (0..known).map(|day| supply(item, day)).collect();
        let mut worst: f64 = 0.0;
        let risk = supply.iter().enumerate().map(|(day, units)| {
            worst = worst.max(ahead.over(day + 1).exceedance(*units));
            worst
        });
        let risk = risk.collect();
        Self { item, ahead, supply, risk }
    }

    /// The date of a day from tomorrow, which is day 0.
    pub(super) fn date(&self, day: usize) -> NaiveDate {
        self.after(day + 1)
    }

    /// The date so many days after today.
    pub(super) fn after(&self, days: usize) -> NaiveDate {
        self.item.today.checked_add_days(Days::new(days as u64)).unwrap_or(self.item.today)
    }

    /// What can have been sold by the end of a day; all there is after the last day known.
    pub(super) fn supply(&self, day: usize) -> f64 {
        self.supply.get(day).copied().unwrap_or_else(|| supply(self.item, usize::MAX))
    }

    /// The probability that stock is out by the end of a day, if nothing is ordered.
    pub(super) fn risk(&self, day: usize) -> f64 {
        self.risk[day.min(self.risk.len() - 1)]
    }

    /// Days to be lived through before an order that is placed `wait` days from today can be sold,
    /// with their probabilities.
    pub(super) fn exposures(&self, wait: usize) -> Vec<(usize, f64)> {
        let arrivals = self.item.supplier.arrivals(self.after(wait));
        arrivals.map(|(days, weight)| (wait + days, weight)).collect()
    }

    /// Demand before an order that is placed `wait` days from today can be sold: the mixture over
    /// all lead times.
    pub(super) fn demand_before(&self, wait: usize) -> Empirical {
        let exposures = self.exposures(wait);
        Empirical::mixture(exposures.iter().map(|(days, weight)| (self.ahead.over(*days), *weight)))
    }

    /// Expected demand before an order that is placed `wait` days from today can be sold.
    pub(super) fn mean_before(&self, wait: usize) -> f64 {
        self.exposures(wait).iter().map(|(days, weight)| self.ahead.mean(*days) * weight).sum()
    }

    /// The probability that stock runs out before an order that is placed `wait` days from today
    /// can be sold.
    pub(super) fn risk_before(&self, wait: usize) -> f64 {
        let risk = |days: usize| if days == 0 { 0.0 } else { self.risk(days - 1) };
        self.exposures(wait).iter().map(|(days, weight)| risk(*days) * weight).sum()
    }

    /// Days until an order placed today is expected.
    pub(super) fn arrival(&self) -> usize {
        self.item.supplier.expected_arrival(self.item.today)
    }

    /// Stock and what comes in before an order placed at the next review would.
    pub(super) fn position(&self) -> f64 {
        let next = self.after(self.item.review_days);
        let days = self.item.review_days + self.item.supplier.expected_arrival(next);
        self.supply(days.max(1) - 1)
    }

    /// How many days ahead risk and cost are looked at.
    pub(super) fn horizon(&self) -> usize {
        self.item.horizon_days
    }
}

/// What is there, less what customers wait for, and what is received before a day.
fn supply(item: &Item, day: usize) -> f64 {
    let arrived = |date: NaiveDate| {
        (date - item.today).num_days().max(1) <= i64::try_from(day).unwrap_or(i64::MAX)
    };
    let incoming = item.incoming.iter().filter(|incoming| arrived(incoming.date));
    item.stock.available - item.stock.backordered
        + incoming.map(|incoming| incoming.quantity).sum::<f64>()
}
