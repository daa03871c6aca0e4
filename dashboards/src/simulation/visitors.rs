//! Visitors of the demo's web shop: live orders for what is really available, so that the page
//! moves while one watches.

use std::collections::VecDeque;

use chrono::{DateTime, TimeDelta, Utc};
use marea_datasets::shop::Dice;
use marea_ingest::{
    event::{Event, decode_record},
    identity::Sku,
};
use serde_json::{Value, json};

use crate::Application;

/// How long after its order a step of its life comes, in seconds, and which.
const LIFE: [(i64, &str); 3] =
    [(5, "payment_captured"), (20, "order_approved"), (90, "order_shipped")];

pub(super) struct Visitors {
    application: Application,
    every: Option<TimeDelta>,
    next: Option<DateTime<Utc>>,
    dice: Dice,
    products: Vec<(Sku, String)>,
    due: VecDeque<(DateTime<Utc>, Value)>,
}

impl Visitors {
    pub(super) fn new(application: Application, orders_per_minute: u32) -> Self {
        let every = (orders_per_minute > 0)
            .then(|| TimeDelta::milliseconds(60_000 / i64::from(orders_per_minute)));
        let products = priced(&application);
        let dice = Dice::new(application.ingest.snapshot().lsn.0);
        Self { application, every, next: None, dice, products, due: VecDeque::new() }
    }

    /// Places the orders that are due, and lets earlier ones go on.
    pub(super) fn serve(&mut self, now: DateTime<Utc>) -> anyhow::Result<()> {
        let Some(every) = self.every else { return Ok(()) };
        let next = *self.next.get_or_insert(now);
        let mut records = Vec::new();
        if next <= now && !self.products.is_empty() {
            self.order(now, &mut records);
            // Visitors do not come by the clock: between half and one and a half of the pace.
            let stretch = self.dice.between(50, 150);
            self.next = Some(now + every * stretch / 100);
        }
        while self.due.front().is_some_and(|(at, _)| *at <= now) {
            records.extend(self.due.pop_front().map(|(_, event)| event));
        }
        let events: Vec<Result<Event, _>> = records
            .iter()
            .enumerate()
            .map(|(index, event)| decode_record(index, &event.to_string()))
            .collect();
        if !events.is_empty() {
            self.application.ingest.submit_blocking(events, false)?;
        }
        Ok(())
    }

    fn order(&mut self, now: DateTime<Utc>, records: &mut Vec<Value>) {
        let lines = self.dice.between(1, 3);
        let id = format!("live-{}", now.timestamp_micros());
        let mut wanted: Vec<Value> = Vec::new();
        let mut total = rust_decimal::Decimal::ZERO;
        for line in 1..=lines {
            let at = self.dice.below(self.products.len());
            let (sku, price) = &self.products[at];
            let quantity = self.dice.between(1, 2);
            let amount: rust_decimal::Decimal = price.parse().unwrap_or_default();
            total += amount * rust_decimal::Decimal::from(quantity);
            wanted.push(json!({ "line_id": line.to_string(), "sku": sku, "quantity": quantity, "unit_price": price }));
        }
        let countries = ["ES", "ES", "ES", "PT", "FR", "DE"];
        let country = countries[self.dice.below(countries.len())];
        records.push(json!({
            "event_id": id, "source": "web", "type": "order_placed", "occurred_at": now,
            "order_id": id, "channel": "web", "currency": "EUR", "ship_to": { "country": country },
            "lines": wanted,
        }));
        for (seconds, event_type) in LIFE {
            let at = now + TimeDelta::seconds(seconds);
            let mut event = json!({
                "event_id": format!("{id}-{event_type}"), "source": "web", "type": event_type,
                "occurred_at": at, "order_id": id,
            });
            if event_type == "payment_captured" {
                event["amount"] = json!(total);
            }
            self.due.push_back((at, event));
        }
        self.due.make_contiguous().sort_by_key(|(at, _)| *at);
    }
}

/// Products with a price in euro.
fn priced(application: &Application) -> Vec<(Sku, String)> {
    let snapshot = application.ingest.snapshot();
    let products = snapshot.state().products().flatten().filter(|product| !product.removed);
    let price = |product: marea_ingest::state::Product| {
        let euro = product.prices.iter().find(|price| price.currency.as_str() == "EUR")?;
        Some((product.sku.clone(), euro.price.to_string()))
    };
    products.filter_map(price).collect()
}
