//! `GET /api/v1/forecasts/{name}`: forecasts and plans, in every form that SQL has, whole or
//! narrowed (`?level=category`); and
//! `POST /api/v1/forecasts/refresh`, which makes them anew.

use axum::{
    Json,
    extract::{Path, State},
    http::StatusCode,
    response::Response,
};
use serde_json::{Value, json};

use super::{
    Problem,
    narrowing::Narrowing,
    sql::{self, Call},
};
use crate::{Application, outlook};

/// What can be asked for, and the table that SQL knows it by.
pub(super) const TABLES: [(&str, &str); 13] = [
    ("demand", "demand_forecast"),
    ("accuracy", "forecast_accuracy"),
    ("accuracy_by_horizon", "forecast_accuracy_by_horizon"),
    ("tracking", "forecast_tracking"),
    ("overrides", "forecast_overrides"),
    ("refusals", "forecast_refusals"),
    ("findings", "forecast_findings"),
    ("reorder", "reorder_plan"),
    ("stockout", "stockout_risk"),
    ("projection", "stock_projection"),
    ("staffing", "staffing_plan"),
    ("shifts", "shift_plan"),
    ("peaks", "staffing_peaks"),
];

pub(super) async fn table(
    State(application): State<Application>,
    Path(name): Path<String>,
    mut call: Call,
) -> Result<Response, Problem> {
    let (name, suffix) = name.split_once('.').map_or((&*name, None), |(name, it)| (name, Some(it)));
    let Some((_, table)) = TABLES.iter().find(|(known, _)| *known == name) else {
        let known = TABLES.map(|(name, _)| name);
        let detail = format!("no forecast \"{name}\"; there are {}", known.join(", "));
        return Err(Problem::not_found(detail).near(name, known.into_iter()));
    };
    let Narrowing { condition, rest } = Narrowing::of(table, &call.query)?;
    call.query = rest;
    sql::narrowed(&application, table, suffix, condition, &call).await
}

/// Makes forecasts and plans anew, in the background; the old ones stand until then.
pub(super) async fn refresh(State(application): State<Application>) -> (StatusCode, Json<Value>) {
    let begun = outlook::refresh_in_background(&application);
    let status = if begun { "begun" } else { "going_on" };
    let origin = application.outlook().run.map(|run| run.origin);
    (StatusCode::ACCEPTED, Json(json!({ "status": status, "standing_origin": origin })))
}
