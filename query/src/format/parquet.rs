//! An answer as a Parquet file, sent on as its row groups fill.

use arrow::{array::RecordBatch, datatypes::SchemaRef};
use ::parquet::{
    arrow::ArrowWriter,
    basic::{Compression, ZstdLevel},
    errors::ParquetError,
    file::properties::WriterProperties,
};

use crate::QueryError;

/// Rows a row group: what is held in memory at a time.
const ROW_GROUP: usize = 65_536;

/// A file that is being written.
pub(super) struct File {
    writer: ArrowWriter<Vec<u8>>,
}

impl File {
    pub(super) fn new(schema: &SchemaRef) -> Result<Self, QueryError> {
        let properties = WriterProperties::builder()
            .set_compression(Compression::ZSTD(ZstdLevel::default()))
            .set_max_row_group_row_count(Some(ROW_GROUP))
            .build();
        let writer = ArrowWriter::try_new(Vec::new(), SchemaRef::clone(schema), Some(properties));
        Ok(Self { writer: writer.map_err(unfit)? })
    }

    /// What was written since this was last asked.
    pub(super) fn written(&mut self) -> Vec<u8> {
        std::mem::take(self.writer.inner_mut())
    }

    pub(super) fn write(&mut self, batch: &RecordBatch) -> Result<Vec<u8>, QueryError> {
        self.writer.write(batch).map_err(unfit)?;
        Ok(self.written())
    }

    pub(super) fn end(&mut self) -> Result<Vec<u8>, QueryError> {
        self.writer.finish().map_err(unfit)?;
        Ok(self.written())
    }
}

// It stands in `map_err`, which hands the error over.
#[allow(clippy::needless_pass_by_value)]
fn unfit(error: ParquetError) -> QueryError {
    QueryError::Data { message: error.to_string() }
}
