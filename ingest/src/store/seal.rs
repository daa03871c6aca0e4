//! Sealing: hot rows become Parquet files, sorted by time, under a Delta log that names the LSN.
//!
//! In this order, so that a cut at any point loses nothing and doubles nothing: file to disk,
//! Delta commit with the LSN (unless the log already names it), Delta commit to disk; and only
//! then may the writer forget its own log.

use std::{
    fs::{self, File},
    io::Write,
    path::Path,
    sync::Arc,
};

use arrow::{
    array::{AsArray, RecordBatch},
    compute::{SortColumn, concat_batches, lexsort_to_indices, take_record_batch},
    datatypes::{DataType, Int64Type},
};
use deltalake::{
    DeltaTable, DeltaTableBuilder,
    kernel::{
        Action, Add, DataType as DeltaType, StructField, Transaction,
        transaction::{CommitBuilder, CommitProperties},
    },
    operations::create::CreateBuilder,
    protocol::{DeltaOperation, SaveMode},
};
use parquet::{
    arrow::ArrowWriter,
    basic::{Compression, ZstdLevel},
    file::properties::WriterProperties,
};
use serde_json::{Map, Value, json};
use tokio::runtime::Runtime;
use xxhash_rust::xxh3::xxh3_64;

use super::{
    SealedFile, SealedTable, StoreError, as_column,
    hot::TableBatches,
    lake::{APPLICATION, address, delta_table, sealed_table},
    paths,
};
use crate::{facts::FactTable, identity::Lsn};

/// Rows a row group: small enough to skip by statistics, large enough to compress.
const ROW_GROUP: usize = 65_536;

/// Hot rows to be sealed.
pub(super) struct Job {
    pub lsn: Lsn,
    pub batches: [TableBatches; 5],
    pub sealed: Arc<[SealedTable; 5]>,
}

/// Seals the rows of all tables. A table that an earlier try sealed is passed over.
pub(super) fn seal(
    store: &Path,
    runtime: &Runtime,
    job: &Job,
    now_millis: i64,
) -> Result<[SealedTable; 5], StoreError> {
    let mut tables = (*job.sealed).clone();
    for table in FactTable::ALL {
        let at = table as usize;
        if !job.batches[at].is_empty() {
            let sealing = Sealing { table, store, lsn: job.lsn, now_millis };
            tables[at] = runtime.block_on(sealing.run(&job.batches[at], &tables[at]))?;
        }
    }
    Ok(tables)
}

struct Sealing<'a> {
    table: FactTable,
    store: &'a Path,
    lsn: Lsn,
    now_millis: i64,
}

impl Sealing<'_> {
    async fn run(
        &self,
        batches: &[RecordBatch],
        before: &SealedTable,
    ) -> Result<SealedTable, StoreError> {
        let folder = paths::table(self.store, self.table);
        let table = self.delta(&folder).await?;
        let log_store = table.log_store();
        let version =
            table.snapshot()?.transaction_version(log_store.as_ref(), APPLICATION).await?;
        if version.is_some_and(|version| version >= as_column(self.lsn)) {
            return sealed_table(&folder).await;
        }
        let rows = sorted(self.table, batches)?;
        let file = self.write_file(&folder, &rows)?;
        self.commit(&folder, &table, &file, &rows).await?;
        let files = before.files.iter().cloned().chain([Arc::new(file)]).collect();
        Ok(SealedTable { files, lsn: self.lsn })
    }

    async fn delta(&self, folder: &Path) -> Result<DeltaTable, StoreError> {
        fs::create_dir_all(folder)?;
        if let Some(table) = delta_table(folder).await? {
            return Ok(table);
        }
        let log_store = DeltaTableBuilder::from_url(address(folder)?)?.build()?.log_store();
        Ok(CreateBuilder::new()
            .with_log_store(log_store)
            .with_table_name(self.table.name())
            .with_columns(columns(self.table)?)
            .await?)
    }

    fn write_file(&self, folder: &Path, rows: &RecordBatch) -> Result<SealedFile, StoreError> {
        let bytes = parquet_bytes(rows)?;
        let lsns = rows.column(0).as_primitive::<Int64Type>();
        let first = arrow::compute::min(lsns).unwrap_or_default();
        let name = paths::sealed_file(Lsn(first.cast_unsigned()), self.lsn, xxh3_64(&bytes));
        let path = folder.join(&name);
        let unfinished = folder.join(format!(".{name}.unfinished"));
        let mut file = File::create(&unfinished)?;
        file.write_all(&bytes)?;
        file.sync_all()?;
        fs::rename(&unfinished, &path)?;
        File::open(folder)?.sync_all()?;
        SealedFile::open(&path, bytes.len() as u64)
    }

    async fn commit(
        &self,
        folder: &Path,
        table: &DeltaTable,
        file: &SealedFile,
        rows: &RecordBatch,
    ) -> Result<(), StoreError> {
        let name = file.path.file_name().map(|name| name.to_string_lossy().into_owned());
        let add = Add {
            path: name.unwrap_or_default(),
            size: file.bytes.cast_signed(),
            modification_time: self.now_millis,
            data_change: true,
            stats: Some(statistics(rows).to_string()),
            ..Add::default()
        };
        let properties = CommitProperties::default()
            .with_cleanup_expired_logs(Some(false))
            .with_application_transaction(Transaction::new(APPLICATION, as_column(self.lsn)));
        let append =
            DeltaOperation::Write { mode: SaveMode::Append, partition_by: None, predicate: None };
        let committed = CommitBuilder::from(properties)
            .with_actions(vec![Action::Add(add)])
            .build(Some(table.snapshot()?), table.log_store(), append)
            .await?;
        let commit = paths::delta_commit(folder, committed.version());
        File::open(commit)?.sync_all()?;
        Ok(File::open(folder.join("_delta_log"))?.sync_all()?)
    }
}

/// The rows of all batches, by the time at which they happened, then by LSN.
fn sorted(table: FactTable, batches: &[RecordBatch]) -> Result<RecordBatch, StoreError> {
    let rows = concat_batches(&table.schema(), batches)?;
    let keys = ["occurred_at", "lsn"].iter().filter_map(|name| rows.column_by_name(name));
    let keys: Vec<_> =
        keys.map(|column| SortColumn { values: Arc::clone(column), options: None }).collect();
    let order = lexsort_to_indices(&keys, None)?;
    Ok(take_record_batch(&rows, &order)?)
}

fn parquet_bytes(rows: &RecordBatch) -> Result<Vec<u8>, StoreError> {
    let properties = WriterProperties::builder()
        .set_compression(Compression::ZSTD(ZstdLevel::default()))
        .set_max_row_group_row_count(Some(ROW_GROUP))
        .build();
    let mut bytes = Vec::new();
    let mut writer = ArrowWriter::try_new(&mut bytes, rows.schema(), Some(properties))?;
    writer.write(rows)?;
    writer.close()?;
    Ok(bytes)
}

/// What Delta readers skip files by: row count, and the ends of the columns one filters by.
fn statistics(rows: &RecordBatch) -> Value {
    let (mut least, mut most) = (Map::new(), Map::new());
    let lsns = rows.column(0).as_primitive::<Int64Type>();
    least.insert("lsn".into(), json!(arrow::compute::min(lsns)));
    most.insert("lsn".into(), json!(arrow::compute::max(lsns)));
    for name in ["event_date", "order_date"] {
        let Some(column) = rows.column_by_name(name) else { continue };
        let days = column.as_primitive::<arrow::datatypes::Date32Type>();
        let day = |day: Option<i32>| day.map(|day| crate::time::Day(day).date().to_string());
        least.insert(name.into(), json!(day(arrow::compute::min(days))));
        most.insert(name.into(), json!(day(arrow::compute::max(days))));
    }
    json!({ "numRecords": rows.num_rows(), "minValues": least, "maxValues": most })
}

/// A fact table's columns as Delta names their types.
fn columns(table: FactTable) -> Result<Vec<StructField>, StoreError> {
    let schema = table.schema();
    let field = |field: &Arc<arrow::datatypes::Field>| {
        let delta_type = match field.data_type() {
            DataType::Int64 => DeltaType::LONG,
            DataType::Boolean => DeltaType::BOOLEAN,
            DataType::Date32 => DeltaType::DATE,
            DataType::Timestamp(..) => DeltaType::TIMESTAMP,
            DataType::Decimal128(precision, scale) => {
                DeltaType::decimal(*precision, scale.cast_unsigned())
                    .map_err(|error| StoreError::damaged(error.to_string()))?
            }
            _ => DeltaType::STRING,
        };
        Ok(StructField::new(field.name(), delta_type, field.is_nullable()))
    };
    schema.fields().iter().map(field).collect()
}
