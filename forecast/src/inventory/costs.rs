//! The three costs that stock is balanced between.

use super::InventoryError;
use super::checked::{not_negative, positive};

/// What ordering, holding and lacking stock cost, in one currency and one unit of time.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Costs {
    order: f64,
    holding: f64,
    shortage: f64,
}

impl Costs {
    /// `order` for each order whatever its size; `holding` for a unit held over a unit of time;
    /// `shortage` for a unit lacking, over a unit of time where demand waits, once where it is lost
    /// (each formula says which).
    ///
    /// # Errors
    ///
    /// A negative order cost; a holding or shortage cost that is not above zero.
    pub fn new(order: f64, holding: f64, shortage: f64) -> Result<Self, InventoryError> {
        Ok(Self {
            order: not_negative("the order cost", order)?,
            holding: positive("the holding cost", holding)?,
            shortage: positive("the shortage cost", shortage)?,
        })
    }

    /// The cost of an order.
    pub fn order(&self) -> f64 {
        self.order
    }

    /// The cost of holding a unit over a unit of time.
    pub fn holding(&self) -> f64 {
        self.holding
    }

    /// The cost of lacking a unit.
    pub fn shortage(&self) -> f64 {
        self.shortage
    }

    /// The critical ratio `shortage / (shortage + holding)`: the probability with which the best
    /// stock meets demand (Arrow, Harris and Marschak 1951).
    pub fn critical_ratio(&self) -> f64 {
        self.shortage / (self.shortage + self.holding)
    }
}
