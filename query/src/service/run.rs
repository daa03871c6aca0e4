//! One query on its way: planned, run, cut off where it must be.

use std::{
    hash::Hasher,
    sync::{Arc, atomic::Ordering},
};

use arrow::{array::RecordBatch, datatypes::SchemaRef};
use datafusion::{
    common::tree_node::{TreeNode, TreeNodeRecursion},
    error::DataFusionError,
    execution::SessionState,
    logical_expr::{Expr, LogicalPlan, Volatility},
    physical_plan::execute_stream,
};
use futures::StreamExt;
use marea_ingest::store::Snapshot;
use tokio::{
    sync::{OwnedSemaphorePermit, mpsc, oneshot},
    time::Instant,
};
use xxhash_rust::xxh3::Xxh3;

use super::{
    Inner,
    pauses::{Over, with_pauses},
};
use crate::{
    OnLimit, QueryError, QueryRequest, gate, nearest, parameter::bind, queries::Running,
    session::SessionTables,
};

/// What the way to whoever asked carries.
pub(super) type Rows = Result<RecordBatch, QueryError>;

/// What is known of an answer before its first row.
pub(super) struct Planned {
    pub(super) schema: SchemaRef,
    pub(super) tag: Option<String>,
}

/// One query.
pub(super) struct Run {
    pub(super) inner: Arc<Inner>,
    pub(super) request: QueryRequest,
    pub(super) snapshot: Arc<Snapshot>,
    pub(super) running: Arc<Running>,
    pub(super) sender: mpsc::Sender<Rows>,
    pub(super) deadline: Instant,
}

impl Run {
    /// Answers, until there are no more rows, nobody listens, time is up, or somebody cancels.
    pub(super) async fn answer(
        self,
        planned: oneshot::Sender<Result<Planned, QueryError>>,
        _slot: OwnedSemaphorePermit,
    ) {
        let cut = tokio::select! {
            () = self.run(planned) => None,
            () = self.sender.closed() => {
                self.running.failed(&QueryError::Cancelled);
                None
            }
            () = self.running.cancel.notified() => Some(QueryError::Cancelled),
            () = tokio::time::sleep_until(self.deadline) => {
                Some(QueryError::late(self.request.timeout))
            }
        };
        if let Some(error) = &cut {
            self.running.failed(error);
        }
        self.inner.queries.end(&self.running);
        if let Some(error) = cut {
            let _ = self.sender.send(Err(error)).await;
        }
    }

    async fn run(&self, planned: oneshot::Sender<Result<Planned, QueryError>>) {
        let mut stream = match self.start().await {
            Ok((known, stream)) => {
                self.running.is_running();
                if planned.send(Ok(known)).is_err() {
                    return self.running.failed(&QueryError::Cancelled);
                }
                stream
            }
            Err(error) => {
                self.running.failed(&error);
                return drop(planned.send(Err(error)));
            }
        };
        let mut rows = 0;
        while let Some(batch) = stream.next().await {
            let batch = batch.map_err(|error| self.why(error));
            let (batch, last) = self.within_limit(batch, &mut rows);
            if let Err(error) = &batch {
                self.running.failed(error);
            }
            let empty = batch.as_ref().is_ok_and(|batch| batch.num_rows() == 0);
            // Whoever asked may have gone away, which may be noticed here first.
            if !empty && self.sender.send(batch).await.is_err() {
                return self.running.failed(&QueryError::Cancelled);
            }
            if last {
                return;
            }
        }
    }

    /// Why a batch did not come. An operator that stopped because the query is over may be noticed
    /// before what made it be over.
    fn why(&self, error: DataFusionError) -> QueryError {
        if self.running.is_cancelled() || self.sender.is_closed() {
            return QueryError::Cancelled;
        }
        if Instant::now() >= self.deadline {
            return QueryError::late(self.request.timeout);
        }
        error.into()
    }

    async fn start(
        &self,
    ) -> Result<(Planned, datafusion::execution::SendableRecordBatchStream), QueryError> {
        let zone = self.request.time_zone.unwrap_or(self.inner.ingest.shop().time_zone);
        let tables = SessionTables::new(&self.inner, &self.snapshot, zone, &self.running.meter);
        let tables = tables.only(self.request.tables.clone());
        let state = tables.state()?;
        let plan = self.plan(&state, &tables).await?;
        let volatile = is_volatile(&plan)?;
        let plan = state.optimize(&plan)?;
        let tag = (!volatile).then(|| self.tag(&plan, zone.name()));
        let plan = state.query_planner().create_physical_plan(&plan, &state).await?;
        let plan = with_pauses(plan, &self.over())?;
        let stream = execute_stream(Arc::clone(&plan), state.task_ctx())?;
        let schema = stream.schema();
        let _ = self.running.meter.plan.set(plan);
        Ok((Planned { schema, tag }, stream))
    }

    fn over(&self) -> Over {
        let (running, answer) = (Arc::clone(&self.running), self.sender.downgrade());
        Over { running, deadline: self.deadline, answer }
    }

    async fn plan(
        &self,
        state: &SessionState,
        tables: &SessionTables,
    ) -> Result<LogicalPlan, QueryError> {
        let plan = gate::plan(state, &self.request.sql).await;
        let plan = plan.map_err(|error| nearest::with_hint(error, tables))?;
        bind(plan, &self.request.parameters)
    }

    fn tag(&self, plan: &LogicalPlan, zone: &str) -> String {
        let mut hash = Xxh3::new();
        hash.write(plan.display_indent().to_string().as_bytes());
        hash.write(zone.as_bytes());
        hash.write_u64(self.inner.publications.load(Ordering::Relaxed));
        hash.write_usize(self.request.max_rows.unwrap_or(usize::MAX));
        hash.write_u8(u8::from(self.request.on_limit == OnLimit::Truncate));
        format!("{}-{:016x}", self.snapshot.lsn, hash.finish())
    }

    /// The batch, or as much of it as may be given, and whether it is the last.
    fn within_limit(
        &self,
        batch: Result<RecordBatch, QueryError>,
        rows: &mut usize,
    ) -> (Result<RecordBatch, QueryError>, bool) {
        let batch = match batch {
            Ok(batch) => batch,
            Err(error) => return (Err(error), true),
        };
        let before = *rows;
        *rows += batch.num_rows();
        let Some(most) = self.request.max_rows.filter(|most| *rows > *most) else {
            self.running.meter.add_rows(batch.num_rows());
            return (Ok(batch), false);
        };
        if self.request.on_limit == OnLimit::Error {
            return (Err(QueryError::TooManyRows { most }), true);
        }
        self.running.is_truncated();
        self.running.meter.add_rows(most - before);
        (Ok(batch.slice(0, most - before)), true)
    }
}

/// Whether a plan calls a function whose value is not given by its arguments, as `now()`.
fn is_volatile(plan: &LogicalPlan) -> Result<bool, QueryError> {
    let mut found = false;
    plan.apply_with_subqueries(|node| {
        node.apply_expressions(|expression| {
            expression.apply(|part| {
                if let Expr::ScalarFunction(call) = part {
                    found |= call.func.signature().volatility != Volatility::Immutable;
                }
                Ok(TreeNodeRecursion::Continue)
            })
        })
    })?;
    Ok(found || matches!(plan, LogicalPlan::Analyze(_)))
}
