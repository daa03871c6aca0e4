//! How much to order, and why just that.

use std::fmt;

use super::levels::Levels;
use super::situation::Situation;

/// Why an order is proposed, or none.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Reason {
    /// Stock and what is on its way reach the reorder point.
    EnoughStock,
    /// Nothing is expected to sell, and nobody waits.
    NoDemand,
    /// The position is below the reorder point; ordered up to the level.
    BelowReorderPoint,
    /// The position is below the reorder point; the supplier's minimum is more than was needed.
    RaisedToMinimum,
    /// Enough is on its way, but stock would be out before it comes.
    StockOutBeforeIncoming,
    /// More would outlive its shelf life.
    CappedByShelfLife,
    /// The minimum outlives its shelf life in part, and is still worth its cost.
    MinimumBeyondShelfLife,
    /// The supplier's least order would mostly be left over, and is not worth its cost.
    MinimumNotWorthIt,
    /// One buy for one season: the quantity with the greatest expected profit.
    OneSeason,
    /// Stock is as large as the season's best buy.
    SeasonCovered,
    /// An order would come after the season's last day.
    SeasonOverBeforeArrival,
}

impl Reason {
    /// The reason as a sentence for a planner.
    pub fn sentence(self) -> &'static str {
        match self {
            Self::EnoughStock => "Stock and incoming goods reach the reorder point: no order now.",
            Self::NoDemand => "Nothing is expected to sell and nobody waits: no order.",
            Self::BelowReorderPoint => {
                "The position is below the reorder point: ordered up to the level."
            }
            Self::RaisedToMinimum => {
                "The position is below the reorder point: ordered the supplier's minimum."
            }
            Self::StockOutBeforeIncoming => {
                "Stock is likely to be out before the incoming goods arrive: ordered to bridge."
            }
            Self::CappedByShelfLife => "Ordered no more than sells before the goods expire.",
            Self::MinimumBeyondShelfLife => {
                "The supplier's minimum expires in part, but is worth its cost: ordered."
            }
            Self::MinimumNotWorthIt => {
                "The supplier's least order would mostly be left over: not worth its cost."
            }
            Self::OneSeason => "One buy for the season, where expected profit is greatest.",
            Self::SeasonCovered => "Stock is as large as the season's best buy: no order.",
            Self::SeasonOverBeforeArrival => "An order would arrive after the season: no order.",
        }
    }
}

impl fmt::Display for Reason {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.sentence())
    }
}

/// What to order today.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Order {
    pub(super) quantity: f64,
    pub(super) reason: Reason,
}

impl Order {
    fn none(reason: Reason) -> Self {
        Self { quantity: 0.0, reason }
    }
}

pub(super) fn decide(situation: &Situation<'_>, levels: &Levels) -> Order {
    if let Some(days) = situation.item.season_days() {
        return season(situation, days);
    }
    let position = situation.position();
    let (need, reason) = if position < levels.reorder_point {
        (levels.up_to - position, Reason::BelowReorderPoint)
    } else if is_bridge(situation, levels) {
        (gap(situation, levels), Reason::StockOutBeforeIncoming)
    } else if levels.protection_mean <= 0.0 {
        return Order::none(Reason::NoDemand);
    } else {
        return Order::none(Reason::EnoughStock);
    };
    let lots = &situation.item.supplier.lots;
    let quantity = lots.at_least(need);
    match situation.item.shelf_life_days {
        Some(_) => within_shelf_life(situation, Order { quantity, reason }),
        None if quantity > 0.0 && need < lots.minimum() && reason == Reason::BelowReorderPoint => {
            Order { quantity, reason: Reason::RaisedToMinimum }
        }
        None => Order { quantity, reason },
    }
}

/// Whether stock is too likely to be out although enough is on its way, and an order placed today
/// can come before that does.
fn is_bridge(situation: &Situation<'_>, levels: &Levels) -> bool {
    let waits = situation.position() > situation.supply(situation.arrival());
    waits && situation.risk_before(situation.item.review_days) > 1.0 - levels.service_level
}

/// The most units that stock lacks on any day from an order's arrival until the next one could come,
/// if demand is as high as the service level provides for.
fn gap(situation: &Situation<'_>, levels: &Levels) -> f64 {
    let longest = situation.exposures(situation.item.review_days).into_iter().map(|(days, _)| days);
    let lacking = |day: usize| {
        let demand = situation.ahead.over(day + 1).interpolated(levels.service_level);
        demand - situation.supply(day)
    };
    (situation.arrival()..longest.max().unwrap_or_default()).map(lacking).fold(0.0, f64::max)
}

/// What a unit bought earns if it sells and costs if it does not: the newsvendor's critical ratio.
fn critical_ratio(situation: &Situation<'_>, days: usize) -> f64 {
    let economics = &situation.item.economics;
    let underage = economics.margin();
    let held = economics.holding_per_day() * days as f64;
    let overage = (economics.unit_cost - economics.salvage + held).max(0.0);
    if underage <= 0.0 { 0.0 } else { underage / (underage + overage) }
}

/// No more than sells before what arrives expires, at the critical ratio.
fn within_shelf_life(situation: &Situation<'_>, order: Order) -> Order {
    let days = situation.arrival() + situation.item.selling_days().unwrap_or_default();
    let sells = situation.ahead.over(days).interpolated(critical_ratio(situation, days));
    let limit = sells - situation.supply(days.max(1) - 1);
    if order.quantity <= limit {
        return order;
    }
    let reasons = (Reason::CappedByShelfLife, Reason::MinimumBeyondShelfLife);
    fitted(situation, limit, limit, reasons)
}

/// The quantity that a critical ratio asks for, `ideal`, in the supplier's lots, of which the first
/// `sells` sell.
fn fitted(situation: &Situation<'_>, ideal: f64, sells: f64, reasons: (Reason, Reason)) -> Order {
    let lots = &situation.item.supplier.lots;
    let quantity = lots.at_most(ideal);
    if quantity > 0.0 {
        return Order { quantity, reason: reasons.0 };
    }
    let (least, sold) = (lots.minimum(), sells.max(0.0));
    let economics = &situation.item.economics;
    let wasted = (least - sold) * (economics.unit_cost - economics.salvage);
    if economics.margin() * sold > wasted + situation.item.supplier.order_cost {
        Order { quantity: least, reason: reasons.1 }
    } else {
        Order::none(Reason::MinimumNotWorthIt)
    }
}

/// One buy for all that is left of the season.
fn season(situation: &Situation<'_>, days: usize) -> Order {
    let arrival = situation.arrival();
    if arrival >= days {
        return Order::none(Reason::SeasonOverBeforeArrival);
    }
    let best = situation.ahead.over(days).interpolated(critical_ratio(situation, days));
    let (before, whole) = (situation.ahead.mean(arrival), situation.ahead.mean(days));
    let after = if whole > 0.0 { best * (1.0 - before / whole) } else { 0.0 };
    // What sells before the goods arrive cannot be sold from them.
    let ideal = (best - situation.supply(days - 1)).min(after);
    if ideal <= 0.0 {
        return Order::none(Reason::SeasonCovered);
    }
    fitted(situation, ideal, ideal, (Reason::OneSeason, Reason::OneSeason))
}
