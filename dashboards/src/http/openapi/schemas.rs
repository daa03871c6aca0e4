//! What all parts of the API share.

use serde_json::{Value, json};

use super::pieces::{object, text, whole_number};

pub(super) fn schemas() -> Value {
    json!({
        "Lsn": {
            "type": "integer", "minimum": 0,
            "description": "Log sequence number: the place of an event among all. An answer shows \
                all events up to its own.",
        },
        "Problem": problem(),
        "RecordError": record_error(),
        "Column": object("A column of an answer.", json!({
            "name": text(),
            "type": { "type": "string", "description": "As Arrow names it." },
        })),
    })
}

fn record_error() -> Value {
    let mut schema = object(
        "Why a record of a request was refused.",
        json!({
            "index": { "type": "integer", "minimum": 0, "description": "Its place, from 0 on." },
            "code": { "type": "string", "description": "Stable, for programs." },
            "message": text(),
        }),
    );
    let about = "Which field is wrong, if it is one.";
    schema["properties"]["field"] = json!({ "type": "string", "description": about });
    schema
}

fn problem() -> Value {
    json!({
        "type": "object",
        "description": "An error, by RFC 9457.",
        "required": ["status", "title", "code", "detail"],
        "properties": {
            "status": { "type": "integer", "minimum": 400, "maximum": 599 },
            "title": text(),
            "code": { "type": "string", "description": "Stable, for programs." },
            "detail": { "type": "string", "description": "What is wrong, and what to do." },
            "position": object("Where in the query it is wrong, from 1 on.", json!({
                "line": whole_number(), "column": whole_number(),
            })),
            "hint": { "type": "string", "description": "What was probably meant." },
            "query_id": {
                "type": "string",
                "description": "The query; /api/v1/queries/{id} tells more of it.",
            },
            "rejected": {
                "type": "array", "items": { "$ref": "#/components/schemas/RecordError" },
            },
        },
        "examples": [{
            "status": 400, "title": "Bad Request", "code": "invalid_query",
            "detail": "there is no column skuu", "position": { "line": 1, "column": 8 },
            "hint": "did you mean \"sku\"?",
        }],
    })
}
