//! A view as it is kept: its newest versions, each true at one LSN.

use std::{
    collections::VecDeque,
    sync::{
        Arc, Mutex, MutexGuard, PoisonError,
        atomic::{AtomicU8, AtomicU64, AtomicUsize, Ordering::Relaxed},
    },
};

use arrow::array::RecordBatch;
use datafusion::error::DataFusionError;
use marea_ingest::{identity::Lsn, store::Snapshot};

use super::{
    finished::FinishedLeaves, fold::Fold, leaf::Leaf, leaves::Leaves, program::Program, room::Room,
    since::rows_since,
};

/// So many versions are held, for readers whose snapshot is a little older than the newest; and
/// fewer, but two, where they take more than so many bytes besides what they share.
const VERSIONS: (usize, usize) = (16, 64 << 20);

/// How far a view is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Phase {
    /// The facts are still being counted.
    Building,
    /// It is equal to its query.
    Exact,
    /// An audit found a difference; its query is answered from the facts until all are counted
    /// again.
    Quarantined,
    /// Counted again after a difference, and not yet audited; its query is answered.
    Recounted,
    /// It needs more memory than a view may have; its query is answered from the facts.
    TooLarge,
}

const PHASES: [Phase; 5] =
    [Phase::Building, Phase::Exact, Phase::Quarantined, Phase::Recounted, Phase::TooLarge];
/// After the facts could not be read, so many turns pass before the background tries again.
const TURNS_AFTER_ERROR: u64 = 25;
/// After an audit found a difference once more, so many turns pass; twice as many each time, up to
/// so many times.
const TURNS_AFTER_DIFFERENCE: (u64, u64) = (150, 7);

/// A view at one LSN.
#[derive(Clone)]
pub(super) struct Version {
    pub(super) lsn: Lsn,
    pub(super) leaves: Leaves,
}

/// A view as it is kept.
pub(super) struct Kept {
    pub(super) program: Program,
    finished: Arc<FinishedLeaves>,
    room: Arc<Room>,
    /// Bytes of that room that the newest version takes.
    held: AtomicUsize,
    versions: Mutex<VecDeque<Version>>,
    phase: AtomicU8,
    pub(super) audits: AtomicU64,
    pub(super) mismatches: AtomicU64,
    /// So often it came back after a difference.
    pub(super) recounts: AtomicU64,
    /// So often the facts could not be read for it.
    pub(super) read_errors: AtomicU64,
    /// The LSN of the newest checkpoint.
    pub(super) written: AtomicU64,
    /// Turns of the background that are still to pass it over.
    rest: AtomicU64,
}

impl Kept {
    /// A view that is to be built.
    pub(super) fn new(program: Program, finished: &Arc<FinishedLeaves>, room: &Arc<Room>) -> Self {
        Self {
            program,
            finished: Arc::clone(finished),
            room: Arc::clone(room),
            held: AtomicUsize::new(0),
            versions: Mutex::default(),
            phase: AtomicU8::new(Phase::Building as u8),
            audits: AtomicU64::new(0),
            mismatches: AtomicU64::new(0),
            recounts: AtomicU64::new(0),
            read_errors: AtomicU64::new(0),
            written: AtomicU64::new(0),
            rest: AtomicU64::new(0),
        }
    }

    fn versions(&self) -> MutexGuard<'_, VecDeque<Version>> {
        self.versions.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(super) fn phase(&self) -> Phase {
        PHASES[usize::from(self.phase.load(Relaxed)) % PHASES.len()]
    }

    pub(super) fn set_phase(&self, phase: Phase) {
        self.phase.store(phase as u8, Relaxed);
        if matches!(phase, Phase::Quarantined | Phase::TooLarge) {
            self.versions().clear();
            self.holds(0);
            // What was written down is worth no more than what was held.
            self.written.store(0, Relaxed);
        }
    }

    /// Notes how many bytes it holds from now on, and whether there is room for them.
    fn holds(&self, bytes: usize) -> bool {
        self.room.take(self.held.swap(bytes, Relaxed), bytes)
    }

    /// What a reader sees of a leaf.
    pub(super) fn finished(&self, leaf: &Leaf) -> Result<RecordBatch, DataFusionError> {
        leaf.finished(&self.program, &self.finished)
    }

    /// Takes the view out, for it differs from the facts.
    pub(super) fn quarantine(&self) {
        let before = self.mismatches.fetch_add(1, Relaxed);
        let (turns, doublings) = TURNS_AFTER_DIFFERENCE;
        if let Some(before) = before.checked_sub(1) {
            self.rest.store(turns << before.min(doublings), Relaxed);
        }
        self.set_phase(Phase::Quarantined);
    }

    /// Notes that the facts could not be read: that says nothing of what the view holds.
    pub(super) fn read_failed(&self) {
        self.read_errors.fetch_add(1, Relaxed);
        self.rest.fetch_max(TURNS_AFTER_ERROR, Relaxed);
    }

    /// Whether this turn of the background passes it over.
    pub(super) fn rests(&self) -> bool {
        let one_less = |turns: u64| turns.checked_sub(1);
        self.rest.fetch_update(Relaxed, Relaxed, one_less).is_ok()
    }

    /// The newest version, if there is one.
    pub(super) fn newest(&self) -> Option<Version> {
        self.versions().back().cloned()
    }

    /// So many events are in the newest version and not in the newest checkpoint.
    pub(super) fn unwritten(&self) -> u64 {
        let newest = self.newest().map_or(0, |version| version.lsn.0);
        newest.saturating_sub(self.written.load(Relaxed))
    }

    /// Whether there is a checkpoint.
    pub(super) fn is_written(&self) -> bool {
        self.written.load(Relaxed) > 0
    }

    /// Begins with a version that was built or read; one after a difference is to be audited, and one
    /// for which there is no room is not kept.
    pub(super) fn begin(&self, version: Version) {
        if !self.holds(version.leaves.bytes) {
            return self.set_phase(Phase::TooLarge);
        }
        let is_recount = self.phase() == Phase::Quarantined;
        let mut versions = self.versions();
        versions.clear();
        versions.push_back(version);
        drop(versions);
        self.set_phase(if is_recount { Phase::Recounted } else { Phase::Exact });
    }

    /// The view at the LSN of a snapshot; `None` where it is not kept, or not that far back.
    pub(super) fn at(&self, snapshot: &Snapshot) -> Result<Option<Leaves>, DataFusionError> {
        self.unless(&|| false, snapshot)
    }

    /// As [`Self::at`], ending with an error as soon as it is told to stop.
    pub(super) fn unless(
        &self,
        stops: &dyn Fn() -> bool,
        snapshot: &Snapshot,
    ) -> Result<Option<Leaves>, DataFusionError> {
        if self.phase() != Phase::Exact {
            return Ok(None);
        }
        let mut versions = self.versions();
        let base = versions.iter().rev().find(|version| version.lsn <= snapshot.lsn);
        let Some(base) = base.cloned() else { return Ok(None) };
        if base.lsn == snapshot.lsn {
            return Ok(Some(base.leaves));
        }
        let version = advanced(&self.program, base, snapshot, stops)?;
        if !self.holds(version.leaves.bytes) {
            drop(versions);
            self.set_phase(Phase::TooLarge);
            return Ok(None);
        }
        if versions.back().is_none_or(|newest| newest.lsn < version.lsn) {
            versions.push_back(version.clone());
            forget(&mut versions);
        }
        Ok(Some(version.leaves))
    }
}

fn forget(versions: &mut VecDeque<Version>) {
    let (most, bytes) = VERSIONS;
    let unshared = |versions: &VecDeque<Version>| -> usize {
        versions.iter().skip(1).map(|version| version.leaves.fresh).sum()
    };
    while versions.len() > most || (versions.len() > 2 && unshared(versions) > bytes) {
        versions.pop_front();
    }
}

impl Drop for Kept {
    fn drop(&mut self) {
        self.holds(0);
    }
}

/// A version with the rows that came since.
pub(super) fn advanced(
    program: &Program,
    base: Version,
    snapshot: &Snapshot,
    stops: &dyn Fn() -> bool,
) -> Result<Version, DataFusionError> {
    let mut fold = Fold::new(program)?;
    let mut show = |facts| match stops() {
        true => Err(DataFusionError::Execution("the service stops".into())),
        false => fold.facts(facts),
    };
    rows_since(snapshot, program.table, base.lsn, &program.columns, &mut show)?;
    let leaves = match fold.is_empty() {
        true => base.leaves,
        false => base.leaves.merged(program, &fold.states()?)?,
    };
    Ok(Version { lsn: snapshot.lsn, leaves })
}
