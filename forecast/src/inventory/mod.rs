//! Inventory: formulas, the plan of what to order, and a simulator that judges plans.
//!
//! 1. [`Distribution`] and [`Empirical`] are demand over a span of time, with quantiles and losses;
//!    [`DemandDistribution`] is demand over the days ahead, which a forecast gives.
//! 2. The formulas of the field stand on those, one file each: order quantities, the newsvendor,
//!    safety stock, (r, Q), (s, S), lot sizes. Each says its convention and source, and agrees with
//!    an independent implementation on the tables in `cases/`.
//! 3. [`plan`](plan()) turns the stock, the supplier and the demand of one SKU in one warehouse into
//!    a [`ReorderLine`].
//! 4. [`replay`] runs a policy, the plan included, through a history of demand; [`clairvoyant`] is
//!    the cost that no policy can undercut.
//!
//! Invariant: no I/O, no clock; the only randomness is a seeded generator that is handed in.
//!
//! Invariant: an order quantity is zero or a multiple that is at least the supplier's minimum;
//! rounding happens in [`SalesUnit`] and [`LotRule`] alone.

mod checked;
mod continuous_review;
mod costs;
mod demand;
mod distribution;
mod empirical;
mod eoq;
mod error;
mod lot_sizing;
mod newsvendor;
mod periodic_review;
mod plan;
mod safety_stock;
mod simulation;

pub use continuous_review::{NormalReview, ReorderPolicy, reorder_poisson, reorder_poisson_cost};
pub use costs::Costs;
pub use demand::{DemandDistribution, DemandPaths, IndependentDays};
pub use distribution::{
    Distribution, Family, unit_normal_loss, unit_normal_loss_inverse, unit_normal_second_loss,
};
pub use empirical::Empirical;
pub use eoq::{
    BackorderLot, DiscountLot, Lot, PriceBreak, economic_order_quantity,
    economic_order_quantity_with_all_units_discount, economic_order_quantity_with_backorders,
    economic_order_quantity_with_incremental_discount,
};
pub use error::InventoryError;
pub use lot_sizing::{LotSchedule, lots_with_lost_sales, wagner_whitin};
pub use newsvendor::{BestStock, SeasonMargins, newsvendor, newsvendor_cost, season_buy};
pub use periodic_review::{OrderUpTo, WholeReview, power_approximation};
pub use plan::{
    CostOutlook, DeliveryDays, Economics, Incoming, Item, LeadTimes, LotRule, Overstock,
    ProjectedDay, Reason, ReorderLine, SalesUnit, ServiceTarget, Stock, StockOut, StockRange,
    Supplier, plan,
};
pub use safety_stock::{
    LeadTimeDemand, base_stock, fill_rate, lead_time_demand, reorder_point,
    safety_stock_for_cycle_service, safety_stock_for_fill_rate,
};
pub use simulation::{
    FixedQuantity, Generator, MovingAverage, OrderUpToLevel, Performance, Periodic, Planned,
    Policy, Review, Setting, Start, Unmet, clairvoyant, replay,
};

#[cfg(test)]
mod cases;
