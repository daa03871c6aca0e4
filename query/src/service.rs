//! The one query service: every protocol asks here, and gets the same limits and answers.

mod describe;
mod pauses;
mod pausing;
mod run;

use std::{
    collections::BTreeMap,
    path::PathBuf,
    sync::{Arc, OnceLock, PoisonError, RwLock, RwLockReadGuard, atomic::AtomicU64},
    time::Duration,
};

use arrow::{array::RecordBatch, datatypes::SchemaRef};
use datafusion::{
    catalog::TableProvider,
    execution::{
        SessionState, SessionStateBuilder, disk_manager::DiskManagerBuilder,
        memory_pool::MemoryPool, runtime_env::RuntimeEnvBuilder,
    },
    prelude::SessionConfig,
};
use marea_ingest::{
    store::{Ingest, Snapshot},
    time::Clock,
};
use tokio::{
    runtime::Runtime,
    sync::{OwnedSemaphorePermit, Semaphore, mpsc, oneshot},
};

pub use self::describe::{ColumnDescription, TableDescription, TableKind};
use self::run::{Planned, Run};
use crate::{
    Answer, QueryError, QueryId, QueryRequest, QueryState,
    error::{MEMORY_OF_ALL, MEMORY_OF_ONE, SPILL_OF_ALL},
    functions::forecast::Forecaster,
    memory::{Pool, QueryMemory},
    optimizer,
    queries::Queries,
    statistics::Meter,
    tables::{BatchesTable, FactFiles},
    views::{self, ViewDescription, Views},
};

/// The smaller side of a join is built by one thread up to so many bytes, or rows where its bytes
/// are not known.
const BUILT_BY_ONE: (usize, usize) = (64 << 20, 1 << 20);

/// Bounds of the service.
#[derive(Debug, Clone)]
pub struct QueryOptions {
    /// So many queries run at once; one more is refused with [`QueryError::Busy`].
    pub most_at_once: usize,
    /// Threads that queries run on.
    pub threads: usize,
    /// Where views are written down, so that the next start need not read all facts; and where
    /// those that analysts made are kept. Nowhere if `None`.
    pub views: Option<PathBuf>,
}

impl Default for QueryOptions {
    fn default() -> Self {
        Self { most_at_once: 32, threads: 2, views: None }
    }
}

/// Answers SQL over everything that a store holds. Cheap to clone.
#[derive(Clone)]
pub struct QueryService {
    pub(crate) inner: Arc<Inner>,
    runtime: Arc<Threads>,
}

/// The threads that queries run on. They end with the last handle to the service.
struct Threads(Option<Runtime>);

impl Drop for Threads {
    fn drop(&mut self) {
        if let Some(runtime) = self.0.take() {
            runtime.shutdown_background();
        }
    }
}

pub(crate) struct Inner {
    pub(crate) ingest: Ingest,
    pub(crate) options: QueryOptions,
    pub(crate) base: SessionState,
    pub(crate) files: FactFiles,
    pub(crate) views: Views,
    /// Tables that are computed beside the store, such as forecasts.
    published: RwLock<BTreeMap<String, Arc<dyn TableProvider>>>,
    /// Who answers `forecast()`; the function is not there as long as nobody does.
    pub(crate) forecaster: OnceLock<Arc<dyn Forecaster>>,
    /// So often tables were published: part of what names an answer.
    publications: AtomicU64,
    clock: Arc<dyn Clock>,
    memory: Arc<dyn MemoryPool>,
    queries: Queries,
    slots: Arc<Semaphore>,
}

impl Inner {
    pub(crate) fn published(
        &self,
    ) -> RwLockReadGuard<'_, BTreeMap<String, Arc<dyn TableProvider>>> {
        self.published.read().unwrap_or_else(PoisonError::into_inner)
    }

    pub(crate) fn meter(&self) -> Meter {
        Meter::new(Arc::new(QueryMemory::new(Arc::clone(&self.memory), MEMORY_OF_ONE)))
    }
}

impl QueryService {
    /// A service over a store; it begins to keep the views at once.
    ///
    /// # Errors
    /// [`QueryError::Internal`] where threads or memory cannot be had, [`QueryError::Store`] where
    /// the folder of the views cannot be read.
    pub fn new(
        ingest: Ingest,
        options: QueryOptions,
        clock: Arc<dyn Clock>,
    ) -> Result<Self, QueryError> {
        let runtime = tokio::runtime::Builder::new_multi_thread()
            .worker_threads(options.threads)
            .thread_name("marea-query")
            .enable_all()
            .build()
            .map_err(|error| QueryError::Internal { message: error.to_string() })?;
        let memory: Arc<dyn MemoryPool> = Arc::new(Pool::new(MEMORY_OF_ALL));
        let base = base_session(&options, &memory)?;
        let views = Views::open(options.views.as_deref())?;
        let inner = Arc::new(Inner {
            files: FactFiles::default(),
            views,
            published: RwLock::default(),
            forecaster: OnceLock::new(),
            publications: AtomicU64::new(0),
            clock,
            memory,
            queries: Queries::default(),
            slots: Arc::new(Semaphore::new(options.most_at_once)),
            base,
            options,
            ingest,
        });
        runtime.block_on(views::compile_all(&inner))?;
        runtime.spawn(views::keep(Arc::downgrade(&inner)));
        Ok(Self { inner, runtime: Arc::new(Threads(Some(runtime))) })
    }

    /// Answers a query at one snapshot.
    ///
    /// # Errors
    /// [`QueryError`], at once or as an item of the answer.
    pub async fn query(&self, request: QueryRequest) -> Result<Answer, QueryError> {
        let deadline = tokio::time::Instant::now() + request.timeout;
        let slot = self.slot()?;
        let snapshot = self.snapshot(&request, deadline).await?;
        let (lsn, recorded_at, timeout) = (snapshot.lsn, snapshot.recorded_at, request.timeout);
        let Some(runtime) = &self.runtime.0 else { return Err(QueryError::Busy { most: 0 }) };
        let now = self.inner.clock.now();
        let running = self.inner.queries.begin(&request, lsn, now, self.inner.meter());
        let (sender, batches) = mpsc::channel(2);
        let (planned, plan) = oneshot::channel();
        let run = Run {
            inner: Arc::clone(&self.inner),
            request,
            snapshot,
            running: Arc::clone(&running),
            sender,
            deadline,
        };
        runtime.spawn(run.answer(planned, slot));
        let Planned { schema, tag } = match tokio::time::timeout_at(deadline, plan).await {
            Ok(Ok(planned)) => planned?,
            _ => return Err(QueryError::late(timeout)),
        };
        let deadline = Box::pin(tokio::time::sleep_until(deadline));
        let id = running.id;
        Ok(Answer { id, schema, lsn, recorded_at, tag, running, batches, deadline, timeout })
    }

    fn slot(&self) -> Result<OwnedSemaphorePermit, QueryError> {
        let most = self.inner.options.most_at_once;
        Arc::clone(&self.inner.slots).try_acquire_owned().map_err(|_| QueryError::Busy { most })
    }

    async fn snapshot(
        &self,
        request: &QueryRequest,
        deadline: tokio::time::Instant,
    ) -> Result<Arc<Snapshot>, QueryError> {
        let Some(lsn) = request.min_lsn else { return Ok(self.inner.ingest.snapshot()) };
        let reached = self.inner.ingest.snapshot_at(lsn);
        match tokio::time::timeout_at(deadline, reached).await {
            Ok(snapshot) => Ok(snapshot?),
            Err(_) => Err(QueryError::LsnNotReached {
                asked: lsn.0,
                reached: self.inner.ingest.snapshot().lsn.0,
            }),
        }
    }

    /// The queries that run, and the last that ended; newest first.
    #[must_use]
    pub fn queries(&self) -> Vec<QueryState> {
        self.inner.queries.all()
    }

    /// One of them.
    #[must_use]
    pub fn query_state(&self, id: QueryId) -> Option<QueryState> {
        self.inner.queries.one(id)
    }

    /// Cancels a query: whoever reads its answer meets [`QueryError::Cancelled`]. Tells whether it
    /// was running.
    #[must_use]
    pub fn cancel(&self, id: QueryId) -> bool {
        self.inner.queries.cancel(id)
    }

    /// Hands over who answers `forecast()` in SQL. The first stays.
    pub fn forecast_with(&self, forecaster: Arc<dyn Forecaster>) {
        let _ = self.inner.forecaster.set(forecaster);
    }

    /// Publishes tables that are computed beside the store, by name with their columns and rows, in
    /// place of those of these names: all at once, so that nobody finds one of them without the rest.
    pub fn publish<'a>(
        &self,
        tables: impl IntoIterator<Item = (&'a str, SchemaRef, Vec<RecordBatch>)>,
    ) {
        let mut published = self.inner.published.write().unwrap_or_else(PoisonError::into_inner);
        for (name, schema, batches) in tables {
            published.insert(name.to_owned(), Arc::new(BatchesTable::new(schema, batches)));
        }
        self.inner.publications.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
    }

    /// Makes a view of an analyst's own, kept from now on, or says which part of the query cannot
    /// be kept. Returns once it is built.
    ///
    /// # Errors
    /// [`QueryError::NotIncremental`], [`QueryError::ViewExists`], or what is wrong with the query.
    pub async fn create_view(
        &self,
        name: &str,
        about: &str,
        sql: &str,
    ) -> Result<ViewDescription, QueryError> {
        views::create(&self.inner, name, about, sql).await
    }

    /// Forgets a view of an analyst's own.
    ///
    /// # Errors
    /// [`QueryError::NoSuchView`], also for one of the service's own views.
    pub fn drop_view(&self, name: &str) -> Result<(), QueryError> {
        self.inner.views.forget(name)
    }

    /// All views, by name.
    #[must_use]
    pub fn views(&self) -> Vec<ViewDescription> {
        self.inner.views.describe()
    }

    /// Waits until all views are built; until then their queries over the facts are answered.
    pub async fn views_built(&self) {
        self.inner.views.built().await;
    }

    /// Recomputes a random bucket of a random view from the facts, and quarantines the view where
    /// they differ; the service does so by itself now and then.
    ///
    /// # Errors
    /// [`QueryError`] where the facts cannot be read.
    pub async fn audit_views(&self, seed: u64) -> Result<(), QueryError> {
        views::audit(&self.inner, seed).await
    }

    /// Writes down what the views hold, so that the next start need not count it again. Blocks.
    pub fn close(&self) {
        self.inner.views.close();
    }
}

fn base_session(
    options: &QueryOptions,
    memory: &Arc<dyn MemoryPool>,
) -> Result<SessionState, QueryError> {
    let spill = DiskManagerBuilder::default().with_max_temp_directory_size(SPILL_OF_ALL);
    let environment = RuntimeEnvBuilder::new()
        .with_memory_pool(Arc::clone(memory))
        .with_disk_manager_builder(spill)
        .build_arc()?;
    let mut config = SessionConfig::new()
        .with_information_schema(true)
        .with_target_partitions(options.threads)
        .with_default_catalog_and_schema("marea", "public");
    let options = config.options_mut();
    options.sql_parser.collect_spans = true;
    // Dealing both sides out to the threads costs more than one thread's building of the small one.
    options.optimizer.hash_join_single_partition_threshold = BUILT_BY_ONE.0;
    options.optimizer.hash_join_single_partition_threshold_rows = BUILT_BY_ONE.1;
    Ok(SessionStateBuilder::new()
        .with_config(config)
        .with_runtime_env(environment)
        .with_default_features()
        .with_physical_optimizer_rules(optimizer::rules())
        .build())
}

impl QueryError {
    pub(crate) fn late(timeout: Duration) -> Self {
        Self::Timeout { seconds: timeout.as_secs_f64() }
    }
}

#[cfg(test)]
mod tests;
