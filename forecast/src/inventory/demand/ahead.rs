//! Cumulated demand from tomorrow on, computed once for each day that a plan looks at.

use std::cell::OnceCell;

use super::DemandDistribution;
use crate::inventory::Empirical;

/// Beyond the forecast, demand goes on at the pace of this many last days of it: whole weeks.
const PACE_DAYS: usize = 28;

/// The demand from tomorrow on, for as many days as somebody asks.
///
/// Beyond the last day of the forecast the mean goes on at its last pace, and the spread grows in
/// proportion: a forecast that ran out does not say that its errors even out.
pub(crate) struct DemandAhead<'a> {
    demand: &'a dyn DemandDistribution,
    pace: f64,
    spreads: Vec<OnceCell<Empirical>>,
}

impl<'a> DemandAhead<'a> {
    /// Looks up to `most` days ahead.
    pub(crate) fn new(demand: &'a dyn DemandDistribution, most: usize) -> Self {
        let days = demand.days();
        let last = PACE_DAYS.min(days).max(1);
        let pace = demand.mean(days.saturating_sub(last)..days) / last as f64;
        Self { demand, pace, spreads: (0..=most).map(|_| OnceCell::new()).collect() }
    }

    /// How many days ahead this looks.
    pub(crate) fn most(&self) -> usize {
        self.spreads.len() - 1
    }

    /// Expected units over the first `days`.
    pub(crate) fn mean(&self, days: usize) -> f64 {
        let known = self.demand.days();
        let beyond = days.saturating_sub(known) as f64 * self.pace;
        self.demand.mean(0..days.min(known)) + beyond
    }

    /// The pace in units a day at which demand goes on beyond the forecast.
    pub(crate) fn pace(&self) -> f64 {
        self.pace
    }

    /// The distribution of demand over the first `days`, at most [`most`](Self::most).
    pub(crate) fn over(&self, days: usize) -> &Empirical {
        let days = days.min(self.most());
        self.spreads[days].get_or_init(|| self.spread(days))
    }

    fn spread(&self, days: usize) -> Empirical {
        let known = self.demand.days();
        if days == 0 {
            return Empirical::certain(0.0);
        }
        if days <= known {
            return self.demand.spread(0..days);
        }
        let mean = self.demand.mean(0..known);
        let growth = if mean > 0.0 { self.mean(days) / mean } else { 1.0 };
        self.demand.spread(0..known).scaled(growth)
    }
}
