//! Answers of the query service as plain values, for pages and charts.

use std::{str::FromStr, time::Duration};

use chrono::NaiveDate;
use futures::StreamExt;
use marea_query::{
    QueryError, QueryRequest, QueryService,
    format::{Encoder, Format},
};
use rust_decimal::Decimal;
use serde_json::{Map, Value};

/// A row, by column. Decimals are texts, as in every JSON answer.
pub(crate) type Row = Map<String, Value>;

/// What nobody waits for may take so long, also on a machine that is busy.
const PATIENCE: Duration = Duration::from_secs(300);

/// Asks, and reads the whole answer.
pub(crate) async fn rows(query: &QueryService, sql: String) -> Result<Vec<Row>, QueryError> {
    read(query, QueryRequest::new(sql)).await
}

/// The same for work in the background, which takes the time that it needs.
pub(crate) async fn patient_rows(
    query: &QueryService,
    sql: String,
) -> Result<Vec<Row>, QueryError> {
    let mut request = QueryRequest::new(sql);
    request.timeout = PATIENCE;
    read(query, request).await
}

async fn read(query: &QueryService, request: QueryRequest) -> Result<Vec<Row>, QueryError> {
    let mut answer = query.query(request).await?;
    let mut encoder = Encoder::new(Format::JsonLines, answer.schema.clone(), answer.lsn)?;
    let mut rows = Vec::new();
    while let Some(batch) = answer.next().await {
        let lines = encoder.batch(&batch?)?;
        for line in lines.split(|byte| *byte == b'\n').filter(|line| !line.is_empty()) {
            let row = serde_json::from_slice(line);
            rows.push(row.map_err(|error| QueryError::Internal { message: error.to_string() })?);
        }
    }
    Ok(rows)
}

/// A decimal cell; nothing where it is null or not there.
pub(crate) fn decimal(row: &Row, column: &str) -> Decimal {
    let text = row.get(column).and_then(Value::as_str);
    text.and_then(|text| Decimal::from_str(text).ok()).unwrap_or_default()
}

/// A count; 0 where it is null or not there.
pub(crate) fn count(row: &Row, column: &str) -> i64 {
    row.get(column).and_then(Value::as_i64).unwrap_or(0)
}

/// A text; empty where it is null or not there.
pub(crate) fn text<'a>(row: &'a Row, column: &str) -> &'a str {
    row.get(column).and_then(Value::as_str).unwrap_or_default()
}

/// A date cell.
pub(crate) fn date(row: &Row, column: &str) -> Option<NaiveDate> {
    text(row, column).get(..10)?.parse().ok()
}

/// A text as a literal of SQL.
pub(crate) fn literal(text: &str) -> String {
    format!("'{}'", text.replace('\'', "''"))
}
