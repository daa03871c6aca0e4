//! Orders that nobody acts on are noticed after a day, and not before.

use std::sync::Arc;

use marea_ingest::{
    event::decode_record,
    identity::OrderId,
    store::{AskedSettings, Ingest, Store, StoreOptions},
    time::Clock,
};
use serde_json::{Value, json};

use super::*;

/// Two in the afternoon of 2026-03-02, when all is recorded.
const RECORDED: Instant = Instant(1_772_460_000_000_000);

struct Afternoon;

impl Clock for Afternoon {
    fn now(&self) -> Instant {
        RECORDED
    }
}

fn later(hours: i64) -> Instant {
    (RECORDED.utc() + TimeDelta::hours(hours)).into()
}

fn event(number: usize, (event_type, mut fields): (&str, Value)) -> String {
    fields["type"] = event_type.into();
    fields["event_id"] = format!("e{number}").into();
    fields["source"] = "test".into();
    fields["occurred_at"] = "2026-03-02T14:00:00Z".into();
    fields.to_string()
}

/// What order `o1` is after these events, with a unit of its SKU in stock.
fn order(line: Value, events: Vec<(&str, Value)>) -> Order {
    let folder = tempfile::tempdir().unwrap();
    let (asked, options) = (AskedSettings::default(), StoreOptions::default());
    let store = Store::open(folder.path(), &asked, options, Arc::new(Afternoon)).unwrap();
    let ingest: Ingest = store.start().unwrap();
    let mut line = line;
    line["line_id"] = "1".into();
    let placed = json!({
        "order_id": "o1", "currency": "EUR", "customer_id": "c1", "ship_to": {"country": "ES"},
        "lines": [line],
    });
    let goods = json!({"sku": "S1", "warehouse": "MAD", "quantity": 1});
    let events = [("stock_received", goods), ("order_placed", placed)].into_iter().chain(events);
    let records = events.enumerate().map(|(number, it)| decode_record(0, &event(number, it)));
    let receipt = ingest.submit_blocking(records.collect(), true).unwrap();
    assert_eq!(receipt.rejected, []);
    let found = ingest.snapshot().state().order(&OrderId::new("o1").unwrap()).unwrap();
    ingest.close();
    found.unwrap()
}

fn note(order: &Order, now: Instant) -> Option<String> {
    overlooked(order, now).map(|attention| attention.note)
}

fn unit() -> Value {
    json!({"sku": "S1", "quantity": 1, "unit_price": "9.95"})
}

#[test]
fn a_ready_order_that_no_warehouse_was_asked_for_is_overlooked_after_a_day() {
    let approved = || ("order_approved", json!({"order_id": "o1"}));
    let ready = order(unit(), vec![approved()]);
    assert_eq!(note(&ready, later(23)), None);
    assert_eq!(note(&ready, later(24)).as_deref(), Some("ready, and no warehouse was asked"));
    let asked = ("fulfilment_requested", json!({"order_id": "o1"}));
    assert_eq!(note(&order(unit(), vec![approved(), asked]), later(48)), None);
}

#[test]
fn an_order_for_a_later_day_is_not_overlooked_before_that() {
    let mut line = unit();
    line["ship_after"] = "2026-03-10T00:00:00Z".into();
    let order = order(line, vec![("order_approved", json!({"order_id": "o1"}))]);
    assert_eq!(note(&order, later(48)), None);
    assert!(note(&order, later(24 * 8)).is_some());
}

#[test]
fn a_paid_order_that_nobody_approves_is_overlooked_unless_it_is_held() {
    let paid = || ("payment_captured", json!({"order_id": "o1", "amount": "9.95"}));
    let waits = order(unit(), vec![paid()]);
    assert_eq!(note(&waits, later(23)), None);
    assert_eq!(note(&waits, later(24)).as_deref(), Some("paid, and not approved"));
    let held = ("order_held", json!({"order_id": "o1", "reason": "fraud"}));
    assert_eq!(note(&order(unit(), vec![paid(), held]), later(48)), None);
}

#[test]
fn an_order_is_stuck_once_its_status_is_old_and_not_once_it_is_cancelled() {
    let waits = order(unit(), Vec::new());
    assert_eq!(stuck(&waits, later(71), STUCK_AFTER), None);
    assert!(stuck(&waits, later(73), STUCK_AFTER).is_some());
    let cancelled = order(unit(), vec![("order_cancelled", json!({"order_id": "o1"}))]);
    assert_eq!(stuck(&cancelled, later(1000), STUCK_AFTER), None);
}
