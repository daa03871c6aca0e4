//! `GET /api/v1/charts/demand.png`: the chart of a forecast.

use axum::{
    extract::{Path, RawQuery, State},
    http::{StatusCode, header},
    response::{IntoResponse, Response},
};

use super::{Problem, parameters::parameters};
use crate::{
    Application,
    charts::{ChartFormat, ChartSize},
    cli::demand_chart,
};

pub(super) async fn chart(
    State(application): State<Application>,
    Path(name): Path<String>,
    RawQuery(query): RawQuery,
) -> Result<Response, Problem> {
    let (kind, media) = match &*name {
        "demand.png" => (ChartFormat::Png, "image/png"),
        "demand.svg" => (ChartFormat::Svg, "image/svg+xml"),
        _ => {
            let detail = format!("no chart \"{name}\"; there are demand.png and demand.svg");
            return Err(Problem::not_found(detail));
        }
    };
    let (mut sku, mut measure, mut size) = (None, "units".to_owned(), ChartSize::SLIDE);
    for (name, value) in parameters(&query.unwrap_or_default())? {
        let number = |value: &str| {
            value.parse().map_err(|_| Problem::invalid(format!("{name}: expected a whole number")))
        };
        match name.as_str() {
            "sku" => sku = Some(value),
            "measure" => measure = value,
            "width" => size.width = number(&value)?,
            "height" => size.height = number(&value)?,
            "scale" => size.scale = number(&value)?,
            _ => {
                let known = "sku, measure, width, height, scale";
                return Err(Problem::invalid(format!(
                    "unknown parameter \"{name}\"; known: {known}"
                )));
            }
        }
    }
    let chart = demand_chart(&application, &measure, sku.as_deref())
        .await
        .map_err(|error| Problem::new(StatusCode::NOT_FOUND, "no_forecast", error.to_string()))?;
    let drawn = tokio::task::spawn_blocking(move || crate::charts::fan_chart(&chart, kind, size));
    let drawn = drawn.await.map_err(|_| Problem::invalid("the chart was cut off"))?;
    let bytes = drawn.map_err(|error| Problem::invalid(error.to_string()))?;
    Ok(([(header::CONTENT_TYPE, media)], bytes).into_response())
}
