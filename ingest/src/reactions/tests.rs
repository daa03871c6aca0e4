//! What is told is what changed: once for each edge, and nothing while nothing changes.

use std::{path::Path, sync::Arc};

use serde_json::{Value, json};

use super::*;
use crate::{
    event::decode_record,
    identity::Lsn,
    store::{AskedSettings, Ingest, Store, StoreOptions},
    time::SystemClock,
};

fn open(folder: &Path, wanted: &[Topic]) -> Ingest {
    let options =
        StoreOptions { wanted: wanted.iter().copied().collect(), ..StoreOptions::default() };
    let asked = AskedSettings::default();
    let store = Store::open(folder, &asked, options, Arc::new(SystemClock)).unwrap();
    store.start().unwrap()
}

/// Records events of a type with these fields; each has to be accepted.
fn record(ingest: &Ingest, events: &[(&str, Value)]) {
    for (number, (event_type, fields)) in (ingest.snapshot().lsn.0..).zip(events) {
        let mut event = json!({
            "event_id": format!("e{number}"), "source": "web", "type": event_type,
            "occurred_at": "2026-03-01T10:00:00+01:00",
        });
        for (name, value) in fields.as_object().unwrap() {
            event[name] = value.clone();
        }
        let event = decode_record(0, &event.to_string());
        let receipt = ingest.submit_blocking(vec![event], false).unwrap();
        assert_eq!(receipt.accepted, 1, "{receipt:?}");
    }
}

fn told(ingest: &Ingest) -> Vec<Message> {
    ingest.snapshot().state().outbox(None, usize::MAX).unwrap()
}

fn topics(ingest: &Ingest) -> Vec<(u64, &'static str)> {
    told(ingest).iter().map(|it| (it.id.lsn.0, it.topic.as_str())).collect()
}

fn data(message: &Message) -> Value {
    serde_json::from_str(&message.data).unwrap()
}

fn stock(event_type: &'static str, quantity: i32) -> (&'static str, Value) {
    (event_type, json!({"sku": "S1", "warehouse": "MAD", "quantity": quantity}))
}

fn product(reorder_point: u32) -> (&'static str, Value) {
    ("product_set", json!({"sku": "S1", "name": "Mug", "reorder_point": reorder_point}))
}

fn placed(order_id: &str, quantity: u32) -> (&'static str, Value) {
    let line = json!({"line_id": "1", "sku": "S1", "quantity": quantity, "unit_price": "9.95"});
    let order = json!({
        "order_id": order_id, "currency": "EUR", "customer_id": "c1", "lines": [line]
    });
    ("order_placed", order)
}

#[test]
fn low_stock_is_told_once_for_each_fall_to_the_reorder_point() {
    let folder = tempfile::tempdir().unwrap();
    let ingest = open(folder.path(), &[Topic::StockLow]);
    record(&ingest, &[product(5), stock("stock_received", 10), placed("o1", 4)]);
    assert_eq!(topics(&ingest), []);
    // 6 to 5 is the fall; 5 to 4 is lower, and tells nothing new.
    record(&ingest, &[placed("o2", 1), placed("o3", 1)]);
    assert_eq!(topics(&ingest), [(4, "stock.low")]);
    // It rises above, and falls again: once more. A receipt that stays below tells nothing.
    record(&ingest, &[stock("stock_received", 2), placed("o4", 4), stock("stock_received", 1)]);
    assert_eq!(topics(&ingest), [(4, "stock.low"), (7, "stock.low")]);
    let low = data(&told(&ingest)[1]);
    assert_eq!((&low["sku"], &low["available"]), (&json!("S1"), &json!("2")), "{low}");
    assert_eq!((&low["name"], &low["reorder_point"]), (&json!("Mug"), &json!("5")));
    assert_eq!(low["warehouses"][0]["on_hand"], json!("12"));
    ingest.close();
}

#[test]
fn a_reorder_point_that_rises_over_the_stock_is_an_edge_too() {
    let folder = tempfile::tempdir().unwrap();
    let ingest = open(folder.path(), &[Topic::StockLow]);
    record(&ingest, &[stock("stock_received", 10), product(5), product(10), product(12)]);
    assert_eq!(topics(&ingest), [(3, "stock.low")]);
    ingest.close();
}

#[test]
fn selling_out_and_being_in_stock_again_are_told_when_they_begin() {
    let folder = tempfile::tempdir().unwrap();
    let wanted = [Topic::StockLow, Topic::StockSoldOut, Topic::StockInStock];
    let ingest = open(folder.path(), &wanted);
    record(&ingest, &[product(3), stock("stock_received", 10)]);
    assert_eq!(topics(&ingest), [(2, "stock.in_stock")]);
    record(&ingest, &[placed("o1", 10), stock("stock_received", 1)]);
    let all =
        [(2, "stock.in_stock"), (3, "stock.low"), (3, "stock.sold_out"), (4, "stock.in_stock")];
    assert_eq!(topics(&ingest), all);
    let places: Vec<_> = told(&ingest).iter().map(|it| it.id.to_string()).collect();
    assert_eq!(places, ["msg_2_0", "msg_3_0", "msg_3_1", "msg_4_0"]);
    ingest.close();
}

#[test]
fn an_order_is_told_of_with_its_parcels_and_its_customer() {
    let folder = tempfile::tempdir().unwrap();
    let wanted = [Topic::OrderStatusChanged, Topic::OrderShipped, Topic::OrderDelivered];
    let ingest = open(folder.path(), &wanted);
    let customer = json!({"customer_id": "c1", "name": "Uxía", "email": "uxia@example.org"});
    let half = json!({
        "order_id": "o1", "carrier": "Correos", "tracking_number": "PQ1",
        "expected_at": "2026-03-04T18:00:00Z", "lines": [{"line_id": "1", "quantity": 1}],
    });
    record(&ingest, &[("customer_set", customer), stock("stock_received", 9), placed("o1", 2)]);
    record(&ingest, &[("order_approved", json!({"order_id": "o1"})), ("order_shipped", half)]);
    record(&ingest, &[("order_shipped", json!({"order_id": "o1"}))]);
    record(&ingest, &[("order_delivered", json!({"order_id": "o1"}))]);
    let all = [
        (3, "order.status_changed"),
        (4, "order.status_changed"),
        (5, "order.status_changed"),
        (5, "order.shipped"),
        (6, "order.status_changed"),
        (6, "order.shipped"),
        (7, "order.status_changed"),
        (7, "order.delivered"),
    ];
    assert_eq!(topics(&ingest), all);
    let messages = told(&ingest);
    let (first, shipped) = (data(&messages[0]), data(&messages[3]));
    assert_eq!((&first["before"], &first["order_status"]), (&Value::Null, &json!("placed")));
    assert_eq!(data(&messages[1])["before"]["order_status"], "placed");
    assert_eq!(shipped["email"], "uxia@example.org");
    assert_eq!(shipped["total"], "19.9");
    let parcel = &shipped["shipment"];
    assert_eq!(
        (&parcel["carrier"], &parcel["tracking_number"]),
        (&json!("Correos"), &json!("PQ1"))
    );
    assert_eq!(parcel["expected_at"], "2026-03-04T18:00:00Z");
    assert_eq!(
        parcel["lines"],
        json!([{
            "line_id": "1", "sku": "S1", "name": null, "quantity": "1", "warehouse": "MAD"
        }])
    );
    ingest.close();
}

#[test]
fn nothing_is_told_that_nobody_wants_or_that_was_refused_or_seen_before() {
    let folder = tempfile::tempdir().unwrap();
    let ingest = open(folder.path(), &[Topic::StockSoldOut]);
    record(&ingest, &[stock("stock_received", 2)]);
    let event = |order_id: &str, quantity: u32| {
        let (event_type, mut order) = placed(order_id, quantity);
        order["type"] = event_type.into();
        order["event_id"] = order_id.into();
        order["source"] = "web".into();
        order["occurred_at"] = "2026-03-01T10:00:00Z".into();
        decode_record(0, &order.to_string())
    };
    // All or nothing: the first would sell out, the second is refused.
    let whole = ingest.submit_blocking(vec![event("o1", 2), event("o2", 1)], true).unwrap();
    assert_eq!((whole.accepted, topics(&ingest)), (0, vec![]));
    for _ in 0..2 {
        ingest.submit_blocking(vec![event("o1", 2)], false).unwrap();
    }
    assert_eq!(topics(&ingest), [(2, "stock.sold_out")]);
    ingest.close();
}

#[test]
fn a_message_id_is_read_back_as_it_was_written() {
    let id = MessageId { lsn: Lsn(4711), place: 2 };
    assert_eq!(id.to_string(), "msg_4711_2");
    assert_eq!("msg_4711_2".parse(), Ok(id));
    for wrong in ["msg_4711", "4711_2", "msg_04711_2", "msg_4711_2 ", "msg_-1_0"] {
        assert!(wrong.parse::<MessageId>().is_err(), "{wrong}");
    }
}

#[test]
fn a_topic_is_known_by_its_name_only() {
    for topic in Topic::ALL {
        assert_eq!(topic.as_str().parse(), Ok(*topic));
    }
    let error = "stock.lo".parse::<Topic>().unwrap_err().to_string();
    assert!(error.contains("stock.low"), "{error}");
}
