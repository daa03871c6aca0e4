//! `/api/v1/queries`: what is asked now and was asked last, and taking a query back.

use axum::{
    Json,
    extract::{Path, State},
    http::StatusCode,
};
use marea_query::{QueryId, QueryState};
use serde_json::{Value, json};

use super::{Problem, sql::Call};
use crate::Application;

pub(super) async fn list(State(application): State<Application>, call: Call) -> Json<Value> {
    let mut queries = application.query.queries();
    queries.retain(|query| concerns(&call, query));
    Json(json!({ "queries": queries }))
}

pub(super) async fn one(
    State(application): State<Application>,
    Path(id): Path<String>,
    call: Call,
) -> Result<Json<QueryState>, Problem> {
    Ok(Json(found(&application, &id, &call)?.1))
}

pub(super) async fn cancel(
    State(application): State<Application>,
    Path(id): Path<String>,
    call: Call,
) -> Result<StatusCode, Problem> {
    let (id, _) = found(&application, &id, &call)?;
    if application.query.cancel(id) {
        return Ok(StatusCode::NO_CONTENT);
    }
    let detail = format!("{id} has ended already; there is nothing to cancel");
    Err(Problem::new(StatusCode::CONFLICT, "query_ended", detail))
}

fn found(
    application: &Application,
    id: &str,
    call: &Call,
) -> Result<(QueryId, QueryState), Problem> {
    let wrong = |_| Problem::invalid(format!("query id: expected one such as q17, got \"{id}\""));
    let id: QueryId = id.parse().map_err(wrong)?;
    let state = application.query.query_state(id).filter(|state| concerns(call, state));
    let state = state.ok_or_else(|| {
        let detail = format!("no query {id} is known; the last 100 that ended are");
        Problem::not_found(detail)
    })?;
    Ok((id, state))
}

/// Who asks with a key sees what was asked with it, and an administrator sees all.
fn concerns(call: &Call, query: &QueryState) -> bool {
    call.sees_all || call.asker == query.asker
}
