//! Live state of purchase orders.

use marea_ingest::state::PurchaseStatus;
use serde_json::{Value, json};

use super::pieces::{
    answer, decimal, instant, list_of, lsn, name, nullable_instant, nullable_text, object, one_of,
    pages, path, query, reference, responses, text, yes_or_no,
};

pub(super) fn paths() -> Value {
    let mut id = path("id", "The purchase order.", &name());
    id["example"] = json!("po1");
    let with_served = json!({ "allOf": [reference("PurchaseOrder"), object("Whom it serves.", json!({
        "serves": list_of(&json!({ "type": "object" })), "truncated": yes_or_no(),
    }))] });
    json!({
        "/api/v1/purchase-orders": { "get": list() },
        "/api/v1/purchase-orders/{id}": { "get": {
            "tags": ["Purchases"], "operationId": "purchaseOrder",
            "summary": "A purchase order, and the orders that wait for it",
            "parameters": [id],
            "responses": responses(answer("The purchase order.", &with_served), &[400, 404]),
        } },
    })
}

fn list() -> Value {
    let page = object(
        "A page of purchase orders.",
        json!({
            "purchase_orders": list_of(&reference("PurchaseOrder")), "next": nullable_text(),
            "lsn": lsn(),
        }),
    );
    let own = [
        query("status", "One or several states, with commas between.", &states()),
        query("supplier", "Whom it is bought from.", &name()),
        query("warehouse", "Where the goods go.", &name()),
        query("sku", "What is bought.", &name()),
        query("late", "Goods should be here by now.", &yes_or_no()),
        query("proposed", "Whether a reorder point made it.", &yes_or_no()),
    ];
    let parameters = [&own[..], &pages()].concat();
    json!({
        "tags": ["Purchases"], "operationId": "purchaseOrders",
        "summary": "Purchase orders by what they are",
        "parameters": parameters,
        "responses": responses(answer("The purchase orders.", &page), &[400]),
    })
}

fn words() -> Vec<&'static str> {
    PurchaseStatus::ALL.iter().map(|it| it.as_str()).collect()
}

fn states() -> Value {
    let one = words().join("|");
    json!({
        "type": "string", "pattern": format!("^({one})(,({one}))*$"), "examples": words(),
    })
}

pub(super) fn schemas() -> Value {
    let line = object(
        "A line.",
        json!({
            "line_id": text(), "sku": text(), "unit_cost": { "type": ["string", "null"] },
            "ordered": decimal(), "received": decimal(), "cancelled": decimal(), "open": decimal(),
            "expected_at": nullable_instant(), "late": yes_or_no(),
        }),
    );
    json!({ "PurchaseOrder": object("A purchase order.", json!({
        "purchase_order": text(),
        "supplier": nullable_text(),
        "warehouse": text(),
        "currency": nullable_text(),
        "status": one_of(&words()),
        "billing_status": text(),
        "placed_at": instant(),
        "expected_at": nullable_instant(),
        "late": yes_or_no(),
        "proposed": yes_or_no(),
        "lines": list_of(&line),
        "lsn": lsn(),
    })) })
}
