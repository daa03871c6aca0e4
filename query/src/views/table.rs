//! A view that is kept, at one LSN, as a table.

use std::{fmt, sync::Arc};

use arrow::datatypes::SchemaRef;
use async_trait::async_trait;
use datafusion::{
    catalog::{Session, TableProvider},
    datasource::memory::MemorySourceConfig,
    error::DataFusionError,
    logical_expr::{Expr, TableType},
    physical_plan::ExecutionPlan,
};

use super::{kept::Kept, leaves::Leaves};

/// More rows than this are read by all threads.
const ROWS_A_THREAD: usize = 65_536;

/// The leaves of a view; what a reader sees of them is made when they are scanned.
pub(super) struct LeavesTable {
    view: Arc<Kept>,
    leaves: Leaves,
}

impl LeavesTable {
    pub(super) fn new(view: Arc<Kept>, leaves: Leaves) -> Self {
        Self { view, leaves }
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

    async fn scan(
        &self,
        state: &dyn Session,
        projection: Option<&Vec<usize>>,
        _filters: &[Expr],
        _limit: Option<usize>,
    ) -> Result<Arc<dyn ExecutionPlan>, DataFusionError> {
        let batches = self.leaves.finished(&self.view.program)?;
        let threads = match self.leaves.rows > ROWS_A_THREAD {
            true => state.config().target_partitions(),
            false => 1,
        };
        let mut partitions = vec![Vec::new(); threads];
        let share = batches.len().div_ceil(threads).max(1);
        for (at, batch) in batches.into_iter().enumerate() {
            partitions[at / share].push(batch);
        }
        Ok(MemorySourceConfig::try_new_exec(&partitions, self.schema(), projection.cloned())?)
    }
}
