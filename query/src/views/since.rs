//! The rows that a snapshot has and an earlier one had not.

use std::{fs::File, sync::Arc};

use arrow::{
    array::{AsArray, Int64Array, RecordBatch, RecordBatchOptions},
    compute::{filter_record_batch, kernels::cmp::gt},
    datatypes::{Field, Int64Type, SchemaRef},
};
use datafusion::{
    error::DataFusionError,
    parquet::arrow::{ProjectionMask, arrow_reader::ParquetRecordBatchReaderBuilder},
};
use marea_ingest::{
    facts::FactTable,
    identity::Lsn,
    store::{SealedFile, Snapshot},
};

/// Rows a batch that is read from a file.
const BATCH_ROWS: usize = 16_384;

/// Shows the rows of a fact table with a later LSN than this, with some of their columns. `more`
/// says whether to go on after each batch of a file.
pub(super) fn rows_since(
    snapshot: &Snapshot,
    table: FactTable,
    lsn: Lsn,
    columns: &[usize],
    show: &mut dyn FnMut(RecordBatch) -> Result<(), DataFusionError>,
) -> Result<(), DataFusionError> {
    let after = i64::try_from(lsn.0).unwrap_or(i64::MAX);
    for file in snapshot.sealed(table).files.iter().filter(|file| file.last_lsn > lsn) {
        sealed(file, table, after, columns, show)?;
    }
    for batch in snapshot.hot(table) {
        let lsns = batch.column(0).as_primitive::<Int64Type>().values();
        // Hot rows are in LSN order.
        let from = lsns.partition_point(|lsn| *lsn <= after);
        if from < lsns.len() {
            show(batch.slice(from, lsns.len() - from).project(columns)?)?;
        }
    }
    Ok(())
}

fn sealed(
    file: &SealedFile,
    table: FactTable,
    after: i64,
    columns: &[usize],
    show: &mut dyn FnMut(RecordBatch) -> Result<(), DataFusionError>,
) -> Result<(), DataFusionError> {
    let whole = i64::try_from(file.first_lsn.0).is_ok_and(|first| first > after);
    let builder = ParquetRecordBatchReaderBuilder::try_new(File::open(&file.path)?)?;
    let read = columns.iter().copied().chain([0]);
    let mask = ProjectionMask::roots(builder.parquet_schema(), read);
    let builder = builder.with_projection(mask).with_batch_size(BATCH_ROWS);
    let schema = table.schema();
    for batch in builder.build()? {
        let mut batch = batch?;
        if !whole {
            let lsns: &Int64Array = batch.column(0).as_primitive();
            batch = filter_record_batch(&batch, &gt(lsns, &Int64Array::new_scalar(after))?)?;
        }
        if batch.num_rows() > 0 {
            show(in_order(&batch, columns, &schema)?)?;
        }
    }
    Ok(())
}

/// The columns as the fact table has them: a file gives them in its own order and types.
fn in_order(
    batch: &RecordBatch,
    columns: &[usize],
    schema: &SchemaRef,
) -> Result<RecordBatch, DataFusionError> {
    let wanted = schema.project(columns)?;
    let column = |field: &Arc<Field>| {
        let found = batch.column_by_name(field.name()).ok_or_else(|| {
            DataFusionError::Internal(format!("a sealed file has no column {}", field.name()))
        })?;
        Ok::<_, DataFusionError>(arrow::compute::cast(found, field.data_type())?)
    };
    let arrays = wanted.fields().iter().map(column).collect::<Result<Vec<_>, _>>()?;
    let options = RecordBatchOptions::new().with_row_count(Some(batch.num_rows()));
    Ok(RecordBatch::try_new_with_options(Arc::new(wanted), arrays, &options)?)
}
