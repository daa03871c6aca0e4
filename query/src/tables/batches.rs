//! A table of batches in memory.

use std::sync::Arc;

use arrow::{array::RecordBatch, compute::concat_batches, datatypes::SchemaRef};
use async_trait::async_trait;
use datafusion::{
    catalog::{Session, TableProvider},
    datasource::memory::MemorySourceConfig,
    error::DataFusionError,
    logical_expr::{Expr, TableType},
    physical_plan::ExecutionPlan,
};

/// Batches that are shared, never copied, by the sessions that read them.
#[derive(Debug)]
pub(crate) struct BatchesTable {
    schema: SchemaRef,
    batches: Vec<RecordBatch>,
}

impl BatchesTable {
    /// The batches as one where they fit into one: those of several are read in no order, and the
    /// rows of a plan come with what is urgent first.
    pub(crate) fn new(schema: SchemaRef, batches: Vec<RecordBatch>) -> Self {
        match concat_batches(&schema, &batches) {
            Ok(one) => Self { schema, batches: vec![one] },
            Err(_) => Self { schema, batches },
        }
    }
}

#[async_trait]
impl TableProvider for BatchesTable {
    fn schema(&self) -> SchemaRef {
        Arc::clone(&self.schema)
    }

    fn table_type(&self) -> TableType {
        TableType::Base
    }

    async fn scan(
        &self,
        _state: &dyn Session,
        projection: Option<&Vec<usize>>,
        _filters: &[Expr],
        _limit: Option<usize>,
    ) -> Result<Arc<dyn ExecutionPlan>, DataFusionError> {
        let partitions = [self.batches.clone()];
        let plan = MemorySourceConfig::try_new_exec(
            &partitions,
            Arc::clone(&self.schema),
            projection.cloned(),
        )?;
        Ok(plan)
    }
}
