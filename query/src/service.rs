//! The one query service: every protocol asks here, and gets the same limits and answers.

use std::{
    collections::BTreeMap,
    pin::Pin,
    sync::{Arc, PoisonError, RwLock},
    task::{Context, Poll},
    time::Duration,
};

use arrow::{array::RecordBatch, datatypes::SchemaRef};
use datafusion::{
    catalog::{MemorySchemaProvider, SchemaProvider, TableProvider},
    execution::{
        SessionState, SessionStateBuilder, memory_pool::FairSpillPool,
        runtime_env::RuntimeEnvBuilder,
    },
    physical_plan::execute_stream,
    prelude::SessionConfig,
};
use futures::{Stream, StreamExt};
use marea_ingest::{
    facts::FactTable,
    identity::Lsn,
    store::{Ingest, Snapshot},
    time::Instant,
};
use tokio::{
    runtime::Runtime,
    sync::{OwnedSemaphorePermit, Semaphore, mpsc},
};

use crate::{
    QueryError,
    error::QUERY_MEMORY,
    functions::{self, StockSource},
    gate,
    tables::{BatchesTable, FactFiles, FactTableProvider, live_tables},
    views,
};

/// Bounds of the service.
#[derive(Debug, Clone)]
pub struct QueryOptions {
    /// So many queries run at once; one more is refused with [`QueryError::Busy`].
    pub most_at_once: usize,
    /// Threads that queries run on.
    pub threads: usize,
}

impl Default for QueryOptions {
    fn default() -> Self {
        Self { most_at_once: 32, threads: 2 }
    }
}

/// A query.
#[derive(Debug, Clone)]
pub struct QueryRequest {
    /// The query, in the SQL of PostgreSQL as DataFusion speaks it.
    pub sql: String,
    /// The answer is to show at least this LSN.
    pub min_lsn: Option<Lsn>,
    /// How long it may take, from the request to the last row.
    pub timeout: Duration,
    /// How many rows there may be; one more is [`QueryError::TooManyRows`]. Any number if `None`.
    pub max_rows: Option<usize>,
}

impl QueryRequest {
    /// A query with thirty seconds and no bound on rows.
    #[must_use]
    pub fn new(sql: impl Into<String>) -> Self {
        let timeout = Duration::from_secs(30);
        Self { sql: sql.into(), min_lsn: None, timeout, max_rows: None }
    }
}

/// An answer, batch by batch. Dropping it cancels the query.
pub struct Answer {
    /// The columns.
    pub schema: SchemaRef,
    /// What the answer is true at.
    pub lsn: Lsn,
    /// When the last event that it shows was recorded.
    pub recorded_at: Instant,
    batches: mpsc::Receiver<Result<RecordBatch, QueryError>>,
    deadline: Pin<Box<tokio::time::Sleep>>,
    timeout: Duration,
}

impl Stream for Answer {
    type Item = Result<RecordBatch, QueryError>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        if let Poll::Ready(batch) = self.batches.poll_recv(context) {
            return Poll::Ready(batch);
        }
        // An operator that never pauses cannot be stopped at once, but nobody has to wait for it.
        match self.deadline.as_mut().poll(context) {
            Poll::Ready(()) if !self.batches.is_closed() => {
                self.batches.close();
                Poll::Ready(Some(Err(late(self.timeout))))
            }
            Poll::Ready(()) => Poll::Ready(None),
            Poll::Pending => Poll::Pending,
        }
    }
}

impl Answer {
    /// All batches at once.
    ///
    /// # Errors
    /// [`QueryError`] where the query fails.
    pub async fn collect(mut self) -> Result<Vec<RecordBatch>, QueryError> {
        let mut batches = Vec::new();
        while let Some(batch) = self.next().await {
            batches.push(batch?);
        }
        Ok(batches)
    }
}

/// A table that can be asked for.
#[derive(Debug, Clone)]
pub struct TableDescription {
    /// Its name in SQL.
    pub name: String,
    /// Its columns.
    pub schema: SchemaRef,
}

/// Answers SQL over everything that a store holds. Cheap to clone.
#[derive(Clone)]
pub struct QueryService {
    inner: Arc<Inner>,
}

/// A table of a session, under its name in SQL.
type NamedTable = (String, Arc<dyn TableProvider>);

struct Inner {
    ingest: Ingest,
    options: QueryOptions,
    base: SessionState,
    files: FactFiles,
    /// Tables that are computed beside the store, such as forecasts.
    published: RwLock<BTreeMap<String, Arc<BatchesTable>>>,
    slots: Arc<Semaphore>,
    runtime: Option<Runtime>,
}

impl Drop for Inner {
    fn drop(&mut self) {
        if let Some(runtime) = self.runtime.take() {
            runtime.shutdown_background();
        }
    }
}

impl QueryService {
    /// A service over a store. The store must have been started with [`views::followers`].
    ///
    /// # Errors
    /// [`QueryError::Internal`] where threads or memory cannot be had.
    pub fn new(ingest: Ingest, options: QueryOptions) -> Result<Self, QueryError> {
        let runtime = tokio::runtime::Builder::new_multi_thread()
            .worker_threads(options.threads)
            .thread_name("marea-query")
            .enable_all()
            .build()
            .map_err(|error| QueryError::Internal { message: error.to_string() })?;
        let environment = RuntimeEnvBuilder::new()
            .with_memory_pool(Arc::new(FairSpillPool::new(QUERY_MEMORY)))
            .build_arc()?;
        let config = SessionConfig::new()
            .with_information_schema(true)
            .with_target_partitions(options.threads)
            .with_default_catalog_and_schema("marea", "public");
        let base = SessionStateBuilder::new()
            .with_config(config)
            .with_runtime_env(environment)
            .with_default_features()
            .build();
        let slots = Arc::new(Semaphore::new(options.most_at_once));
        let inner = Inner {
            ingest,
            options,
            base,
            files: FactFiles::default(),
            published: RwLock::default(),
            slots,
            runtime: Some(runtime),
        };
        Ok(Self { inner: Arc::new(inner) })
    }

    /// Answers a query at one snapshot.
    ///
    /// # Errors
    /// [`QueryError`], at once or as an item of the answer.
    pub async fn query(&self, request: QueryRequest) -> Result<Answer, QueryError> {
        let deadline = tokio::time::Instant::now() + request.timeout;
        let slot = self.slot()?;
        let snapshot = self.snapshot(&request, deadline).await?;
        let (lsn, recorded_at) = (snapshot.lsn, snapshot.recorded_at);
        let Some(runtime) = &self.inner.runtime else { return Err(busy(0)) };
        let service = self.clone();
        let (sender, batches) = mpsc::channel(2);
        let (planned, schema) = tokio::sync::oneshot::channel();
        let timeout = request.timeout;
        runtime.spawn(async move {
            let run = service.run(request, &snapshot, planned, &sender, slot);
            let gone = sender.closed();
            tokio::select! {
                () = run => (),
                () = gone => (),
                () = tokio::time::sleep_until(deadline) => {
                    let _ = sender.send(Err(late(timeout))).await;
                }
            }
        });
        match tokio::time::timeout_at(deadline, schema).await {
            Ok(Ok(schema)) => {
                let deadline = Box::pin(tokio::time::sleep_until(deadline));
                Ok(Answer { schema: schema?, lsn, recorded_at, batches, deadline, timeout })
            }
            _ => Err(late(timeout)),
        }
    }

    fn slot(&self) -> Result<OwnedSemaphorePermit, QueryError> {
        let most = self.inner.options.most_at_once;
        Arc::clone(&self.inner.slots).try_acquire_owned().map_err(|_| busy(most))
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

    /// Plans a query, tells its columns, and sends its rows until they end or nobody listens.
    async fn run(
        &self,
        request: QueryRequest,
        snapshot: &Snapshot,
        planned: tokio::sync::oneshot::Sender<Result<SchemaRef, QueryError>>,
        sender: &mpsc::Sender<Result<RecordBatch, QueryError>>,
        _slot: OwnedSemaphorePermit,
    ) {
        let stream = async {
            let state = self.session(snapshot)?;
            let plan = gate::plan(&state, &request.sql).await?;
            let plan = state.create_physical_plan(&plan).await?;
            Ok(execute_stream(plan, state.task_ctx())?)
        };
        let mut stream = match stream.await {
            Ok(stream) => stream,
            Err(error) => return drop(planned.send(Err(error))),
        };
        if planned.send(Ok(stream.schema())).is_err() {
            return;
        }
        let mut rows = 0;
        while let Some(batch) = stream.next().await {
            let batch = batch.map_err(QueryError::from);
            rows += batch.as_ref().map_or(0, RecordBatch::num_rows);
            let over = request.max_rows.filter(|most| rows > *most);
            let batch = over.map_or(batch, |most| Err(QueryError::TooManyRows { most }));
            let last = batch.is_err();
            if sender.send(batch).await.is_err() || last {
                return;
            }
        }
    }

    /// A session whose tables are those of one snapshot.
    fn session(&self, snapshot: &Snapshot) -> Result<SessionState, QueryError> {
        let schema = MemorySchemaProvider::new();
        for (name, table) in self.tables(snapshot)? {
            schema.register_table(name, table)?;
        }
        let catalog = datafusion::catalog::MemoryCatalogProvider::new();
        use datafusion::catalog::{CatalogProvider, CatalogProviderList};
        catalog.register_schema("public", Arc::new(schema))?;
        let catalogs = datafusion::catalog::MemoryCatalogProviderList::new();
        catalogs.register_catalog("marea".into(), Arc::new(catalog));
        let mut state = SessionStateBuilder::new_from_existing(self.inner.base.clone())
            .with_catalog_list(Arc::new(catalogs))
            .build();
        // One `now()` for the whole query, known already when table functions are planned.
        state.mark_start_execution();
        functions::register(&mut state, &self.stock_source(snapshot));
        Ok(state)
    }

    fn stock_source(&self, snapshot: &Snapshot) -> StockSource {
        let shop = self.inner.ingest.shop();
        let table = FactTable::StockMovements;
        StockSource {
            movements: Arc::new(FactTableProvider::new(table, snapshot, &self.inner.files)),
            time_zone: shop.time_zone,
            currency: shop.currency,
            threads: self.inner.options.threads,
        }
    }

    fn tables(&self, snapshot: &Snapshot) -> Result<Vec<NamedTable>, QueryError> {
        let mut tables: Vec<NamedTable> = Vec::new();
        for table in FactTable::ALL {
            let provider = FactTableProvider::new(table, snapshot, &self.inner.files);
            tables.push((table.name().into(), Arc::new(provider)));
        }
        for (name, table) in live_tables(snapshot)? {
            tables.push((name.into(), table));
        }
        for (name, schema, batches) in views::contents(snapshot.images()) {
            tables.push((name.into(), Arc::new(BatchesTable::new(schema, batches))));
        }
        let published = self.inner.published.read().unwrap_or_else(PoisonError::into_inner);
        for (name, table) in published.iter() {
            tables.push((name.clone(), Arc::clone(table) as Arc<dyn TableProvider>));
        }
        Ok(tables)
    }

    /// Publishes a table that is computed beside the store, in place of the one of this name.
    pub fn publish(&self, name: &str, schema: SchemaRef, batches: Vec<RecordBatch>) {
        let table = Arc::new(BatchesTable::new(schema, batches));
        let mut published = self.inner.published.write().unwrap_or_else(PoisonError::into_inner);
        published.insert(name.to_owned(), table);
    }

    /// All tables that can be asked for, by name.
    ///
    /// # Errors
    /// [`QueryError::Internal`] where a table cannot be made.
    pub fn describe(&self) -> Result<Vec<TableDescription>, QueryError> {
        let tables = self.tables(&self.inner.ingest.snapshot())?;
        let describe =
            |(name, table): NamedTable| TableDescription { name, schema: table.schema() };
        let mut described: Vec<_> = tables.into_iter().map(describe).collect();
        described.sort_by(|a, b| a.name.cmp(&b.name));
        Ok(described)
    }
}

fn busy(most: usize) -> QueryError {
    QueryError::Busy { most }
}

fn late(timeout: Duration) -> QueryError {
    QueryError::Timeout { seconds: timeout.as_secs_f64() }
}

#[cfg(test)]
mod tests;
