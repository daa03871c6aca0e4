//! The service level an item is held to, its reorder point and its order-up-to level.

use super::item::ServiceTarget;
use super::situation::Situation;
use crate::inventory::eoq::economic_order_quantity;
use crate::inventory::{Empirical, InventoryError};

/// Service levels are kept inside this range where costs choose them: a margin that is unknown or
/// out of proportion ought not to empty or to flood a shelf.
const CHOSEN: (f64, f64) = (0.5, 0.999);

/// Days of demand that an order is at most made for where the horizon is shorter: cheap slow movers
/// would be bought for years else, and by the week if the horizon were the limit.
const MOST_COVER_DAYS: usize = 91;

/// Less than any step in which goods are counted.
const LEAST: f64 = 1e-6;

/// When to order and up to what.
pub(super) struct Levels {
    /// Expected demand until an order placed today can be sold.
    pub(super) lead_time_mean: f64,
    /// Expected demand until an order placed at the next review can be sold.
    pub(super) protection_mean: f64,
    /// The probability with which stock is to last until then.
    pub(super) service_level: f64,
    /// Demand until then that is not exceeded with that probability, countable, and what the order
    /// that falls below it takes of it where that is more.
    pub(super) reorder_point: f64,
    /// Where an order brings the position, countable.
    pub(super) up_to: f64,
    /// The economic order quantity; at most what is expected to sell within the horizon or within a
    /// quarter, whichever is longer.
    pub(super) economic_quantity: f64,
}

impl Levels {
    pub(super) fn new(situation: &Situation<'_>) -> Self {
        let item = situation.item;
        let protection = situation.demand_before(item.review_days);
        let (lead_time_mean, protection_mean) =
            (situation.mean_before(0), situation.mean_before(item.review_days));
        let economic_quantity = economic_quantity(situation);
        let period = (protection_mean - lead_time_mean).max(0.0);
        let cycle = economic_quantity.max(period).max(item.supplier.lots.at_least(period));
        let (quantile, service_level) = quantile(situation, &protection, cycle);
        // Where costs alone decide, a rare sale of many units is not worth what it takes to wait for it.
        let is_promised = item.target != ServiceTarget::LeastCost && quantile > 0.0;
        let quantile = if is_promised { quantile + undershoot(situation) } else { quantile };
        let reorder_point = item.unit.up(quantile);
        // The position is below the reorder point by half a period's demand on average when an
        // order is placed; with this the orders are of the economic quantity on average.
        let up_to = item.unit.up(quantile + (economic_quantity - period / 2.0).max(0.0));
        Self {
            lead_time_mean,
            protection_mean,
            service_level,
            reorder_point,
            up_to,
            economic_quantity,
        }
    }

    /// The safety stock: what the reorder point holds beyond expected demand.
    pub(super) fn safety_stock(&self) -> f64 {
        (self.reorder_point - self.protection_mean).max(0.0)
    }
}

fn economic_quantity(situation: &Situation<'_>) -> f64 {
    let (item, horizon) = (situation.item, situation.horizon());
    let within = situation.ahead.mean(horizon);
    let holding = item.economics.holding_per_day();
    let lot = economic_order_quantity(item.supplier.order_cost, holding, within / horizon as f64);
    match lot {
        Ok(lot) => lot.quantity.min(situation.ahead.mean(horizon.max(MOST_COVER_DAYS))),
        // Stock that costs nothing to hold is bought for the horizon, if an order costs anything.
        Err(InventoryError::Number { .. }) if item.supplier.order_cost > 0.0 => within,
        Err(_) => 0.0,
    }
}

/// What the position is expected to be below the reorder point when an order is placed, as far as it is
/// more than the demand of a review period, which is in what stock is to cover.
///
/// Of demand D in a review period, in units of one, the position falls `(E[D²]/E[D] + 1)/2` below a
/// point that is far from where it begins (the excess of a renewal process; Silver, Pyke and Peterson
/// 1998, section 8.5). Of what sells by the dozen that is half of a period's demand and what follows
/// from its spread; of what sells once in a while it is the very sale that calls for the order, so that
/// a point without it is short by one sale in every cycle.
fn undershoot(situation: &Situation<'_>) -> f64 {
    let item = situation.item;
    let period = situation.ahead.over(item.review_days);
    let (mean, variance) = (period.mean(), period.variance());
    if mean <= 0.0 {
        return 0.0;
    }
    let unit = item.unit.up(LEAST);
    let excess = f64::midpoint(variance / mean + mean, unit);
    (excess - mean).max(0.0)
}

/// The demand that stock is to cover, and the probability with which it does.
fn quantile(situation: &Situation<'_>, protection: &Empirical, cycle: f64) -> (f64, f64) {
    match situation.item.target {
        ServiceTarget::CycleService(level) => (protection.interpolated(level).max(0.0), level),
        ServiceTarget::FillRate(rate) => {
            let level = stock_with_loss(protection, (1.0 - rate) * cycle);
            (level, protection.cdf(level))
        }
        ServiceTarget::LeastCost => {
            let level = least_cost_level(situation, cycle);
            (protection.interpolated(level).max(0.0), level)
        }
    }
}

/// The least stock of which demand is expected to lack no more than `short` units.
fn stock_with_loss(demand: &Empirical, short: f64) -> f64 {
    let (mut low, mut high) = (0.0, demand.quantile(1.0).max(0.0));
    for _ in 0..60 {
        let middle = f64::midpoint(low, high);
        if demand.loss(middle) > short { low = middle } else { high = middle }
    }
    high
}

/// The service level at which a unit more in every cycle costs as much to hold as it saves: the
/// stock-out probability is `Qh / (Qh + mD)`, with lost sales (Hadley and Whitin 1963, section 4-3).
fn least_cost_level(situation: &Situation<'_>, cycle: f64) -> f64 {
    let economics = &situation.item.economics;
    let held = cycle * economics.holding_per_day();
    let daily = situation.ahead.mean(situation.horizon()) / situation.horizon() as f64;
    let lost = economics.margin() * daily;
    if lost <= 0.0 { CHOSEN.0 } else { (lost / (held + lost)).clamp(CHOSEN.0, CHOSEN.1) }
}
