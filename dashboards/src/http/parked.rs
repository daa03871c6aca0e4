//! `GET /api/v1/parked`: events that wait for what they speak of.

use axum::{
    Json,
    extract::{RawQuery, State},
};
use marea_ingest::store::Parked;
use serde_json::{Value, json};

use super::{
    Problem,
    parameters::{parameters, unknown},
};
use crate::Application;

/// Events in one answer; SQL over `parked_events` tells of more.
const MOST_PARKED: usize = 1000;

pub(super) async fn list(
    State(application): State<Application>,
    RawQuery(query): RawQuery,
) -> Result<Json<Value>, Problem> {
    let mut waits_for = None;
    for (name, value) in parameters(&query.unwrap_or_default())? {
        match name.as_str() {
            "waits_for" => waits_for = Some(value),
            _ => return Err(unknown(&name, "waits_for")),
        }
    }
    let snapshot = application.ingest.snapshot();
    let wanted = |it: &Parked| waits_for.as_ref().is_none_or(|name| *name == it.waits_for);
    let parked = snapshot.state().parked();
    let parked = parked.filter(|it| it.as_ref().map_or(true, wanted)).take(MOST_PARKED + 1);
    let mut parked = parked.map(|it| it.map(shown)).collect::<Result<Vec<_>, _>>()?;
    let truncated = parked.len() > MOST_PARKED;
    parked.truncate(MOST_PARKED);
    Ok(Json(json!({ "parked": parked, "truncated": truncated, "lsn": snapshot.lsn })))
}

fn shown(parked: Parked) -> Value {
    let Parked { waits_for, lsn, payload } = parked;
    let event: Value = serde_json::from_str(&payload).unwrap_or(Value::String(payload));
    json!({ "waits_for": waits_for, "recorded_lsn": lsn, "event": event })
}
