//! A checkpoint shortens the log, and is neither believed nor missed when it is not as written.

use std::{path::PathBuf, sync::Arc};

use super::*;
use crate::{
    event::decode_record,
    facts::FactTable,
    store::{AskedSettings, Store, StoreOptions},
    time::SystemClock,
};

fn open(folder: &Path) -> Result<Store, StoreError> {
    let options = StoreOptions { compact_files: 0, ..StoreOptions::default() };
    Store::open(folder, &AskedSettings::default(), options, Arc::new(SystemClock))
}

/// A store whose table of events has a checkpoint and a commit after it; gives that table.
fn with_checkpoint(folder: &Path) -> PathBuf {
    let ingest = open(folder).unwrap().start().unwrap();
    let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
    for id in 0..EVERY {
        let json = format!(
            r#"{{"event_id":"e{id}","source":"web","type":"product_set","occurred_at":"2026-03-01T10:00:00Z","sku":"S1"}}"#
        );
        ingest.submit_blocking(vec![decode_record(0, &json)], false).unwrap();
        runtime.block_on(ingest.seal()).unwrap();
    }
    ingest.close();
    paths::table(&folder.canonicalize().unwrap(), FactTable::Events)
}

fn events(store: &Store) -> usize {
    store.lake.tables[FactTable::Events as usize].files.iter().map(|file| file.rows()).sum()
}

#[test]
fn a_log_with_a_checkpoint_lists_the_same_files_without_the_commits_before_it() {
    let folder = tempfile::tempdir().unwrap();
    let table = with_checkpoint(folder.path());
    let checkpoint = paths::checkpoint(&table, EVERY - 1);
    assert!(checkpoint.exists());
    assert_eq!(Log::list(&table).unwrap().marks.len(), 1);
    for version in 0..EVERY {
        fs::remove_file(paths::delta_commit(&table, version)).unwrap();
    }
    let store = open(folder.path()).unwrap();
    assert_eq!(events(&store), EVERY as usize);
    assert_eq!(store.lake.tables[FactTable::Events as usize].lsn.0, EVERY);
}

#[test]
fn a_checkpoint_that_was_cut_off_is_dropped_and_the_commits_are_read() {
    let folder = tempfile::tempdir().unwrap();
    let table = with_checkpoint(folder.path());
    let (version, hash) = Log::list(&table).unwrap().marks.pop_first().unwrap();
    fs::remove_file(paths::checkpoint_mark(&table, version, hash)).unwrap();
    fs::write(paths::checkpoint(&table, version), b"PAR1").unwrap();
    assert_eq!(events(&open(folder.path()).unwrap()), EVERY as usize);
    assert!(!paths::checkpoint(&table, version).exists());
}

#[test]
fn a_changed_or_missing_checkpoint_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let table = with_checkpoint(folder.path());
    let path = paths::checkpoint(&table, EVERY - 1);
    let bytes = fs::read(&path).unwrap();
    let mut changed = bytes.clone();
    changed[bytes.len() / 2] ^= 1;
    fs::write(&path, changed).unwrap();
    let refused = open(folder.path()).err().map(|error| error.to_string()).unwrap();
    assert!(refused.contains("checkpoint"), "{refused}");
    fs::remove_file(&path).unwrap();
    let refused = open(folder.path()).err().map(|error| error.to_string()).unwrap();
    assert!(refused.contains("is missing"), "{refused}");
    fs::write(&path, bytes).unwrap();
    assert_eq!(events(&open(folder.path()).unwrap()), EVERY as usize);
}
