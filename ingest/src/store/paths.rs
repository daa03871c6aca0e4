//! All names of files and folders of a store, as pairs of format and parse.

use std::path::{Path, PathBuf};

use crate::{facts::FactTable, identity::Lsn};

/// The file that the one writer holds locked.
pub(super) fn lock(store: &Path) -> PathBuf {
    store.join("LOCK")
}

/// The folder of the durable core.
pub(super) fn core(store: &Path) -> PathBuf {
    store.join("core")
}

/// The folder where the journal is kept while a start does not know yet whether it is whole.
pub(super) fn journal_copies(store: &Path) -> PathBuf {
    store.join("journal-before-start")
}

/// The file that says a store is damaged, where nothing else on disk shows it.
pub(super) fn mark_of_damage(store: &Path) -> PathBuf {
    store.join("DAMAGED")
}

/// The folder of a fact table's sealed history.
pub(super) fn table(store: &Path, table: FactTable) -> PathBuf {
    store.join("lake").join(table.name())
}

/// The name of a sealed file: the LSNs of its rows, both ends included, and the hash of its bytes.
pub(super) fn sealed_file(first: Lsn, last: Lsn, hash: u64) -> String {
    format!("part-{:020}-{:020}-{hash:016x}.parquet", first.0, last.0)
}

/// The LSNs and the hash that the name of a sealed file holds.
pub(super) fn parse_sealed_file(name: &str) -> Option<(Lsn, Lsn, u64)> {
    let mut parts = name.strip_prefix("part-")?.strip_suffix(".parquet")?.split('-');
    let (first, last, hash) = (parts.next()?, parts.next()?, parts.next()?);
    let hash = u64::from_str_radix(hash, 16).ok()?;
    parts.next().is_none().then_some((Lsn(first.parse().ok()?), Lsn(last.parse().ok()?), hash))
}

/// The name of a sealed file while it is written and its hash is not known.
pub(super) fn unfinished(table: &Path, first: Lsn, last: Lsn) -> PathBuf {
    table.join(format!(".part-{:020}-{:020}.unfinished", first.0, last.0))
}

/// Whether a name is that of a file that was never finished: ours, or one of the library that
/// writes the Delta log.
pub(super) fn is_unfinished(name: &str) -> bool {
    name.ends_with(".unfinished") || name.contains(".json#") || name.contains(".parquet#")
}

/// The folder of a Delta log.
pub(super) fn delta_log(table: &Path) -> PathBuf {
    table.join("_delta_log")
}

/// The file of a commit in a Delta log.
pub(super) fn delta_commit(table: &Path, version: u64) -> PathBuf {
    delta_log(table).join(format!("{version:020}.json"))
}

/// The checkpoint of a Delta log at a version.
pub(super) fn checkpoint(table: &Path, version: u64) -> PathBuf {
    delta_log(table).join(format!("{version:020}.checkpoint.parquet"))
}

/// The version that the name of a checkpoint holds.
pub(super) fn parse_checkpoint(name: &str) -> Option<u64> {
    name.strip_suffix(".checkpoint.parquet")?.parse().ok()
}

/// The file that says that a checkpoint is on disk, and which hash its bytes have. Readers of
/// Delta logs pass over names that do not start with a version.
pub(super) fn checkpoint_mark(table: &Path, version: u64, hash: u64) -> PathBuf {
    delta_log(table).join(format!("_checkpoint-{version:020}-{hash:016x}"))
}

/// The version and the hash that the name of a mark holds.
pub(super) fn parse_checkpoint_mark(name: &str) -> Option<(u64, u64)> {
    let (version, hash) = name.strip_prefix("_checkpoint-")?.split_once('-')?;
    Some((version.parse().ok()?, u64::from_str_radix(hash, 16).ok()?))
}

/// The file in which a Delta log names its newest checkpoint.
pub(super) fn last_checkpoint(table: &Path) -> PathBuf {
    delta_log(table).join("_last_checkpoint")
}

#[cfg(test)]
mod tests;
