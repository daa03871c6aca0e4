//! Sealed files as the engine wants them, and which of them a query can pass over.

use std::{
    collections::HashMap,
    path::PathBuf,
    sync::{Arc, Mutex, PoisonError},
};

use arrow::datatypes::{DataType, SchemaRef};
use datafusion::{
    common::{Statistics, pruning::PrunableStatistics, stats::Precision},
    datasource::{listing::PartitionedFile, physical_plan::parquet::metadata::DFParquetMetadata},
    physical_expr::PhysicalExpr,
    physical_optimizer::pruning::PruningPredicateBuilder,
};
use marea_ingest::store::SealedFile;

/// Footers do not say how many values a column has. Facts name the same orders, customers and SKUs
/// again and again, so that a group by one of them is taken to be this much smaller than its rows.
const ROWS_A_VALUE: usize = 10;
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
    let Some(may_hold) = may_hold(statistics.collect(), predicate, schema) else { return files };
    files.into_iter().zip(may_hold).filter_map(|(file, may)| may.then_some(file)).collect()
}

/// What is known of all rows of some files at once: by it the engine chooses which side of a join
/// it builds its table of, and counts rows without reading any.
pub(crate) fn together(files: &[PartitionedFile], schema: &SchemaRef) -> Statistics {
    let each = files.iter().filter_map(|file| file.statistics.as_deref());
    let merged = Statistics::try_merge_iter(each, schema);
    let mut merged = merged.unwrap_or_else(|_| Statistics::new_unknown(schema));
    let values = merged
        .num_rows
        .get_value()
        .map_or(Precision::Absent, |rows| Precision::Inexact(rows / ROWS_A_VALUE));
    for (column, field) in merged.column_statistics.iter_mut().zip(schema.fields()) {
        if field.data_type() == &DataType::Utf8View {
            column.distinct_count = values;
        }
    }
    merged
}

/// For each of some sets of rows, whether it may hold one for which a predicate is true; nothing
/// where that cannot be told, so that each may.
pub(crate) fn may_hold(
    statistics: Vec<Arc<Statistics>>,
    predicate: &Arc<dyn PhysicalExpr>,
    schema: &SchemaRef,
) -> Option<Vec<bool>> {
    let statistics = PrunableStatistics::new(statistics, Arc::clone(schema));
    let pruning = PruningPredicateBuilder::new()
        .with_file_schema(Arc::clone(schema))
        .build(Arc::clone(predicate));
    pruning.and_then(|pruning| pruning.prune(&statistics).ok())
}
