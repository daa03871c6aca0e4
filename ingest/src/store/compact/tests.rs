//! Compaction: the rows stay the same whatever is merged and wherever it is cut off, and each row is
//! written again only a few times.

use std::{collections::HashSet, path::PathBuf, time::Duration};

use parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder;
use proptest::prelude::*;

use super::*;
use crate::{
    event::{Event, RecordError, decode_record},
    facts::FactTable,
    store::{AskedSettings, Ingest, Snapshot, Store, StoreOptions, check},
    time::{Clock, Instant},
};

/// A clock that stands still, so that two stores record the same.
struct Still;

impl Clock for Still {
    fn now(&self) -> Instant {
        Instant(1_772_359_200_000_000)
    }
}

fn open(folder: &Path, compact_files: usize) -> Store {
    let options = StoreOptions {
        compact_files,
        keep_replaced: Duration::ZERO,
        seal_age: Duration::from_secs(3600),
        ..StoreOptions::default()
    };
    Store::open(folder, &AskedSettings::default(), options, Arc::new(Still)).unwrap()
}

/// An order of two lines, at some minute of a day.
fn order(id: usize, minute: u32) -> Result<Event, RecordError> {
    let (hour, minute) = (minute / 60 % 24, minute % 60);
    let line = |line: u8| {
        format!(r#"{{"line_id":"{line}","sku":"S{line}","quantity":1,"unit_price":"9.95"}}"#)
    };
    let json = format!(
        r#"{{"event_id":"e{id}","source":"web","type":"order_placed","mode":"report","occurred_at":"2026-02-01T{hour:02}:{minute:02}:00Z","order_id":"o{id}","currency":"EUR","lines":[{},{}]}}"#,
        line(1),
        line(2)
    );
    decode_record(0, &json)
}

fn record(ingest: &Ingest, events: Vec<Result<Event, RecordError>>) {
    let receipt = ingest.submit_blocking(events, false).unwrap();
    assert_eq!(receipt.rejected, []);
}

fn seal(ingest: &Ingest) {
    let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
    runtime.block_on(ingest.seal()).unwrap();
}

/// Seals orders one by one, and closes the store.
fn sealed_one_by_one(folder: &Path, orders: usize) {
    let ingest = open(folder, 0).start().unwrap();
    for id in 0..orders {
        record(&ingest, vec![order(id, (id as u32 * 7919) % 1440)]);
        seal(&ingest);
    }
    ingest.close();
}

/// Every row that a reader of a snapshot meets, as text, in no order.
fn rows(snapshot: &Snapshot) -> Vec<String> {
    let mut lines = Vec::new();
    for table in FactTable::ALL {
        let sealed = snapshot.sealed(table).files.iter();
        let sealed = sealed.flat_map(|file| file.batches().unwrap().map(Result::unwrap));
        let mut writer = arrow::json::LineDelimitedWriter::new(Vec::new());
        for batch in sealed.chain(snapshot.hot(table).iter().cloned()) {
            writer.write(&batch).unwrap();
        }
        writer.finish().unwrap();
        let text = String::from_utf8(writer.into_inner()).unwrap();
        lines.extend(text.lines().map(|line| format!("{} {line}", table.name())));
    }
    lines.sort_unstable();
    lines
}

fn parquet_files(folder: &Path, table: FactTable) -> HashSet<PathBuf> {
    let entries = std::fs::read_dir(paths::table(folder, table)).unwrap();
    let files = entries.map(|entry| entry.unwrap().path()).filter(|path| path.is_file());
    files.collect()
}

fn merged(store: &Store, compact_files: usize) -> Option<Merged> {
    let run = next(&store.lake.tables, compact_files)?;
    merge(&store.core.folder, &run, &AtomicBool::new(false)).unwrap()
}

fn committed(store: &Store, merged: &Merged) {
    commit(&store.core.folder, &store.lake.runtime, merged, Still.now().0 / 1000).unwrap();
}

/// One thing that happens to a store.
#[derive(Debug, Clone)]
enum StoreStep {
    /// Orders come in, placed at these minutes.
    Record(Vec<u32>),
    Seal,
    /// A merge is cut off before its commit.
    Merge,
    /// A merge is committed and cut off before anybody is told.
    Commit,
    /// The store is closed and opened again.
    Reopen,
}

fn store_step() -> impl Strategy<Value = StoreStep> {
    prop_oneof![
        4 => proptest::collection::vec(0..1440_u32, 1..6).prop_map(StoreStep::Record),
        4 => Just(StoreStep::Seal),
        1 => Just(StoreStep::Merge),
        3 => Just(StoreStep::Commit),
        1 => Just(StoreStep::Reopen),
    ]
}

/// A store to which things happen, and one that only records the same.
struct Twins {
    folder: PathBuf,
    ingest: Ingest,
    twin: Ingest,
    orders: usize,
}

impl Twins {
    fn take(&mut self, step: StoreStep) {
        match step {
            StoreStep::Record(minutes) => {
                for minute in minutes {
                    self.orders += 1;
                    record(&self.ingest, vec![order(self.orders, minute)]);
                    record(&self.twin, vec![order(self.orders, minute)]);
                }
            }
            StoreStep::Seal => seal(&self.ingest),
            StoreStep::Merge => self.closed(|store| drop(merged(store, 2))),
            StoreStep::Commit => self.closed(|store| {
                if let Some(merged) = merged(store, 2) {
                    committed(store, &merged);
                }
            }),
            StoreStep::Reopen => self.closed(|_| ()),
        }
        assert_eq!(rows(&self.ingest.snapshot()), rows(&self.twin.snapshot()));
    }

    /// Closes the store, does something to it while it is open only to read, and starts it again.
    fn closed(&mut self, what: impl FnOnce(&Store)) {
        self.ingest.close();
        // Whoever holds the core holds the lock.
        self.ingest = self.twin.clone();
        what(&open(&self.folder, 0));
        self.ingest = open(&self.folder, 0).start().unwrap();
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 12, ..ProptestConfig::default() })]

    #[test]
    fn the_rows_are_the_same_whatever_is_merged_and_wherever_it_is_cut(
        steps in proptest::collection::vec(store_step(), 1..24)
    ) {
        let folders = [(); 2].map(|()| {
            tempfile::tempdir_in("/dev/shm").or_else(|_| tempfile::tempdir()).unwrap()
        });
        let [ingest, twin] =
            [0, 1].map(|at| open(folders[at].path(), 0).start().unwrap());
        let folder = folders[0].path().to_owned();
        let mut twins = Twins { folder, ingest, twin, orders: 0 };
        steps.into_iter().for_each(|step| twins.take(step));
        twins.closed(|_| ());
        prop_assert_eq!(rows(&twins.ingest.snapshot()), rows(&twins.twin.snapshot()));
        twins.ingest.close();
        twins.ingest = twins.twin.clone();
        prop_assert!(check(&twins.folder, Arc::new(Still), &mut |_| ()).is_ok());
        twins.twin.close();
    }

    #[test]
    fn a_row_is_written_again_a_few_times_and_few_files_are_left(
        sizes in proptest::collection::vec(prop_oneof![
            Just(LARGE / 4096), LARGE / 65_536..LARGE / 512, LARGE / 512..LARGE / 2,
        ], 1..400),
        compact_files in 2..12_usize,
    ) {
        // A file is its size, and how often the row that was written most often was written.
        let mut files: Vec<(u64, u32)> = Vec::new();
        for size in sizes {
            files.push((size, 0));
            loop {
                let now: Vec<u64> = files.iter().map(|file| file.0).collect();
                let Some(range) = window(&now, compact_files) else { break };
                prop_assert!(range.len() >= 2 && range.len() <= 2 * compact_files);
                let sum = now[range.clone()].iter().sum::<u64>();
                prop_assert!(sum <= LARGE);
                let most = files[range.clone()].iter().map(|file| file.1).max().unwrap();
                files.splice(range, [(sum, most + 1)]);
            }
        }
        // Its file at least doubles each time, from a 65,536th of the bound up.
        prop_assert!(files.iter().all(|file| file.1 <= 17));
        let bytes = files.iter().map(|file| file.0).sum::<u64>();
        let bound = (bytes / (LARGE / 4) + 1) as usize * (compact_files + 17);
        prop_assert!(files.len() <= bound, "{} files of {} bytes", files.len(), bytes);
    }
}

#[test]
fn eight_seals_of_one_size_are_merged_and_seven_are_not() {
    assert_eq!(window(&[10; 7], 8), None);
    assert_eq!(window(&[10; 8], 8), Some(0..8));
    // What piled up is merged in as few steps as memory allows.
    assert_eq!(window(&[10; 300], 8), Some(0..16));
    // A large neighbour is not written again for a few small ones.
    assert_eq!(window(&[1000, 10, 10, 10, 10, 10, 10, 10], 8), None);
    assert_eq!(window(&[1000, 10, 10, 10, 10, 10, 10, 10, 10], 8), Some(1..9));
    // Nothing is merged with what is large already; and what would grow too large is cut.
    assert_eq!(window(&[LARGE / 2, LARGE / 2], 2), None);
    assert_eq!(window(&[LARGE / 3; 4], 8), Some(0..3));
    assert_eq!(window(&[10; 300], 0), None);
}

#[test]
fn a_merged_file_is_sorted_and_says_so_and_holds_each_lsn_once() {
    let folder = tempfile::tempdir().unwrap();
    sealed_one_by_one(folder.path(), 9);
    let store = open(folder.path(), 0);
    let merged = merged(&store, 8).unwrap();
    assert_eq!(
        (merged.run.files.len(), merged.file.first_lsn.0, merged.file.last_lsn.0),
        (9, 1, 9)
    );
    let metadata = merged.file.metadata.row_group(0);
    assert_eq!(metadata.sorting_columns().unwrap().len(), 2);
    let batches: Vec<_> = merged.file.batches().unwrap().map(Result::unwrap).collect();
    let column = |name| -> Vec<i64> {
        use arrow::array::{Array, AsArray};
        let cast =
            |array: &dyn Array| arrow::compute::cast(array, &arrow::datatypes::DataType::Int64);
        let columns =
            batches.iter().map(|batch| cast(batch.column_by_name(name).unwrap()).unwrap());
        columns
            .flat_map(|it| it.as_primitive::<arrow::datatypes::Int64Type>().values().to_vec())
            .collect()
    };
    assert!(column("occurred_at").is_sorted());
    let mut lsns = column("lsn");
    lsns.sort_unstable();
    assert_eq!(lsns, (1..=9).collect::<Vec<_>>());
}

#[test]
fn a_file_tells_which_orders_are_not_in_it() {
    let folder = tempfile::tempdir().unwrap();
    sealed_one_by_one(folder.path(), 9);
    let merged = merged(&open(folder.path(), 0), 8).unwrap();
    let file = std::fs::File::open(&merged.file.path).unwrap();
    let reader = ParquetRecordBatchReaderBuilder::try_new(file).unwrap();
    let mut columns = reader.parquet_schema().columns().iter();
    let order_id = columns.position(|column| column.name() == "order_id").unwrap();
    let filter = reader.get_row_group_column_bloom_filter(0, order_id).unwrap().unwrap();
    assert!((0..9).all(|id| filter.check(&format!("o{id}").as_str())));
    let others = (9..1009).filter(|id| filter.check(&format!("o{id}").as_str())).count();
    assert!(others < 30, "{others} of a thousand other orders");
}

#[test]
fn a_commit_that_is_tried_again_changes_nothing_more() {
    let folder = tempfile::tempdir().unwrap();
    sealed_one_by_one(folder.path(), 8);
    let store = open(folder.path(), 0);
    let merged = merged(&store, 8).unwrap();
    committed(&store, &merged);
    committed(&store, &merged);
    drop(store);
    let tables = open(folder.path(), 0).lake.tables;
    assert_eq!(tables[FactTable::Events as usize].files.len(), 1);
    assert_eq!(tables[FactTable::Events as usize].lsn.0, 8);
}

#[test]
fn a_merge_that_was_cut_off_leaves_no_file_behind_after_the_next_start() {
    let folder = tempfile::tempdir().unwrap();
    sealed_one_by_one(folder.path(), 8);
    let before = parquet_files(folder.path(), FactTable::Events);
    let store = open(folder.path(), 0);
    let merged = merged(&store, 8).unwrap();
    std::fs::write(folder.path().join("lake/events/.part-1-2.unfinished"), b"PAR1").unwrap();
    drop(store);
    assert!(merged.file.path.exists());
    open(folder.path(), 0).start().unwrap().close();
    assert_eq!(parquet_files(folder.path(), FactTable::Events), before);
}

#[test]
fn damage_is_not_copied_into_a_new_file() {
    let folder = tempfile::tempdir().unwrap();
    sealed_one_by_one(folder.path(), 8);
    let store = open(folder.path(), 0);
    let run = next(&store.lake.tables, 8).unwrap();
    let path = &run.files[3].path;
    let mut bytes = std::fs::read(path).unwrap();
    bytes[40] ^= 1;
    std::fs::write(path, bytes).unwrap();
    let refused = merge(folder.path(), &run, &AtomicBool::new(false));
    assert!(matches!(refused, Err(StoreError::Damaged { .. })), "{refused:?}");
}

#[test]
fn a_merge_stops_when_it_is_told_to_and_leaves_nothing() {
    let folder = tempfile::tempdir().unwrap();
    sealed_one_by_one(folder.path(), 8);
    let before = parquet_files(folder.path(), FactTable::Events);
    let store = open(folder.path(), 0);
    let run = next(&store.lake.tables, 8).unwrap();
    assert!(merge(folder.path(), &run, &AtomicBool::new(true)).unwrap().is_none());
    assert_eq!(parquet_files(folder.path(), FactTable::Events), before);
}

/// The newest snapshot of which this holds. A writer that never gets there fails the test.
fn wait_for(ingest: &Ingest, holds: impl Fn(&Snapshot) -> bool) -> Arc<Snapshot> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_time().build().unwrap();
    let mut snapshots = ingest.watch();
    let found = runtime.block_on(async {
        let reached = snapshots.wait_for(|snapshot| holds(snapshot));
        tokio::time::timeout(Duration::from_secs(60), reached).await.map(|it| it.unwrap().clone())
    });
    found.expect("the writer compacts")
}

#[test]
fn a_reader_of_an_old_snapshot_reads_on_and_the_files_go_after_it() {
    let folder = tempfile::tempdir().unwrap();
    sealed_one_by_one(folder.path(), 5);
    let ingest = open(folder.path(), 6).start().unwrap();
    record(&ingest, vec![order(100, 7)]);
    let old = ingest.snapshot();
    seal(&ingest);
    let files =
        |snapshot: &Snapshot| FactTable::ALL.map(|table| snapshot.sealed(table).files.len());
    let new = wait_for(&ingest, |snapshot| files(snapshot).iter().all(|count| *count <= 1));
    assert_eq!(files(&old)[0], 5);
    // Whatever comes in has the writer look for files that may go.
    record(&ingest, Vec::new());
    assert_eq!(rows(&old), rows(&new));
    let held: Vec<_> =
        old.sealed(FactTable::Events).files.iter().map(|it| it.path.clone()).collect();
    drop((old, new));
    for _ in 0..2000 {
        record(&ingest, Vec::new());
        if held.iter().all(|path| !path.exists()) {
            break;
        }
        std::thread::park_timeout(Duration::from_millis(5));
    }
    assert!(held.iter().all(|path| !path.exists()), "files that nobody holds are still there");
    ingest.close();
    drop(ingest);
    let mut audits = 0;
    check(folder.path(), Arc::new(Still), &mut |_| audits += 1).unwrap();
    assert_eq!(audits, 14);
}
