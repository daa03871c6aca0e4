//! Random histories of a shop: orders, shipments, cancellations, returns and receipts, late and
//! out of order, repeated and impossible ones among them.

use anyhow::Result;
use chrono::{DateTime, Duration, FixedOffset};
use chrono_tz::Tz;
use rand::{RngExt as _, seq::IndexedRandom as _};
use rand_chacha::ChaCha8Rng;
use rust_decimal::Decimal;
use serde_json::{Value, json};

use crate::{
    events::{self, Event},
    oracle::{Line, Order, Shop, Verdict},
};

const SKUS: [&str; 12] = ["D0", "D1", "D2", "D3", "D4", "D5", "U0", "U1", "U2", "U3", "U4", "U5"];
const CHANNELS: [&str; 3] = ["web", "marketplace", "pos"];
const COUNTRIES: [&str; 3] = ["ES", "FR", "GB"];
const CURRENCIES: [&str; 2] = ["EUR", "GBP"];
const OFFSETS: [i32; 4] = [0, 3_600, -18_000, 20_700];

/// A history that goes on for as long as it is asked; SKUs `D*` are tracked under `deny`, `U*`
/// are untracked.
#[derive(Debug)]
pub struct History {
    /// What must be true so far.
    pub shop: Shop,
    random: ChaCha8Rng,
    start: DateTime<FixedOffset>,
    sent: Vec<Event>,
    serial: u32,
}

impl History {
    /// A history whose days are cut in this zone, around its change of the clock in spring 2026.
    #[must_use]
    pub fn new(random: ChaCha8Rng, zone: Tz) -> Self {
        // Ten days before Europe's clocks go forward.
        let start = DateTime::from_timestamp(1_773_878_400, 0).unwrap_or_default().fixed_offset();
        Self { shop: Shop::new(zone), random, start, sent: Vec::new(), serial: 0 }
    }

    /// The catalogue, and some stock of what is tracked.
    ///
    /// # Errors
    /// Where the oracle does not know an event.
    pub fn opening(&mut self) -> Result<Vec<Event>> {
        let mut opening = Vec::new();
        for sku in SKUS {
            let tracked = sku.starts_with('D');
            opening.push(events::product_set(sku, if tracked { "deny" } else { "untracked" }));
            if tracked {
                opening.push(events::stock_received(sku, warehouse(sku), 40));
            }
        }
        for event in &opening {
            self.shop.decide(event)?;
        }
        Ok(opening)
    }

    /// The next event, and what must be decided on it.
    ///
    /// # Errors
    /// Where the oracle does not know the event.
    pub fn next_event(&mut self) -> Result<(Event, Verdict)> {
        let event = match self.random.random_range(0..100) {
            0..38 => self.placed(),
            38..55 => self.approved(),
            55..71 => self.step("order_shipped", 1),
            71..78 => self.step("order_cancelled", 1),
            78..86 => self.step("return_received", 1),
            86..89 => self.step("order_shipped", 1_000),
            89..93 => self.received(),
            _ => self.sent.choose(&mut self.random).cloned().unwrap_or_else(|| self.received()),
        };
        let verdict = self.shop.decide(&event)?;
        if verdict == Verdict::Accepted {
            self.sent.push(event.clone());
        }
        Ok((event, verdict))
    }

    fn placed(&mut self) -> Event {
        let order_id = format!("o{}", self.next_serial());
        let mut event = events::order_placed(&order_id)
            .with("channel", self.one_of(&CHANNELS))
            .with("currency", self.one_of(&CURRENCIES))
            .with("ship_to", json!({"country": self.one_of(&COUNTRIES)}));
        for _ in 0..self.random.random_range(1..=4) {
            event = event.push(self.line());
        }
        self.dated(event)
    }

    /// A line whose discount and tax divide by its units, so that no rounding is part of it.
    fn line(&mut self) -> Value {
        let quantity = self.random.random_range(1..=5);
        let mut cents = |most: i64| Decimal::new(self.random.random_range(0..=most), 2);
        let (unit_price, discount, tax) = (cents(9_999), cents(50), cents(2_000));
        let units = Decimal::from(quantity);
        json!({
            "sku": self.one_of(&SKUS), "quantity": quantity, "unit_price": unit_price.to_string(),
            "discount": (discount * units).to_string(), "tax": (tax * units).to_string(),
        })
    }

    fn approved(&mut self) -> Event {
        let Some((order_id, _)) = self.some_order() else { return self.placed() };
        let event = Event::new("order_approved", &format!("approved-{}", self.next_serial()));
        self.dated(event.with("order_id", order_id))
    }

    fn some_order(&mut self) -> Option<(String, Order)> {
        let place = self.random.random_range(0..self.shop.orders.len().max(1));
        self.shop
            .orders
            .iter()
            .nth(place)
            .map(|(order_id, order)| (order_id.clone(), order.clone()))
    }

    /// Ships, cancels or returns some units of an order; `excess` times as many as there may be.
    fn step(&mut self, event_type: &str, excess: u32) -> Event {
        let Some((order_id, order)) = self.some_order() else { return self.placed() };
        let left = |line: &Line| match event_type {
            "return_received" => line.returnable(),
            _ => line.open(),
        };
        let lines: Vec<_> = order.lines.iter().map(|(id, line)| (id.clone(), left(line))).collect();
        let mut event = Event::new(event_type, &format!("{event_type}-{}", self.next_serial()))
            .with("order_id", order_id);
        for (line_id, left) in lines {
            let most = u32::try_from(left).unwrap_or(0);
            let units = self.random.random_range(0..=most) * excess;
            if units > 0 {
                event = event.units(&line_id, units);
            }
        }
        self.dated(event)
    }

    fn received(&mut self) -> Event {
        let sku = self.one_of(&SKUS[..6]);
        let event = Event::new("stock_received", &format!("received-{}", self.next_serial()))
            .with("sku", sku)
            .with("warehouse", warehouse(sku))
            .with("quantity", self.random.random_range(1..=20));
        self.dated(event)
    }

    /// On some day of three weeks, whatever came before: most events are late.
    fn dated(&mut self, event: Event) -> Event {
        let at = self.start + Duration::seconds(self.random.random_range(0..21 * 86_400));
        let offset = FixedOffset::east_opt(self.one_of(&OFFSETS));
        event.at(&offset.map_or(at, |offset| at.with_timezone(&offset)).to_rfc3339())
    }

    fn one_of<T: Copy>(&mut self, choices: &[T]) -> T {
        choices[self.random.random_range(0..choices.len())]
    }

    fn next_serial(&mut self) -> u32 {
        self.serial += 1;
        self.serial
    }
}

/// The one warehouse of a tracked SKU.
#[must_use]
pub fn warehouse(sku: &str) -> &'static str {
    if sku.ends_with(['0', '2', '4']) { "MAD" } else { "BCN" }
}
