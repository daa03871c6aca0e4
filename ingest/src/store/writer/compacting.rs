//! When to compact, and what follows from it: merging beside everything else, committing while no
//! seal runs, then deleting what was replaced.

use std::{
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    thread,
};

use super::{Control, group::Writer};
use crate::{
    facts::FactTable,
    store::{
        StoreError,
        compact::{self, Merged, Run},
        vacuum::{self, Replaced},
    },
    time::Instant,
};

/// A merge or a commit that failed is tried again after this many microseconds.
const AGAIN_AFTER: i64 = 60_000_000;

/// Files of earlier runs are looked at this many microseconds after the start: a command that
/// opens the store for one question is done by then.
const FIRST_LOOK_AFTER: i64 = 10_000_000;

/// What is done to sealed files behind the writer's back: one thing at a time.
pub(super) struct Compacting {
    step: Step,
    /// Tells a merge to stop.
    stop: Arc<AtomicBool>,
    /// When the merge under way was started.
    since: Instant,
    /// Nothing is started before this.
    not_before: Instant,
    /// Files that are to be deleted when nobody reads them any more.
    replaced: Vec<Replaced>,
}

enum Step {
    /// Nothing to do until files are added.
    Content,
    /// There may be files to merge.
    Looking,
    /// A thread merges files.
    Merging,
    /// A new file waits to be committed.
    Merged(Arc<Merged>),
    /// A thread commits a new file.
    Committing(Arc<Merged>),
    /// A file is damaged: nothing is compacted any more.
    Over,
}

impl Compacting {
    pub(super) fn new(replaced: Vec<Replaced>, now: Instant) -> Self {
        Self {
            step: Step::Looking,
            stop: Arc::default(),
            since: now,
            not_before: Instant(now.0.saturating_add(FIRST_LOOK_AFTER)),
            replaced,
        }
    }

    /// Files were added.
    pub(super) fn look(&mut self) {
        if matches!(self.step, Step::Content | Step::Looking) {
            self.step = Step::Looking;
            self.not_before = Instant(i64::MIN);
        }
    }

    /// Whether a commit runs, so that no seal may.
    pub(super) fn is_committing(&self) -> bool {
        matches!(self.step, Step::Committing(_))
    }

    /// Whether a thread works on files.
    pub(super) fn is_running(&self) -> bool {
        matches!(self.step, Step::Merging | Step::Committing(_))
    }

    /// Has a merge end soon.
    pub(super) fn stop(&self) {
        self.stop.store(true, Ordering::Relaxed);
    }
}

impl Writer {
    /// Starts what is to be done next. A commit goes before a seal that is due, and takes some
    /// milliseconds: behind it, a busy shop would never commit.
    pub(super) fn compact_if_due(&mut self) {
        let now = self.clock.now();
        if now < self.compacting.not_before {
            return;
        }
        match &self.compacting.step {
            Step::Looking => self.start_merge(now),
            Step::Merged(merged) if !self.hot.is_sealing() => {
                let merged = Arc::clone(merged);
                self.start_commit(merged, now);
            }
            _ => {}
        }
    }

    fn start_merge(&mut self, now: Instant) {
        let Some(run) = compact::next(&self.sealed, self.options.compact_files) else {
            self.compacting.step = Step::Content;
            return;
        };
        self.compacting.step = Step::Merging;
        self.compacting.since = now;
        let (store, stop) = (self.core.folder.clone(), Arc::clone(&self.compacting.stop));
        let control = self.control.clone();
        let started = thread::Builder::new().name("marea-compactor".into()).spawn(move || {
            let merged = compact::merge(&store, &run, &stop);
            let _ = control.send(Control::Merged(merged));
        });
        if let Err(error) = started {
            self.merged(Err(error.into()));
        }
    }

    /// Takes in the outcome of a merge.
    pub(super) fn merged(&mut self, outcome: Result<Option<Merged>, StoreError>) {
        match outcome {
            Ok(Some(merged)) => self.compacting.step = Step::Merged(Arc::new(merged)),
            Ok(None) => self.compacting.step = Step::Content,
            Err(error @ StoreError::Damaged { .. }) => {
                tracing::error!(%error, "compaction found damage; the store takes no more events");
                self.compacting.step = Step::Over;
                self.take_no_more(&error);
            }
            Err(error) => {
                self.compacting.step = Step::Looking;
                self.compact_later(&error);
            }
        }
    }

    fn start_commit(&mut self, merged: Arc<Merged>, now: Instant) {
        self.compacting.step = Step::Committing(Arc::clone(&merged));
        let (store, runtime) = (self.core.folder.clone(), Arc::clone(&self.runtime));
        let control = self.control.clone();
        let started = thread::Builder::new().name("marea-compactor".into()).spawn(move || {
            let replaced = compact::commit(&store, &runtime, &merged, now.0 / 1000);
            // The writer counts who holds the old files, so this thread must not.
            drop(merged);
            let _ = control.send(Control::Replaced(replaced));
        });
        if let Err(error) = started {
            self.replaced(Err(error.into()));
        }
    }

    /// Takes in the outcome of a commit: readers get the new list of files.
    pub(super) fn replaced(&mut self, outcome: Result<(), StoreError>) {
        let Step::Committing(merged) = std::mem::replace(&mut self.compacting.step, Step::Looking)
        else {
            return;
        };
        if let Err(error) = outcome {
            self.compacting.step = Step::Merged(merged);
            self.compact_later(&error);
            return;
        }
        let at = merged.run.table as usize;
        let mut tables = (*self.sealed).clone();
        tables[at] = compact::replaced(&tables[at], &merged);
        self.sealed = Arc::new(tables);
        self.publish();
        self.count_files();
        let now = self.clock.now();
        report(&merged, now.0.saturating_sub(self.compacting.since.0));
        let old = merged.run.files.iter().map(|file| Replaced::now(Arc::clone(file), now));
        self.compacting.replaced.extend(old);
    }

    fn compact_later(&mut self, error: &StoreError) {
        tracing::error!(%error, "compaction failed; files stay as they are, and it is tried again");
        self.compacting.not_before = Instant(self.clock.now().0.saturating_add(AGAIN_AFTER));
    }

    /// Deletes the files that nobody reads any more.
    pub(super) fn vacuum(&mut self) {
        let keep = self.options.keep_replaced;
        let files = vacuum::take_over(&mut self.compacting.replaced, self.clock.now(), keep);
        if !files.is_empty() {
            // Deleting a large file takes a disk some time. What is left is found at the next start.
            let delete = move || vacuum::delete(&files);
            let _ = thread::Builder::new().name("marea-vacuum".into()).spawn(delete);
        }
    }

    /// Says how many files each table has.
    pub(super) fn count_files(&self) {
        for table in FactTable::ALL {
            let files = self.sealed[table as usize].files.len();
            let files = u32::try_from(files).unwrap_or(u32::MAX);
            metrics::gauge!("marea_sealed_files", "table" => table.name()).set(files);
        }
    }
}

/// Says what a compaction did, and how long it took from its start to the new list.
fn report(merged: &Merged, micros: i64) {
    let Run { table, files } = &merged.run;
    let bytes: u64 = files.iter().map(|file| file.bytes).sum();
    let rows = merged.file.rows();
    tracing::info!(
        table = table.name(),
        files = files.len(),
        rows,
        bytes_before = bytes,
        bytes = merged.file.bytes,
        milliseconds = micros / 1000,
        "compacted sealed files"
    );
    metrics::counter!("marea_compactions_total", "table" => table.name()).increment(1);
    metrics::counter!("marea_compacted_files_total", "table" => table.name())
        .increment(files.len() as u64);
    metrics::counter!("marea_compacted_rows_total", "table" => table.name()).increment(rows as u64);
}
