//! What both contestants are asked to record: orders of one to four lines over a catalogue with
//! stock, each approved and then shipped whole a little later. The same operations go to both.

use std::fmt::Write as _;

use chrono::{DateTime, Duration, Utc};
use rand::{RngExt as _, SeedableRng as _};
use rand_chacha::ChaCha8Rng;

const SKUS: usize = 2_000;
const CHANNELS: [&str; 3] = ["web", "marketplace", "pos"];
const COUNTRIES: [&str; 6] = ["ES", "FR", "GB", "PT", "DE", "IT"];
const WAREHOUSES: [&str; 3] = ["MAD", "BCN", "VGO"];
/// Enough that no run sells out.
pub(crate) const STOCK: i64 = 100_000_000;

/// A line of an order; money in cents.
pub(crate) struct Line {
    pub(crate) sku: usize,
    pub(crate) quantity: i64,
    pub(crate) unit_price: i64,
    pub(crate) tax: i64,
}

/// Something to be recorded.
pub(crate) enum Operation {
    Placed { channel: &'static str, country: &'static str, customer: usize, lines: Vec<Line> },
    Approved,
    Shipped,
}

/// An operation on an order, and the event that says it.
pub(crate) struct Step {
    pub(crate) order_id: String,
    pub(crate) event_id: String,
    pub(crate) occurred_at: DateTime<Utc>,
    pub(crate) operation: Operation,
}

/// Makes operations; each generator's orders are its own.
pub(crate) struct Workload {
    name: String,
    random: ChaCha8Rng,
    serial: usize,
    placed: Vec<String>,
    approved: Vec<String>,
}

impl Workload {
    pub(crate) fn new(name: &str, seed: u64) -> Self {
        let random = ChaCha8Rng::seed_from_u64(seed);
        Self { name: name.to_owned(), random, serial: 0, placed: Vec::new(), approved: Vec::new() }
    }

    /// A batch: what the batches before it placed is approved, what they approved is shipped, each
    /// at most a third of it; the rest are new orders.
    pub(crate) fn batch(&mut self, size: usize) -> Vec<Step> {
        let third = size.div_ceil(3);
        let mut steps = Vec::with_capacity(size);
        for order_id in self.approved.drain(..self.approved.len().min(third)) {
            steps.push(step(order_id, Operation::Shipped));
        }
        let most = (size - steps.len()).min(third);
        for order_id in self.placed.drain(..self.placed.len().min(most)) {
            self.approved.push(order_id.clone());
            steps.push(step(order_id, Operation::Approved));
        }
        while steps.len() < size {
            let step = self.new_order();
            self.placed.push(step.order_id.clone());
            steps.push(step);
        }
        steps
    }

    /// So many new orders, of which nothing more will be heard.
    pub(crate) fn orders(&mut self, count: usize) -> Vec<Step> {
        (0..count).map(|_| self.new_order()).collect()
    }

    fn new_order(&mut self) -> Step {
        self.serial += 1;
        let order_id = format!("{}-{}", self.name, self.serial);
        let lines = (0..self.random.random_range(1..=4)).map(|_| self.line()).collect();
        let operation = Operation::Placed {
            channel: CHANNELS[self.random.random_range(0..CHANNELS.len())],
            country: COUNTRIES[self.random.random_range(0..COUNTRIES.len())],
            customer: self.random.random_range(0..50_000),
            lines,
        };
        // The last three days: orders come in as they are placed, some of them late.
        let second = Duration::seconds(self.random.random_range(0..3 * 86_400));
        let occurred_at = DateTime::from_timestamp(1_774_700_000, 0).unwrap_or_default() + second;
        Step { event_id: format!("order_placed{order_id}"), order_id, occurred_at, operation }
    }

    fn line(&mut self) -> Line {
        let quantity = self.random.random_range(1..=5);
        let unit_price = self.random.random_range(99..=9_999);
        let tax = quantity * unit_price * 21 / 100;
        Line { sku: self.random.random_range(0..SKUS), quantity, unit_price, tax }
    }
}

/// What happens to an order after it was placed.
fn step(order_id: String, operation: Operation) -> Step {
    let occurred_at = DateTime::from_timestamp(1_775_000_000, 0).unwrap_or_default();
    Step { event_id: format!("{}{order_id}", kind(&operation)), order_id, occurred_at, operation }
}

fn kind(operation: &Operation) -> &'static str {
    match operation {
        Operation::Placed { .. } => "order_placed",
        Operation::Approved => "order_approved",
        Operation::Shipped => "order_shipped",
    }
}

/// A SKU's name.
pub(crate) fn sku(number: usize) -> String {
    format!("SKU{number:05}")
}

/// The one warehouse of a SKU.
pub(crate) fn warehouse(number: usize) -> &'static str {
    WAREHOUSES[number % WAREHOUSES.len()]
}

/// All SKUs by number.
pub(crate) fn catalogue() -> std::ops::Range<usize> {
    0..SKUS
}

/// The steps as JSONL events.
pub(crate) fn jsonl(steps: &[Step]) -> String {
    let mut text = String::with_capacity(steps.len() * 400);
    for step in steps {
        write_event(&mut text, step);
        text.push('\n');
    }
    text
}

fn write_event(text: &mut String, step: &Step) {
    let Step { order_id, event_id, occurred_at, operation } = step;
    let at = occurred_at.format("%Y-%m-%dT%H:%M:%SZ");
    let kind = kind(operation);
    // Writing to a String cannot fail.
    let _ = write!(
        text,
        r#"{{"event_id":"{event_id}","source":"bench","type":"{kind}","occurred_at":"{at}","order_id":"{order_id}""#
    );
    if let Operation::Placed { channel, country, customer, lines } = operation {
        let _ = write!(
            text,
            r#","channel":"{channel}","currency":"EUR","customer_id":"c{customer}","ship_to":{{"country":"{country}"}},"lines":["#
        );
        for (index, line) in lines.iter().enumerate() {
            let comma = if index == 0 { "" } else { "," };
            let _ = write!(
                text,
                r#"{comma}{{"line_id":"{index}","sku":"{}","quantity":{},"unit_price":"{}","tax":"{}"}}"#,
                sku(line.sku),
                line.quantity,
                euros(line.unit_price),
                euros(line.tax)
            );
        }
        text.push(']');
    }
    text.push('}');
}

fn euros(cents: i64) -> String {
    format!("{}.{:02}", cents / 100, cents % 100)
}

/// The catalogue and its stock as JSONL events.
pub(crate) fn opening() -> String {
    let mut text = String::new();
    for number in catalogue() {
        let (sku, place) = (sku(number), warehouse(number));
        let common = r#""source":"bench","occurred_at":"2024-01-01T00:00:00Z""#;
        let _ = writeln!(
            text,
            r#"{{"event_id":"k{sku}","type":"product_set",{common},"sku":"{sku}","stock_policy":"deny"}}"#
        );
        let _ = writeln!(
            text,
            r#"{{"event_id":"r{sku}","type":"stock_received",{common},"sku":"{sku}","warehouse":"{place}","quantity":{STOCK}}}"#
        );
    }
    text
}
