//! `GET /api/v1/charts/{name}.{png|svg}`: forecasts and plans as pictures.

use axum::{
    extract::{Path, RawQuery, State},
    http::{StatusCode, header},
    response::{IntoResponse, Response},
};

use super::{
    Problem,
    parameters::{parameters, unknown, wrong},
};
use crate::{
    Application,
    charts::{
        ChartFormat, ChartSize, draw,
        source::{self, Asked, ChartName},
    },
};

const KNOWN: &str = "sku, warehouse, role, measure, language, width, height, scale";

pub(super) async fn chart(
    State(application): State<Application>,
    Path(name): Path<String>,
    RawQuery(query): RawQuery,
) -> Result<Response, Problem> {
    let (chart, format, media) = named(&name)?;
    let (asked, size) = asked(chart, &query.unwrap_or_default())?;
    let missing = |error: anyhow::Error| {
        Problem::new(StatusCode::NOT_FOUND, "no_forecast", format!("{error:#}"))
    };
    let chart = source::read(&application, &asked).await.map_err(missing)?;
    let drawn = tokio::task::spawn_blocking(move || draw(&chart, format, size));
    let drawn = drawn.await.map_err(|_| Problem::invalid("the chart was cut off"))?;
    let bytes = drawn.map_err(|error| Problem::invalid(error.to_string()))?;
    let headers = [(header::CONTENT_TYPE, media), (header::CACHE_CONTROL, "private, no-cache")];
    Ok((headers, bytes).into_response())
}

/// The chart that a path names, with its form and media type.
fn named(name: &str) -> Result<(ChartName, ChartFormat, &'static str), Problem> {
    let (chart, ending) = name.rsplit_once('.').unwrap_or((name, ""));
    let (format, media) = match ending {
        "png" => (ChartFormat::Png, "image/png"),
        "svg" => (ChartFormat::Svg, "image/svg+xml"),
        _ => {
            let detail = format!("no chart \"{name}\"; expected a name that ends in .png or .svg");
            return Err(Problem::not_found(detail));
        }
    };
    Ok((chart.parse().map_err(Problem::not_found)?, format, media))
}

fn asked(chart: ChartName, query: &str) -> Result<(Asked, ChartSize), Problem> {
    let (mut asked, mut size) = (Asked::of(chart), ChartSize::SLIDE);
    for (name, value) in parameters(query)? {
        let number =
            |value: &str| value.parse().map_err(|_| wrong(&name, "expected a whole number"));
        match name.as_str() {
            "sku" => asked.sku = Some(value),
            "warehouse" => asked.warehouse = Some(value),
            "role" => asked.role = Some(value),
            "measure" => asked.measure = Some(value),
            "language" => asked.language = value.parse().map_err(|error| wrong(&name, error))?,
            "width" => size.width = number(&value)?,
            "height" => size.height = number(&value)?,
            "scale" => size.scale = number(&value)?,
            _ => return Err(unknown(&name, KNOWN)),
        }
    }
    asked.check().map_err(|error| Problem::invalid(error.to_string()))?;
    Ok((asked, size))
}
