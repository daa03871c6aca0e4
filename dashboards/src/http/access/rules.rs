//! What each route needs: one table for all of them.

use crate::keys::{
    Needs,
    Scope::{Admin, Ingest, Plan, Read, Sql},
};

const ADMIN: Needs = Needs::OneOf(&[Admin]);
const INGEST: Needs = Needs::OneOf(&[Ingest]);
const PLAN: Needs = Needs::OneOf(&[Plan, Read]);
const READ: Needs = Needs::OneOf(&[Read]);
const SQL: Needs = Needs::OneOf(&[Sql]);

/// A route, and with it all that goes on below it or with a suffix, as `/api/v1/sql.csv`.
const RULES: &[(&str, Needs)] = &[
    ("/healthz", Needs::Nothing),
    ("/readyz", Needs::Nothing),
    ("/openapi.json", Needs::Nothing),
    ("/docs", Needs::Nothing),
    ("/metrics", READ),
    // It checks the key that it is given by itself.
    ("/api/v1/session", Needs::Nothing),
    ("/api/v1/events", INGEST),
    ("/api/v1/orders", READ),
    ("/api/v1/shipping", READ),
    ("/api/v1/stock", READ),
    ("/api/v1/purchase-orders", READ),
    ("/api/v1/parked", READ),
    ("/api/v1/attention", READ),
    ("/api/v1/live", READ),
    ("/api/v1/sql", SQL),
    // The query with a suffix: `sql.csv` and its like.
    ("/api/v1/{form}", SQL),
    // Whose queries are shown and cancelled is decided where they are known.
    ("/api/v1/queries", SQL),
    ("/api/v1/tables", SQL),
    ("/api/v1/views", SQL),
    // Whoever only reads forecasts may not have them made.
    ("/api/v1/forecasts/refresh", Needs::OneOf(&[Plan])),
    ("/api/v1/forecasts", PLAN),
    ("/api/v1/charts", PLAN),
    ("/api/v1/reactions", ADMIN),
];

/// What a route of the router needs. One that nobody thought of needs a key, whatever its scopes.
pub(super) fn needs(route: &str) -> Needs {
    let rule = RULES.iter().find(|(path, _)| covers(path, route));
    rule.map_or(Needs::AnyKey, |(_, needs)| *needs)
}

fn covers(path: &str, route: &str) -> bool {
    route.strip_prefix(path).is_some_and(|rest| rest.is_empty() || rest.starts_with(['/', '.']))
}

#[cfg(test)]
mod tests;
