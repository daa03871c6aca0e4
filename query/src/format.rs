//! Answers as JSON, JSON lines, CSV, Arrow and Parquet, batch by batch.
//!
//! Decimals, and integers beyond 2^53, are strings in JSON: a reader that takes numbers as
//! floating point would change them. Instants are RFC 3339 in UTC.

mod json;
mod parquet;

use std::sync::Arc;

use arrow::{
    array::RecordBatch,
    compute::cast,
    csv::WriterBuilder,
    datatypes::{DataType, Field, Schema, SchemaRef},
    ipc::writer::StreamWriter,
};
use marea_ingest::{identity::Lsn, time::Instant};

use crate::QueryError;

/// A form of an answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// One JSON document: columns, rows, row count and LSN.
    Json,
    /// One JSON object a line.
    JsonLines,
    /// Comma-separated values with a header (RFC 4180).
    Csv,
    /// An Arrow IPC stream.
    Arrow,
    /// A Parquet file.
    Parquet,
}

/// What an answer ends with.
#[derive(Debug, Clone, Copy)]
pub struct Closing {
    /// Whether rows were left out.
    pub truncated: bool,
    /// When the last event that it shows was recorded.
    pub recorded_at: Instant,
    /// The present.
    pub now: Instant,
}

impl Format {
    /// All of them.
    pub const ALL: [Self; 5] =
        [Self::Json, Self::JsonLines, Self::Csv, Self::Arrow, Self::Parquet];

    /// Its name, as the ending of an address.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Json => "json",
            Self::JsonLines => "jsonl",
            Self::Csv => "csv",
            Self::Arrow => "arrow",
            Self::Parquet => "parquet",
        }
    }

    /// The form of this name.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        let name = if name == "ndjson" { "jsonl" } else { name };
        Self::ALL.into_iter().find(|format| format.name() == name)
    }

    /// The form that an `Accept` header asks for.
    #[must_use]
    pub fn accepted(accept: &str) -> Option<Self> {
        accept.split(',').find_map(|kind| match kind.split(';').next()?.trim() {
            "application/json" => Some(Self::Json),
            "application/x-ndjson" | "application/jsonl" => Some(Self::JsonLines),
            "text/csv" => Some(Self::Csv),
            "application/vnd.apache.arrow.stream" => Some(Self::Arrow),
            "application/vnd.apache.parquet" => Some(Self::Parquet),
            _ => None,
        })
    }

    /// The media type.
    #[must_use]
    pub fn media_type(self) -> &'static str {
        match self {
            Self::Json => "application/json",
            Self::JsonLines => "application/x-ndjson",
            Self::Csv => "text/csv; charset=utf-8",
            Self::Arrow => "application/vnd.apache.arrow.stream",
            Self::Parquet => "application/vnd.apache.parquet",
        }
    }
}

/// Turns the batches of one answer into bytes, in order.
pub struct Encoder {
    kind: Kind,
    schema: SchemaRef,
    lsn: Lsn,
    rows: usize,
}

enum Kind {
    Json,
    JsonLines,
    Csv,
    Arrow { writer: Box<StreamWriter<Vec<u8>>>, schema: SchemaRef },
    Parquet { file: Box<parquet::File>, schema: SchemaRef },
}

impl Encoder {
    /// An encoder for an answer of these columns, true at this LSN.
    ///
    /// # Errors
    /// [`QueryError::Data`] where a column has no form in this format.
    pub fn new(format: Format, schema: SchemaRef, lsn: Lsn) -> Result<Self, QueryError> {
        let kind = match format {
            Format::Json => Kind::Json,
            Format::JsonLines => Kind::JsonLines,
            Format::Csv => Kind::Csv,
            Format::Arrow => {
                let schema = plain_schema(&schema);
                let writer = StreamWriter::try_new(Vec::new(), &schema).map_err(unfit)?;
                Kind::Arrow { writer: Box::new(writer), schema }
            }
            Format::Parquet => {
                let schema = plain_schema(&schema);
                Kind::Parquet { file: Box::new(parquet::File::new(&schema)?), schema }
            }
        };
        Ok(Self { kind, schema, lsn, rows: 0 })
    }

    /// The bytes before the first row.
    ///
    /// # Errors
    /// As [`Encoder::new`].
    pub fn begin(&mut self) -> Result<Vec<u8>, QueryError> {
        match &mut self.kind {
            Kind::Json => json::head(&self.schema),
            Kind::JsonLines => Ok(Vec::new()),
            Kind::Csv => csv(&RecordBatch::new_empty(Arc::clone(&self.schema)), true),
            Kind::Arrow { writer, .. } => Ok(std::mem::take(writer.get_mut())),
            Kind::Parquet { file, .. } => Ok(file.written()),
        }
    }

    /// The bytes of a batch.
    ///
    /// # Errors
    /// As [`Encoder::new`].
    pub fn batch(&mut self, batch: &RecordBatch) -> Result<Vec<u8>, QueryError> {
        let first = self.rows == 0;
        self.rows += batch.num_rows();
        match &mut self.kind {
            Kind::Json => json::rows(batch, first),
            Kind::JsonLines => json::lines(batch),
            Kind::Csv => csv(batch, false),
            Kind::Arrow { writer, schema } => {
                writer.write(&plain(batch, schema)?).map_err(unfit)?;
                Ok(std::mem::take(writer.get_mut()))
            }
            Kind::Parquet { file, schema } => file.write(&plain(batch, schema)?),
        }
    }

    /// The bytes after the last row.
    ///
    /// # Errors
    /// As [`Encoder::new`].
    pub fn end(&mut self, closing: &Closing) -> Result<Vec<u8>, QueryError> {
        match &mut self.kind {
            Kind::Json => Ok(json::tail(self.rows, self.lsn, closing)),
            Kind::JsonLines | Kind::Csv => Ok(Vec::new()),
            Kind::Arrow { writer, .. } => {
                writer.finish().map_err(unfit)?;
                Ok(std::mem::take(writer.get_mut()))
            }
            Kind::Parquet { file, .. } => file.end(),
        }
    }
}

fn csv(batch: &RecordBatch, header: bool) -> Result<Vec<u8>, QueryError> {
    let mut bytes = Vec::new();
    WriterBuilder::new().with_header(header).build(&mut bytes).write(batch).map_err(unfit)?;
    Ok(bytes)
}

// It stands in `map_err`, which hands the error over.
#[allow(clippy::needless_pass_by_value)]
pub(crate) fn unfit(error: arrow::error::ArrowError) -> QueryError {
    QueryError::Data { message: error.to_string() }
}

/// View types are new; many readers of Arrow streams know only the plain ones.
fn plain_schema(schema: &SchemaRef) -> SchemaRef {
    let field = |field: &Arc<Field>| match field.data_type() {
        DataType::Utf8View => Arc::new(field.as_ref().clone().with_data_type(DataType::Utf8)),
        DataType::BinaryView => Arc::new(field.as_ref().clone().with_data_type(DataType::Binary)),
        _ => Arc::clone(field),
    };
    Arc::new(Schema::new(schema.fields().iter().map(field).collect::<Vec<_>>()))
}

fn plain(batch: &RecordBatch, schema: &SchemaRef) -> Result<RecordBatch, QueryError> {
    let columns = batch.columns().iter().zip(schema.fields());
    let columns = columns.map(|(column, field)| cast(column, field.data_type()));
    let columns = columns.collect::<Result<Vec<_>, _>>().map_err(unfit)?;
    RecordBatch::try_new(Arc::clone(schema), columns).map_err(unfit)
}

#[cfg(test)]
mod tests;
