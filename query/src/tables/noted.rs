//! A table that notes down where its rows come from when it is scanned.

use std::sync::Arc;

use arrow::datatypes::SchemaRef;
use async_trait::async_trait;
use datafusion::{
    catalog::{Session, TableProvider},
    error::DataFusionError,
    logical_expr::{Expr, TableProviderFilterPushDown, TableType},
    physical_plan::ExecutionPlan,
};

use crate::statistics::{Origin, Usage};

/// A table and where its rows come from.
#[derive(Debug)]
pub(crate) struct Noted {
    table: Arc<dyn TableProvider>,
    origin: Origin,
    usage: Arc<Usage>,
}

impl Noted {
    pub(crate) fn new(table: Arc<dyn TableProvider>, origin: Origin, usage: &Arc<Usage>) -> Self {
        Self { table, origin, usage: Arc::clone(usage) }
    }
}

#[async_trait]
impl TableProvider for Noted {
    fn schema(&self) -> SchemaRef {
        self.table.schema()
    }

    fn table_type(&self) -> TableType {
        self.table.table_type()
    }

    fn supports_filters_pushdown(
        &self,
        filters: &[&Expr],
    ) -> Result<Vec<TableProviderFilterPushDown>, DataFusionError> {
        self.table.supports_filters_pushdown(filters)
    }

    async fn scan(
        &self,
        state: &dyn Session,
        projection: Option<&Vec<usize>>,
        filters: &[Expr],
        limit: Option<usize>,
    ) -> Result<Arc<dyn ExecutionPlan>, DataFusionError> {
        self.usage.read_from(self.origin);
        self.table.scan(state, projection, filters, limit).await
    }
}
