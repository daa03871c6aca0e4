//! What sending parcels costs.

use serde_json::{Value, json};

use super::pieces::{
    answer, decimal, list_of, lsn, name, nullable_text, object, path, reference, responses, text,
};

pub(super) fn paths() -> Value {
    let mut order = path("id", "The order.", &name());
    order["example"] = json!("o1");
    let of_order = object(
        "Quotes by parcel.",
        json!({ "order_id": text(), "parcels": list_of(&reference("QuotedParcel")), "lsn": lsn() }),
    );
    let of_goods = object(
        "Quotes of one parcel.",
        json!({ "parcel": reference("QuotedParcel"), "lsn": lsn() }),
    );
    json!({
        "/api/v1/orders/{id}/shipping": { "get": {
            "tags": ["Orders"], "operationId": "orderShipping",
            "summary": "What sending an order costs, and the carrier proposed",
            "parameters": [order],
            "responses": responses(answer("A parcel for each warehouse that still owes something.",
                &of_order), &[400, 404]),
        } },
        "/api/v1/shipping/quotes": { "post": {
            "tags": ["Orders"], "operationId": "shippingQuotes",
            "summary": "What sending goods would cost before they are ordered",
            "requestBody": { "required": true, "content": { "application/json": {
                "schema": asked(),
            } } },
            "responses": responses(answer("What each carrier asks.", &of_goods), &[400, 413]),
        } },
    })
}

fn asked() -> Value {
    json!({
        "type": "object", "required": ["warehouse", "country", "lines"],
        "additionalProperties": false,
        "properties": {
            "warehouse": name(), "country": name(), "postcode": nullable_text(),
            "arrive_by": { "type": ["string", "null"], "format": "date" },
            "lines": { "type": "array", "minItems": 1, "maxItems": 10_000, "items": {
                "type": "object", "required": ["sku", "quantity"], "additionalProperties": false,
                "properties": { "sku": name(), "quantity": decimal() },
            } },
        },
        "examples": [{
            "warehouse": "MAD", "country": "ES", "postcode": "36201",
            "lines": [{ "sku": "S1", "quantity": "2" }],
        }],
    })
}

pub(super) fn schemas() -> Value {
    let place = json!({ "type": ["integer", "null"], "minimum": 0 });
    let reasons = ["cheapest", "cheapest_in_time", "fastest_since_none_in_time", "null"];
    let reason: Vec<Value> =
        reasons.iter().map(|it| if *it == "null" { Value::Null } else { json!(it) }).collect();
    json!({
        "QuotedParcel": object("A parcel and what its carriers ask, the cheapest first. Without \
            the weight of something there are no quotes.", json!({
            "warehouse": text(), "country": text(), "postcode": nullable_text(),
            "weight_kg": decimal(), "volume_litres": decimal(), "unweighed": list_of(&text()),
            "quotes": list_of(&reference("ShippingQuote")),
            "cheapest": place, "fastest": place, "proposed": place,
            "reason": { "enum": reason },
        })),
        "ShippingQuote": object("What one service asks.", json!({
            "carrier": text(), "service": text(), "price": decimal(), "currency": text(),
            "charged_kg": decimal(), "leaves_on": day(), "arrives_from": day(),
            "arrives_by": day(), "in_time": { "type": ["boolean", "null"] },
        })),
    })
}

fn day() -> Value {
    json!({ "type": "string", "format": "date" })
}
