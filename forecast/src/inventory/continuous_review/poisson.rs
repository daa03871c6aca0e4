//! The exact (r, Q) policy in whole units under Poisson demand.

use super::{ReorderPolicy, whole_rate};
use crate::inventory::checked::positive;
use crate::inventory::{Costs, Distribution, InventoryError};

/// Orders above this many units are not searched for.
const MOST_UNITS: i64 = 10_000_000;

/// The expected cost of ordering `quantity` (one or more) whenever the position is at
/// `reorder_point`, with demand of mean `demand` a unit of time and `lead` over the lead time:
/// `(Kλ + Σ g(y) for y from r + 1 to r + Q) / Q` (Snyder and Shen 2019, section 5.4).
pub fn reorder_poisson_cost(
    costs: &Costs,
    (demand, lead): (f64, &Distribution),
    reorder_point: i64,
    quantity: u32,
) -> f64 {
    let levels = reorder_point + 1..=reorder_point + i64::from(quantity);
    let held: f64 = levels.map(|level| whole_rate(lead, costs, level)).sum();
    (costs.order() * demand + held) / f64::from(quantity)
}

/// The (r, Q) policy of least cost in whole units (Federgruen and Zheng 1992): the range of
/// positions grows by whichever neighbour is cheaper until a further unit raises the average.
///
/// `demand` is the mean of a unit of time, `lead_time` is in such units.
///
/// # Errors
///
/// A demand, lead time or order cost that is not above zero; an order beyond ten million units.
pub fn reorder_poisson(
    costs: &Costs,
    demand: f64,
    lead_time: f64,
) -> Result<ReorderPolicy, InventoryError> {
    positive("the demand", demand)?;
    positive("the order cost", costs.order())?;
    let lead = Distribution::poisson(demand * positive("the lead time", lead_time)?)?;
    let best = lead.quantile(costs.critical_ratio()) as i64;
    let (mut low, mut quantity) = (best - 1, 1);
    let mut held = costs.order() * demand + whole_rate(&lead, costs, best);
    while quantity < MOST_UNITS {
        let below = whole_rate(&lead, costs, low);
        let above = whole_rate(&lead, costs, low + quantity + 1);
        let grown = held + below.min(above);
        let average = held / quantity as f64;
        if grown / (quantity + 1) as f64 > average {
            let reorder_point = low as f64;
            return Ok(ReorderPolicy { reorder_point, quantity: quantity as f64, cost: average });
        }
        low -= i64::from(below < above);
        held = grown;
        quantity += 1;
    }
    Err(InventoryError::Unsettled { formula: "the exact reorder point for Poisson demand" })
}
