//! Views and forecasts: tables that are asked for by name.

use serde_json::{Value, json};

use super::{
    pieces::{
        answer, at_least_one, list_of, name, object, one_of, path, query, reference, responses,
        text,
    },
    sql::{asked, language},
    sql_schemas::new_view,
};
use crate::{
    charts::source::ChartName,
    http::{forecasts::TABLES, narrowing},
};

const VIEW: &str = "The rows of a view, with the parameters of SQL. An ending such as \
    `revenue_daily.csv` chooses the form.";
const FORECAST: &str = "The rows of a forecast or plan, with the parameters of SQL. An ending such as \
    `demand.csv` chooses the form. A workbook of what is too long for one has a column for each day. \
    What has too little history is not in `demand`, but in \
    `refusals`, with the reason.";

pub(super) fn paths() -> Value {
    json!({
        "/api/v1/views": { "get": list(), "post": create() },
        "/api/v1/views/{name}": {
            "get": tagged("Views", asked("view", "Rows of a view", VIEW, &[], &[view_name()])),
            "delete": {
                "tags": ["Views"], "operationId": "removeView", "summary": "Remove a view of one's own",
                "parameters": [view_name()],
                "responses": responses(json!({ "204": { "description": "It is gone." } }),
                    &[404, 409]),
            },
        },
        "/api/v1/forecasts/{name}": {
            "get": tagged("Forecasts", asked("forecast", "Rows of a forecast", FORECAST, &[],
                &forecast_parameters())),
        },
        "/api/v1/forecasts/refresh": { "post": refresh() },
        "/api/v1/charts/{name}": { "get": chart() },
    })
}

fn tagged(tag: &str, mut operation: Value) -> Value {
    operation["tags"] = json!([tag]);
    operation
}

fn list() -> Value {
    let views = object("Views.", json!({ "views": list_of(&reference("View")) }));
    json!({
        "tags": ["Views"], "operationId": "views", "summary": "Views, and how they are",
        "responses": responses(answer("All views.", &views), &[]),
    })
}

fn create() -> Value {
    json!({
        "tags": ["Views"], "operationId": "createView", "summary": "Make a view of one's own",
        "description": "It is filled from the whole history, kept by increment from then on, and \
            audited as the others are.",
        "requestBody": {
            "required": true,
            "content": { "application/json": {
                "schema": reference("NewView"), "example": new_view(),
            } },
        },
        "responses": responses(json!({
            "201": {
                "description": "It is made.",
                "headers": { "Location": { "description": "Its rows.", "schema": text() } },
                "content": { "application/json": { "schema": reference("View") } },
            },
        }), &[400, 409, 413, 422]),
    })
}

fn view_name() -> Value {
    let mut parameter = path("name", "The view.", &name());
    parameter["example"] = json!("revenue_daily");
    parameter
}

/// The name, and what rows are chosen by.
fn forecast_parameters() -> Vec<Value> {
    let about = "Only rows with this value, where the table has the column; `horizon` is the most \
        days ahead.";
    let narrowed = narrowing::names().map(|name| query(name, about, &text()));
    std::iter::once(forecast_name()).chain(narrowed).collect()
}

fn forecast_name() -> Value {
    let forms = ["", ".csv", ".json", ".parquet", ".xlsx"];
    let known = TABLES.iter().flat_map(|(name, _)| forms.map(|form| format!("{name}{form}")));
    let names: Vec<String> = known.collect();
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    path("name", "The forecast or plan, with an ending that chooses the form.", &one_of(&names))
}

fn refresh() -> Value {
    let answer_of = object(
        "Whether a run begins.",
        json!({
            "status": one_of(&["begun", "going_on"]),
            "standing_origin": {
                "type": ["string", "null"], "format": "date",
                "description": "The last day of history of the forecasts that stand until then.",
            },
        }),
    );
    json!({
        "tags": ["Forecasts"], "operationId": "refreshForecasts",
        "summary": "Make forecasts and plans anew",
        "description": "They are made in the background, and replace the standing ones all at once. \
            They are made by themselves at the start and every night.",
        "responses": responses(json!({
            "202": {
                "description": "A run begins, or one goes on.",
                "content": { "application/json": { "schema": answer_of } },
            },
        }), &[]),
    })
}

fn chart() -> Value {
    let side =
        |least: u32, most: u32| json!({ "type": "integer", "minimum": least, "maximum": most });
    let bytes = json!({ "schema": {} });
    let forms = |name: &ChartName| [".png", ".svg"].map(|form| name.as_str().to_owned() + form);
    let names: Vec<String> = ChartName::ALL.iter().flat_map(forms).collect();
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    json!({
        "tags": ["Forecasts"], "operationId": "chart", "summary": "A forecast or plan as a picture",
        "parameters": [
            path("name", "The chart; its ending is its form.", &one_of(&names)),
            query("sku", "Of one SKU; of the shop if it is left out, and for `stock` of what is \
                most urgent.", &name()),
            query("warehouse", "Of one warehouse: `stock` and `staffing`.", &name()),
            query("role", "Of one role, such as picking: `staffing`.", &name()),
            query("measure", "Units, or revenue of the shop: `demand` and `accuracy`.",
                &one_of(&["units", "revenue"])),
            language("The language of every word."),
            query("width", "In pixels.", &side(480, 2000)),
            query("height", "In pixels.", &side(300, 1400)),
            query("scale", "Pixels for each of them.", &{
                let mut scale = at_least_one();
                scale["maximum"] = json!(2);
                scale
            }),
        ],
        "responses": responses(json!({
            "200": { "description": "The picture.", "content": {
                "image/png": bytes, "image/svg+xml": bytes,
            } },
        }), &[400, 404]),
    })
}
