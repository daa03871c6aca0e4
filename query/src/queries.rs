//! The queries that run, and the last ones that ended: to look at, and to cancel.

use std::{
    collections::{BTreeMap, VecDeque},
    fmt,
    str::FromStr,
    sync::{
        Arc, Mutex, MutexGuard, PoisonError,
        atomic::{AtomicBool, AtomicU64, Ordering::Relaxed},
    },
};

use marea_ingest::{identity::Lsn, time::Instant};
use serde::{Serialize, Serializer};
use tokio::sync::Notify;

use crate::{
    QueryError, QueryRequest,
    statistics::{Meter, Statistics},
};

/// So many queries that ended are remembered.
const REMEMBERED: usize = 100;
/// So many bytes of a query's text are remembered.
const LONGEST_TEXT: usize = 4096;

/// A query's name, unique as long as the service runs; written as `q17`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct QueryId(u64);

impl fmt::Display for QueryId {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "q{}", self.0)
    }
}

impl FromStr for QueryId {
    type Err = QueryError;

    fn from_str(text: &str) -> Result<Self, QueryError> {
        let number = text.strip_prefix('q').and_then(|number| number.parse().ok());
        number.map(Self).ok_or_else(|| {
            QueryError::invalid(format!("\"{text}\" is no query's name: expected one such as q17"))
        })
    }
}

impl Serialize for QueryId {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

/// How far a query is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum QueryPhase {
    /// It is being understood.
    Planning,
    /// It gives rows.
    Running,
    /// It gave all rows.
    Finished,
    /// It failed.
    Failed,
    /// Somebody cancelled it, or whoever asked went away.
    Cancelled,
}

/// A query as the list of queries shows it.
#[derive(Debug, Clone, Serialize)]
pub struct QueryState {
    /// Its name.
    pub id: QueryId,
    /// Its text; a long one is cut at 4 KiB.
    pub sql: String,
    /// Who asked.
    pub asker: Option<Arc<str>>,
    /// When it was asked.
    pub started_at: Instant,
    /// How far it is.
    pub state: QueryPhase,
    /// What its answer is true at.
    pub lsn: Lsn,
    /// What it read and used so far.
    pub statistics: Statistics,
    /// Whether rows were left out, since more were asked for than `max_rows`.
    pub truncated: bool,
    /// Why it failed.
    pub error: Option<String>,
}

/// One query, while it runs and after.
#[derive(Debug)]
pub(crate) struct Running {
    pub(crate) id: QueryId,
    pub(crate) meter: Meter,
    pub(crate) cancel: Notify,
    cancelled: AtomicBool,
    sql: String,
    asker: Option<Arc<str>>,
    started_at: Instant,
    lsn: Lsn,
    outcome: Mutex<Outcome>,
}

#[derive(Debug)]
struct Outcome {
    phase: QueryPhase,
    truncated: bool,
    error: Option<String>,
}

impl Running {
    fn outcome(&self) -> MutexGuard<'_, Outcome> {
        self.outcome.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Asks the query to end.
    fn end(&self) {
        self.cancelled.store(true, Relaxed);
        self.cancel.notify_one();
    }

    /// Whether somebody asked it to end.
    pub(crate) fn is_cancelled(&self) -> bool {
        self.cancelled.load(Relaxed)
    }

    pub(crate) fn is_running(&self) {
        self.outcome().phase = QueryPhase::Running;
    }

    pub(crate) fn is_truncated(&self) {
        self.outcome().truncated = true;
    }

    pub(crate) fn truncated(&self) -> bool {
        self.outcome().truncated
    }

    pub(crate) fn failed(&self, error: &QueryError) {
        let mut outcome = self.outcome();
        outcome.error = Some(error.to_string());
        outcome.phase = match error {
            QueryError::Cancelled => QueryPhase::Cancelled,
            _ => QueryPhase::Failed,
        };
    }

    fn state(&self) -> QueryState {
        let outcome = self.outcome();
        QueryState {
            id: self.id,
            sql: self.sql.clone(),
            asker: self.asker.clone(),
            started_at: self.started_at,
            state: outcome.phase,
            lsn: self.lsn,
            statistics: self.meter.read(),
            truncated: outcome.truncated,
            error: outcome.error.clone(),
        }
    }
}

/// All queries of a service.
#[derive(Debug, Default)]
pub(crate) struct Queries {
    last: AtomicU64,
    running: Mutex<BTreeMap<QueryId, Arc<Running>>>,
    ended: Mutex<VecDeque<QueryState>>,
}

impl Queries {
    fn running(&self) -> MutexGuard<'_, BTreeMap<QueryId, Arc<Running>>> {
        self.running.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn ended(&self) -> MutexGuard<'_, VecDeque<QueryState>> {
        self.ended.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(crate) fn begin(
        &self,
        request: &QueryRequest,
        lsn: Lsn,
        started_at: Instant,
        meter: Meter,
    ) -> Arc<Running> {
        let outcome = Outcome { phase: QueryPhase::Planning, truncated: false, error: None };
        let running = Arc::new(Running {
            id: QueryId(self.last.fetch_add(1, Relaxed) + 1),
            meter,
            cancel: Notify::new(),
            cancelled: AtomicBool::new(false),
            sql: cut(&request.sql),
            asker: request.asker.clone(),
            started_at,
            lsn,
            outcome: Mutex::new(outcome),
        });
        self.running().insert(running.id, Arc::clone(&running));
        running
    }

    pub(crate) fn end(&self, running: &Running) {
        running.meter.end();
        {
            let mut outcome = running.outcome();
            if matches!(outcome.phase, QueryPhase::Planning | QueryPhase::Running) {
                outcome.phase = QueryPhase::Finished;
            }
        }
        let mut ended = self.ended();
        self.running().remove(&running.id);
        ended.push_front(running.state());
        ended.truncate(REMEMBERED);
    }

    /// Those that run, then those that ended, newest first.
    pub(crate) fn all(&self) -> Vec<QueryState> {
        let ended = self.ended();
        let running: Vec<_> = self.running().values().rev().cloned().collect();
        let running = running.iter().map(|it| it.state());
        running.chain(ended.iter().cloned()).collect()
    }

    pub(crate) fn one(&self, id: QueryId) -> Option<QueryState> {
        let ended = self.ended();
        let running = self.running().get(&id).cloned();
        let running = running.map(|it| it.state());
        running.or_else(|| ended.iter().find(|it| it.id == id).cloned())
    }

    /// Whether there was a query of this name to be cancelled.
    pub(crate) fn cancel(&self, id: QueryId) -> bool {
        let running = self.running().get(&id).cloned();
        running.inspect(|it| it.end()).is_some()
    }
}

fn cut(sql: &str) -> String {
    let end = sql.floor_char_boundary(LONGEST_TEXT);
    sql[..end].to_owned()
}
