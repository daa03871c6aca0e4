//! The events of the ledger in their JSON form.

use std::fmt::Write as _;

use chrono::{DateTime, Duration};

use super::ledger::{Line, Place, named, warehouse};

/// The first day begins at 2024-01-01T06:00:00Z.
const BEGIN: i64 = 1_704_088_800;

/// Events that were told and not yet sent.
#[derive(Default)]
pub(super) struct Wording {
    text: String,
    count: u64,
    serial: u64,
}

/// A SKU's name.
pub(super) fn sku(number: usize) -> String {
    format!("S{number:05}")
}

impl Wording {
    /// How many events wait to be sent.
    pub(super) fn count(&self) -> u64 {
        self.count
    }

    /// All that waits, as JSONL, and how many events that is.
    pub(super) fn take(&mut self) -> Option<(String, u64)> {
        let count = std::mem::take(&mut self.count);
        (count > 0).then(|| (std::mem::take(&mut self.text), count))
    }

    /// An event: it has happened, so it is reported.
    fn event(&mut self, kind: &str, at: i64, body: std::fmt::Arguments<'_>) {
        self.count += 1;
        self.serial += 1;
        let at = DateTime::from_timestamp(BEGIN, 0).unwrap_or_default() + Duration::seconds(at);
        // Writing to a String cannot fail.
        let _ = writeln!(
            self.text,
            r#"{{"event_id":"{}","source":"ledger","mode":"report","type":"{kind}","occurred_at":"{}",{body}}}"#,
            self.serial,
            at.format("%Y-%m-%dT%H:%M:%SZ")
        );
    }

    pub(super) fn product(&mut self, number: usize) {
        let sku = sku(number);
        self.event("product_set", 0, format_args!(r#""sku":"{sku}","stock_policy":"deny""#));
    }

    pub(super) fn received(&mut self, place: Place, units: i64, cents: i64, at: i64) {
        let (sku, warehouse) = named(place);
        let (euros, cents) = (cents / 100, cents % 100);
        self.event(
            "stock_received",
            at,
            format_args!(
                r#""sku":"{sku}","warehouse":"{warehouse}","quantity":{units},"unit_cost":"{euros}.{cents:02}""#
            ),
        );
    }

    /// An order and its approval.
    pub(super) fn placed(&mut self, order: u64, from: usize, lines: &[Line], at: i64) {
        let mut text = String::with_capacity(80 * lines.len());
        for (index, line) in lines.iter().enumerate() {
            let comma = if index == 0 { "" } else { "," };
            let _ = write!(
                text,
                r#"{comma}{{"line_id":"{index}","sku":"{}","quantity":{},"unit_price":"60.00"}}"#,
                named(line.place).0,
                line.units
            );
        }
        let from = warehouse(from);
        self.event(
            "order_placed",
            at,
            format_args!(
                r#""order_id":"o{order}","currency":"EUR","warehouse":"{from}","lines":[{text}]"#
            ),
        );
        self.event("order_approved", at, format_args!(r#""order_id":"o{order}""#));
    }

    pub(super) fn shipped(&mut self, order: u64, at: i64) {
        self.event("order_shipped", at, format_args!(r#""order_id":"o{order}""#));
    }

    pub(super) fn returned(&mut self, order: u64, line: usize, units: i64, at: i64) {
        self.event(
            "return_received",
            at,
            format_args!(
                r#""order_id":"o{order}","lines":[{{"line_id":"{line}","quantity":{units}}}]"#
            ),
        );
    }

    pub(super) fn counted(&mut self, place: Place, found: i64, at: i64) {
        let (sku, warehouse) = named(place);
        self.event(
            "stock_counted",
            at,
            format_args!(r#""sku":"{sku}","warehouse":"{warehouse}","quantity":{found}"#),
        );
    }

    pub(super) fn written_off(&mut self, place: Place, units: i64, at: i64) {
        let (sku, warehouse) = named(place);
        self.event(
            "stock_written_off",
            at,
            format_args!(r#""sku":"{sku}","warehouse":"{warehouse}","quantity":{units}"#),
        );
    }

    pub(super) fn transferred(
        &mut self,
        transfer: u64,
        leg: &str,
        (from, to): (Place, Place),
        units: i64,
        at: i64,
    ) {
        let ((sku, from), (_, to)) = (named(from), named(to));
        self.event(
            "stock_transferred",
            at,
            format_args!(
                r#""transfer_id":"t{transfer}","leg":"{leg}","sku":"{sku}","from":"{from}","to":"{to}","quantity":{units}"#
            ),
        );
    }
}
