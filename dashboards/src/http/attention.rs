//! `GET /api/v1/attention`: what somebody should look at.

use axum::{
    Json,
    extract::{RawQuery, State},
};
use serde_json::{Value, json};

use super::{
    Problem,
    parameters::{parameters, unknown, wrong},
};
use crate::{Application, attention};

/// Rows of each list where nothing else is asked for, and at most.
const ROWS: usize = 10;
const MOST_ROWS: usize = 100;

pub(super) async fn lists(
    State(application): State<Application>,
    RawQuery(query): RawQuery,
) -> Result<Json<Value>, Problem> {
    let mut rows = ROWS;
    for (name, value) in parameters(&query.unwrap_or_default())? {
        match name.as_str() {
            "limit" => {
                let limit: usize = value.parse().map_err(|_| wrong(&name, "expected a number"))?;
                rows = limit.clamp(1, MOST_ROWS);
            }
            _ => return Err(unknown(&name, "limit")),
        }
    }
    let snapshot = application.ingest.snapshot();
    let (state, now) = (snapshot.state().clone(), application.clock.now());
    let drifting = application.outlook().drifting;
    let lists = tokio::task::spawn_blocking(move || attention::lists(&state, &drifting, now, rows));
    let lists = lists.await.map_err(|_| Problem::invalid("the lists were cut off"))??;
    Ok(Json(json!({ "as_of": now, "lists": lists, "lsn": snapshot.lsn })))
}
