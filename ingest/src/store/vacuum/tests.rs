//! Vacuum takes what nobody holds and what was replaced long enough ago, and nothing else.

use super::*;
use crate::{
    event::decode_record,
    facts::FactTable,
    store::{AskedSettings, Store, StoreOptions},
    time::{Clock, SystemClock},
};

const HOUR: Duration = Duration::from_secs(3600);
const AN_HOUR_LATER: Instant = Instant(3_600_000_000);

fn sealed_file(folder: &Path) -> Arc<SealedFile> {
    let asked = AskedSettings::default();
    let store = Store::open(folder, &asked, StoreOptions::default(), Arc::new(SystemClock));
    let ingest = store.unwrap().start().unwrap();
    let json = r#"{"event_id":"e","source":"web","type":"product_set","occurred_at":"2026-03-01T10:00:00Z","sku":"S1"}"#;
    ingest.submit_blocking(vec![decode_record(0, json)], false).unwrap();
    tokio::runtime::Runtime::new().unwrap().block_on(ingest.seal()).unwrap();
    let file = Arc::clone(&ingest.snapshot().sealed(FactTable::Events).files[0]);
    ingest.close();
    file
}

#[test]
fn a_file_that_is_held_stays_however_old_it_is() {
    let folder = tempfile::tempdir().unwrap();
    let held = sealed_file(folder.path());
    let mut replaced = vec![Replaced::now(Arc::clone(&held), Instant(0))];
    assert!(take_over(&mut replaced, AN_HOUR_LATER, HOUR).is_empty());
    let path = held.path.clone();
    drop(held);
    assert_eq!(take_over(&mut replaced, AN_HOUR_LATER, HOUR), [path]);
    assert!(replaced.is_empty());
}

#[test]
fn a_file_that_was_replaced_just_now_stays() {
    let path = PathBuf::from("part");
    let mut replaced = vec![Replaced { path: path.clone(), at: Instant(0), file: None }];
    assert!(take_over(&mut replaced, Instant(3_599_999_999), HOUR).is_empty());
    // A clock that was set back says nothing of how long ago it was.
    assert!(take_over(&mut replaced, Instant(-AN_HOUR_LATER.0), HOUR).is_empty());
    assert_eq!(take_over(&mut replaced, AN_HOUR_LATER, HOUR), [path]);
}

#[test]
fn only_files_of_ours_that_no_commit_names_are_left_over() {
    let folder = tempfile::tempdir().unwrap();
    let file = sealed_file(folder.path());
    let table = paths::table(folder.path(), FactTable::Events);
    let orphan =
        table.join(paths::sealed_file(crate::identity::Lsn(5), crate::identity::Lsn(6), 7));
    let old = table.join(paths::sealed_file(crate::identity::Lsn(1), crate::identity::Lsn(1), 8));
    let unfinished = paths::unfinished(&table, crate::identity::Lsn(5), crate::identity::Lsn(6));
    for path in [&orphan, &old, &unfinished, &table.join("notes.txt")] {
        fs::write(path, b"").unwrap();
    }
    let listed = Listed {
        files: vec![(table.join(file.name()), file.bytes)],
        replaced: vec![(old, SystemClock.now())],
        ..Listed::default()
    };
    let mut left = leftovers(&table, &listed).unwrap();
    left.sort();
    assert_eq!(left, [unfinished, orphan]);
}
