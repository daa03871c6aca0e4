//! The inventory plan of one SKU in one warehouse: what to order, by when, and why.
//!
//! The plan is made at the end of [`Item::today`]. Goods that are received on a day can be sold
//! from the next day on, so that an order placed today with a lead time of L days arrives on day L
//! and has to be waited for through the L days from tomorrow on. An item is reviewed every R days:
//! what is not ordered now can be ordered R days later, so that stock has to last L + R days
//! (Silver, Pyke and Peterson 1998, section 7.9).

mod item;
mod levels;
mod line;
mod order;
mod outlook;
mod overstock;
mod situation;
mod stock_out;
mod supplier;
mod units;

pub use item::{Economics, Incoming, Item, ServiceTarget, Stock};
pub use line::ReorderLine;
pub use order::Reason;
pub use outlook::{CostOutlook, ProjectedDay, StockRange};
pub use overstock::Overstock;
pub use stock_out::StockOut;
pub use supplier::{DeliveryDays, LeadTimes, Supplier};
pub use units::{LotRule, SalesUnit};

use super::{DemandDistribution, InventoryError};
use levels::Levels;
use situation::Situation;

/// Plans one item against the demand ahead; day 0 of `demand` is the day after [`Item::today`].
///
/// Beyond the last day of `demand` it goes on at the pace of its last four weeks, with a spread that
/// grows in proportion.
///
/// # Errors
///
/// [`InventoryError::Item`] with the SKU, the warehouse, and the field that makes no sense.
pub fn plan(item: &Item, demand: &dyn DemandDistribution) -> Result<ReorderLine, InventoryError> {
    let named = |problem| InventoryError::Item {
        sku: item.sku.clone(),
        warehouse: item.warehouse.clone(),
        problem: Box::new(problem),
    };
    item.check().map_err(named)?;
    if demand.days() == 0 {
        return Err(named(InventoryError::Empty { field: "the days of demand ahead" }));
    }
    let situation = Situation::new(item, demand);
    let levels = Levels::new(&situation);
    let order = order::decide(&situation, &levels);
    Ok(line::build(&situation, &levels, order))
}

#[cfg(test)]
mod tests;
