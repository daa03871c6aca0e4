//! What clients of `commands` say: orders over a catalogue in which all want the same few SKUs, and
//! receipts of these that never quite keep up.

use std::fmt::Write as _;

use rand::{RngExt as _, SeedableRng as _};
use rand_chacha::ChaCha8Rng;

const SKUS: usize = 2_000;
/// So many of them are wanted by every second line, and run short.
const WANTED: usize = 8;
/// An order has two lines on average, every second of them of a wanted SKU, of two units on
/// average. A receipt of this many units after so many orders covers seven of eight.
const ORDERS_A_RECEIPT: u64 = 8;
const UNITS_A_RECEIPT: i64 = 14;

/// All SKUs by number.
pub(super) fn catalogue() -> std::ops::Range<usize> {
    0..SKUS
}

/// A SKU's name.
pub(super) fn sku(number: usize) -> String {
    format!("SKU{number:05}")
}

/// Its one warehouse.
pub(super) fn warehouse(number: usize) -> &'static str {
    ["MAD", "BCN", "VGO"][number % 3]
}

/// What is there of it at first: little of what all want, enough of the rest.
pub(super) fn opening(number: usize) -> i64 {
    if number < WANTED { 100 } else { 100_000_000 }
}

/// A line of an order; money in cents.
pub(super) struct Line {
    pub(super) sku: usize,
    pub(super) quantity: i64,
    pub(super) unit_price: i64,
}

/// An order, whole.
pub(super) struct Order {
    pub(super) order_id: String,
    pub(super) customer: u64,
    pub(super) lines: Vec<Line>,
}

/// Goods that come in.
pub(super) struct Receipt {
    pub(super) receipt_id: String,
    pub(super) sku: usize,
    pub(super) quantity: i64,
}

/// What a client asks for.
#[derive(Clone, Copy)]
pub(super) enum Command<'a> {
    Receive(&'a Receipt),
    Place(&'a Order),
    Pay(&'a Order),
    Approve(&'a Order),
    Ship(&'a Order),
}

/// What became of it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Outcome {
    Accepted,
    /// For want of stock; anything else fails the bench.
    Refused,
}

impl Order {
    /// The commands of its life, in turn.
    pub(super) fn commands(&self) -> [Command<'_>; 4] {
        [Command::Place(self), Command::Pay(self), Command::Approve(self), Command::Ship(self)]
    }

    /// What is owed for it, in cents.
    pub(super) fn total(&self) -> i64 {
        self.lines.iter().map(|line| line.quantity * line.unit_price).sum()
    }
}

/// One client; its orders are its own.
pub(super) struct Client {
    name: String,
    random: ChaCha8Rng,
    orders: u64,
}

impl Client {
    /// The client of this number in a repetition.
    pub(super) fn new(repetition: u64, number: u64) -> Self {
        let random = ChaCha8Rng::seed_from_u64(repetition * 1_000 + number);
        Self { name: format!("{repetition}-{number}"), random, orders: 0 }
    }

    /// The next order.
    pub(super) fn order(&mut self) -> Order {
        self.orders += 1;
        let order_id = format!("o{}-{}", self.name, self.orders);
        let lines = (0..self.random.random_range(1..=3)).map(|_| self.line()).collect();
        Order { order_id, customer: self.random.random_range(0..50_000), lines }
    }

    fn line(&mut self) -> Line {
        let wanted = self.random.random_bool(0.5);
        let skus = if wanted { 0..WANTED } else { WANTED..SKUS };
        Line {
            sku: self.random.random_range(skus),
            quantity: self.random.random_range(1..=3),
            unit_price: self.random.random_range(99..=9_999),
        }
    }

    /// Goods that came in meanwhile, now and then.
    pub(super) fn receipt(&mut self) -> Option<Receipt> {
        let due = self.orders % ORDERS_A_RECEIPT == ORDERS_A_RECEIPT - 1;
        due.then(|| Receipt {
            receipt_id: format!("r{}-{}", self.name, self.orders),
            sku: self.random.random_range(0..WANTED),
            quantity: UNITS_A_RECEIPT,
        })
    }
}

impl Command<'_> {
    /// The event's id, unique for each command on each order.
    pub(super) fn event_id(&self) -> String {
        match self {
            Self::Receive(receipt) => receipt.receipt_id.clone(),
            Self::Place(order) => format!("place-{}", order.order_id),
            Self::Pay(order) => format!("pay-{}", order.order_id),
            Self::Approve(order) => format!("approve-{}", order.order_id),
            Self::Ship(order) => format!("ship-{}", order.order_id),
        }
    }

    /// When it happened: the hours of one day, in the order of an order's life.
    pub(super) fn occurred_at(&self) -> &'static str {
        match self {
            Self::Receive(_) => "2026-03-31T08:00:00Z",
            Self::Place(_) => "2026-03-31T09:00:00Z",
            Self::Pay(_) => "2026-03-31T10:00:00Z",
            Self::Approve(_) => "2026-03-31T11:00:00Z",
            Self::Ship(_) => "2026-03-31T12:00:00Z",
        }
    }

    /// The event as JSON.
    pub(super) fn to_json(self) -> String {
        let (kind, subject) = match self {
            Self::Receive(receipt) => ("stock_received", received(receipt)),
            Self::Place(order) => ("order_placed", placed(order)),
            Self::Pay(order) => ("payment_captured", paid(order)),
            Self::Approve(order) => ("order_approved", of_order(order)),
            Self::Ship(order) => ("order_shipped", of_order(order)),
        };
        format!(
            r#"{{"event_id":"{}","source":"bench","type":"{kind}","occurred_at":"{}",{subject}}}"#,
            self.event_id(),
            self.occurred_at()
        )
    }
}

fn received(receipt: &Receipt) -> String {
    format!(
        r#""sku":"{}","warehouse":"{}","quantity":{}"#,
        sku(receipt.sku),
        warehouse(receipt.sku),
        receipt.quantity
    )
}

fn of_order(order: &Order) -> String {
    format!(r#""order_id":"{}""#, order.order_id)
}

fn paid(order: &Order) -> String {
    format!(r#"{},"amount":"{}","currency":"EUR""#, of_order(order), euros(order.total()))
}

fn placed(order: &Order) -> String {
    let mut text = format!(
        r#"{},"channel":"web","currency":"EUR","customer_id":"c{}","lines":["#,
        of_order(order),
        order.customer
    );
    for (index, line) in order.lines.iter().enumerate() {
        let comma = if index == 0 { "" } else { "," };
        // Writing to a String cannot fail.
        let _ = write!(
            text,
            r#"{comma}{{"line_id":"{}","sku":"{}","quantity":{},"unit_price":"{}"}}"#,
            index + 1,
            sku(line.sku),
            line.quantity,
            euros(line.unit_price)
        );
    }
    text.push(']');
    text
}

fn euros(cents: i64) -> String {
    format!("{}.{:02}", cents / 100, cents % 100)
}
