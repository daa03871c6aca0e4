//! `GET /openapi.json`: the API as OpenAPI 3.1 has it, for generators of clients, for tests, and
//! for the page at `/docs`. A claim of the tests holds it against the routes, both ways.

mod catalogue;
mod events;
mod orders;
mod pieces;
mod purchases;
mod reactions;
mod schemas;
mod service;
mod shipping;
mod sql;
mod sql_schemas;
mod stock;

use std::sync::LazyLock;

use axum::{
    http::header,
    response::{IntoResponse, Response},
};
use serde_json::{Map, Value, json};

static DOCUMENT: LazyLock<String> = LazyLock::new(|| whole().to_string());

const ABOUT: &str = "Real-time analytics and forecasting for online shops. Events go in; live state \
    of orders and stock, SQL, exact views and forecasts come out. Decimals, and whole numbers \
    beyond 2^53, are strings in JSON; instants are RFC 3339 in UTC; an unknown parameter is \
    refused. Every error is a problem document (RFC 9457) with a stable `code`.";

pub(super) async fn document() -> Response {
    let headers = [(header::CONTENT_TYPE, "application/json"), (header::CACHE_CONTROL, "no-cache")];
    (headers, DOCUMENT.as_str()).into_response()
}

fn whole() -> Value {
    let mut document = json!({
        "openapi": "3.1.0",
        "info": {
            "title": "Marea",
            "version": env!("CARGO_PKG_VERSION"),
            "description": ABOUT,
            "license": { "name": "Apache-2.0", "identifier": "Apache-2.0" },
        },
        "servers": [{ "url": "/" }],
        "tags": tags(),
        // Without keys, the server answers only on its own machine, and asks for none.
        "security": [{}, { "bearer": [] }, { "basic": [] }, { "cookie": [] }],
        "paths": paths(),
    });
    document["components"] = json!({
        "securitySchemes": {
            "bearer": {
                "type": "http", "scheme": "bearer",
                "description": "A key that `marea keys create` made.",
            },
            "basic": {
                "type": "http", "scheme": "basic",
                "description": "The key as the password, with any user name: for Excel and others \
                    that know no bearer tokens.",
            },
            "cookie": {
                "type": "apiKey", "in": "cookie", "name": "marea_key",
                "description": "What `POST /api/v1/session` sets for browsers.",
            },
        },
        "schemas": all([schemas::schemas(), sql_schemas::schemas(), orders::schemas(),
            purchases::schemas(), shipping::schemas(), stock::schemas()]),
    });
    document
}

fn tags() -> Value {
    json!([
        { "name": "SQL", "description": "Ask anything, read-only, pinned at one LSN." },
        { "name": "Views", "description": "Tables kept by increment, exact at every LSN." },
        { "name": "Events", "description": "What happened, and what should." },
        { "name": "Orders", "description": "Live state of orders." },
        { "name": "Stock", "description": "Live levels, and what can be promised." },
        { "name": "Purchases", "description": "Live state of purchase orders." },
        { "name": "Forecasts", "description": "Demand to come, with its error, and charts of it." },
        { "name": "Live", "description": "What somebody should look at, and figures as they move." },
        { "name": "Reactions", "description": "Who is told what, by webhook and e-mail." },
        { "name": "Service", "description": "Health, metrics, keys and this document." },
    ])
}

fn paths() -> Value {
    all([
        sql::paths(),
        shipping::paths(),
        catalogue::paths(),
        events::paths(),
        orders::paths(),
        stock::paths(),
        purchases::paths(),
        reactions::paths(),
        service::paths(),
    ])
}

/// The entries of several objects as one.
fn all<const N: usize>(objects: [Value; N]) -> Value {
    let mut every = Map::new();
    for object in objects {
        if let Value::Object(entries) = object {
            every.extend(entries);
        }
    }
    Value::Object(every)
}

#[cfg(test)]
mod tests;
