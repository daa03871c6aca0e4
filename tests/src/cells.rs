//! Answers in every format as rows of plain text, so that one can be held against another.
//!
//! A null is `NULL` and an empty text `(empty)`, as sqllogictest files write them; CSV has one
//! form for both, and both are `NULL` there.

use std::fmt;

use anyhow::{Context as _, Result, ensure};
use arrow::{
    array::RecordBatch,
    ipc::reader::StreamReader,
    util::display::{ArrayFormatter, FormatOptions},
};
use parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder;
use serde::{
    Deserialize,
    de::{Deserializer, MapAccess, Visitor},
};
use serde_json::Value;

/// How a null is written.
pub const NULL: &str = "NULL";
/// How an empty text is written.
pub const EMPTY: &str = "(empty)";

/// Rows of plain text.
pub type Cells = Vec<Vec<String>>;

/// The columns of an answer, in order: name and type.
pub type Columns = Vec<(String, String)>;

/// An answer in JSON: its columns and its rows.
///
/// # Errors
/// Where it is none, was cut short, or does not say how many rows it has.
pub fn of_json(body: &[u8]) -> Result<(Columns, Cells)> {
    let told: Envelope = serde_json::from_slice(body)?;
    ensure!(!told.truncated, "cut short");
    ensure!(told.row_count == told.rows.len(), "{} rows of {}", told.rows.len(), told.row_count);
    let columns: Columns = told.schema.into_iter().map(|it| (it.name, it.data_type)).collect();
    for row in &told.rows {
        let names = row.0.iter().map(|(name, _)| name);
        ensure!(names.eq(columns.iter().map(|(name, _)| name)), "columns out of order: {row:?}");
    }
    Ok((columns, told.rows.iter().map(Object::cells).collect()))
}

/// An answer in JSON lines.
///
/// # Errors
/// Where a line is no object.
pub fn of_json_lines(body: &[u8]) -> Result<Cells> {
    let text = std::str::from_utf8(body)?;
    text.lines().map(|line| Ok(serde_json::from_str::<Object>(line)?.cells())).collect()
}

/// An answer in CSV, whose first line names the columns.
///
/// # Errors
/// Where it is none.
pub fn of_csv(body: &[u8]) -> Result<Cells> {
    let mut reader = csv::Reader::from_reader(body);
    ensure!(!reader.headers()?.is_empty(), "CSV without a heading");
    let cell = |cell: &str| if cell.is_empty() { NULL.to_owned() } else { cell.to_owned() };
    reader.records().map(|record| Ok(record?.iter().map(cell).collect())).collect()
}

/// An answer as an Arrow stream.
///
/// # Errors
/// Where it is none.
pub fn of_arrow(body: &[u8]) -> Result<Cells> {
    let reader = StreamReader::try_new(body, None)?;
    of_batches(reader.map(|batch| Ok(batch?)))
}

/// An answer as a Parquet file.
///
/// # Errors
/// Where it is none.
pub fn of_parquet(body: &[u8]) -> Result<Cells> {
    let mut file = tempfile::tempfile()?;
    std::io::Write::write_all(&mut file, body)?;
    let reader = ParquetRecordBatchReaderBuilder::try_new(file)?.build()?;
    of_batches(reader.map(|batch| Ok(batch?)))
}

fn of_batches(batches: impl Iterator<Item = Result<RecordBatch>>) -> Result<Cells> {
    let mut rows = Cells::new();
    let options = FormatOptions::default();
    for batch in batches {
        let batch = batch?;
        let columns = batch.columns().iter();
        let columns =
            columns.map(|column| Ok((column, ArrayFormatter::try_new(column, &options)?)));
        let columns = columns.collect::<Result<Vec<_>>>()?;
        for row in 0..batch.num_rows() {
            let cell = |(column, shown): &(&arrow::array::ArrayRef, ArrayFormatter<'_>)| {
                // A column that holds nothing but nulls keeps no note of them.
                let null = column.data_type().is_null() || column.is_null(row);
                if null { NULL.to_owned() } else { filled(shown.value(row)) }
            };
            rows.push(columns.iter().map(cell).collect());
        }
    }
    Ok(rows)
}

fn filled(cell: impl fmt::Display) -> String {
    let cell = cell.to_string();
    if cell.is_empty() { EMPTY.to_owned() } else { cell }
}

#[derive(Deserialize)]
struct Envelope {
    schema: Vec<Column>,
    rows: Vec<Object>,
    row_count: usize,
    truncated: bool,
}

#[derive(Deserialize)]
struct Column {
    name: String,
    #[serde(rename = "type")]
    data_type: String,
}

/// A JSON object whose fields stay in order, also where a name is there twice.
#[derive(Debug)]
struct Object(Vec<(String, Value)>);

impl Object {
    fn cells(&self) -> Vec<String> {
        let cell = |value: &Value| match value {
            Value::Null => NULL.to_owned(),
            Value::String(text) => filled(text),
            other => other.to_string(),
        };
        self.0.iter().map(|(_, value)| cell(value)).collect()
    }
}

impl<'de> Deserialize<'de> for Object {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(InOrder)
    }
}

struct InOrder;

impl<'de> Visitor<'de> for InOrder {
    type Value = Object;

    fn expecting(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Object, A::Error> {
        let mut fields = Vec::new();
        while let Some(field) = map.next_entry()? {
            fields.push(field);
        }
        Ok(Object(fields))
    }
}

/// The first problem of two answers that ought to be the same, by row.
///
/// # Errors
/// Where they differ.
pub fn same(one: &Cells, other: &Cells) -> Result<()> {
    let differing = one.iter().zip(other).position(|(one, other)| one != other);
    if let Some(row) = differing {
        anyhow::bail!("row {row}: {:?}, but {:?}", one[row], other[row]);
    }
    let extra = one.get(other.len()).or_else(|| other.get(one.len()));
    ensure!(one.len() == other.len(), "{} rows, but {}: {extra:?}", one.len(), other.len());
    Ok(())
}

/// Rows in one order, whatever order they came in.
#[must_use]
pub fn sorted(mut rows: Cells) -> Cells {
    rows.sort();
    rows
}

/// The first column, as it is.
///
/// # Errors
/// Where a row is empty.
pub fn first_column(rows: &Cells) -> Result<Vec<&str>> {
    rows.iter().map(|row| Ok(row.first().context("a row without columns")?.as_str())).collect()
}
