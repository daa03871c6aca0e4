//! Events as a client writes them: plain JSON, built field by field.

use std::{
    fmt,
    sync::atomic::{AtomicU64, Ordering},
};

use serde_json::{Value, json};

/// When events happen that do not say otherwise: a Monday morning.
pub const MORNING: &str = "2026-03-02T10:00:00+01:00";

/// One event, as JSON.
#[derive(Debug, Clone, PartialEq)]
pub struct Event(pub Value);

impl fmt::Display for Event {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(out)
    }
}

impl Event {
    /// An event of a type, with an id.
    #[must_use]
    pub fn new(event_type: &str, event_id: &str) -> Self {
        Self(json!({
            "event_id": event_id, "source": "test", "type": event_type, "occurred_at": MORNING,
        }))
    }

    /// With a field set or replaced.
    #[must_use]
    pub fn with(mut self, field: &str, value: impl Into<Value>) -> Self {
        self.0[field] = value.into();
        self
    }

    /// That happened at another time, in RFC 3339.
    #[must_use]
    pub fn at(self, occurred_at: &str) -> Self {
        self.with("occurred_at", occurred_at)
    }

    /// That has happened elsewhere and is only reported.
    #[must_use]
    pub fn reported(self) -> Self {
        self.with("mode", "report")
    }

    /// With one more line of an order.
    #[must_use]
    pub fn line(self, sku: &str, quantity: u32, unit_price: &str) -> Self {
        let line = json!({"sku": sku, "quantity": quantity, "unit_price": unit_price});
        self.push(line)
    }

    /// With one more line of a purchase or a cart.
    #[must_use]
    pub fn item(self, sku: &str, quantity: u32) -> Self {
        self.push(json!({"sku": sku, "quantity": quantity}))
    }

    /// With one more line that names a line of the order and a number of units.
    #[must_use]
    pub fn units(mut self, line_id: &str, quantity: u32) -> Self {
        let line = json!({"line_id": line_id, "quantity": quantity});
        lines(&mut self.0).push(line);
        self
    }

    /// With one more line, numbered from 1 on.
    #[must_use]
    pub fn push(mut self, mut line: Value) -> Self {
        let lines = lines(&mut self.0);
        line["line_id"] = (lines.len() + 1).to_string().into();
        lines.push(line);
        self
    }

    /// Its id.
    #[must_use]
    pub fn id(&self) -> &str {
        self.0["event_id"].as_str().unwrap_or_default()
    }
}

fn lines(event: &mut Value) -> &mut Vec<Value> {
    if !event["lines"].is_array() {
        event["lines"] = json!([]);
    }
    match &mut event["lines"] {
        Value::Array(lines) => lines,
        _ => unreachable!("was made an array above"),
    }
}

/// An event of a type with these fields. Each is another one: they are numbered as they are made.
#[must_use]
pub fn event(event_type: &str, fields: Value) -> Event {
    static NUMBER: AtomicU64 = AtomicU64::new(1);
    let number = NUMBER.fetch_add(1, Ordering::Relaxed);
    let mut event = Event::new(event_type, &format!("{event_type}-{number}"));
    if let (Value::Object(all), Value::Object(fields)) = (&mut event.0, fields) {
        all.extend(fields);
    }
    event
}

/// An event that speaks of an order and says nothing more.
#[must_use]
pub fn of(event_type: &str, order_id: &str) -> Event {
    event(event_type, json!({"order_id": order_id}))
}

/// So many units came in, at any price.
#[must_use]
pub fn received(sku: &str, warehouse: &str, quantity: u32) -> Event {
    event("stock_received", json!({"sku": sku, "warehouse": warehouse, "quantity": quantity}))
}

/// A warehouse stands at a postcode of Spain.
#[must_use]
pub fn warehouse_at(warehouse: &str, postcode: &str) -> Event {
    let fields = json!({"warehouse": warehouse, "country": "ES", "postcode": postcode});
    event("warehouse_set", fields)
}

/// An amount of an order's money went some way.
#[must_use]
pub fn payment(event_type: &str, order_id: &str, amount: &str) -> Event {
    event(event_type, json!({"order_id": order_id, "amount": amount}))
}

/// A cart that holds its goods for minutes from when it happened, yet without lines.
#[must_use]
pub fn cart_updated(cart_id: &str, hold_minutes: u32) -> Event {
    event("cart_updated", json!({"cart_id": cart_id, "hold_minutes": hold_minutes, "lines": []}))
}

/// Long enough to reach from the morning of the events beyond any run of a test.
pub const YEARS_OF_MINUTES: u32 = 50 * 365 * 24 * 60;

/// Something is bought for a warehouse, yet without lines.
#[must_use]
pub fn purchase_order_placed(purchase_order: &str, warehouse: &str) -> Event {
    let fields = json!({"purchase_order": purchase_order, "warehouse": warehouse});
    event("purchase_order_placed", fields)
}

/// A product under a stock policy: `deny`, `backorder`, `allow_negative` or `untracked`.
#[must_use]
pub fn product_set(sku: &str, stock_policy: &str) -> Event {
    Event::new("product_set", &format!("product-{sku}"))
        .with("sku", sku)
        .with("name", format!("Product {sku}"))
        .with("category", "kitchen")
        .with("stock_policy", stock_policy)
}

/// So many units came into a warehouse.
#[must_use]
pub fn stock_received(sku: &str, warehouse: &str, quantity: u32) -> Event {
    Event::new("stock_received", &format!("received-{sku}-{warehouse}"))
        .with("sku", sku)
        .with("warehouse", warehouse)
        .with("quantity", quantity)
        .with("unit_cost", "5.00")
}

/// An order through the web shop, yet without lines.
#[must_use]
pub fn order_placed(order_id: &str) -> Event {
    of_order("order_placed", "placed", order_id)
        .with("channel", "web")
        .with("currency", "EUR")
        .with("customer_id", "c1")
        .with("ship_to", json!({"country": "ES"}))
}

/// The order may go to the warehouse.
#[must_use]
pub fn order_approved(order_id: &str) -> Event {
    of_order("order_approved", "approved", order_id)
}

/// All that is left of the order was shipped.
#[must_use]
pub fn order_shipped(order_id: &str) -> Event {
    of_order("order_shipped", "shipped", order_id)
}

/// All that was shipped arrived.
#[must_use]
pub fn order_delivered(order_id: &str) -> Event {
    of_order("order_delivered", "delivered", order_id)
}

/// All that is not yet shipped is cancelled.
#[must_use]
pub fn order_cancelled(order_id: &str) -> Event {
    of_order("order_cancelled", "cancelled", order_id)
}

/// All that was shipped came back.
#[must_use]
pub fn return_received(order_id: &str) -> Event {
    of_order("return_received", "returned", order_id)
}

fn of_order(event_type: &str, prefix: &str, order_id: &str) -> Event {
    Event::new(event_type, &format!("{prefix}-{order_id}")).with("order_id", order_id)
}
