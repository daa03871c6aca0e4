//! What the descriptions of the routes are made of.

use serde_json::{Map, Value, json};

/// What is said of the problems by their status, in the words of DESIGN's error table.
fn problem(status: u16) -> &'static str {
    match status {
        400 => "The request makes no sense; `detail` names what, and what was expected.",
        401 => "A key is asked for, and none that counts was shown.",
        403 => "The key may not do this.",
        404 => "There is no such thing.",
        405 => "The path does not take this method.",
        409 => "It contradicts what is there.",
        412 => "The answer of this ETag is there no longer.",
        413 => "The body is too large.",
        415 => "The body is in an encoding that is not read.",
        416 => "The answer has no such bytes.",
        422 => {
            "The request can be read, and cannot be carried out with these data or within these \
                bounds."
        }
        429 => "Too much at once; come back after `Retry-After` seconds.",
        503 => "The store failed, or is closing.",
        504 => "It took longer than it may.",
        507 => "There is no room to hold the answer.",
        _ => "The server failed; its log says how.",
    }
}

/// The responses of an operation: those that are named, the problems of these statuses, and those
/// that every operation may have.
pub(super) fn responses(named: Value, problems: &[u16]) -> Value {
    let mut all = if let Value::Object(named) = named { named } else { Map::new() };
    for status in problems.iter().chain(&[401, 403, 429, 500, 503]) {
        let document = json!({ "schema": reference("Problem") });
        let mut response = json!({
            "description": problem(*status),
            "content": { "application/problem+json": document },
        });
        if *status == 429 {
            response["headers"] = json!({
                "Retry-After": header("Seconds to wait.", &json!({ "type": "integer" })),
            });
        }
        all.insert(status.to_string(), response);
    }
    Value::Object(all)
}

/// A 200 with JSON.
pub(super) fn answer(about: &str, schema: &Value) -> Value {
    json!({ "200": { "description": about, "content": { "application/json": { "schema": schema } } } })
}

/// A 200 with JSON, and what it looks like.
pub(super) fn shown_answer(about: &str, schema: &Value, example: &Value) -> Value {
    let content = json!({ "application/json": { "schema": schema, "example": example } });
    json!({ "200": { "description": about, "content": content } })
}

pub(super) fn header(about: &str, schema: &Value) -> Value {
    json!({ "description": about, "schema": schema })
}

pub(super) fn reference(schema: &str) -> Value {
    json!({ "$ref": format!("#/components/schemas/{schema}") })
}

pub(super) fn list_of(items: &Value) -> Value {
    json!({ "type": "array", "items": items })
}

/// An object of these fields, all of them there. It may get more fields in a later version.
// It stands where a document is put together, part by part.
#[allow(clippy::needless_pass_by_value)]
pub(super) fn object(about: &str, properties: Value) -> Value {
    let required: Vec<String> =
        properties.as_object().map(|it| it.keys().cloned().collect()).unwrap_or_default();
    json!({
        "type": "object", "description": about, "properties": properties, "required": required,
    })
}

/// A parameter of the query string.
pub(super) fn query(name: &str, about: &str, schema: &Value) -> Value {
    json!({ "name": name, "in": "query", "description": about, "schema": schema })
}

/// A part of the path.
pub(super) fn path(name: &str, about: &str, schema: &Value) -> Value {
    json!({
        "name": name, "in": "path", "required": true, "description": about, "schema": schema,
    })
}

pub(super) fn text() -> Value {
    json!({ "type": "string" })
}

/// A name: it is not empty, and has no control characters.
pub(super) fn name() -> Value {
    json!({ "type": "string", "minLength": 1, "maxLength": 200, "pattern": "^[^\\x00-\\x1f\\x7f]+$" })
}

pub(super) fn nullable_text() -> Value {
    json!({ "type": ["string", "null"] })
}

pub(super) fn yes_or_no() -> Value {
    json!({ "type": "boolean" })
}

pub(super) fn whole_number() -> Value {
    json!({ "type": "integer", "minimum": 0 })
}

pub(super) fn at_least_one() -> Value {
    json!({ "type": "integer", "minimum": 1 })
}

pub(super) fn instant() -> Value {
    json!({ "type": "string", "format": "date-time" })
}

pub(super) fn nullable_instant() -> Value {
    json!({ "type": ["string", "null"], "format": "date-time" })
}

/// An exact figure, as a string.
pub(super) fn decimal() -> Value {
    json!({ "type": "string", "pattern": "^-?[0-9]+(\\.[0-9]+)?$", "examples": ["9.95"] })
}

/// One of several words.
pub(super) fn one_of(words: &[&str]) -> Value {
    json!({ "type": "string", "enum": words })
}

pub(super) fn lsn() -> Value {
    reference("Lsn")
}

/// The parameters of a list that comes in pages.
pub(super) fn pages() -> [Value; 2] {
    [
        query(
            "limit",
            "So many on a page; 50 if it is left out, 1000 at the most.",
            &at_least_one(),
        ),
        query(
            "after",
            "Where the page begins: what `next` of the page before said.",
            &json!({ "type": "string", "pattern": "^-?[0-9]{1,18}~.+$" }),
        ),
    ]
}
