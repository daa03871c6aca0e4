//! Sealed files as the engine wants them, and which of them a query can pass over.

use std::{
    collections::HashMap,
    path::PathBuf,
    sync::{Arc, Mutex, PoisonError},
};

use arrow::datatypes::SchemaRef;
use datafusion::{
    common::{Statistics, pruning::PrunableStatistics},
    datasource::{
        listing::PartitionedFile, physical_plan::parquet::metadata::DFParquetMetadata,
    },
    physical_expr::PhysicalExpr,
    physical_optimizer::pruning::PruningPredicateBuilder,
};
use marea_ingest::store::SealedFile;

/// So many files are described before those that are no longer there are forgotten.
const MOST_DESCRIBED: usize = 16_384;

/// Sealed files never change, so each is described once.
#[derive(Debug, Default)]
pub(crate) struct FactFiles {
    described: Mutex<HashMap<PathBuf, PartitionedFile>>,
}

impl FactFiles {
    pub(crate) fn describe(&self, file: &SealedFile, schema: &SchemaRef) -> PartitionedFile {
        let mut described = self.described.lock().unwrap_or_else(PoisonError::into_inner);
        if described.len() > MOST_DESCRIBED {
            // Compaction takes files away; what is still there is described again.
            described.clear();
        }
        described.entry(file.path.clone()).or_insert_with(|| new(file, schema)).clone()
    }
}

fn new(file: &SealedFile, schema: &SchemaRef) -> PartitionedFile {
    let path = file.path.to_string_lossy().into_owned();
    let statistics = DFParquetMetadata::statistics_from_parquet_metadata(&file.metadata, schema);
    let statistics = statistics.unwrap_or_else(|_| Statistics::new_unknown(schema));
    PartitionedFile::new(path, file.bytes).with_statistics(Arc::new(statistics))
}

/// The files that may hold a row for which a predicate is true.
pub(crate) fn not_pruned(
    files: Vec<PartitionedFile>,
    predicate: &Arc<dyn PhysicalExpr>,
    schema: &SchemaRef,
) -> Vec<PartitionedFile> {
    let unknown = || Arc::new(Statistics::new_unknown(schema));
    let statistics = files.iter().map(|file| file.statistics.clone().unwrap_or_else(unknown));
    let statistics = PrunableStatistics::new(statistics.collect(), Arc::clone(schema));
    let pruning = PruningPredicateBuilder::new()
        .with_file_schema(Arc::clone(schema))
        .build(Arc::clone(predicate));
    // Where it cannot be told, every file may hold one.
    let Some(may_hold) = pruning.and_then(|pruning| pruning.prune(&statistics).ok()) else {
        return files;
    };
    files.into_iter().zip(may_hold).filter_map(|(file, may)| may.then_some(file)).collect()
}
