//! Live stock.

use serde_json::{Value, json};

use super::pieces::{
    answer, decimal, instant, list_of, lsn, name, object, one_of, query, reference, responses,
    text, yes_or_no,
};

pub(super) fn paths() -> Value {
    let sku = query("sku", "Of this SKU.", &name());
    let mut of_sku = sku.clone();
    of_sku["required"] = json!(true);
    of_sku["example"] = json!("S1");
    let warehouse = query("warehouse", "In this warehouse.", &name());
    let at = json!({
        "type": "string", "format": "date", "examples": ["2026-03-01", "2026-03-01T10:00:00Z"],
    });
    json!({
        "/api/v1/stock": { "get": {
            "tags": ["Stock"], "operationId": "stock", "summary": "Live levels of stock",
            "parameters": [sku, warehouse],
            "responses": responses(answer("At most 10,000 levels.", &levels()), &[400]),
        } },
        "/api/v1/stock/available-to-promise": { "get": {
            "tags": ["Stock"], "operationId": "availableToPromise",
            "summary": "What can be promised of a SKU, now and later",
            "parameters": [of_sku, warehouse, query("at",
                "On this day of the shop, or at this instant; now if it is left out.", &at)],
            "responses": responses(answer("What can be promised.", &promise()), &[400]),
        } },
    })
}

fn levels() -> Value {
    object(
        "Levels.",
        json!({
            "levels": list_of(&reference("StockLevel")),
            "bundles": list_of(&object("How many of a bundle there could be.", json!({
                "sku": text(), "warehouse": text(), "available": decimal(),
            }))),
            "truncated": yes_or_no(),
            "lsn": lsn(),
        }),
    )
}

fn promise() -> Value {
    object(
        "What can be promised.",
        json!({
            "sku": text(), "at": instant(), "quantity": decimal(),
            "by_warehouse": { "type": "object", "additionalProperties": decimal() },
            "steps": list_of(&object("From when on how much.", json!({
                "warehouse": text(), "from": instant(), "quantity": decimal(),
            }))),
            "lsn": lsn(),
        }),
    )
}

pub(super) fn schemas() -> Value {
    json!({ "StockLevel": object("Stock of a SKU in a warehouse, in units.", json!({
        "sku": text(), "warehouse": text(), "on_hand": decimal(), "committed": decimal(),
        "unavailable": decimal(), "damaged": decimal(), "quality_control": decimal(),
        "safety_stock": decimal(), "withheld": decimal(), "available": decimal(),
        "incoming": decimal(), "in_transit": decimal(), "backordered": decimal(),
        "projected": decimal(),
        "policy": one_of(&["deny", "backorder", "allow_negative", "untracked"]),
    })) })
}
