//! The Delta log of a sealed table: opened, made, and added to by one durable commit at a time.
//!
//! A commit either adds a file of new rows and names their LSN, or puts one file in the place of
//! several and names no LSN, since no row is new.

mod checkpoint;
mod statistics;

use std::{
    fs::{self, File},
    path::{Path, PathBuf},
    sync::Arc,
};

use arrow::datatypes::DataType;
use deltalake::{
    DeltaTable, DeltaTableBuilder, DeltaTableError,
    kernel::{
        Action, Add, DataType as DeltaType, Remove, StructField, Transaction,
        transaction::{CommitBuilder, CommitProperties},
    },
    operations::create::CreateBuilder,
    protocol::{DeltaOperation, SaveMode},
};
use futures::TryStreamExt;
use url::Url;

pub(super) use self::statistics::ends;
use super::{SealedFile, StoreError, as_column, paths};
use crate::{facts::FactTable, identity::Lsn, time::Instant};

/// The name under which the LSN stands in the Delta log.
const APPLICATION: &str = "marea";

/// What one commit changes.
pub(super) struct Change {
    actions: Vec<Action>,
    operation: DeltaOperation,
    /// The last LSN of new rows.
    sealed: Option<Lsn>,
}

impl Change {
    /// A file of new rows.
    pub(super) fn append(file: &SealedFile, sealed: Lsn, now_millis: i64) -> Self {
        let operation =
            DeltaOperation::Write { mode: SaveMode::Append, partition_by: None, predicate: None };
        let actions = vec![Action::Add(add(file, true, now_millis))];
        Self { actions, operation, sealed: Some(sealed) }
    }

    /// A file with the very rows of others, in their place.
    pub(super) fn replace(old: &[Arc<SealedFile>], new: &SealedFile, now_millis: i64) -> Self {
        let operation =
            DeltaOperation::Optimize { predicate: None, target_size: new.bytes.cast_signed() };
        let gone = old.iter().map(|file| Action::Remove(remove(file, now_millis)));
        let actions = gone.chain([Action::Add(add(new, false, now_millis))]).collect();
        Self { actions, operation, sealed: None }
    }
}

fn add(file: &SealedFile, data_change: bool, now_millis: i64) -> Add {
    Add {
        path: file.name().to_owned(),
        size: file.bytes.cast_signed(),
        modification_time: now_millis,
        data_change,
        stats: Some(statistics::of(&file.metadata).to_string()),
        ..Add::default()
    }
}

fn remove(file: &SealedFile, now_millis: i64) -> Remove {
    Remove {
        path: file.name().to_owned(),
        data_change: false,
        deletion_timestamp: Some(now_millis),
        extended_file_metadata: Some(true),
        partition_values: Some([].into()),
        size: Some(file.bytes.cast_signed()),
        ..Remove::default()
    }
}

/// What a Delta log says of its table.
#[derive(Default)]
pub(super) struct Listed {
    /// Its files, and how large they are.
    pub files: Vec<(PathBuf, u64)>,
    /// Rows up to this LSN are in them.
    pub lsn: Lsn,
    /// Files that were replaced, and when.
    pub replaced: Vec<(PathBuf, Instant)>,
}

/// Reads from an open log which files there are.
pub(super) async fn listed(folder: &Path, table: &DeltaTable) -> Result<Listed, StoreError> {
    let state = table.snapshot()?;
    let log_store = table.log_store();
    let lsn = state.transaction_version(log_store.as_ref(), APPLICATION).await?.unwrap_or(0);
    let log = state.log_data();
    let file = |size: i64, path: &str| (folder.join(path), size.cast_unsigned());
    let files = log.iter().map(|it| file(it.size(), it.path().as_ref())).collect();
    Ok(Listed { files, lsn: Lsn(lsn.cast_unsigned()), replaced: Vec::new() })
}

/// As [`listed`], for a store that is being opened; also what its files replaced.
pub(super) async fn read(folder: &Path) -> Result<Listed, StoreError> {
    if paths::delta_log(folder).is_dir() {
        drop_torn_commit(folder)?;
        checkpoint::verify(folder)?;
    }
    let Some(table) = open(folder).await? else { return Ok(Listed::default()) };
    let mut listed = listed(folder, &table).await?;
    let log_store = table.log_store();
    let mut replaced = table.snapshot()?.all_tombstones(log_store.as_ref());
    while let Some(file) = replaced.try_next().await? {
        let millis = file.deletion_timestamp().unwrap_or_default();
        let at = Instant(millis.saturating_mul(1000));
        listed.replaced.push((folder.join(file.path().as_ref()), at));
    }
    Ok(listed)
}

/// Opens the Delta table in a folder; `None` where there is none yet.
async fn open(folder: &Path) -> Result<Option<DeltaTable>, StoreError> {
    if !paths::delta_log(folder).is_dir() {
        return Ok(None);
    }
    match DeltaTableBuilder::from_url(address(folder)?)?.load().await {
        Ok(table) => Ok(Some(table)),
        Err(DeltaTableError::NotATable(_)) => Ok(None),
        Err(error) => Err(error.into()),
    }
}

/// Opens the Delta table in a folder, or makes it.
pub(super) async fn open_or_create(
    folder: &Path,
    table: FactTable,
) -> Result<DeltaTable, StoreError> {
    fs::create_dir_all(folder)?;
    if let Some(table) = open(folder).await? {
        return Ok(table);
    }
    let log_store = DeltaTableBuilder::from_url(address(folder)?)?.build()?.log_store();
    Ok(CreateBuilder::new()
        .with_log_store(log_store)
        .with_table_name(table.name())
        .with_columns(columns(table)?)
        .await?)
}

/// Commits a change; returns when it is on disk.
pub(super) async fn commit(
    folder: &Path,
    table: &DeltaTable,
    change: Change,
    now_millis: i64,
) -> Result<(), StoreError> {
    // Checkpoints are written below, since the library does not bring them to the disk.
    let mut properties = CommitProperties::default()
        .with_create_checkpoint(false)
        .with_cleanup_expired_logs(Some(false));
    if let Some(lsn) = change.sealed {
        let transaction = Transaction::new(APPLICATION, as_column(lsn));
        properties = properties.with_application_transaction(transaction);
    }
    let committed = CommitBuilder::from(properties)
        .with_actions(change.actions)
        .build(Some(table.snapshot()?), table.log_store(), change.operation)
        .await?;
    let version = committed.version();
    File::open(paths::delta_commit(folder, version))?.sync_all()?;
    File::open(paths::delta_log(folder))?.sync_all()?;
    if let Err(error) = checkpoint::write_if_due(folder, table, version, now_millis).await {
        // The commit stands; the log is only longer to read until the next checkpoint.
        tracing::warn!(folder = %folder.display(), version, %error, "no checkpoint was written");
    }
    Ok(())
}

/// A machine that lost power may leave the newest commit as an empty file. Nothing was forgotten
/// for it, since that waits for the disk: rows of a seal are still in the store's own log, and
/// files that were to be replaced are still there. So the commit can go, and is made again.
fn drop_torn_commit(folder: &Path) -> Result<(), StoreError> {
    let commits = fs::read_dir(paths::delta_log(folder))?.collect::<Result<Vec<_>, _>>()?;
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

/// The address of a table's folder, as the Delta library wants it.
fn address(folder: &Path) -> Result<Url, StoreError> {
    let absolute = std::path::absolute(folder)?;
    Url::from_directory_path(&absolute)
        .map_err(|()| StoreError::damaged(format!("{} is no folder", folder.display())))
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
