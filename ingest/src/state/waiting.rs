//! Lines that wait for goods, in the order in which they are served.

use serde::{Deserialize, Serialize};

use super::{Order, OrderItem, Peg};
use crate::{
    amount::Quantity,
    identity::{LineId, OrderId, Sku, WarehouseId},
    time::Instant,
};

/// Where a line stands among those that wait for a SKU: by priority, then promised date (those
/// without one last), then when the order was placed, then order and line (FIELD_LESSONS row 9).
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct WaitingRank {
    /// Lower numbers are served first.
    pub priority: u32,
    /// The promised date; `Instant(i64::MAX)` where there is none.
    pub promised_at: Instant,
    /// When the order was placed.
    pub placed_at: Instant,
    /// The order.
    pub order_id: OrderId,
    /// The line.
    pub line_id: LineId,
}

/// How much a line waits for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Waiting {
    /// Units of the line that wait.
    pub units: Quantity,
    /// Units of this SKU that go into one unit of the line.
    pub per_unit: Quantity,
    /// Where alone it can be served from, if the order says so.
    pub only_at: Option<WarehouseId>,
    /// The purchase orders that will serve it.
    pub pegs: Vec<Peg>,
}

impl Order {
    /// Where a line of it stands among those that wait.
    #[must_use]
    pub fn rank(&self, line: &OrderItem) -> WaitingRank {
        WaitingRank {
            priority: self.priority,
            promised_at: line.promised_at.unwrap_or(Instant(i64::MAX)),
            placed_at: self.placed_at,
            order_id: self.order_id.clone(),
            line_id: line.line_id.clone(),
        }
    }

    /// What its lines wait for, by SKU.
    #[must_use]
    pub fn waiting(&self) -> Vec<(Sku, WaitingRank, Waiting)> {
        let mut found = Vec::new();
        for line in &self.lines {
            let units = line.backordered();
            if units.is_positive() {
                for (sku, per_unit) in line.stock_of(Quantity::from(1)) {
                    let pegs = line.pegs.iter().filter(|peg| peg.sku == *sku).cloned().collect();
                    let only_at = self.pick_up_at.clone().or(line.asked_warehouse.clone());
                    let waiting = Waiting { units, per_unit, only_at, pegs };
                    found.push((sku.clone(), self.rank(line), waiting));
                }
            }
        }
        found
    }
}
