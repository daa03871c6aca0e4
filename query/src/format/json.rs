//! JSON that loses nothing: decimals and large integers are strings.

use std::sync::Arc;

use arrow::{
    array::{ArrayRef, RecordBatch},
    compute::cast,
    datatypes::{DataType, Field, Schema, SchemaRef},
    json::{LineDelimitedWriter, WriterBuilder, writer::LineDelimited},
};
use marea_ingest::identity::Lsn;
use serde_json::{Value, json};

use super::{Closing, unfit};
use crate::QueryError;

/// Beyond this, a reader that takes numbers as floating point would change an integer.
const EXACT: i64 = 1 << 53;

pub(super) fn head(schema: &SchemaRef) -> Result<Vec<u8>, QueryError> {
    let columns: Vec<Value> = schema.fields().iter().map(|field| column(field)).collect();
    let schema = serde_json::to_string(&columns)
        .map_err(|error| QueryError::Internal { message: error.to_string() })?;
    Ok(format!("{{\"schema\":{schema},\"rows\":[").into_bytes())
}

pub(super) fn tail(rows: usize, lsn: Lsn, closing: &Closing) -> Vec<u8> {
    let Closing { truncated, recorded_at, now } = *closing;
    // A store that holds nothing yet has no age.
    let age = (lsn > Lsn(0)).then(|| (now.0 - recorded_at.0).max(0) / 1000);
    let end = json!({
        "row_count": rows,
        "truncated": truncated,
        "lsn": lsn,
        "recorded_at": recorded_at,
        "age_ms": age,
    });
    // The rows come first, so that they can be sent before they are counted.
    format!("],{}\n", &end.to_string()[1..]).into_bytes()
}

fn column(field: &Field) -> Value {
    let kind = field.data_type().to_string();
    json!({ "name": field.name(), "type": kind, "nullable": field.is_nullable() })
}

/// The rows as objects with commas between them.
pub(super) fn rows(batch: &RecordBatch, first: bool) -> Result<Vec<u8>, QueryError> {
    let mut bytes = lines(batch)?;
    // Text within JSON holds no bare line feed, so each one ends a row.
    bytes.pop();
    for byte in &mut bytes {
        if *byte == b'\n' {
            *byte = b',';
        }
    }
    if !first && !bytes.is_empty() {
        bytes.insert(0, b',');
    }
    Ok(bytes)
}

/// The rows as objects, one a line; what is null is written as null.
pub(super) fn lines(batch: &RecordBatch) -> Result<Vec<u8>, QueryError> {
    if batch.num_rows() == 0 {
        return Ok(Vec::new());
    }
    let batch = lossless(batch)?;
    let mut bytes = Vec::new();
    let mut writer: LineDelimitedWriter<_> =
        WriterBuilder::new().with_explicit_nulls(true).build::<_, LineDelimited>(&mut bytes);
    writer.write(&batch).map_err(unfit)?;
    writer.finish().map_err(unfit)?;
    drop(writer);
    Ok(bytes)
}

/// The batch with columns that JSON numbers cannot hold as text.
fn lossless(batch: &RecordBatch) -> Result<RecordBatch, QueryError> {
    let schema = batch.schema();
    let columns = batch.columns().iter().map(as_lossless).collect::<Result<Vec<_>, _>>()?;
    let fields = schema.fields().iter().zip(&columns);
    let fields =
        fields.map(|(field, column)| Field::new(field.name(), column.data_type().clone(), true));
    let schema = Arc::new(Schema::new(fields.collect::<Vec<_>>()));
    RecordBatch::try_new(schema, columns).map_err(unfit)
}

fn as_lossless(column: &ArrayRef) -> Result<ArrayRef, QueryError> {
    match column.data_type() {
        DataType::Decimal32(..)
        | DataType::Decimal64(..)
        | DataType::Decimal128(..)
        | DataType::Decimal256(..) => cast(column, &DataType::Utf8).map_err(unfit),
        DataType::Int64 | DataType::UInt64 if has_large(column)? => {
            cast(column, &DataType::Utf8).map_err(unfit)
        }
        _ => Ok(Arc::clone(column)),
    }
}

fn has_large(column: &ArrayRef) -> Result<bool, QueryError> {
    use arrow::{
        array::AsArray,
        datatypes::{Int64Type, UInt64Type},
    };
    Ok(match column.data_type() {
        DataType::Int64 => {
            let values = column.as_primitive::<Int64Type>();
            values.iter().flatten().any(|value| !(-EXACT..=EXACT).contains(&value))
        }
        _ => {
            let values = column.as_primitive::<UInt64Type>();
            values.iter().flatten().any(|value| value > EXACT.cast_unsigned())
        }
    })
}
