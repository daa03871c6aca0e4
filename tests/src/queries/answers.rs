//! Two engines' answers to one query, held against each other.

use anyhow::{Context as _, Result, ensure};
use chrono::DateTime;
use serde_json::Value;

use super::{Kind, Query};
use crate::cells::{Cells, EMPTY, NULL};

/// How far floating point may differ, as a share: sums depend on the order of rows.
const NEAR: f64 = 1e-9;

/// A row: what must be the same to the last digit, and what floats.
type Row = (Vec<String>, Vec<f64>);

/// Expects another engine's rows to be ours.
///
/// # Errors
/// The first row that only one of the two has.
pub fn agree(query: &Query, ours: &Cells, theirs: &[Vec<Value>]) -> Result<()> {
    let theirs: Cells = theirs.iter().map(|row| row.iter().map(plain).collect()).collect();
    let (mut ours, mut theirs) = (read(query, ours)?, read(query, &theirs)?);
    if !query.ordered {
        for rows in [&mut ours, &mut theirs] {
            rows.sort_by(|one, other| one.0.cmp(&other.0));
        }
    }
    for (place, (ours, theirs)) in ours.iter().zip(&theirs).enumerate() {
        ensure!(same(ours, theirs), "row {place} is {ours:?} here and {theirs:?} there");
    }
    ensure!(ours.len() == theirs.len(), "{} rows here, {} there", ours.len(), theirs.len());
    Ok(())
}

fn plain(cell: &Value) -> String {
    match cell {
        Value::Null => NULL.to_owned(),
        Value::String(text) if text.is_empty() => EMPTY.to_owned(),
        Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}

fn same(ours: &Row, theirs: &Row) -> bool {
    let near = |(one, other): (&f64, &f64)| {
        (one.is_nan() && other.is_nan()) || (one - other).abs() <= NEAR * one.abs().max(1.0)
    };
    ours.0 == theirs.0 && ours.1.iter().zip(&theirs.1).all(near)
}

fn read(query: &Query, rows: &Cells) -> Result<Vec<Row>> {
    rows.iter().map(|row| read_row(query, row)).collect()
}

fn read_row(query: &Query, row: &[String]) -> Result<Row> {
    ensure!(row.len() == query.columns.len(), "{} columns: {row:?}", row.len());
    let (mut exact, mut floating) = (Vec::new(), Vec::new());
    for (kind, cell) in query.columns.iter().zip(row) {
        match kind {
            Kind::Float if cell == NULL => floating.push(f64::NAN),
            Kind::Float => floating.push(cell.parse().with_context(|| cell.clone())?),
            _ if cell == NULL => exact.push(cell.clone()),
            Kind::Integer | Kind::Decimal => exact.push(figure(cell)),
            Kind::Instant => exact.push(instant(cell)?),
            Kind::Text | Kind::Date | Kind::Boolean => exact.push(cell.clone()),
        }
    }
    Ok((exact, floating))
}

/// A figure without trailing zeros.
fn figure(cell: &str) -> String {
    let short = match cell.contains('.') {
        true => cell.trim_end_matches('0').trim_end_matches('.'),
        false => cell,
    };
    if short == "-0" { "0".to_owned() } else { short.to_owned() }
}

/// Microseconds since 1970; a text without an offset is in UTC.
fn instant(cell: &str) -> Result<String> {
    let utc = format!("{cell}Z");
    let read = DateTime::parse_from_rfc3339(cell).or_else(|_| DateTime::parse_from_rfc3339(&utc));
    Ok(read.with_context(|| cell.to_owned())?.timestamp_micros().to_string())
}
