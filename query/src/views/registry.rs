//! All views of a service, by name.

use std::{
    collections::BTreeMap,
    path::{Path, PathBuf},
    sync::{
        Arc, Mutex, MutexGuard, PoisonError, RwLock, RwLockReadGuard, RwLockWriteGuard,
        atomic::{AtomicBool, Ordering::Relaxed},
    },
};

use chrono_tz::Tz;
use datafusion::catalog::TableProvider;
use marea_ingest::{identity::Lsn, store::Snapshot};
use serde::Serialize;
use tokio::sync::watch;

use super::{
    catalogue::{self, Definition},
    checkpoint,
    finished::FinishedLeaves,
    keeper::BEHIND,
    kept::{Kept, Phase},
    own,
    program::{Program, compile},
    room::Room,
    table::LeavesTable,
};
use crate::{QueryError, gate, service::Inner, session::SessionTables};

/// What stands in a view's query for the zone of whoever asks.
const TIME_ZONE: &str = "{time_zone}";

/// How a view is answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum ViewKind {
    /// It is kept as facts come in.
    Kept,
    /// It is computed, from kept views and live tables, when it is asked for.
    Computed,
}

/// How far a view is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum ViewPhase {
    /// The facts are still being counted; until then its query over them is answered.
    Building,
    /// It is equal to its query, at every LSN.
    Exact,
    /// An audit found a difference, and its query over the facts is answered instead, until they
    /// are counted again and audited.
    Quarantined,
    /// It needs more memory than a view may have, and its query is answered instead.
    TooLarge,
}

impl From<Phase> for ViewPhase {
    fn from(phase: Phase) -> Self {
        match phase {
            Phase::Building => Self::Building,
            Phase::Exact => Self::Exact,
            Phase::Quarantined | Phase::Recounted => Self::Quarantined,
            Phase::TooLarge => Self::TooLarge,
        }
    }
}

/// A view as an analyst sees it.
#[derive(Debug, Clone, Serialize)]
pub struct ViewDescription {
    /// The table's name in SQL.
    pub name: String,
    /// What it holds.
    pub about: String,
    /// The query that it is equal to.
    pub sql: String,
    /// How it is answered.
    pub kind: ViewKind,
    /// Whether an analyst made it.
    pub own: bool,
    /// How far it is.
    pub state: ViewPhase,
    /// What its newest version is true at; readers get the LSN of their own snapshot.
    pub lsn: Option<Lsn>,
    /// Groups in it, at most: what changed last may count twice.
    pub rows: usize,
    /// Bytes of memory that it takes.
    pub bytes: usize,
    /// So many random buckets were recomputed from the facts since the service was started.
    pub audits: u64,
    /// So many of them differed.
    pub mismatches: u64,
    /// So often the view was counted again after a difference, audited, and came back.
    pub recounts: u64,
    /// So often the facts could not be read for it; what it holds is not touched by that.
    pub read_errors: u64,
}

/// A view and, if it is kept, what keeps it.
#[derive(Clone)]
pub(super) struct View {
    pub(super) definition: Definition,
    pub(super) kept: Option<Arc<Kept>>,
}

impl View {
    fn describe(&self) -> ViewDescription {
        let Definition { name, about, sql, own, .. } = self.definition.clone();
        let newest = self.kept.as_ref().and_then(|kept| kept.newest());
        let leaves = newest.as_ref().map(|version| &version.leaves);
        let count = |read: fn(&Kept) -> u64| self.kept.as_deref().map_or(0, read);
        ViewDescription {
            name,
            about,
            sql,
            own,
            kind: if self.kept.is_some() { ViewKind::Kept } else { ViewKind::Computed },
            state: self.kept.as_ref().map_or(ViewPhase::Exact, |kept| kept.phase().into()),
            lsn: newest.as_ref().map(|version| version.lsn),
            rows: leaves.map_or(0, |leaves| leaves.rows),
            bytes: leaves.map_or(0, |leaves| leaves.bytes),
            audits: count(|kept| kept.audits.load(Relaxed)),
            mismatches: count(|kept| kept.mismatches.load(Relaxed)),
            recounts: count(|kept| kept.recounts.load(Relaxed)),
            read_errors: count(|kept| kept.read_errors.load(Relaxed)),
        }
    }
}

/// How the rows of a view are had.
pub(crate) enum Reading {
    /// From what is kept.
    Kept(Arc<dyn TableProvider>),
    /// By this query.
    Query(String),
}

/// All views of a service.
pub(crate) struct Views {
    folder: Option<PathBuf>,
    all: RwLock<BTreeMap<String, View>>,
    /// Held while views are brought forward in the background.
    turn: Mutex<()>,
    /// Counts these turns.
    turns: watch::Sender<u64>,
    stopping: AtomicBool,
    finished: Arc<FinishedLeaves>,
    room: Arc<Room>,
}

impl Views {
    /// None so far; `folder` is where they are written down.
    pub(crate) fn open(folder: Option<&Path>) -> Result<Self, QueryError> {
        if let Some(folder) = folder {
            std::fs::create_dir_all(folder).map_err(|error| QueryError::Store(error.into()))?;
        }
        Ok(Self {
            folder: folder.map(Path::to_owned),
            all: RwLock::default(),
            turn: Mutex::default(),
            turns: watch::channel(0).0,
            stopping: AtomicBool::new(false),
            finished: Arc::default(),
            room: Arc::default(),
        })
    }

    fn all(&self) -> RwLockReadGuard<'_, BTreeMap<String, View>> {
        self.all.read().unwrap_or_else(PoisonError::into_inner)
    }

    fn change(&self) -> RwLockWriteGuard<'_, BTreeMap<String, View>> {
        self.all.write().unwrap_or_else(PoisonError::into_inner)
    }

    pub(super) fn folder(&self) -> Option<&Path> {
        self.folder.as_deref()
    }

    /// A view that is yet to be built, in the room that all views share.
    pub(super) fn unbuilt(&self, program: Program) -> Arc<Kept> {
        Arc::new(Kept::new(program, &self.finished, &self.room))
    }

    pub(super) fn turn(&self) -> MutexGuard<'_, ()> {
        self.turn.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(super) fn turn_taken(&self) {
        self.turns.send_modify(|turns| *turns += 1);
    }

    /// Waits until no view is being built.
    pub(crate) async fn built(&self) {
        let mut turns = self.turns.subscribe();
        let building = || self.describe().iter().any(|view| view.state == ViewPhase::Building);
        while building() {
            if turns.changed().await.is_err() {
                return;
            }
        }
    }

    pub(super) fn is_stopping(&self) -> bool {
        self.stopping.load(Relaxed)
    }

    pub(crate) fn names(&self) -> Vec<String> {
        self.all().keys().cloned().collect()
    }

    pub(crate) fn describe(&self) -> Vec<ViewDescription> {
        self.all().values().map(View::describe).collect()
    }

    /// Those that are kept.
    pub(super) fn kept(&self) -> Vec<View> {
        self.all().values().filter(|view| view.kept.is_some()).cloned().collect()
    }

    pub(super) fn own(&self) -> Vec<Definition> {
        let all = self.all();
        all.values().filter(|it| it.definition.own).map(|it| it.definition.clone()).collect()
    }

    pub(super) fn put(&self, view: View) {
        self.change().insert(view.definition.name.clone(), view);
    }

    /// How to read a view at a snapshot; `None` where there is no such view.
    pub(crate) fn read(&self, name: &str, snapshot: &Snapshot, zone: Tz) -> Option<Reading> {
        let view = self.all().get(name).cloned()?;
        let leaves = view.kept.as_ref().and_then(|kept| match kept.at(snapshot) {
            Ok(leaves) => leaves.map(|leaves| (Arc::clone(kept), leaves)),
            Err(error) => {
                tracing::error!(%error, view = name, "a view could not be brought forward");
                kept.read_failed();
                None
            }
        });
        Some(match leaves {
            Some((kept, leaves)) => Reading::Kept(Arc::new(LeavesTable::new(kept, leaves))),
            None => Reading::Query(view.definition.sql.replace(TIME_ZONE, zone.name())),
        })
    }

    /// Forgets a view of an analyst's own.
    pub(crate) fn forget(&self, name: &str) -> Result<(), QueryError> {
        let mut all = self.change();
        if !all.get(name).is_some_and(|view| view.definition.own) {
            return Err(QueryError::NoSuchView { name: name.to_owned() });
        }
        all.remove(name);
        drop(all);
        if let Some(folder) = &self.folder {
            own::write(folder, &self.own())?;
            checkpoint::remove(folder, name);
        }
        Ok(())
    }

    /// Ends the work in the background, and writes down what the views hold.
    ///
    /// Nothing is brought forward for it: a view that is far behind, since it was just read or was
    /// too large for a checkpoint, would hold up the end for as long as it takes to count.
    pub(crate) fn close(&self) {
        self.stopping.store(true, Relaxed);
        let _turn = self.turn();
        let Some(folder) = &self.folder else { return };
        for view in self.kept() {
            let kept = view.kept.as_ref().filter(|kept| kept.phase() == Phase::Exact);
            let is_due = |kept: &&Arc<Kept>| kept.unwritten() >= BEHIND || !kept.is_written();
            if let Some(kept) = kept.filter(is_due) {
                checkpoint::write_logged(folder, &view.definition, kept);
            }
        }
    }
}

/// Compiles all views of the service and those that analysts made, and takes up their checkpoints.
pub(crate) async fn compile_all(inner: &Arc<Inner>) -> Result<(), QueryError> {
    let snapshot = inner.ingest.snapshot();
    let zone = inner.ingest.shop().time_zone;
    let state = SessionTables::new(inner, &snapshot, zone, &inner.meter()).state()?;
    let folder = inner.views.folder();
    let own = folder.map(own::read).transpose()?.unwrap_or_default();
    for definition in catalogue::all().into_iter().chain(own) {
        let mut kept = None;
        if definition.is_kept {
            let plan = gate::plan(&state, &definition.sql).await?;
            let view = inner.views.unbuilt(compile(&state, &plan)?);
            let read = folder.and_then(|folder| checkpoint::read(folder, &definition, &view));
            if let Some(version) = read.filter(|version| version.lsn <= snapshot.lsn) {
                view.begin(version);
            }
            kept = Some(view);
        }
        inner.views.put(View { definition, kept });
    }
    if let Some(folder) = folder {
        checkpoint::clean(folder, &inner.views.names());
    }
    Ok(())
}
