//! A fact table as SQL sees it: its sealed files and its hot batches, pinned at one snapshot.
//!
//! Files come from the list that the snapshot holds, with statistics that were read once; nothing
//! lists a folder or reads the Delta log to plan a query. Files, row groups and pages that cannot
//! hold a row of the answer are passed over by their statistics.

use std::sync::Arc;

use arrow::{array::RecordBatch, datatypes::SchemaRef};
use async_trait::async_trait;
use datafusion::{
    catalog::{Session, TableProvider},
    common::DFSchema,
    datasource::{
        listing::PartitionedFile,
        memory::MemorySourceConfig,
        physical_plan::{
            FileGroup, FileScanConfigBuilder, ParquetSource,
            parquet::CachedParquetFileReaderFactory,
        },
        source::DataSourceExec,
    },
    error::DataFusionError,
    execution::object_store::ObjectStoreUrl,
    logical_expr::{Expr, TableProviderFilterPushDown, TableType, utils::conjunction},
    physical_expr::PhysicalExpr,
    physical_plan::{ExecutionPlan, union::UnionExec},
};
use marea_ingest::{facts::FactTable, store::Snapshot};

use super::files::{FactFiles, not_pruned, together};
use crate::statistics::{Origin, Usage};

/// A fact table at one snapshot.
#[derive(Debug)]
pub(crate) struct FactTableProvider {
    schema: SchemaRef,
    files: Vec<PartitionedFile>,
    hot: Vec<RecordBatch>,
    usage: Arc<Usage>,
}

impl FactTableProvider {
    pub(crate) fn new(
        table: FactTable,
        snapshot: &Snapshot,
        files: &FactFiles,
        usage: &Arc<Usage>,
    ) -> Self {
        let schema = table.schema();
        let sealed = snapshot.sealed(table).files.iter();
        let files = sealed.map(|file| files.describe(file, &schema)).collect();
        let hot = snapshot.hot(table).to_vec();
        Self { files, hot, schema, usage: Arc::clone(usage) }
    }

    /// The part that is sealed; `None` where no file can hold a row of the answer.
    fn sealed_plan(
        &self,
        state: &dyn Session,
        projection: Option<&Vec<usize>>,
        filters: &[Expr],
        limit: Option<usize>,
    ) -> Result<Option<Arc<dyn ExecutionPlan>>, DataFusionError> {
        let predicate = self.predicate(state, filters)?;
        let files = match &predicate {
            Some(predicate) => not_pruned(self.files.clone(), predicate, &self.schema),
            None => self.files.clone(),
        };
        self.usage.files(files.len(), self.files.len() - files.len());
        if files.is_empty() {
            return Ok(None);
        }
        let local = ObjectStoreUrl::local_filesystem();
        // Footers are kept between queries, within the bound of the cache.
        let footers = state.runtime_env().cache_manager.get_file_metadata_cache();
        let reader =
            CachedParquetFileReaderFactory::new(state.runtime_env().object_store(&local)?, footers);
        let mut source = ParquetSource::new(Arc::clone(&self.schema))
            .with_table_parquet_options(state.table_options().parquet.clone())
            // Of rows that the filter drops, no other column is decoded.
            .with_pushdown_filters(true)
            .with_parquet_file_reader_factory(Arc::new(reader));
        if let Some(predicate) = predicate {
            source = source.with_predicate(predicate);
        }
        let statistics = together(&files, &self.schema);
        let groups = FileGroup::new(files).split_files(state.config().target_partitions());
        let config = FileScanConfigBuilder::new(local, Arc::new(source))
            .with_file_groups(groups)
            .with_statistics(statistics)
            .with_projection_indices(projection.cloned())?
            .with_limit(limit)
            .build();
        self.usage.read_from(Origin::Sealed);
        Ok(Some(DataSourceExec::from_data_source(config)))
    }

    fn predicate(
        &self,
        state: &dyn Session,
        filters: &[Expr],
    ) -> Result<Option<Arc<dyn PhysicalExpr>>, DataFusionError> {
        let Some(filter) = conjunction(filters.to_vec()) else { return Ok(None) };
        let schema = DFSchema::try_from(Arc::clone(&self.schema))?;
        state.create_physical_expr(filter, &schema).map(Some)
    }

    fn hot_plan(
        &self,
        projection: Option<&Vec<usize>>,
    ) -> Result<Arc<dyn ExecutionPlan>, DataFusionError> {
        if !self.hot.is_empty() {
            self.usage.read_from(Origin::Hot);
        }
        let (partitions, schema) = ([self.hot.clone()], Arc::clone(&self.schema));
        Ok(MemorySourceConfig::try_new_exec(&partitions, schema, projection.cloned())?)
    }
}

#[async_trait]
impl TableProvider for FactTableProvider {
    fn schema(&self) -> SchemaRef {
        Arc::clone(&self.schema)
    }

    fn table_type(&self) -> TableType {
        TableType::Base
    }

    fn supports_filters_pushdown(
        &self,
        filters: &[&Expr],
    ) -> Result<Vec<TableProviderFilterPushDown>, DataFusionError> {
        // Files and row groups are skipped by them; which rows are left is for the filter to say.
        Ok(vec![TableProviderFilterPushDown::Inexact; filters.len()])
    }

    async fn scan(
        &self,
        state: &dyn Session,
        projection: Option<&Vec<usize>>,
        filters: &[Expr],
        limit: Option<usize>,
    ) -> Result<Arc<dyn ExecutionPlan>, DataFusionError> {
        let sealed = match self.files.is_empty() {
            true => None,
            false => self.sealed_plan(state, projection, filters, limit)?,
        };
        match sealed {
            None => self.hot_plan(projection),
            Some(sealed) if self.hot.is_empty() => Ok(sealed),
            Some(sealed) => UnionExec::try_new(vec![sealed, self.hot_plan(projection)?]),
        }
    }
}
