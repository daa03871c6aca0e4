//! `/api/v1/tables`: what can be asked for, and what each table and column holds.

use axum::{
    Json,
    extract::{Path, State},
};
use marea_query::{ColumnDescription, TableDescription};
use serde_json::{Value, json};

use super::Problem;
use crate::Application;

pub(super) async fn list(State(application): State<Application>) -> Result<Json<Value>, Problem> {
    let tables = application.query.describe()?;
    let tables: Vec<Value> = tables.iter().map(shown).collect();
    Ok(Json(json!({ "tables": tables })))
}

pub(super) async fn one(
    State(application): State<Application>,
    Path(name): Path<String>,
) -> Result<Json<Value>, Problem> {
    let tables = application.query.describe()?;
    let found = tables.iter().find(|table| table.name == name);
    found.map(|table| Json(shown(table))).ok_or_else(|| {
        let names = tables.iter().map(|table| table.name.as_str());
        Problem::not_found(format!("there is no table \"{name}\"")).near(&name, names)
    })
}

fn shown(table: &TableDescription) -> Value {
    let columns: Vec<Value> = table.columns.iter().map(column).collect();
    json!({
        "name": table.name, "kind": table.kind, "about": table.about, "columns": columns,
    })
}

fn column(it: &ColumnDescription) -> Value {
    json!({ "name": it.name, "type": it.sql_type, "nullable": it.nullable, "about": it.about })
}
