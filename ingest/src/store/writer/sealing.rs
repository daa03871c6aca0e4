//! When to seal, and what follows from it.

use std::{sync::Arc, time::Duration};

use super::{group::Writer, spawn_seal};
use crate::{
    store::{SealedTable, StoreError, seal},
    time::Instant,
};

/// A failed seal is tried again after this many microseconds.
const SEAL_AGAIN_AFTER: i64 = 5_000_000;

impl Writer {
    /// Takes in the outcome of a seal.
    pub(super) fn sealed(&mut self, outcome: Result<[SealedTable; 5], StoreError>) {
        let outcome = outcome.and_then(|tables| {
            let lsn = tables.iter().map(|table| table.lsn).max().unwrap_or_default();
            self.core.forget_log(lsn, self.last_recorded_at)?;
            self.sealed = Arc::new(tables);
            self.hot.thaw();
            self.hot_since = self.clock.now();
            self.publish();
            self.compacting.look();
            self.count_files();
            Ok(())
        });
        if let Err(error) = &outcome {
            tracing::error!(%error, "sealing failed; rows stay in the log and are sealed later");
            self.seal_not_before = Instant(self.clock.now().0 + SEAL_AGAIN_AFTER);
            self.hot.refreeze();
        }
        if outcome.is_err() || self.hot.active_rows == 0 {
            for answer in self.waiting_for_seal.drain(..) {
                let _ = answer.send(outcome.clone());
            }
        }
    }

    /// Answers those who asked for a seal when there is nothing to seal.
    pub(super) fn answer_seals(&mut self) {
        if self.hot.active_rows == 0 && !self.hot.is_sealing() {
            for answer in self.waiting_for_seal.drain(..) {
                let _ = answer.send(Ok(()));
            }
        }
    }

    /// Whether there are so many hot rows that no more are taken before a seal is done.
    pub(super) fn is_overflowing(&self) -> bool {
        self.hot.is_sealing() && self.hot.active_rows >= 4 * self.options.seal_rows
    }

    /// Starts a seal when there are enough hot rows, or they are old enough, or someone asked.
    pub(super) fn seal_if_due(&mut self) {
        let now = self.clock.now();
        let age = Duration::from_micros(u64::try_from(now.0 - self.hot_since.0).unwrap_or(0));
        let rows = self.hot.active_rows;
        let due = rows >= self.options.seal_rows
            || (rows > 0 && (age >= self.options.seal_age || !self.waiting_for_seal.is_empty()));
        let is_busy = self.hot.is_sealing() || self.compacting.is_committing();
        if !due || is_busy || now < self.seal_not_before {
            return;
        }
        let batches = self.hot.freeze();
        let job = seal::Job { lsn: self.last, batches, sealed: Arc::clone(&self.sealed) };
        self.start_seal(job, now);
    }

    fn start_seal(&mut self, job: seal::Job, now: Instant) {
        let store = self.core.folder.clone();
        let runtime = Arc::clone(&self.runtime);
        let started = spawn_seal(job, store, runtime, now.0 / 1000, self.control.clone());
        if let Err(error) = started {
            self.sealed(Err(error));
        }
    }
}
