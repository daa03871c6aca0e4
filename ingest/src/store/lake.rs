//! Sealed history: for each fact table a Delta table of Parquet files.
//!
//! The Delta log is read when the store is opened, and written when rows are sealed; nothing lists
//! the folder or reads the log in between. A sealed file's name ends in the hash of its bytes,
//! which is compared when the store is opened, so a damaged file is refused and not read.

use std::{
    fs,
    path::{Path, PathBuf},
    sync::Arc,
};

use arrow::{
    array::{AsArray, RecordBatch},
    compute::{filter_record_batch, kernels::cmp::gt},
    datatypes::Int64Type,
};
use bytes::Bytes;
use deltalake::{DeltaTable, DeltaTableBuilder, DeltaTableError};
use parquet::{
    arrow::arrow_reader::{
        ArrowReaderMetadata, ArrowReaderOptions, ParquetRecordBatchReaderBuilder,
    },
    file::metadata::ParquetMetaData,
};
use tokio::runtime::Runtime;
use url::Url;
use xxhash_rust::xxh3::xxh3_64;

use super::{Follower, StoreError, as_column, paths};
use crate::{
    facts::{FactBatches, FactTable},
    identity::Lsn,
};

/// The name under which the LSN stands in the Delta log.
pub(super) const APPLICATION: &str = "marea";

/// A Parquet file of a sealed table.
#[derive(Debug, Clone)]
pub struct SealedFile {
    /// Where it is.
    pub path: PathBuf,
    /// How large it is.
    pub bytes: u64,
    /// The first LSN it may hold.
    pub first_lsn: Lsn,
    /// The last LSN it may hold.
    pub last_lsn: Lsn,
    /// Its footer: row groups, their statistics and places.
    pub metadata: Arc<ParquetMetaData>,
}

impl SealedFile {
    /// Rows in the file.
    #[must_use]
    pub fn rows(&self) -> usize {
        usize::try_from(self.metadata.file_metadata().num_rows()).unwrap_or(0)
    }

    /// Reads a sealed file's footer, after comparing its bytes with the hash in its name.
    pub(super) fn open(path: &Path, size: u64) -> Result<Self, StoreError> {
        let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
        let damaged = |how: &str| StoreError::damaged(format!("{} {how}", path.display()));
        let (first_lsn, last_lsn, hash) =
            paths::parse_sealed_file(name).ok_or_else(|| damaged("has a name not of ours"))?;
        let bytes = match fs::read(path) {
            Ok(bytes) => Bytes::from(bytes),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
                return Err(damaged("is in the Delta log, but missing"));
            }
            Err(error) => return Err(error.into()),
        };
        if bytes.len() as u64 != size || xxh3_64(&bytes) != hash {
            return Err(damaged("is not what was written: its size or its hash differs"));
        }
        let metadata = ArrowReaderMetadata::load(&bytes, ArrowReaderOptions::default())?;
        let metadata = Arc::clone(metadata.metadata());
        Ok(Self { path: path.to_owned(), bytes: size, first_lsn, last_lsn, metadata })
    }

    /// The rows of the file, batch by batch.
    ///
    /// # Errors
    /// [`StoreError`] where the file cannot be read.
    pub fn batches(
        &self,
    ) -> Result<impl Iterator<Item = Result<RecordBatch, StoreError>>, StoreError> {
        let reader = ParquetRecordBatchReaderBuilder::try_new(fs::File::open(&self.path)?)?;
        Ok(reader.with_batch_size(16_384).build()?.map(|batch| Ok(batch?)))
    }
}

/// The sealed files of one fact table.
#[derive(Debug, Clone, Default)]
pub struct SealedTable {
    /// The files, in the order in which they were sealed.
    pub files: Arc<[Arc<SealedFile>]>,
    /// Rows up to this LSN are sealed.
    pub lsn: Lsn,
}

/// All sealed tables of a store.
pub(super) struct Lake {
    pub tables: [SealedTable; 5],
    /// The Delta library is asynchronous; this is what it runs on.
    pub runtime: Arc<Runtime>,
}

impl Lake {
    pub(super) fn open(folder: &Path) -> Result<Self, StoreError> {
        let runtime = tokio::runtime::Builder::new_multi_thread()
            .worker_threads(1)
            .thread_name("marea-seal")
            .enable_all()
            .build()?;
        let mut tables: [SealedTable; 5] = Default::default();
        for table in FactTable::ALL {
            tables[table as usize] =
                runtime.block_on(sealed_table(&paths::table(folder, table)))?;
        }
        Ok(Self { tables, runtime: Arc::new(runtime) })
    }

    /// Shows all sealed rows to the followers.
    pub(super) fn replay(&self, followers: &mut [Box<dyn Follower>]) -> Result<(), StoreError> {
        for table in FactTable::ALL {
            let mut wanting: Vec<_> =
                followers.iter_mut().filter(|it| it.tables().contains(&table)).collect();
            if wanting.is_empty() {
                continue;
            }
            for file in self.tables[table as usize].files.iter() {
                for batch in file.batches()? {
                    let batch = batch?;
                    wanting.iter_mut().for_each(|follower| follower.follow(table, &batch));
                }
            }
        }
        Ok(())
    }

    /// Leaves out rows that are already sealed: a seal may have been cut off between two tables.
    pub(super) fn unsealed(&self, batches: &FactBatches) -> Result<FactBatches, StoreError> {
        let mut left = batches.clone();
        for (batch, sealed) in left.0.iter_mut().zip(&self.tables) {
            if batch.num_rows() > 0 && sealed.lsn > Lsn(0) {
                *batch = later_than(batch, sealed.lsn)?;
            }
        }
        Ok(left)
    }
}

fn later_than(batch: &RecordBatch, lsn: Lsn) -> Result<RecordBatch, StoreError> {
    let lsns = batch.column(0).as_primitive::<Int64Type>();
    let later = gt(lsns, &arrow::array::Int64Array::new_scalar(as_column(lsn)))?;
    Ok(filter_record_batch(batch, &later)?)
}

/// The address of a table's folder, as the Delta library wants it.
pub(super) fn address(folder: &Path) -> Result<Url, StoreError> {
    let absolute = std::path::absolute(folder)?;
    Url::from_directory_path(&absolute)
        .map_err(|()| StoreError::damaged(format!("{} is no folder", folder.display())))
}

/// Opens the Delta table in a folder; `None` where there is none yet.
pub(super) async fn delta_table(folder: &Path) -> Result<Option<DeltaTable>, StoreError> {
    if !folder.join("_delta_log").is_dir() {
        return Ok(None);
    }
    drop_torn_commit(folder)?;
    let table = DeltaTableBuilder::from_url(address(folder)?)?.load().await;
    match table {
        Ok(table) => Ok(Some(table)),
        Err(DeltaTableError::NotATable(_)) => Ok(None),
        Err(error) => Err(error.into()),
    }
}

/// A machine that lost power may leave the newest commit as an empty file. No log was forgotten
/// for it, since that waits for the disk, so the commit can go and its rows are sealed again.
fn drop_torn_commit(folder: &Path) -> Result<(), StoreError> {
    let commits = fs::read_dir(folder.join("_delta_log"))?.collect::<Result<Vec<_>, _>>()?;
    let newest = commits
        .into_iter()
        .map(|entry| entry.path())
        .filter(|path| path.extension().is_some_and(|ending| ending == "json"))
        .max();
    if let Some(newest) = newest.filter(|path| fs::metadata(path).is_ok_and(|it| it.len() == 0)) {
        tracing::warn!(file = %newest.display(), "dropping a commit that never reached the disk");
        fs::remove_file(newest)?;
    }
    Ok(())
}

/// Reads what is sealed of one table.
pub(super) async fn sealed_table(folder: &Path) -> Result<SealedTable, StoreError> {
    let Some(table) = delta_table(folder).await? else { return Ok(SealedTable::default()) };
    let state = table.snapshot()?;
    let log_store = table.log_store();
    let lsn = state.transaction_version(log_store.as_ref(), APPLICATION).await?.unwrap_or(0);
    let mut files = Vec::new();
    for file in state.log_data().iter() {
        let path = folder.join(file.path().as_ref());
        files.push(Arc::new(SealedFile::open(&path, file.size().cast_unsigned())?));
    }
    files.sort_by_key(|file| file.first_lsn);
    Ok(SealedTable { files: files.into(), lsn: Lsn(lsn.cast_unsigned()) })
}
