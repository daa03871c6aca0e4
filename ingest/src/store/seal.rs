//! Sealing: hot rows become Parquet files, sorted by time, under a Delta log that names the LSN.
//!
//! In this order, so that a cut at any point loses nothing and doubles nothing: file to disk,
//! Delta commit with the LSN (unless the log already names it), Delta commit to disk; and only
//! then may the writer forget its own log.

use std::{path::Path, sync::Arc};

use arrow::{
    array::{AsArray, RecordBatch},
    compute::{SortColumn, concat_batches, lexsort_to_indices, take_record_batch},
    datatypes::Int64Type,
};
use tokio::runtime::Runtime;

use super::{
    SealedFile, SealedTable, StoreError,
    delta::{self, Change},
    hot::TableBatches,
    lake,
    new_file::{NewFile, SORTED_BY},
    paths,
};
use crate::{facts::FactTable, identity::Lsn};

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
        let table = delta::open_or_create(&folder, self.table).await?;
        let listed = delta::listed(&folder, &table).await?;
        if listed.lsn >= self.lsn {
            return lake::opened(&listed, &before.files);
        }
        let file = self.write_file(&folder, &sorted(self.table, batches)?)?;
        let change = Change::append(&file, self.lsn, self.now_millis);
        delta::commit(&folder, &table, change, self.now_millis).await?;
        let files = before.files.iter().cloned().chain([Arc::new(file)]).collect();
        Ok(SealedTable { files, lsn: self.lsn })
    }

    fn write_file(&self, folder: &Path, rows: &RecordBatch) -> Result<SealedFile, StoreError> {
        let lsns = rows.column(0).as_primitive::<Int64Type>();
        let first = arrow::compute::min(lsns).unwrap_or_default();
        let first = Lsn(first.cast_unsigned());
        let mut file = NewFile::create(folder, self.table, first, self.lsn)?;
        file.write(rows)?;
        file.finish()
    }
}

/// The rows of all batches, by the time at which they happened, then by LSN.
fn sorted(table: FactTable, batches: &[RecordBatch]) -> Result<RecordBatch, StoreError> {
    let rows = concat_batches(&table.schema(), batches)?;
    let keys = SORTED_BY.iter().filter_map(|name| rows.column_by_name(name));
    let keys: Vec<_> =
        keys.map(|column| SortColumn { values: Arc::clone(column), options: None }).collect();
    let order = lexsort_to_indices(&keys, None)?;
    Ok(take_record_batch(&rows, &order)?)
}
