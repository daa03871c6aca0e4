//! Who is told what happens, and what could not be told.

use serde_json::{Value, json};

use super::pieces::{
    answer, at_least_one, instant, list_of, nullable_instant, nullable_text, object, query,
    responses, text, whole_number, yes_or_no,
};

pub(super) fn paths() -> Value {
    json!({
        "/api/v1/reactions": { "get": {
            "tags": ["Reactions"], "operationId": "reactions", "summary": "How far each destination is",
            "responses": responses(answer("The destinations.", &overview()), &[]),
        } },
        "/api/v1/reactions/dead-letters": { "get": {
            "tags": ["Reactions"], "operationId": "deadLetters", "summary": "Messages that were given up",
            "parameters": [
                query("destination", "Of this one.", &text()),
                query("after", "Where the page begins: what `next` of the page before said.",
                    &text()),
                query("limit", "So many on a page; 100 if it is left out, 1000 at the most.",
                    &at_least_one()),
            ],
            "responses": responses(answer("A page of them.", &letters()), &[400, 404]),
        } },
        "/api/v1/reactions/replay": { "post": replay() },
    })
}

fn overview() -> Value {
    object(
        "Destinations.",
        json!({
            "configured": yes_or_no(),
            "destinations": list_of(&object("A destination.", json!({
                "name": text(), "kind": text(), "address": text(), "topics": list_of(&text()),
                "pending": whole_number(), "dead": whole_number(),
                "oldest_pending_at": nullable_instant(), "disabled_at": nullable_instant(),
                "disabled_reason": nullable_text(),
            }))),
        }),
    )
}

fn letters() -> Value {
    object(
        "Messages that were given up.",
        json!({
            "dead_letters": list_of(&object("A message.", json!({
                "destination": text(), "message_id": text(), "type": text(), "subject": text(),
                "occurred_at": instant(), "recorded_at": instant(), "attempts": whole_number(),
                "last_attempt_at": nullable_instant(), "last_error": nullable_text(), "data": {},
            }))),
            "next": nullable_text(),
        }),
    )
}

fn replay() -> Value {
    let asked = json!({
        "type": "object", "required": ["destination"], "additionalProperties": false,
        "properties": {
            "destination": text(),
            "message_id": { "type": "string", "description": "One message." },
            "all": { "type": "boolean", "description": "All of them; then name no message." },
        },
    });
    json!({
        "tags": ["Reactions"], "operationId": "replay", "summary": "Try messages anew",
        "requestBody": { "required": true, "content": { "application/json": {
            "schema": asked, "example": { "destination": "erp", "all": true },
        } } },
        "responses": responses(answer("How many are tried anew.",
            &object("How many.", json!({ "replayed": whole_number() }))), &[400, 404, 413]),
    })
}
