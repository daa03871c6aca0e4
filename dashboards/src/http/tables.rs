//! `/api/v1/tables`: what can be asked for, and what each table and column holds.

use axum::{
    Json,
    extract::{Path, State},
};
use marea_query::{TableDescription, ViewDescription};
use serde_json::{Value, json};

use super::Problem;
use crate::{Application, outlook};

pub(super) async fn list(State(application): State<Application>) -> Result<Json<Value>, Problem> {
    let (tables, views) = (application.query.describe()?, application.query.views());
    let tables: Vec<Value> = tables.iter().map(|table| shown(table, &views)).collect();
    Ok(Json(json!({ "tables": tables })))
}

pub(super) async fn one(
    State(application): State<Application>,
    Path(name): Path<String>,
) -> Result<Json<Value>, Problem> {
    let (tables, views) = (application.query.describe()?, application.query.views());
    let found = tables.iter().find(|table| table.name == name);
    found.map(|table| Json(shown(table, &views))).ok_or_else(|| {
        let names = tables.iter().map(|table| table.name.as_str());
        Problem::not_found(format!("there is no table \"{name}\"")).near(&name, names)
    })
}

/// A table with what it holds. The columns of a view are told by the query that it is equal to.
fn shown(table: &TableDescription, views: &[ViewDescription]) -> Value {
    let planned = outlook::about(&table.name);
    let about = planned.map_or(table.about.as_str(), |(about, _)| about);
    let of_plan = |at: usize| planned.and_then(|(_, columns)| columns.get(at).copied());
    let columns = table.columns.iter().enumerate().map(|(at, it)| {
        let about = of_plan(at).unwrap_or(&it.about);
        json!({ "name": it.name, "type": it.sql_type, "nullable": it.nullable, "about": about })
    });
    let view = views.iter().find(|view| view.name == table.name);
    json!({
        "name": table.name, "kind": table.kind, "about": about,
        "columns": columns.collect::<Vec<_>>(), "sql": view.map(|view| &view.sql),
    })
}
