//! `GET /api/v1/forecasts/demand` and `/accuracy`, in every form that SQL has.

use axum::{
    extract::{Path, RawQuery, State},
    http::HeaderMap,
    response::Response,
};

use super::{Problem, sql};
use crate::Application;

pub(super) async fn table(
    State(application): State<Application>,
    Path(name): Path<String>,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let (name, suffix) = name.split_once('.').map_or((&*name, None), |(name, it)| (name, Some(it)));
    let table = match name {
        "demand" => "demand_forecast",
        "accuracy" => "forecast_accuracy",
        other => {
            let detail = format!("no forecast \"{other}\"; there are demand and accuracy");
            return Err(Problem::not_found(detail));
        }
    };
    let format = suffix.map(|suffix| format!("format={suffix}&")).unwrap_or_default();
    let query = format!("{format}q=SELECT%20*%20FROM%20{table}&{}", query.unwrap_or_default());
    sql::get(State(application), RawQuery(Some(query)), headers).await
}
