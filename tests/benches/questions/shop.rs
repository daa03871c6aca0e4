//! A grocer's orders of two years as JSONL: ten lines each in the middle, most customers come
//! back, few products sell much, some orders are cancelled and some goods come back.
//!
//! `marea simulate` follows each order through payment, picking and delivery, some twenty events
//! for ten lines; here it is one, so that ten million lines are recorded in minutes.

use std::fmt::Write as _;

use chrono::{DateTime, Duration};
use rand::{RngExt as _, SeedableRng as _};
use rand_chacha::ChaCha8Rng;

/// 2024-11-01T00:00:00Z.
const BEGIN: i64 = 1_730_419_200;
const DAYS: usize = 730;
const SKUS: usize = 5_000;
const CATEGORIES: usize = 25;
const LINES: std::ops::RangeInclusive<usize> = 2..=18;
const CHANNELS: [&str; 4] = ["web", "web", "app", "marketplace"];
const COUNTRIES: [&str; 8] = ["ES", "ES", "ES", "PT", "FR", "FR", "DE", "IT"];
const COUPONS: [&str; 4] = ["WELCOME", "SPRING", "LOYAL", "FREIGHT"];

/// Lines of an order in the middle.
pub(super) const LINES_AN_ORDER: usize = 10;

/// One client's share of the orders.
pub(super) struct Shop {
    random: ChaCha8Rng,
    client: usize,
    orders: usize,
    placed: usize,
    customers: usize,
    text: String,
    events: u64,
}

impl Shop {
    /// So many orders, told by one of some clients.
    pub(super) fn new(orders: usize, client: usize) -> Self {
        let random = ChaCha8Rng::seed_from_u64(client as u64);
        let customers = (orders / 2).max(10);
        Self { random, client, orders, placed: 0, customers, text: String::new(), events: 0 }
    }

    /// The products, with their categories; nothing is kept in stock.
    pub(super) fn catalogue() -> String {
        let mut text = String::new();
        for sku in 0..SKUS {
            let category = sku % CATEGORIES;
            // Writing to a String cannot fail.
            let _ = writeln!(
                text,
                r#"{{"event_id":"p{sku}","source":"shop","type":"product_set","occurred_at":"2024-10-31T00:00:00Z","sku":"S{sku:04}","category":"category {category:02}","stock_policy":"untracked"}}"#
            );
        }
        text
    }

    /// The events of the next orders, and how many they are; nothing when all are told.
    pub(super) fn batch(&mut self, orders: usize) -> Option<(String, u64)> {
        let end = (self.placed + orders).min(self.orders);
        while self.placed < end {
            self.order();
        }
        let events = std::mem::take(&mut self.events);
        (events > 0).then(|| (std::mem::take(&mut self.text), events))
    }

    fn order(&mut self) {
        let number = self.placed;
        self.placed += 1;
        let day = number * DAYS / self.orders;
        // Most order about noon and few at night.
        let second = self.random.random_range(0..43_200) + self.random.random_range(0..43_200);
        let at = (day * 86_400 + second) as i64;
        let lines = self.random.random_range(LINES);
        let fate = self.random.random_range(0..100);
        self.placed_order(number, at, lines);
        let later = at + self.random.random_range(3_600..400_000);
        if fate < 4 {
            self.event("order_cancelled", number, later, "");
        } else if fate < 11 {
            self.event("order_approved", number, at + 600, "");
            self.event("order_shipped", number, at + 40_000, "");
            let line = self.random.random_range(0..lines);
            let back =
                format!(r#","reason":"broken","lines":[{{"line_id":"{line}","quantity":1}}]"#);
            self.event("return_received", number, later + 40_000, &back);
        }
    }

    fn placed_order(&mut self, number: usize, at: i64, lines: usize) {
        // The square of chance: the first customers order most.
        let share = self.random.random::<f64>();
        let customer = (share * share * self.customers as f64) as usize;
        let channel = CHANNELS[self.random.random_range(0..CHANNELS.len())];
        let country = COUNTRIES[customer % COUNTRIES.len()];
        let mut rest = format!(
            r#","channel":"{channel}","currency":"EUR","customer_id":"C{}-{customer}","ship_to":{{"country":"{country}"}}"#,
            self.client
        );
        if self.random.random_range(0..100) < 15 {
            let coupon = COUPONS[self.random.random_range(0..COUPONS.len())];
            let _ = write!(rest, r#","coupon":"{coupon}""#);
        }
        rest.push_str(r#","lines":["#);
        for line in 0..lines {
            let comma = if line == 0 { "" } else { "," };
            rest.push_str(comma);
            self.line(line, &mut rest);
        }
        rest.push(']');
        self.event("order_placed", number, at, &rest);
    }

    fn line(&mut self, line: usize, text: &mut String) {
        let share = self.random.random::<f64>();
        let sku = (share * share * share * SKUS as f64) as usize;
        let cents = 50 + (sku * 7_919) % 4_950;
        let units = self.random.random_range(1..=4);
        let worth = cents * units;
        let discount = if self.random.random_range(0..10) == 0 { worth / 10 } else { 0 };
        let tax = (worth - discount) * 21 / 100;
        let money = |cents: usize| format!("{}.{:02}", cents / 100, cents % 100);
        let _ = write!(
            text,
            r#"{{"line_id":"{line}","sku":"S{sku:04}","quantity":{units},"unit_price":"{}","discount":"{}","tax":"{}"}}"#,
            money(cents),
            money(discount),
            money(tax)
        );
    }

    /// It has happened elsewhere, so it is reported.
    fn event(&mut self, kind: &str, number: usize, at: i64, rest: &str) {
        self.events += 1;
        let at = DateTime::from_timestamp(BEGIN, 0).unwrap_or_default() + Duration::seconds(at);
        let client = self.client;
        let _ = writeln!(
            self.text,
            r#"{{"event_id":"{kind}{client}-{number}","source":"shop","mode":"report","type":"{kind}","occurred_at":"{}","order_id":"o{client}-{number}"{rest}}}"#,
            at.format("%Y-%m-%dT%H:%M:%SZ")
        );
    }
}
