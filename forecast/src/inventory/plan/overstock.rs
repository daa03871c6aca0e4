//! What is there beyond what will sell, and what clearing it should bring.

use chrono::NaiveDate;

use super::levels::Levels;
use super::situation::Situation;

/// Stock that demand does not reach with this probability is more than is needed.
const HIGH_DEMAND: f64 = 0.95;

/// Units beyond what sells within the horizon (the shelf life or season, where that ends before),
/// even if demand is as high as in one case of twenty, and beyond what an order would fill up to.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Overstock {
    /// Units to clear: on hand and incoming, none of them committed.
    pub quantity: f64,
    /// What they cost.
    pub value: f64,
    /// The day by which they are expected to sell without help; absent where they never do, or only
    /// after they expire or the season ends.
    pub sells_by: Option<NaiveDate>,
    /// A price for a unit above which clearing is better than keeping: the price it will bring,
    /// less the cost of holding it until then, and never below the salvage value.
    pub lowest_price: f64,
}

pub(super) fn overstock(situation: &Situation<'_>, levels: &Levels) -> Option<Overstock> {
    let item = situation.item;
    let selling = item.selling_days();
    let days = selling.map_or(situation.horizon(), |days| days.min(situation.horizon()));
    let total = situation.supply(usize::MAX);
    let sells = situation.ahead.over(days).interpolated(HIGH_DEMAND);
    // What a far supplier or a small order cost makes it right to hold is not too much; of what
    // expires or goes out of season, all that will not sell is.
    let wanted = if selling.is_none() { levels.up_to } else { 0.0 };
    let quantity = item.unit.down(total - sells.max(wanted));
    if quantity <= 0.0 {
        return None;
    }
    let sold_after = days_to_sell(situation, total)
        .filter(|sold| selling.is_none_or(|days| *sold <= days as f64));
    let economics = &item.economics;
    let kept = sold_after.map(|sold| economics.price - sold * economics.holding_per_day());
    Some(Overstock {
        quantity,
        value: quantity * economics.unit_cost,
        sells_by: sold_after.map(|sold| situation.after(sold.ceil() as usize)),
        lowest_price: kept.unwrap_or(economics.salvage).max(economics.salvage),
    })
}

/// Days until so many units are sold at expected demand, within a hundred years.
fn days_to_sell(situation: &Situation<'_>, units: f64) -> Option<f64> {
    let (horizon, pace) = (situation.horizon(), situation.ahead.pace());
    let beyond = (units - situation.ahead.mean(horizon)).max(0.0);
    let days = horizon as f64 + beyond / pace;
    (pace > 0.0 && days < 36_525.0).then_some(days)
}
