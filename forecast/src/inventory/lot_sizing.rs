//! Lot sizes for demand that is known day by day: the bound that no policy can beat.

use super::checked::{days, not_negative};
use super::{Costs, InventoryError};

/// Longer plans than this many periods are refused, because the time grows with their square.
const MOST_PERIODS: usize = 20_000;

/// The cheapest orders for a demand that is known.
#[derive(Debug, Clone, PartialEq)]
pub struct LotSchedule {
    /// Units that arrive at the start of each period.
    pub orders: Vec<f64>,
    /// Units of each period's demand that are not served, because serving them costs more.
    pub unserved: Vec<f64>,
    /// The cost of orders, of holding and of what is not served.
    pub cost: f64,
}

/// The cheapest orders that serve all of `demand` (Wagner and Whitin 1958).
///
/// An order serves whole periods from its own on; a unit is held for the periods between its order
/// and its sale at `holding_cost` each; a period's own units are not held.
///
/// # Errors
///
/// A negative number, no period, or more than 20,000.
pub fn wagner_whitin(
    order_cost: f64,
    holding_cost: f64,
    demand: &[f64],
) -> Result<LotSchedule, InventoryError> {
    not_negative("the order cost", order_cost)?;
    not_negative("the holding cost", holding_cost)?;
    schedule(order_cost, holding_cost, f64::INFINITY, demand)
}

/// The cheapest orders where a unit need not be served, at the shortage cost for each.
///
/// Like [`wagner_whitin`], but a unit that would be held longer than it is worth is not bought,
/// and periods with too little demand for an order go without (Aksen, Altınkemer and Chand 2003).
///
/// # Errors
///
/// A negative demand, no period, or more than 20,000.
pub fn lots_with_lost_sales(costs: &Costs, demand: &[f64]) -> Result<LotSchedule, InventoryError> {
    schedule(costs.order(), costs.holding(), costs.shortage(), demand)
}

/// What is done in a period: nothing, or an order that serves up to (not with) another period.
#[derive(Clone, Copy)]
enum Move {
    Skip,
    OrderUpTo(usize),
}

fn schedule(
    order_cost: f64,
    holding_cost: f64,
    shortage_cost: f64,
    demand: &[f64],
) -> Result<LotSchedule, InventoryError> {
    days("the number of periods", demand.len(), (1, MOST_PERIODS), "a number from 1 to 20,000")?;
    demand
        .iter()
        .try_for_each(|units| not_negative("the demand of a period", *units).map(|_| ()))?;
    // The cheapest cost from a period on, filled from the last period to the first.
    let mut cheapest = vec![0.0; demand.len() + 1];
    let mut moves = vec![Move::Skip; demand.len()];
    for start in (0..demand.len()).rev() {
        // Periods without demand are skipped free of charge, also where nothing may be lost.
        let skipped = if demand[start] > 0.0 { shortage_cost * demand[start] } else { 0.0 };
        cheapest[start] = skipped + cheapest[start + 1];
        let mut cost = order_cost;
        for end in start..demand.len() {
            let unit = (holding_cost * (end - start) as f64).min(shortage_cost);
            cost += unit * demand[end];
            if cost + cheapest[end + 1] < cheapest[start] {
                cheapest[start] = cost + cheapest[end + 1];
                moves[start] = Move::OrderUpTo(end + 1);
            }
        }
    }
    Ok(follow(&moves, cheapest[0], holding_cost, shortage_cost, demand))
}

fn follow(
    moves: &[Move],
    cost: f64,
    holding_cost: f64,
    shortage_cost: f64,
    demand: &[f64],
) -> LotSchedule {
    let mut orders = vec![0.0; demand.len()];
    let mut unserved = vec![0.0; demand.len()];
    let mut period = 0;
    while period < demand.len() {
        let Move::OrderUpTo(end) = moves[period] else {
            unserved[period] = demand[period];
            period += 1;
            continue;
        };
        for later in period..end {
            let worth = holding_cost * (later - period) as f64 <= shortage_cost;
            let units = if worth { &mut orders[period] } else { &mut unserved[later] };
            *units += demand[later];
        }
        period = end;
    }
    LotSchedule { orders, unserved, cost }
}
