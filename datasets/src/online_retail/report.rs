//! The account of what became of every line.

use std::collections::BTreeMap;

use marea_ingest::{
    amount::{Money, Quantity},
    event::LineKind,
};

use super::row::Row;

/// What became of the lines of a file.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Report {
    /// Lines with anything in them, the header left out. A quoted field that holds line ends
    /// makes one line of them all.
    pub lines: u64,
    /// Lines that became something, by what they became: `product`, `free_item`, `shipping`,
    /// `discount`, `fee`, `sample`, `voucher`, `adjustment` and `bad_debt` are charged on orders;
    /// `credited_product` and so on are credits; `stock_written_off` and `stock_found` are stock.
    pub by_kind: BTreeMap<&'static str, KindCount>,
    /// Lines that became nothing, by their number, each with its reason.
    pub refused: Vec<Refused>,
    /// Invoices that became an order.
    pub orders: u64,
    /// Later lines of an order, as events that add them.
    pub order_edits: u64,
    /// Credit events.
    pub credits: u64,
    /// SKUs that became products.
    pub products: u64,
}

/// How many lines of one kind there were, and what they add up to with the signs of the file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct KindCount {
    /// Lines.
    pub lines: u64,
    /// Sum of the quantities.
    pub quantity: Quantity,
    /// Sum of quantity times price, in GBP.
    pub amount: Money,
}

/// A line that became nothing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refused {
    /// Its number in the file, from 1; the header is mostly line 1.
    pub line: u64,
    /// What was expected and what was there.
    pub reason: String,
}

impl Report {
    pub(super) fn refuse(&mut self, line: u64, reason: String) {
        self.refused.push(Refused { line, reason });
    }

    pub(super) fn count(&mut self, became: &'static str, row: &Row) {
        let count = self.by_kind.entry(became).or_default();
        count.lines += 1;
        count.quantity += row.quantity;
        count.amount += Money::of(row.quantity, row.unit_price);
    }
}

/// The report's name for a line that charges.
pub(super) fn charged(row: &Row, bad_debt: bool) -> &'static str {
    match row.kind {
        _ if bad_debt => "bad_debt",
        LineKind::Product if row.unit_price.is_zero() => "free_item",
        kind => kind.as_str(),
    }
}

/// The report's name for a line that credits.
pub(super) fn credited(row: &Row) -> &'static str {
    match row.kind {
        LineKind::Product => "credited_product",
        LineKind::Shipping => "credited_shipping",
        LineKind::Discount => "credited_discount",
        LineKind::Fee => "credited_fee",
        LineKind::Sample => "credited_sample",
        LineKind::Voucher => "credited_voucher",
        LineKind::Adjustment => "credited_adjustment",
    }
}
