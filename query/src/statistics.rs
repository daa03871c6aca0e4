//! What a query read and used, for those who pay for it and those who tune it.

use std::sync::{
    Arc, OnceLock,
    atomic::{AtomicBool, AtomicU64, Ordering::Relaxed},
};

use datafusion::physical_plan::{
    ExecutionPlan,
    statistics::{StatisticsArgs, StatisticsContext},
};
use serde::Serialize;

use crate::memory::QueryMemory;

/// What a query read and used, so far or in all.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Statistics {
    /// Rows of the answer.
    pub rows: u64,
    /// Bytes read of sealed files.
    pub bytes_read: u64,
    /// Rows that the tables gave, before joins and aggregates.
    pub rows_read: u64,
    /// Sealed files that were opened.
    pub files_scanned: u64,
    /// Sealed files that could not hold a row of the answer, and were passed over.
    pub files_pruned: u64,
    /// The most bytes of memory that were reserved at one time.
    pub peak_memory: u64,
    /// Milliseconds from the request to the last row.
    pub elapsed_ms: f64,
    /// Where rows came from: `view`, `hot`, `sealed`, `live`, `plan`.
    pub served_from: Vec<&'static str>,
}

/// Where rows can come from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Origin {
    /// A view that is kept.
    View,
    /// Rows that are not sealed yet.
    Hot,
    /// Sealed files.
    Sealed,
    /// The live state.
    Live,
    /// What is computed beside the store.
    Plan,
}

const ORIGINS: [(Origin, &str); 5] = [
    (Origin::View, "view"),
    (Origin::Hot, "hot"),
    (Origin::Sealed, "sealed"),
    (Origin::Live, "live"),
    (Origin::Plan, "plan"),
];

/// What the tables of one query note down when they are scanned.
#[derive(Debug, Default)]
pub(crate) struct Usage {
    origins: [AtomicBool; 5],
    files_scanned: AtomicU64,
    files_pruned: AtomicU64,
}

impl Usage {
    pub(crate) fn read_from(&self, origin: Origin) {
        self.origins[origin as usize].store(true, Relaxed);
    }

    pub(crate) fn files(&self, scanned: usize, pruned: usize) {
        self.files_scanned.fetch_add(scanned as u64, Relaxed);
        self.files_pruned.fetch_add(pruned as u64, Relaxed);
    }

    fn served_from(&self) -> Vec<&'static str> {
        let used = |(origin, _): &&(Origin, _)| self.origins[*origin as usize].load(Relaxed);
        ORIGINS.iter().filter(used).map(|(_, name)| *name).collect()
    }
}

/// Follows one query as it runs.
#[derive(Debug)]
pub(crate) struct Meter {
    pub(crate) usage: Arc<Usage>,
    pub(crate) memory: Arc<QueryMemory>,
    pub(crate) plan: OnceLock<Arc<dyn ExecutionPlan>>,
    rows: AtomicU64,
    started: tokio::time::Instant,
    /// Microseconds from the start to the end; 0 while it runs.
    ended_after: AtomicU64,
}

impl Meter {
    pub(crate) fn new(memory: Arc<QueryMemory>) -> Self {
        Self {
            usage: Arc::default(),
            memory,
            plan: OnceLock::new(),
            rows: AtomicU64::new(0),
            started: tokio::time::Instant::now(),
            ended_after: AtomicU64::new(0),
        }
    }

    pub(crate) fn add_rows(&self, rows: usize) {
        self.rows.fetch_add(rows as u64, Relaxed);
    }

    pub(crate) fn end(&self) {
        let micros = u64::try_from(self.started.elapsed().as_micros()).unwrap_or(u64::MAX);
        let _ = self.ended_after.compare_exchange(0, micros.max(1), Relaxed, Relaxed);
    }

    pub(crate) fn read(&self) -> Statistics {
        let (mut bytes_read, mut rows_read) = (0, 0);
        if let Some(plan) = self.plan.get() {
            leaves(plan, &mut |bytes, rows| {
                bytes_read += bytes;
                rows_read += rows;
            });
        }
        let elapsed = match self.ended_after.load(Relaxed) {
            0 => u64::try_from(self.started.elapsed().as_micros()).unwrap_or(u64::MAX),
            ended => ended,
        };
        Statistics {
            rows: self.rows.load(Relaxed),
            bytes_read,
            rows_read,
            files_scanned: self.usage.files_scanned.load(Relaxed),
            files_pruned: self.usage.files_pruned.load(Relaxed),
            peak_memory: self.memory.peak() as u64,
            elapsed_ms: elapsed as f64 / 1000.0,
            served_from: self.usage.served_from(),
        }
    }
}

/// Tells the bytes and rows that each leaf of a plan gave so far.
fn leaves(plan: &Arc<dyn ExecutionPlan>, tell: &mut dyn FnMut(u64, u64)) {
    let children = plan.children();
    if children.is_empty() {
        let metrics = plan.metrics().unwrap_or_default();
        let bytes = metrics.sum_by_name("bytes_scanned").map_or(0, |value| value.as_usize());
        // Rows in memory are not counted as they are read, but known beforehand.
        let known = || {
            let all = StatisticsContext::new().compute(plan.as_ref(), &StatisticsArgs::new());
            all.ok()?.num_rows.get_value().copied()
        };
        let rows = metrics.output_rows().or_else(known).unwrap_or(0);
        tell(bytes as u64, rows as u64);
    }
    for child in children {
        leaves(child, tell);
    }
}
