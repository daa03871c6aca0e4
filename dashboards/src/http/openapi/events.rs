//! The way in for events, and those that wait.

use marea_ingest::event::EVENT_TYPES;
use serde_json::{Value, json};

use super::pieces::{
    answer, list_of, lsn, name, object, query, reference, responses, shown_answer, text,
    whole_number, yes_or_no,
};

const ABOUT: &str = "One event, an array of them, or one a line (`application/x-ndjson`), as gzip \
    or zstd where Content-Encoding says so. Each is taken or refused by itself unless \
    `atomic=true`. The same event again is a duplicate and no error; the same id with other \
    content is refused. When the answer comes, what was accepted is on disk and can be read at \
    the LSN of the answer. If all records are refused, the answer is a problem with `rejected`.";

pub(super) fn paths() -> Value {
    json!({
        "/api/v1/events": { "post": record() },
        "/api/v1/parked": { "get": {
            "tags": ["Events"], "operationId": "parked",
            "summary": "Events that wait for what they speak of",
            "parameters": [query("waits_for", "Only those that wait for this.", &text())],
            "responses": responses(answer("At most 1000 events.", &object("Events that wait.",
                json!({
                    "parked": list_of(&object("An event that waits.", json!({
                        "waits_for": text(), "recorded_lsn": lsn(), "event": {},
                    }))),
                    "truncated": yes_or_no(),
                    "lsn": lsn(),
                }))), &[400]),
        } },
    })
}

fn record() -> Value {
    let receipt = object(
        "What became of the records.",
        json!({
            "accepted": whole_number(),
            "duplicates": whole_number(),
            "rejected": list_of(&reference("RecordError")),
            "lsn": lsn(),
        }),
    );
    let example = json!({ "accepted": 2, "duplicates": 0, "rejected": [], "lsn": 4711 });
    let lines = json!({ "schema": { "type": "string" } });
    json!({
        "tags": ["Events"], "operationId": "recordEvents", "summary": "Record events",
        "description": ABOUT,
        "parameters": [query("atomic", "Whether all or none are to be taken.", &yes_or_no())],
        "requestBody": {
            "required": true,
            "content": {
                "application/json": {
                    "schema": { "oneOf": [event(), list_of(&event())] },
                    "example": [received(), placed()],
                },
                "application/x-ndjson": lines,
            },
        },
        "responses": responses(shown_answer("At least one record was taken.", &receipt, &example),
            &[400, 409, 413, 415, 422]),
    })
}

fn event() -> Value {
    json!({
        "type": "object",
        "description": "An event. What else it holds is by its type.",
        "required": ["event_id", "source", "type", "occurred_at"],
        "properties": {
            "event_id": name(),
            "source": name(),
            "type": { "type": "string", "enum": EVENT_TYPES },
            "occurred_at": {
                "type": "string", "format": "date-time",
                "description": "RFC 3339, with the offset of where it happened.",
            },
            "mode": {
                "type": "string", "enum": ["ask", "report"],
                "description": "Whether we decide, or it has happened already.",
            },
        },
        "additionalProperties": true,
    })
}

fn received() -> Value {
    json!({
        "event_id": "e2", "source": "wms", "type": "stock_received",
        "occurred_at": "2026-03-01T08:00:00Z",
        "sku": "S1", "warehouse": "MAD", "quantity": 10, "unit_cost": "5.00",
    })
}

fn placed() -> Value {
    json!({
        "event_id": "e1", "source": "web", "type": "order_placed",
        "occurred_at": "2026-03-01T10:00:00+01:00", "order_id": "o1", "channel": "web",
        "currency": "EUR", "customer_id": "c1", "ship_to": { "country": "ES", "postcode": "36201" },
        "lines": [{ "line_id": "1", "sku": "S1", "quantity": 2, "unit_price": "9.95",
            "discount": "0.00", "tax": "3.45" }],
    })
}
