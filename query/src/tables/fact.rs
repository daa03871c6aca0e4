//! A fact table as SQL sees it: its sealed files and its hot batches, pinned at one snapshot.
//!
//! Files come from the list that the snapshot holds, with statistics that were read once; nothing
//! lists a folder or reads the Delta log to plan a query.

use std::{
    collections::HashMap,
    path::PathBuf,
    sync::{Arc, Mutex, PoisonError},
};

use arrow::{array::RecordBatch, datatypes::SchemaRef};
use async_trait::async_trait;
use datafusion::datasource::physical_plan::parquet::metadata::DFParquetMetadata;
use datafusion::{
    catalog::{Session, TableProvider},
    common::{DFSchema, Statistics},
    datasource::{
        listing::PartitionedFile,
        memory::MemorySourceConfig,
        physical_plan::{FileGroup, FileScanConfigBuilder, ParquetSource},
        source::DataSourceExec,
    },
    error::DataFusionError,
    execution::object_store::ObjectStoreUrl,
    logical_expr::{Expr, TableProviderFilterPushDown, TableType, utils::conjunction},
    physical_plan::{ExecutionPlan, union::UnionExec},
};
use marea_ingest::{
    facts::FactTable,
    store::{SealedFile, Snapshot},
};

/// Sealed files as the engine wants them. A sealed file never changes, so each is described once.
#[derive(Debug, Default)]
pub(crate) struct FactFiles {
    described: Mutex<HashMap<PathBuf, PartitionedFile>>,
}

impl FactFiles {
    fn describe(&self, file: &SealedFile, schema: &SchemaRef) -> PartitionedFile {
        let mut described = self.described.lock().unwrap_or_else(PoisonError::into_inner);
        let new = || {
            let path = file.path.to_string_lossy().into_owned();
            let statistics =
                DFParquetMetadata::statistics_from_parquet_metadata(&file.metadata, schema);
            let statistics = statistics.unwrap_or_else(|_| Statistics::new_unknown(schema));
            PartitionedFile::new(path, file.bytes).with_statistics(Arc::new(statistics))
        };
        described.entry(file.path.clone()).or_insert_with(new).clone()
    }
}

/// A fact table at one snapshot.
#[derive(Debug)]
pub(crate) struct FactTableProvider {
    schema: SchemaRef,
    files: Vec<PartitionedFile>,
    hot: Vec<RecordBatch>,
}

impl FactTableProvider {
    pub(crate) fn new(table: FactTable, snapshot: &Snapshot, files: &FactFiles) -> Self {
        let schema = table.schema();
        let sealed = snapshot.sealed(table).files.iter();
        let files = sealed.map(|file| files.describe(file, &schema)).collect();
        Self { files, hot: snapshot.hot(table).to_vec(), schema }
    }

    fn sealed_plan(
        &self,
        state: &dyn Session,
        projection: Option<&Vec<usize>>,
        filters: &[Expr],
        limit: Option<usize>,
    ) -> Result<Arc<dyn ExecutionPlan>, DataFusionError> {
        let mut source = ParquetSource::new(Arc::clone(&self.schema))
            .with_table_parquet_options(state.table_options().parquet.clone());
        if let Some(filter) = conjunction(filters.to_vec()) {
            let schema = DFSchema::try_from(Arc::clone(&self.schema))?;
            source = source.with_predicate(state.create_physical_expr(filter, &schema)?);
        }
        let groups =
            FileGroup::new(self.files.clone()).split_files(state.config().target_partitions());
        let local = ObjectStoreUrl::local_filesystem();
        let config = FileScanConfigBuilder::new(local, Arc::new(source))
            .with_file_groups(groups)
            .with_projection_indices(projection.cloned())?
            .with_limit(limit)
            .build();
        Ok(DataSourceExec::from_data_source(config))
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
        let hot = || -> Result<Arc<dyn ExecutionPlan>, DataFusionError> {
            let partitions = [self.hot.clone()];
            let schema = Arc::clone(&self.schema);
            Ok(MemorySourceConfig::try_new_exec(&partitions, schema, projection.cloned())?)
        };
        if self.files.is_empty() {
            return hot();
        }
        let sealed = self.sealed_plan(state, projection, filters, limit)?;
        if self.hot.is_empty() {
            return Ok(sealed);
        }
        UnionExec::try_new(vec![sealed, hot()?])
    }
}
