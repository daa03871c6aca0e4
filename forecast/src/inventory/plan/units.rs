//! Rounding to what can be counted and to what a supplier sells: the one place where it is done.

use crate::inventory::InventoryError;
use crate::inventory::checked::{not_negative, positive};

/// A quantity this share of a unit above a whole number is that whole number.
const ROUNDING: f64 = 1e-9;

/// The least quantity in which a SKU is counted.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct SalesUnit {
    step: f64,
}

impl SalesUnit {
    /// Whole pieces.
    pub const PIECES: Self = Self { step: 1.0 };

    /// Goods sold by measure, in steps such as 0.1 metres.
    ///
    /// # Errors
    ///
    /// A step that is not above zero.
    pub fn measure(step: f64) -> Result<Self, InventoryError> {
        Ok(Self { step: positive("the step of the unit", step)? })
    }

    /// The least countable quantity that is not below `quantity`; never below zero.
    pub fn up(self, quantity: f64) -> f64 {
        multiples((quantity / self.step - ROUNDING).ceil(), self.step)
    }

    /// The largest countable quantity that is not above `quantity`; never below zero.
    pub fn down(self, quantity: f64) -> f64 {
        multiples((quantity / self.step + ROUNDING).floor(), self.step)
    }
}

/// `count` steps, free of what adding tenths leaves behind.
fn multiples(count: f64, step: f64) -> f64 {
    let quantity = count.max(0.0) * step;
    let rounded = (quantity * 1e6).round() / 1e6;
    if (rounded - quantity).abs() <= ROUNDING * quantity { rounded } else { quantity }
}

/// In which quantities a supplier sells.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct LotRule {
    minimum: f64,
    lot: SalesUnit,
}

impl LotRule {
    /// Orders of at least `minimum`, in multiples of `multiple`; zero means that there is no such
    /// rule. A multiple that cannot be counted in `unit` is raised to the next that can.
    ///
    /// # Errors
    ///
    /// A minimum or multiple that is negative.
    pub fn new(minimum: f64, multiple: f64, unit: SalesUnit) -> Result<Self, InventoryError> {
        not_negative("the minimum order quantity", minimum)?;
        not_negative("the order multiple", multiple)?;
        let lot = SalesUnit { step: unit.up(multiple).max(unit.step) };
        Ok(Self { minimum: lot.up(minimum), lot })
    }

    /// The least order, which is a multiple.
    pub fn minimum(&self) -> f64 {
        self.minimum.max(self.lot.step)
    }

    /// The least quantity that can be ordered and is not below `need`; nothing where nothing is
    /// needed.
    pub fn at_least(&self, need: f64) -> f64 {
        if need > 0.0 { self.lot.up(need.max(self.minimum)) } else { 0.0 }
    }

    /// The largest quantity that can be ordered and is not above `limit`; nothing where the minimum
    /// is above it.
    pub fn at_most(&self, limit: f64) -> f64 {
        let quantity = self.lot.down(limit);
        if quantity >= self.minimum { quantity } else { 0.0 }
    }
}
