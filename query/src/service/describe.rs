//! What can be asked for: every table with its columns, and what each holds.

use arrow::datatypes::{DataType, SchemaRef};
use datafusion::catalog::SchemaProvider;
use futures::FutureExt;
use marea_ingest::facts::FactTable;
use serde::Serialize;

use super::QueryService;
use crate::{QueryError, session::SessionTables, tables::columns_about, views::ViewDescription};

/// What kind of table.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum TableKind {
    /// What happened; only ever added to.
    Fact,
    /// What is true now.
    Live,
    /// What follows from the facts.
    View,
    /// What is computed beside the store, such as forecasts.
    Plan,
}

/// A table that can be asked for.
#[derive(Debug, Clone, Serialize)]
pub struct TableDescription {
    /// Its name in SQL.
    pub name: String,
    /// What kind of table.
    pub kind: TableKind,
    /// What it holds.
    pub about: String,
    /// Its columns.
    pub columns: Vec<ColumnDescription>,
}

/// A column of a table.
#[derive(Debug, Clone, Serialize)]
pub struct ColumnDescription {
    /// Its name in SQL.
    pub name: String,
    /// Its type in SQL.
    pub sql_type: String,
    /// Whether a cell may be null.
    pub nullable: bool,
    /// What it holds; empty for columns of views, whose query says so.
    pub about: String,
}

impl QueryService {
    /// All tables that can be asked for, facts first, each kind by name.
    ///
    /// # Errors
    /// [`QueryError::Internal`] where a table cannot be made.
    pub fn describe(&self) -> Result<Vec<TableDescription>, QueryError> {
        let snapshot = self.inner.ingest.snapshot();
        let zone = self.inner.ingest.shop().time_zone;
        let tables = SessionTables::new(&self.inner, &snapshot, zone, &self.inner.meter());
        let views = self.views();
        let mut described = Vec::new();
        for name in tables.table_names() {
            // Nothing that a table of a snapshot needs has to be waited for.
            let table = tables.table(&name).now_or_never().transpose()?.flatten();
            if let Some(table) = table {
                described.push(self.describe_one(name, &table.schema(), &views));
            }
        }
        described.sort_by(|a, b| (a.kind, &a.name).cmp(&(b.kind, &b.name)));
        Ok(described)
    }

    fn describe_one(
        &self,
        name: String,
        schema: &SchemaRef,
        views: &[ViewDescription],
    ) -> TableDescription {
        let known = columns_about(&name);
        let fields = schema.fields().iter().enumerate();
        let columns = fields.map(|(at, field)| ColumnDescription {
            name: field.name().clone(),
            sql_type: sql_type(field.data_type()),
            nullable: field.is_nullable(),
            about: known.as_ref().and_then(|it| it.columns.get(at)).copied().unwrap_or("").into(),
        });
        let columns = columns.collect();
        let view = views.iter().find(|view| view.name == name);
        let kind = match (view, &known) {
            (Some(_), _) => TableKind::View,
            (None, Some(_)) if FactTable::ALL.iter().any(|it| it.name() == name) => TableKind::Fact,
            (None, Some(_)) => TableKind::Live,
            (None, None) => TableKind::Plan,
        };
        let about = view.map(|it| it.about.clone());
        let about = about.or_else(|| known.map(|it| it.table.to_owned())).unwrap_or_default();
        TableDescription { name, kind, about, columns }
    }
}

/// A type as SQL names it.
fn sql_type(data_type: &DataType) -> String {
    match data_type {
        DataType::Boolean => "BOOLEAN".into(),
        DataType::Int32 => "INTEGER".into(),
        DataType::Int64 => "BIGINT".into(),
        DataType::UInt64 => "BIGINT UNSIGNED".into(),
        DataType::Float64 => "DOUBLE".into(),
        DataType::Date32 => "DATE".into(),
        DataType::Timestamp(_, None) => "TIMESTAMP".into(),
        DataType::Timestamp(_, Some(zone)) => format!("TIMESTAMP ({zone})"),
        DataType::Decimal128(precision, scale) => format!("DECIMAL({precision}, {scale})"),
        DataType::Utf8 | DataType::Utf8View | DataType::LargeUtf8 => "TEXT".into(),
        other => other.to_string(),
    }
}
