//! `GET /api/v1/forecasts/demand` and `/accuracy`, in every form that SQL has.

use axum::{
    extract::{Path, State},
    response::Response,
};

use super::{
    Problem,
    sql::{self, Call},
};
use crate::Application;

pub(super) async fn table(
    State(application): State<Application>,
    Path(name): Path<String>,
    call: Call,
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
    sql::table(&application, table, suffix, &call).await
}
