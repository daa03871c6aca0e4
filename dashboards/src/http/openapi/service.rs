//! Live figures, health, and what the service says of itself.

use serde_json::{Value, json};

use super::pieces::{
    answer, at_least_one, instant, list_of, lsn, nullable_instant, nullable_text, object, query,
    responses, text, whole_number, yes_or_no,
};

pub(super) fn paths() -> Value {
    json!({
        "/api/v1/attention": { "get": attention() },
        "/api/v1/live": { "get": {
            "tags": ["Live"], "operationId": "live", "summary": "Figures of the page as they move",
            "description": "Server-sent events: `snapshot` with all sections, then `delta` with \
                those that changed. The id of each is its LSN. It does not end by itself.",
            "responses": responses(json!({ "200": {
                "description": "The stream.",
                "content": { "text/event-stream": { "schema": { "type": "string" } } },
            } }), &[504]),
        } },
        "/api/v1/session": session(),
        "/healthz": { "get": said("alive", "Whether the server lives", "text/plain") },
        "/readyz": { "get": {
            "tags": ["Service"], "operationId": "ready", "summary": "Whether events are accepted",
            "responses": responses(answer("It is ready.", &object("State.", json!({
                "ready": yes_or_no(), "lsn": lsn(), "loading": { "type": ["object", "null"] },
            }))), &[]),
        } },
        "/metrics": { "get": said("metrics", "What is counted, for Prometheus", "text/plain") },
        "/openapi.json": { "get": said("openapi", "This document", "application/json") },
        "/docs": { "get": said("docs", "This document and the tables, for people", "text/html") },
    })
}

fn said(id: &str, summary: &str, kind: &str) -> Value {
    json!({
        "tags": ["Service"], "operationId": id, "summary": summary,
        "responses": responses(json!({
            "200": { "description": summary, "content": { kind: { "schema": {} } } },
        }), &[]),
    })
}

fn attention() -> Value {
    let row = object(
        "Something to look at.",
        json!({
            "id": text(), "href": text(), "customer_id": nullable_text(), "since": nullable_instant(),
            "expected_at": nullable_instant(), "note": text(),
        }),
    );
    let lists = list_of(&object(
        "A list.",
        json!({
            "kind": text(), "count": whole_number(), "more": yes_or_no(), "href": text(),
            "rows": list_of(&row),
        }),
    ));
    json!({
        "tags": ["Live"], "operationId": "attention", "summary": "What somebody should look at",
        "parameters": [query("limit", "Rows of each list; 10 if it is left out, 100 at the most.",
            &at_least_one())],
        "responses": responses(answer("The lists.", &object("Lists.", json!({
            "as_of": instant(), "lists": lists, "lsn": lsn(),
        }))), &[400]),
    })
}

fn session() -> Value {
    let who = object("Who asks.", json!({ "name": text(), "scopes": list_of(&text()) }));
    let key = json!({
        "type": "object", "required": ["key"], "additionalProperties": false,
        "properties": { "key": { "type": "string", "description": "A key, mk_…" } },
    });
    json!({
        "get": {
            "tags": ["Service"], "operationId": "whoAmI", "summary": "Whose key it is",
            "responses": responses(answer("The key's name and scopes.", &who), &[]),
        },
        "post": {
            "tags": ["Service"], "operationId": "signIn",
            "summary": "Trade a key for a cookie, in a browser",
            "requestBody": { "required": true, "content": { "application/json": { "schema": key } } },
            "responses": responses(answer("Signed in; Set-Cookie holds the key.", &who), &[400]),
        },
        "delete": {
            "tags": ["Service"], "operationId": "signOut", "summary": "Give the cookie back",
            "responses": responses(json!({ "204": { "description": "Signed out." } }), &[]),
        },
    })
}
