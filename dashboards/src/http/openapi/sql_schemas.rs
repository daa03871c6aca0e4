//! What SQL and what belongs to it answer with.

use serde_json::{Value, json};

use super::pieces::{
    instant, list_of, nullable_text, object, one_of, reference, text, whole_number, yes_or_no,
};
use crate::language::Language;

pub(super) fn schemas() -> Value {
    json!({
        "Answer": answer(),
        "Question": question(),
        "Parameter": parameter(),
        "Statistics": statistics(),
        "Query": query(),
        "Table": object("A table that can be asked for.", json!({
            "name": text(),
            "kind": one_of(&["fact", "live", "view", "plan"]),
            "about": text(),
            "sql": {
                "type": ["string", "null"],
                "description": "Of a view, the query that it is equal to at every LSN.",
            },
            "columns": list_of(&object("A column.", json!({
                "name": text(), "type": text(), "nullable": yes_or_no(), "about": text(),
            }))),
        })),
        "View": view(),
        "NewView": {
            "type": "object",
            "required": ["name", "sql"],
            "additionalProperties": false,
            "properties": {
                "name": { "type": "string", "description": "Its name in SQL." },
                "about": { "type": "string", "description": "What it holds, for people." },
                "sql": {
                    "type": "string",
                    "description": "A SELECT over one fact table with sums and counts by groups. \
                        What cannot be kept by increment is refused by its part.",
                },
            },
            "examples": [new_view()],
        },
    })
}

/// A view of an analyst's own, as an example.
pub(super) fn new_view() -> Value {
    json!({
        "name": "units_by_country",
        "about": "Units sold by country and day",
        "sql": "SELECT event_date, country, sum(quantity) AS units FROM order_lines \
                GROUP BY event_date, country",
    })
}

fn answer() -> Value {
    let mut schema = object(
        "An answer.",
        json!({
            "schema": list_of(&reference("Column")),
            "rows": list_of(&json!({ "type": "object", "description": "A row, by column." })),
            "row_count": whole_number(),
            "truncated": yes_or_no(),
            "lsn": reference("Lsn"),
        }),
    );
    schema["properties"]["recorded_at"] = instant();
    schema["properties"]["age_ms"] = whole_number();
    schema["examples"] = json!([{
        "schema": [{ "name": "units", "type": "Int64", "nullable": false }],
        "rows": [{ "units": 42 }], "row_count": 1, "truncated": false, "lsn": 4711,
        "recorded_at": "2026-03-01T09:00:00Z", "age_ms": 120,
    }]);
    schema
}

fn question() -> Value {
    json!({
        "type": "object",
        "required": ["sql"],
        "additionalProperties": false,
        "properties": {
            "sql": { "type": "string", "minLength": 1 },
            "parameters": {
                "description": "What $1, $2 and so on stand for, or what $name stands for.",
                "oneOf": [
                    list_of(&reference("Parameter")),
                    { "type": "object", "additionalProperties": reference("Parameter"),
                      "propertyNames": { "pattern": "^[A-Za-z_][A-Za-z0-9_]*$" } },
                ],
            },
            "format": one_of(&["json", "jsonl", "csv", "arrow", "parquet", "xlsx"]),
            "min_lsn": whole_number(),
            "timeout_ms": { "type": "integer", "minimum": 1, "maximum": 600_000 },
            "max_rows": whole_number(),
            "on_limit": one_of(&["error", "truncate"]),
            "timezone": { "type": "string", "examples": ["Europe/Madrid"] },
            "spool": yes_or_no(),
            "language": one_of(&Language::ALL.map(Language::code)),
        },
        "examples": [{
            "sql": "SELECT sum(quantity) AS units FROM order_lines WHERE sku = $1",
            "parameters": ["S1"],
        }],
    })
}

fn parameter() -> Value {
    let kinds = ["text", "integer", "decimal", "boolean", "date", "timestamp"];
    json!({
        "description": "A value: a text becomes what its place in the query wants; a type may be \
            named.",
        "oneOf": [
            { "type": ["string", "number", "boolean", "null"] },
            { "type": "object", "required": ["type", "value"], "additionalProperties": false,
              "properties": { "type": one_of(&kinds), "value": text() } },
        ],
    })
}

fn statistics() -> Value {
    let number = |about: &str| json!({ "type": "integer", "minimum": 0, "description": about });
    object(
        "What a query read and used, so far while it runs.",
        json!({
            "rows": number("Rows of the answer."),
            "rows_read": number("Rows that were read for it."),
            "bytes_read": number("Bytes that were read for it."),
            "files_scanned": number("Sealed files that were read."),
            "files_pruned": number("Sealed files that were left out by their statistics."),
            "peak_memory": number("The most memory it took at a time, in bytes."),
            "elapsed_ms": { "type": "number", "minimum": 0 },
            "served_from": list_of(&one_of(&["view", "hot", "sealed", "live", "plan"])),
        }),
    )
}

fn query() -> Value {
    object(
        "A query that runs, or one of the last 100 that ended.",
        json!({
            "id": { "type": "string", "examples": ["q17"] },
            "sql": text(),
            "asker": nullable_text(),
            "started_at": instant(),
            "state": one_of(&["planning", "running", "finished", "failed", "cancelled"]),
            "lsn": reference("Lsn"),
            "statistics": reference("Statistics"),
            "truncated": yes_or_no(),
            "error": nullable_text(),
        }),
    )
}

fn view() -> Value {
    object(
        "A view.",
        json!({
            "name": text(),
            "about": text(),
            "sql": { "type": "string", "description": "What it is equal to, at every LSN." },
            "kind": one_of(&["kept", "computed"]),
            "own": { "type": "boolean", "description": "Whether an analyst made it." },
            "state": one_of(&["building", "exact", "quarantined", "too_large"]),
            "lsn": {
                "type": ["integer", "null"], "minimum": 0,
                "description": "What its newest version is true at; readers get that of their own \
                    snapshot.",
            },
            "rows": whole_number(),
            "bytes": whole_number(),
            "audits": {
                "type": "integer", "minimum": 0,
                "description": "Random buckets recomputed from the facts since the start.",
            },
            "mismatches": whole_number(),
            "recounts": {
                "type": "integer", "minimum": 0,
                "description": "How often it was counted again after a difference, audited, and \
                    came back.",
            },
            "read_errors": {
                "type": "integer", "minimum": 0,
                "description": "How often the facts could not be read for it.",
            },
        }),
    )
}
