//! A view that is kept, at one LSN, as a table.

use std::{fmt, sync::Arc};

use arrow::datatypes::SchemaRef;
use async_trait::async_trait;
use datafusion::{
    catalog::{Session, TableProvider},
    common::DFSchema,
    datasource::memory::MemorySourceConfig,
    error::DataFusionError,
    execution::{SendableRecordBatchStream, TaskContext},
    logical_expr::{Expr, TableProviderFilterPushDown, TableType, utils::conjunction},
    physical_plan::{
        ExecutionPlan,
        stream::RecordBatchStreamAdapter,
        streaming::{PartitionStream, StreamingTableExec},
    },
};
use futures::stream;

use super::{kept::Kept, leaf::Leaf, leaves::Leaves};
use crate::tables::may_hold;

/// More groups than this are made while they are read, by all threads.
const AT_ONCE: usize = if cfg!(test) { 16 } else { 65_536 };

/// The leaves of a view; what a reader sees of them is made when they are scanned.
pub(super) struct LeavesTable {
    view: Arc<Kept>,
    leaves: Leaves,
}

impl LeavesTable {
    pub(super) fn new(view: Arc<Kept>, leaves: Leaves) -> Self {
        Self { view, leaves }
    }

    /// The leaves that may hold a row for which the filters are true.
    fn wanted(
        &self,
        state: &dyn Session,
        filters: &[Expr],
    ) -> Result<Vec<Arc<Leaf>>, DataFusionError> {
        let all: Vec<_> = self.leaves.all().cloned().collect();
        let Some(filter) = conjunction(filters.to_vec()) else { return Ok(all) };
        let schema = self.schema();
        let predicate = DFSchema::try_from(Arc::clone(&schema))?;
        let predicate = state.create_physical_expr(filter, &predicate)?;
        let ranges = all.iter().map(|leaf| Arc::clone(&leaf.ranges)).collect();
        let Some(may_hold) = may_hold(ranges, &predicate, &schema) else { return Ok(all) };
        Ok(all.into_iter().zip(may_hold).filter_map(|(leaf, may)| may.then_some(leaf)).collect())
    }

    /// A scan of few groups: the engine hears how many they are, and plans by it.
    fn at_once(
        &self,
        leaves: &[Arc<Leaf>],
        projection: Option<&Vec<usize>>,
    ) -> Result<Arc<dyn ExecutionPlan>, DataFusionError> {
        let batches = leaves.iter().map(|leaf| self.view.finished(leaf));
        let partitions = [batches.collect::<Result<Vec<_>, _>>()?];
        Ok(MemorySourceConfig::try_new_exec(&partitions, self.schema(), projection.cloned())?)
    }

    /// A scan of many groups, of which a thread holds one leaf at a time.
    fn by_and_by(
        &self,
        leaves: &[Arc<Leaf>],
        threads: usize,
        projection: Option<&Vec<usize>>,
        limit: Option<usize>,
    ) -> Result<Arc<dyn ExecutionPlan>, DataFusionError> {
        let shares = leaves.chunks(leaves.len().div_ceil(threads).max(1));
        let shares = shares.map(|leaves| -> Arc<dyn PartitionStream> {
            Arc::new(Share { view: Arc::clone(&self.view), leaves: leaves.to_vec() })
        });
        let (shares, schema) = (shares.collect(), self.schema());
        let plan = StreamingTableExec::try_new(schema, shares, projection, [], false, limit)?;
        Ok(Arc::new(plan))
    }
}

impl fmt::Debug for LeavesTable {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "LeavesTable of {} groups", self.leaves.rows)
    }
}

#[async_trait]
impl TableProvider for LeavesTable {
    fn schema(&self) -> SchemaRef {
        Arc::clone(&self.view.program.schema)
    }

    fn table_type(&self) -> TableType {
        TableType::View
    }

    fn supports_filters_pushdown(
        &self,
        filters: &[&Expr],
    ) -> Result<Vec<TableProviderFilterPushDown>, DataFusionError> {
        // Leaves are skipped by them; which rows are left is for the filter to say.
        Ok(vec![TableProviderFilterPushDown::Inexact; filters.len()])
    }

    async fn scan(
        &self,
        state: &dyn Session,
        projection: Option<&Vec<usize>>,
        filters: &[Expr],
        limit: Option<usize>,
    ) -> Result<Arc<dyn ExecutionPlan>, DataFusionError> {
        let leaves = self.wanted(state, filters)?;
        match leaves.iter().map(|leaf| leaf.rows()).sum::<usize>() {
            0..=AT_ONCE => self.at_once(&leaves, projection),
            _ => self.by_and_by(&leaves, state.config().target_partitions(), projection, limit),
        }
    }
}

/// What one thread reads.
struct Share {
    view: Arc<Kept>,
    leaves: Vec<Arc<Leaf>>,
}

impl fmt::Debug for Share {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "Share of {} leaves", self.leaves.len())
    }
}

impl PartitionStream for Share {
    fn schema(&self) -> &SchemaRef {
        &self.view.program.schema
    }

    fn execute(&self, _context: Arc<TaskContext>) -> SendableRecordBatchStream {
        let view = Arc::clone(&self.view);
        let batches = self.leaves.clone().into_iter().map(move |leaf| view.finished(&leaf));
        let schema = Arc::clone(self.schema());
        Box::pin(RecordBatchStreamAdapter::new(schema, stream::iter(batches)))
    }
}
