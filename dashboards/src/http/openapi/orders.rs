//! Live state of orders.

use marea_ingest::state::{FulfilmentStatus, OrderStatus, PaymentStatus, ReturnStatus};
use serde_json::{Value, json};

use super::pieces::{
    answer, decimal, instant, list_of, lsn, name, nullable_instant, nullable_text, object, one_of,
    pages, path, query, reference, responses, text, yes_or_no,
};

pub(super) fn paths() -> Value {
    json!({
        "/api/v1/orders": { "get": list() },
        "/api/v1/orders/{id}": { "get": {
            "tags": ["Orders"], "operationId": "order", "summary": "Live state of an order",
            "parameters": [id()],
            "responses": responses(answer("The order.", &reference("Order")), &[400, 404]),
        } },
        "/api/v1/orders/{id}/events": { "get": {
            "tags": ["Orders"], "operationId": "orderEvents", "summary": "History of an order",
            "parameters": [id()],
            "responses": responses(answer("Its events, the oldest first.", &history()), &[400, 404]),
        } },
        "/api/v1/orders/{id}/packing-slip": { "get": {
            "tags": ["Orders"], "operationId": "packingSlip",
            "summary": "What goes into the parcel, to be printed",
            "parameters": [id(), query("warehouse", "Only what this one owes.", &name())],
            "responses": responses(json!({ "200": {
                "description": "A page without prices.",
                "content": { "text/html": { "schema": { "type": "string" } } },
            } }), &[400, 404]),
        } },
    })
}

fn id() -> Value {
    let mut parameter = path("id", "The order.", &name());
    parameter["example"] = json!("o1");
    parameter
}

fn list() -> Value {
    let page = object(
        "A page of orders.",
        json!({
            "orders": list_of(&reference("Order")), "next": nullable_text(), "lsn": lsn(),
        }),
    );
    let parameters = [&by_status()[..], &by_name(), &by_need(), &by_time(), &pages()].concat();
    json!({
        "tags": ["Orders"], "operationId": "orders", "summary": "Orders by what they are",
        "description": "The newest first; those that are stuck or overlooked, the oldest first. A \
            page that says `next` is followed by another.",
        "parameters": parameters,
        "responses": responses(answer("The orders.", &page), &[400]),
    })
}

fn by_status() -> [Value; 4] {
    let words = |all: Vec<&str>| one_of(&all);
    let of = |all: &[PaymentStatus]| words(all.iter().map(|it| it.as_str()).collect());
    let fulfilment = words(FulfilmentStatus::ALL.iter().map(|it| it.as_str()).collect());
    let returned = words(ReturnStatus::ALL.iter().map(|it| it.as_str()).collect());
    [
        query("state", "One or several of the states of an order, with commas between.", &states()),
        query("payment", "State of its payment.", &of(PaymentStatus::ALL)),
        query("fulfilment", "State of its fulfilment.", &fulfilment),
        query("return", "State of its returns.", &returned),
    ]
}

fn states() -> Value {
    let all: Vec<&str> = OrderStatus::ALL.iter().map(|it| it.as_str()).collect();
    let one = all.join("|");
    json!({
        "type": "string", "pattern": format!("^({one})(,({one}))*$"), "examples": all,
    })
}

fn by_name() -> Vec<Value> {
    vec![
        query("channel", "Where it was placed.", &name()),
        query("customer", "Whose it is.", &name()),
        query("external_id", "Its number elsewhere.", &text()),
        query("tracking", "The tracking number of one of its parcels.", &text()),
        query("code", "Its code.", &text()),
        query("sku", "What it sells, or what leaves the stock for it.", &name()),
        query("warehouse", "Where it is served from.", &name()),
    ]
}

fn by_need() -> Vec<Value> {
    vec![
        query("open", "Goods are still owed for it.", &yes_or_no()),
        query("ready", "It can go to the warehouse.", &yes_or_no()),
        query("late", "A promise is missed.", &yes_or_no()),
        query("overlooked", "Something is to be done, and nobody does it.", &yes_or_no()),
        query("backordered", "It waits for goods.", &yes_or_no()),
        query("abandoned", "It is a cart that nobody ordered.", &yes_or_no()),
        query("stuck", "Its state has been the same for so many hours.", &hours()),
    ]
}

fn by_time() -> Vec<Value> {
    let moment = json!({
        "type": "string", "format": "date", "examples": ["2026-03-01", "2026-03-01T10:00:00Z"],
        "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}",
    });
    vec![
        query("from", "Placed on this day of the shop or later, or from this instant on.", &moment),
        query("to", "Placed on this day of the shop or earlier, or before this instant.", &moment),
        query("older_than", "Placed more than so many hours ago.", &hours()),
    ]
}

fn hours() -> Value {
    json!({ "type": "integer", "minimum": 1, "maximum": 999_999 })
}

pub(super) fn schemas() -> Value {
    let words = |all: Vec<&str>| one_of(&all);
    let status = words(OrderStatus::ALL.iter().map(|it| it.as_str()).collect());
    json!({ "Order": object("An order, with what follows from its events.", json!({
        "order_id": text(),
        "external_id": nullable_text(),
        "channel": text(),
        "source": text(),
        "customer_id": nullable_text(),
        "currency": text(),
        "placed_at": instant(),
        "changed_at": instant(),
        "promised_at": nullable_instant(),
        "state": status,
        "order_status": status,
        "payment_status": words(PaymentStatus::ALL.iter().map(|it| it.as_str()).collect()),
        "fulfilment_status": words(FulfilmentStatus::ALL.iter().map(|it| it.as_str()).collect()),
        "return_status": words(ReturnStatus::ALL.iter().map(|it| it.as_str()).collect()),
        "total": decimal(),
        "refund_due": decimal(),
        "refundable": decimal(),
        "open_units": decimal(),
        "ready": yes_or_no(),
        "late": yes_or_no(),
        "attention": list_of(&attention()),
        "lines": list_of(&line()),
        "lsn": lsn(),
    })) })
}

fn line() -> Value {
    object(
        "A line of an order.",
        json!({
            "line_id": text(), "sku": text(), "unit_price": decimal(), "discount": decimal(),
            "tax": decimal(), "ordered": decimal(), "open": decimal(), "reserved": decimal(),
            "backordered": decimal(), "shipped": decimal(), "delivered": decimal(),
            "cancelled": decimal(), "returned": decimal(), "expected_at": nullable_instant(),
            "paid": decimal(), "refundable": decimal(),
        }),
    )
}

fn attention() -> Value {
    object(
        "Why somebody should look at it.",
        json!({
            "kind": one_of(&["late", "stuck", "overlooked", "backordered", "abandoned"]),
            "since": instant(), "note": text(),
        }),
    )
}

fn history() -> Value {
    object(
        "Events of an order.",
        json!({
            "order_id": text(),
            "events": list_of(&object("An event.", json!({
                "event_id": text(), "source": text(), "event_type": text(), "occurred_at": instant(),
                "recorded_at": instant(), "lsn": lsn(), "actor": nullable_text(),
                "reason": nullable_text(), "reported": yes_or_no(), "status": nullable_text(),
            }))),
            "lsn": lsn(),
        }),
    )
}
