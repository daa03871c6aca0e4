//! Checkpoints: every so many commits the Delta log is summed up in one file, so that a reader need
//! not read it from its beginning; what is older than a day is then cleaned away.
//!
//! The library writes a checkpoint but does not wait for the disk, and a checkpoint has no hash of
//! its own. So each gets a mark, an empty file that names its hash, once it is on disk. A checkpoint
//! without a mark was cut off while it was written: it goes, and the commits that it summed up are
//! read in its place. A checkpoint that is not as its mark says is damage.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs::{self, File},
    path::Path,
};

use deltalake::{DeltaTable, checkpoints};

use super::address;
use crate::store::{StoreError, lake::hash_and_size, paths};

/// Commits between two checkpoints: the log that is read when a table is opened stays so short
/// that a commit costs the same after a thousand others as after ten.
const EVERY: u64 = 32;

/// Commits stay so long, for readers who follow the log; in milliseconds. The folder is listed at
/// every commit, so it must not grow without end: with a seal each ten seconds it holds 9,000.
const COMMITS_KEPT: i64 = 24 * 3600 * 1000;

/// Writes a checkpoint of this version if it is time for one.
pub(super) async fn write_if_due(
    folder: &Path,
    table: &DeltaTable,
    version: u64,
    now_millis: i64,
) -> Result<(), StoreError> {
    if !(version + 1).is_multiple_of(EVERY) {
        return Ok(());
    }
    let address = address(folder)?;
    checkpoints::create_checkpoint_from_table_url_and_cleanup(address, version, Some(false), None)
        .await?;
    mark(folder, version)?;
    let until = now_millis - COMMITS_KEPT;
    unmark(folder, version, until)?;
    let log_store = table.log_store();
    checkpoints::cleanup_expired_logs_for(version, log_store.as_ref(), until, None).await?;
    Ok(())
}

/// Brings a checkpoint to the disk, and says so.
fn mark(folder: &Path, version: u64) -> Result<(), StoreError> {
    let mut checkpoint = File::open(paths::checkpoint(folder, version))?;
    checkpoint.sync_all()?;
    let (hash, _) = hash_and_size(&mut checkpoint)?;
    File::open(paths::last_checkpoint(folder))?.sync_all()?;
    File::create(paths::checkpoint_mark(folder, version, hash))?.sync_all()?;
    Ok(File::open(paths::delta_log(folder))?.sync_all()?)
}

/// Takes the marks from checkpoints that are old enough to be cleaned away. This comes first, since
/// a marked checkpoint that is gone is damage; one without a mark that is not the newest is nothing.
fn unmark(folder: &Path, newest: u64, until_millis: i64) -> Result<(), StoreError> {
    for (version, hash) in Log::list(folder)?.marks.range(..newest) {
        let written = fs::metadata(paths::checkpoint(folder, *version))?.modified()?;
        let age = written.duration_since(std::time::UNIX_EPOCH).unwrap_or_default();
        if i64::try_from(age.as_millis()).is_ok_and(|millis| millis <= until_millis) {
            fs::remove_file(paths::checkpoint_mark(folder, *version, *hash))?;
        }
    }
    Ok(File::open(paths::delta_log(folder))?.sync_all()?)
}

/// What is in the folder of a Delta log, by version.
struct Log {
    commits: BTreeSet<u64>,
    checkpoints: BTreeSet<u64>,
    /// The hash that each checkpoint must have.
    marks: BTreeMap<u64, u64>,
}

impl Log {
    fn list(folder: &Path) -> Result<Self, StoreError> {
        let (commits, checkpoints) = (BTreeSet::new(), BTreeSet::new());
        let mut log = Self { commits, checkpoints, marks: BTreeMap::new() };
        for entry in fs::read_dir(paths::delta_log(folder))? {
            let name = entry?.file_name().to_string_lossy().into_owned();
            log.checkpoints.extend(paths::parse_checkpoint(&name));
            log.marks.extend(paths::parse_checkpoint_mark(&name));
            log.commits.extend(name.strip_suffix(".json").and_then(|it| it.parse::<u64>().ok()));
        }
        Ok(log)
    }
}

/// Compares all checkpoints with their marks, and drops those that were never finished.
pub(super) fn verify(folder: &Path) -> Result<(), StoreError> {
    let log = Log::list(folder)?;
    for (version, hash) in &log.marks {
        verify_one(&paths::checkpoint(folder, *version), *hash)?;
    }
    let newest = log.marks.keys().next_back().copied();
    let unmarked = log.checkpoints.iter().filter(|version| newest.is_none_or(|it| **version > it));
    for version in unmarked.copied() {
        let since = newest.map_or(0, |version| version + 1);
        drop_unfinished(folder, version, (since..=version).all(|it| log.commits.contains(&it)))?;
    }
    Ok(())
}

fn verify_one(path: &Path, hash: u64) -> Result<(), StoreError> {
    let damaged = |how: &str| StoreError::damaged(format!("{} {how}", path.display()));
    let mut file = match File::open(path) {
        Ok(file) => file,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
            return Err(damaged("was written, but is missing"));
        }
        Err(error) => return Err(error.into()),
    };
    if hash_and_size(&mut file)?.0 != hash {
        return Err(damaged("is not what was written: its hash differs"));
    }
    Ok(())
}

fn drop_unfinished(folder: &Path, version: u64, has_commits: bool) -> Result<(), StoreError> {
    let path = paths::checkpoint(folder, version);
    if !has_commits {
        let text = format!("{} is not ours, and its commits are gone", path.display());
        return Err(StoreError::damaged(text));
    }
    tracing::warn!(file = %path.display(), "dropping a checkpoint that was never finished");
    // The hint first: a hint that names a checkpoint which is gone would be an error.
    match fs::remove_file(paths::last_checkpoint(folder)) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => Err(error.into()),
        _ => Ok(fs::remove_file(path)?),
    }
}

#[cfg(test)]
mod tests;
