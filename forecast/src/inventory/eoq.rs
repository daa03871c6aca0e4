//! The economic order quantity: how much to order where demand is steady and known.

use super::checked::{not_negative, positive};
use super::{Costs, InventoryError};

/// How much to order at a time, and what that costs.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Lot {
    /// Units in an order.
    pub quantity: f64,
    /// Cost in the unit of time that demand and holding cost are given in.
    pub cost: f64,
}

/// A lot of which a part waits for the next order.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct BackorderLot {
    /// Units in an order, and the cost.
    pub lot: Lot,
    /// The share of demand that waits.
    pub backordered_share: f64,
}

/// A unit cost that holds from a quantity on.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct PriceBreak {
    /// The least quantity in an order.
    pub from: f64,
    /// What a unit costs.
    pub unit_cost: f64,
}

/// A lot at one of a supplier's prices.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct DiscountLot {
    /// Units in an order, and the cost, purchases included.
    pub lot: Lot,
    /// The place of the price break that the quantity falls under, from 0.
    pub price_break: usize,
}

/// The economic order quantity `√(2KD/h)` (Harris 1913), with cost `√(2KDh)`.
///
/// `order_cost` K is for an order, `holding_cost` h for a unit over a unit of time, `demand` D in
/// units over the same unit of time. Purchases are left out of the cost.
///
/// # Errors
///
/// A negative order cost or demand, or a holding cost that is not above zero.
pub fn economic_order_quantity(
    order_cost: f64,
    holding_cost: f64,
    demand: f64,
) -> Result<Lot, InventoryError> {
    not_negative("the order cost", order_cost)?;
    positive("the holding cost", holding_cost)?;
    not_negative("the demand", demand)?;
    let quantity = (2.0 * order_cost * demand / holding_cost).sqrt();
    Ok(Lot { quantity, cost: quantity * holding_cost })
}

/// The economic order quantity where demand may wait, at the shortage cost for a unit over a unit
/// of time (Zipkin, *Foundations of Inventory Management*, 2000, section 3.3).
///
/// # Errors
///
/// A negative demand.
pub fn economic_order_quantity_with_backorders(
    costs: &Costs,
    demand: f64,
) -> Result<BackorderLot, InventoryError> {
    not_negative("the demand", demand)?;
    let (holding, shortage) = (costs.holding(), costs.shortage());
    let ratio = costs.critical_ratio();
    let quantity = (2.0 * costs.order() * demand / (holding * ratio)).sqrt();
    let lot = Lot { quantity, cost: quantity * holding * ratio };
    Ok(BackorderLot { lot, backordered_share: holding / (holding + shortage) })
}

/// The best lot where a larger order lowers the price of all its units.
///
/// `holding_rate` is the cost of holding as a share of the unit cost over a unit of time; the breaks
/// start at 0 and rise. The cost includes the purchases. Source: Hadley and Whitin 1963, in the form
/// of Snyder and Shen 2019, section 3.4.1.
///
/// # Errors
///
/// Breaks that are absent, do not start at zero or do not rise; a number out of range.
pub fn economic_order_quantity_with_all_units_discount(
    order_cost: f64,
    holding_rate: f64,
    demand: f64,
    breaks: &[PriceBreak],
) -> Result<DiscountLot, InventoryError> {
    check(order_cost, holding_rate, demand, breaks)?;
    best(breaks, |place, price| {
        let holding = holding_rate * price.unit_cost;
        let unbound = (2.0 * order_cost * demand / holding).sqrt();
        // Below its range a price is cheapest at the break; above it the next price is cheaper.
        let quantity = unbound.max(price.from);
        let cost =
            price.unit_cost * demand + order_cost * demand / quantity + holding * quantity / 2.0;
        within(breaks, place, quantity).then_some(Lot { quantity, cost })
    })
}

/// The best lot where a lower price applies only to the units beyond its break.
///
/// Arguments as in [`economic_order_quantity_with_all_units_discount`]. Source: Hadley and Whitin
/// 1963, in the form of Snyder and Shen 2019, section 3.4.2.
///
/// # Errors
///
/// Breaks that are absent, do not start at zero or do not rise; a number out of range.
pub fn economic_order_quantity_with_incremental_discount(
    order_cost: f64,
    holding_rate: f64,
    demand: f64,
    breaks: &[PriceBreak],
) -> Result<DiscountLot, InventoryError> {
    check(order_cost, holding_rate, demand, breaks)?;
    best(breaks, |place, price| {
        // What the units before the break cost more than at this price, like a fixed cost.
        let dearer: f64 = breaks[..=place]
            .windows(2)
            .map(|pair| (pair[0].unit_cost - price.unit_cost) * (pair[1].from - pair[0].from))
            .sum();
        let holding = holding_rate * price.unit_cost;
        let quantity = (2.0 * (order_cost + dearer) * demand / holding).sqrt();
        let cost = price.unit_cost * demand
            + holding_rate * dearer / 2.0
            + (order_cost + dearer) * demand / quantity
            + holding * quantity / 2.0;
        within(breaks, place, quantity).then_some(Lot { quantity, cost })
    })
}

fn check(
    order_cost: f64,
    holding_rate: f64,
    demand: f64,
    breaks: &[PriceBreak],
) -> Result<(), InventoryError> {
    positive("the order cost", order_cost)?;
    positive("the holding rate", holding_rate)?;
    positive("the demand", demand)?;
    let first =
        breaks.first().ok_or(InventoryError::Empty { field: "the list of price breaks" })?;
    if first.from.abs() > 0.0 {
        let (field, expected) = ("the first price break", "a break at quantity 0");
        return Err(InventoryError::Number { field, value: first.from, expected });
    }
    for pair in breaks.windows(2) {
        positive("the step from a price break to the next", pair[1].from - pair[0].from)?;
    }
    breaks.iter().try_for_each(|price| positive("a unit cost", price.unit_cost).map(|_| ()))
}

fn within(breaks: &[PriceBreak], place: usize, quantity: f64) -> bool {
    quantity >= breaks[place].from && breaks.get(place + 1).is_none_or(|next| quantity < next.from)
}

fn best(
    breaks: &[PriceBreak],
    lot: impl Fn(usize, &PriceBreak) -> Option<Lot>,
) -> Result<DiscountLot, InventoryError> {
    let lots = breaks.iter().enumerate().filter_map(|(place, price)| {
        lot(place, price).map(|lot| DiscountLot { lot, price_break: place })
    });
    lots.min_by(|one, other| one.lot.cost.total_cmp(&other.lot.cost))
        .ok_or(InventoryError::Unsettled { formula: "the order quantity with discounts" })
}
