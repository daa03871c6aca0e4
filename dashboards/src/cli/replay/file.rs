//! A file of demand: a row for each day on which something was wanted.

use std::{fs::File, io::Read, path::Path};

use anyhow::Context as _;
use chrono::NaiveDate;
use csv::StringRecord;
use flate2::read::GzDecoder;

/// The columns that there have to be, in any order.
const COLUMNS: [&str; 3] = ["series", "time", "value"];

/// Reads series, day and units of every row.
///
/// # Errors
/// The column that is absent, or the line and what is wrong with it.
pub(super) fn read(path: &Path) -> anyhow::Result<Vec<(String, NaiveDate, f64)>> {
    let file = File::open(path).with_context(|| format!("reading {}", path.display()))?;
    let packed = path.extension().is_some_and(|ending| ending == "gz");
    let bytes: Box<dyn Read> = if packed { Box::new(GzDecoder::new(file)) } else { Box::new(file) };
    rows(bytes).with_context(|| path.display().to_string())
}

fn rows(bytes: impl Read) -> anyhow::Result<Vec<(String, NaiveDate, f64)>> {
    let mut reader = csv::ReaderBuilder::new().trim(csv::Trim::All).from_reader(bytes);
    let head = reader.headers()?.clone();
    let place = |column: &&str| {
        let found = head.iter().position(|name| name == *column);
        found.with_context(|| format!("there is no column {column}; expected {COLUMNS:?}"))
    };
    let places: Vec<usize> = COLUMNS.iter().map(place).collect::<anyhow::Result<_>>()?;
    let read = |record: Result<StringRecord, csv::Error>| {
        let record = record?;
        let line = record.position().map_or(0, csv::Position::line);
        row(&record, &places).with_context(|| format!("line {line}"))
    };
    reader.records().map(read).collect()
}

fn row(record: &StringRecord, places: &[usize]) -> anyhow::Result<(String, NaiveDate, f64)> {
    let cell = |place: usize| record.get(places[place]).unwrap_or_default();
    let day = cell(1).get(..10).and_then(|day| day.parse().ok());
    let day = day.with_context(|| format!("expected a day as 2026-01-31, found {:?}", cell(1)))?;
    let units: Option<f64> = cell(2).parse().ok();
    let units = units.filter(|units| units.is_finite() && *units >= 0.0);
    let units = units.with_context(|| format!("expected units, 0 or more, found {:?}", cell(2)))?;
    Ok((cell(0).to_owned(), day, units))
}

#[cfg(test)]
mod tests;
