//! A Parquet file of the lake while it is written: nobody sees it before it is whole and on disk.
//!
//! Rows come sorted by `occurred_at, lsn`, and the footer says so. The file is named once its bytes
//! are known, since its name ends in their hash; until then it is `….unfinished`, and it goes away
//! when it is given up.

use std::{
    fs::{self, File},
    io::{self, BufWriter, Write},
    path::{Path, PathBuf},
};

use arrow::{
    array::RecordBatch,
    datatypes::{DataType, Schema},
};
use parquet::{
    arrow::ArrowWriter,
    basic::{Compression, Encoding, ZstdLevel},
    file::{
        metadata::SortingColumn,
        properties::{EnabledStatistics, WriterProperties, WriterPropertiesBuilder},
    },
    schema::types::ColumnPath,
};
use xxhash_rust::xxh3::Xxh3;

use super::{SealedFile, StoreError, paths};
use crate::{cores::offer_core, facts::FactTable, identity::Lsn};

/// Rows a row group: small enough to skip by statistics, large enough to compress.
pub(super) const ROW_GROUP: usize = 65_536;

/// Rows that are compressed in about half a millisecond.
const ROWS_A_TURN: usize = 512;

/// What rows are sorted by, in every file.
pub(super) const SORTED_BY: [&str; 2] = ["occurred_at", "lsn"];

/// What is asked for one by one: who looks for one of these reads the row groups that may have it.
const ASKED_FOR: [&str; 4] = ["order_id", "customer_id", "event_id", "sku"];

/// The share of row groups without what is asked for that are read nevertheless.
const READ_IN_VAIN: f64 = 0.01;

/// A file that is being written.
pub(super) struct NewFile {
    folder: PathBuf,
    unfinished: Unfinished,
    writer: ArrowWriter<Hashed>,
    first: Lsn,
    last: Lsn,
}

impl NewFile {
    /// Starts a file for rows of these LSNs, both ends included.
    pub(super) fn create(
        folder: &Path,
        table: FactTable,
        first: Lsn,
        last: Lsn,
    ) -> Result<Self, StoreError> {
        let unfinished = Unfinished(paths::unfinished(folder, first, last));
        let file = File::create(&unfinished.0)?;
        let sink = Hashed { file: BufWriter::new(file), hash: Xxh3::new(), bytes: 0 };
        let schema = table.schema();
        let writer = ArrowWriter::try_new(sink, schema.clone(), Some(properties(&schema)))?;
        Ok(Self { folder: folder.to_owned(), unfinished, writer, first, last })
    }

    /// Adds rows behind those so far.
    pub(super) fn write(&mut self, rows: &RecordBatch) -> Result<(), StoreError> {
        for from in (0..rows.num_rows()).step_by(ROWS_A_TURN) {
            offer_core();
            self.writer.write(&rows.slice(from, ROWS_A_TURN.min(rows.num_rows() - from)))?;
        }
        Ok(())
    }

    /// Brings the file to the disk under its name, and reads it back.
    pub(super) fn finish(self) -> Result<SealedFile, StoreError> {
        let Hashed { mut file, hash, bytes } = self.writer.into_inner()?;
        file.flush()?;
        file.get_ref().sync_all()?;
        let name = paths::sealed_file(self.first, self.last, hash.digest());
        let path = self.folder.join(name);
        fs::rename(&self.unfinished.0, &path)?;
        File::open(&self.folder)?.sync_all()?;
        SealedFile::open(&path, bytes)
    }
}

/// The name of a file that is not finished; there is no such file any more once this is dropped.
struct Unfinished(PathBuf);

impl Drop for Unfinished {
    fn drop(&mut self) {
        // A finished file has another name by now, so there is nothing to remove.
        let _ = fs::remove_file(&self.0);
    }
}

/// Counts and hashes the bytes on their way to the file, so that it need not be held in memory.
struct Hashed {
    file: BufWriter<File>,
    hash: Xxh3,
    bytes: u64,
}

impl Write for Hashed {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let written = self.file.write(bytes)?;
        self.hash.update(&bytes[..written]);
        self.bytes += written as u64;
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file.flush()
    }
}

/// Statistics and a page index are written for all columns, which is the library's default, but
/// for the payload: nobody compares it, and it is long.
fn properties(schema: &Schema) -> WriterProperties {
    let mut properties = WriterProperties::builder()
        .set_compression(Compression::ZSTD(ZstdLevel::default()))
        .set_max_row_group_row_count(Some(ROW_GROUP))
        .set_sorting_columns(Some(sorting(schema)));
    for field in schema.fields() {
        properties = encoded(properties, field.name(), field.data_type());
        if ASKED_FOR.contains(&field.name().as_str()) {
            properties = filtered(properties, field.name());
        }
    }
    properties.build()
}

/// A Bloom filter for each row group, at most as large as if all its values were different.
fn filtered(properties: WriterPropertiesBuilder, name: &str) -> WriterPropertiesBuilder {
    let column = ColumnPath::from(name);
    properties
        .set_column_bloom_filter_fpp(column.clone(), READ_IN_VAIN)
        .set_column_bloom_filter_max_ndv(column, ROW_GROUP as u64)
}

/// A dictionary pays where values come again within a row group. LSNs and instants hardly do, and
/// differ little from one row to the next; ids of events and payloads are all different.
fn encoded(
    properties: WriterPropertiesBuilder,
    name: &str,
    data_type: &DataType,
) -> WriterPropertiesBuilder {
    let column = ColumnPath::from(name);
    match (name, data_type) {
        ("lsn", _) | (_, DataType::Timestamp(..)) => properties
            .set_column_dictionary_enabled(column.clone(), false)
            .set_column_encoding(column, Encoding::DELTA_BINARY_PACKED),
        ("payload", _) => properties
            .set_column_dictionary_enabled(column.clone(), false)
            .set_column_statistics_enabled(column, EnabledStatistics::None),
        ("event_id", _) => properties.set_column_dictionary_enabled(column, false),
        _ => properties,
    }
}

fn sorting(schema: &Schema) -> Vec<SortingColumn> {
    let places = SORTED_BY.iter().filter_map(|name| schema.index_of(name).ok());
    let places = places.filter_map(|place| i32::try_from(place).ok());
    places
        .map(|column_idx| SortingColumn { column_idx, descending: false, nulls_first: true })
        .collect()
}
