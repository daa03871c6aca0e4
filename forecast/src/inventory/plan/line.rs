//! The line of a reorder plan: everything a planner needs to place an order or to leave it.

use chrono::NaiveDate;

use super::levels::Levels;
use super::order::{Order, Reason};
use super::outlook::{self, CostOutlook, ProjectedDay};
use super::overstock::{self, Overstock};
use super::situation::Situation;
use super::stock_out::{self, StockOut};

/// One SKU in one warehouse, planned. Quantities are in units of the SKU, money in the currency of
/// the unit cost, dates are the shop's days.
#[derive(Debug, Clone, PartialEq)]
pub struct ReorderLine {
    /// The SKU.
    pub sku: String,
    /// The warehouse.
    pub warehouse: String,
    /// Expected days from order to receipt, delivery days included.
    pub lead_time_days: f64,
    /// Expected demand until an order placed today can be sold, with its season.
    pub lead_time_demand: f64,
    /// Demand until then that is not exceeded with the service level's probability, with the spread
    /// of the lead time mixed in.
    pub lead_time_demand_quantile: f64,
    /// Expected demand until an order placed at the next review can be sold.
    pub protection_demand: f64,
    /// The probability with which stock lasts until then, as chosen or as the target implies.
    pub service_level: f64,
    /// What the reorder point holds beyond expected demand.
    pub safety_stock: f64,
    /// The position below which an order is placed.
    pub reorder_point: f64,
    /// The position after an order.
    pub order_up_to: f64,
    /// The economic order quantity, before minimum and multiple.
    pub economic_quantity: f64,
    /// Available less backordered, and what comes in before an order placed at the next review.
    pub position: f64,
    /// What to order today: zero, or a multiple that is at least the minimum.
    pub order_quantity: f64,
    /// Why just that.
    pub reason: Reason,
    /// The last day to order so that the probability of a stock-out stays within the target; absent
    /// where it lies beyond the horizon.
    pub order_by: Option<NaiveDate>,
    /// Whether even an order placed today is likelier to come too late than the target allows.
    pub late: bool,
    /// When an order placed today is expected.
    pub expected_arrival: NaiveDate,
    /// When stock will be out if nothing is ordered.
    pub stock_out: StockOut,
    /// Days that stock lasts at expected demand, without what comes in; absent where nothing sells.
    pub days_of_cover: Option<f64>,
    /// Stock by day over the horizon.
    pub projected: Vec<ProjectedDay>,
    /// What the horizon costs if nothing is ordered.
    pub without_order: CostOutlook,
    /// What it costs with the order, the cost of ordering left out.
    pub with_order: CostOutlook,
    /// What the ordered units cost, as they stand on the order; the cost of ordering is left out.
    pub order_value: f64,
    /// What is there beyond what will sell.
    pub overstock: Option<Overstock>,
    /// The space the order takes; absent where the volume of a unit is unknown.
    pub order_volume: Option<f64>,
    /// The most space that is needed within the horizon, at the high course of stock.
    pub peak_volume: Option<f64>,
}

pub(super) fn build(situation: &Situation<'_>, levels: &Levels, order: Order) -> ReorderLine {
    let item = situation.item;
    let quantity = order.quantity;
    let projected = outlook::projected(situation, quantity);
    let arrivals = item.supplier.arrivals(item.today);
    let allowed = 1.0 - levels.service_level;
    ReorderLine {
        sku: item.sku.clone(),
        warehouse: item.warehouse.clone(),
        lead_time_days: arrivals.map(|(days, weight)| days as f64 * weight).sum(),
        lead_time_demand: levels.lead_time_mean,
        lead_time_demand_quantile: situation.demand_before(0).interpolated(levels.service_level),
        protection_demand: levels.protection_mean,
        service_level: levels.service_level,
        safety_stock: levels.safety_stock(),
        reorder_point: levels.reorder_point,
        order_up_to: levels.up_to,
        economic_quantity: levels.economic_quantity,
        position: situation.position(),
        order_quantity: quantity,
        reason: order.reason,
        order_by: stock_out::order_by(situation, levels),
        late: situation.risk_before(0) > allowed,
        expected_arrival: situation.after(situation.arrival()),
        stock_out: stock_out::stock_out(situation),
        days_of_cover: stock_out::days_of_cover(situation),
        without_order: outlook::costs(situation, &projected, 0.0),
        with_order: outlook::costs(situation, &projected, quantity),
        order_value: quantity * item.economics.unit_cost,
        overstock: overstock::overstock(situation, levels),
        order_volume: item.volume.map(|volume| volume * quantity),
        peak_volume: item.volume.map(|volume| volume * outlook::peak(&projected)),
        projected,
    }
}
