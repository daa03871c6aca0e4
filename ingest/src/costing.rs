//! What stock is worth and what sold goods cost, by average cost or first in, first out.
//!
//! A [`Ledger`] takes rows of `stock_movements` in any order and folds them, SKU by SKU over all
//! warehouses, in the order of the books: when it happened, then LSN. Everything that a late entry
//! changes (a backdated receipt, a supplier's bill, landed cost) is therefore in the answer as if
//! it had been known from the start, and the answer does not depend on the order of arrival.
//!
//! Rules, by SKU and warehouse (average: `(V + v) / (Q + q)`; first in, first out: layers):
//! - Worth is kept beside the quantity, never as a unit cost, to six decimal places. What leaves
//!   takes its share, rounded half away from zero; the last unit takes all that is left, so stock
//!   of 0 is worth exactly 0.
//! - Stock below zero is owed at the last known cost. What comes in settles the shortage first, at
//!   its own cost; the difference goes to cost of goods sold.
//! - Customer returns come back at what their order line was issued at, returns to a supplier
//!   leave at what their receipt cost, transfers and assemblies move worth and make none.
//! - Where an entry names no cost, the current one holds: the average there, else the last known.
//! - A bill for a purchase order line covers its receipts from the first unit on, at the cost
//!   billed; a credit note (a negative quantity) takes back the units billed last. Landed cost is
//!   spread over the units received of its line.
//!
//! Invariant: nothing is made or lost. Over all positions, `received + revaluation` is
//! `worth + in_transit_worth + cost_of_goods_sold + shrinkage`.
//!
//! Invariant: pure, and exact: integers only, no clock, no reading or writing.

mod arithmetic;
mod columns;
mod entry;
mod fold;
mod groups;
mod ledger;
mod names;
mod pools;
mod restated;
mod spans;
mod stock;

use std::sync::Arc;

use crate::time::Instant;

pub use ledger::{Ledger, REQUIRED_COLUMNS};
pub use spans::NegativeSpan;

/// How the cost of what leaves is found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Method {
    /// At the average cost of what is there.
    #[default]
    Average,
    /// At the cost of what came in first.
    FirstInFirstOut,
}

/// Which of an entry's two times is meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Axis {
    /// When it happened: the books as they are known now.
    #[default]
    Effective,
    /// When it was recorded: what was known then.
    Recorded,
}

/// Which entries are taken: those up to an instant, inclusive.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cut {
    /// Which time the instant is compared with.
    pub axis: Axis,
    /// The last instant that is taken.
    pub until: Instant,
}

impl Cut {
    /// Takes everything.
    pub const NONE: Self = Self { axis: Axis::Effective, until: Instant(i64::MAX) };
}

/// A span of time in which sales are counted: from the first instant to before the second.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Period {
    /// The first instant that counts.
    pub from: Instant,
    /// The first instant that counts no more.
    pub before: Instant,
}

impl Period {
    /// All time.
    pub const ALL: Self = Self { from: Instant(i64::MIN), before: Instant(i64::MAX) };

    fn contains(self, at: i64) -> bool {
        (self.from.0..self.before.0).contains(&at)
    }
}

/// The figures of a SKU in a warehouse. Quantities are in ten-thousandths of a unit, amounts in
/// millionths of the shop's currency, as decimal columns of scale 4 and 6 store them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Figures {
    /// What is there.
    pub on_hand: i128,
    /// What that is worth.
    pub worth: i128,
    /// What a unit is worth, or was when there last were any; 0 where no cost was ever known.
    pub unit_cost: i128,
    /// Units shipped less units that came back, in the period.
    pub sold: i128,
    /// What they cost, with the differences of shortages that were settled in the period.
    pub cost_of_goods_sold: i128,
    /// What counts, corrections and write-offs lost; what they gained is negative.
    pub shrinkage: i128,
    /// What was written up by revised costs, less what was written down.
    pub revaluation: i128,
    /// What purchases brought in, less what went back to suppliers.
    pub received: i128,
    /// Units that left for another warehouse and are not there yet.
    pub in_transit: i128,
    /// What they are worth.
    pub in_transit_worth: i128,
}

impl Figures {
    /// The worth to the cent, rounded half away from zero, in hundredths.
    #[must_use]
    pub fn worth_in_cents(&self) -> i128 {
        cents(self.worth)
    }
}

/// An amount in millionths to the cent, rounded half away from zero, in hundredths.
#[must_use]
pub fn cents(millionths: i128) -> i128 {
    arithmetic::quotient(millionths, 10_000)
}

/// The figures of one SKU in one warehouse.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Position {
    /// What.
    pub sku: Arc<str>,
    /// Where.
    pub warehouse: Arc<str>,
    /// How much, and what it is worth.
    pub figures: Figures,
}

/// Why rows cannot be costed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CostingError {
    /// The rows are not rows of `stock_movements`.
    #[error("stock_movements: expected a column \"{0}\" of the ledger's type")]
    Column(&'static str),
    /// A kind of movement that costing has no rule for.
    #[error("stock_movements: no rule is known for the cost of \"{0}\"")]
    Movement(String),
    /// A figure that is too large to be costed exactly.
    #[error("stock_movements: {0} at LSN {1} is too large to be costed exactly")]
    TooLarge(&'static str, i64),
}

#[cfg(test)]
mod tests;
