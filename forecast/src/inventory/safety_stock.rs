//! Safety stock, reorder point and base stock for a service level that somebody chose.

use super::InventoryError;
use super::checked::{not_negative, positive, probability};
use super::distribution::{
    Distribution, unit_normal_loss, unit_normal_loss_inverse, unit_normal_quantile,
};

/// The mean and deviation of demand over a lead time that varies.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct LeadTimeDemand {
    /// Units expected.
    pub mean: f64,
    /// The deviation of the units.
    pub deviation: f64,
}

/// Demand over a lead time, both varying independently: mean `dL`, deviation `√(Lσd² + d²σL²)`.
///
/// `demand` d and `deviation` σd are of one period, `lead_time` L and its deviation σL in periods.
/// Exact for any distributions as long as periods and lead time do not depend on each other
/// (Silver, Pyke and Peterson, *Inventory Management and Production Planning and Scheduling*,
/// 3rd ed. 1998, section 7.8).
///
/// # Errors
///
/// A number that is negative or not finite.
pub fn lead_time_demand(
    (demand, deviation): (f64, f64),
    (lead_time, lead_time_deviation): (f64, f64),
) -> Result<LeadTimeDemand, InventoryError> {
    not_negative("the demand", demand)?;
    not_negative("the deviation of demand", deviation)?;
    not_negative("the lead time", lead_time)?;
    not_negative("the deviation of the lead time", lead_time_deviation)?;
    let variance = lead_time * deviation.powi(2) + (demand * lead_time_deviation).powi(2);
    Ok(LeadTimeDemand { mean: demand * lead_time, deviation: variance.sqrt() })
}

/// The normal safety stock `zσ` with which a share `level` of the replenishment cycles passes
/// without a stock-out (cycle service level, P1 in Silver, Pyke and Peterson 1998, section 7.7.1).
///
/// # Errors
///
/// A level that is no probability.
pub fn safety_stock_for_cycle_service(
    demand: &LeadTimeDemand,
    level: f64,
) -> Result<f64, InventoryError> {
    Ok(unit_normal_quantile(probability("the cycle service level", level)?) * demand.deviation)
}

/// The normal safety stock with which a share `fill_rate` of demand is met from the shelf.
///
/// Solves `σG(z) = Q(1 - β)`: shortages of a cycle against the cycle's demand, where what is short
/// waits (fill rate, P2 in Silver, Pyke and Peterson 1998, section 7.7.2). The rare shortage that is
/// left when an order arrives is neglected, as is usual where Q is above the deviation.
///
/// # Errors
///
/// A fill rate that is no probability, an order quantity that is not above zero.
pub fn safety_stock_for_fill_rate(
    demand: &LeadTimeDemand,
    order_quantity: f64,
    fill_rate: f64,
) -> Result<f64, InventoryError> {
    let missed = 1.0 - probability("the fill rate", fill_rate)?;
    let short = missed * positive("the order quantity", order_quantity)?;
    if demand.deviation <= 0.0 {
        return Ok(-short);
    }
    Ok(unit_normal_loss_inverse(short / demand.deviation)? * demand.deviation)
}

/// The fill rate that a normal safety stock gives: `1 - σG(z)/Q`.
///
/// # Errors
///
/// An order quantity that is not above zero.
pub fn fill_rate(
    demand: &LeadTimeDemand,
    order_quantity: f64,
    safety_stock: f64,
) -> Result<f64, InventoryError> {
    positive("the order quantity", order_quantity)?;
    let short = if demand.deviation > 0.0 {
        demand.deviation * unit_normal_loss(safety_stock / demand.deviation)
    } else {
        (-safety_stock).max(0.0)
    };
    Ok(1.0 - short / order_quantity)
}

/// The reorder point: what is expected to sell until an order arrives, and the safety stock.
pub fn reorder_point(demand: &LeadTimeDemand, safety_stock: f64) -> f64 {
    demand.mean + safety_stock
}

/// The base stock: what demand until the next order's arrival does not exceed with probability
/// `level`. `demand` is that of the lead time and the review period together.
///
/// # Errors
///
/// A level that is no probability.
pub fn base_stock(demand: &Distribution, level: f64) -> Result<f64, InventoryError> {
    Ok(demand.quantile(probability("the cycle service level", level)?))
}
