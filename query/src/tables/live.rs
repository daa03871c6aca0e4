//! The live state as tables, read from the snapshot as a query goes along.

mod rows;

use std::{fmt, sync::Arc};

use arrow::{array::RecordBatch, datatypes::SchemaRef};
use datafusion::{
    catalog::{TableProvider, streaming::StreamingTable},
    error::DataFusionError,
    execution::{SendableRecordBatchStream, TaskContext},
    physical_plan::{stream::RecordBatchReceiverStream, streaming::PartitionStream},
};
use marea_ingest::{
    columns::TableRow,
    store::{StateSnapshot, StoreError},
};

use self::rows::{
    CustomerRow, OrderItemRow, OrderRow, ProductRow, ReservationRow, StockLevelRow, WarehouseRow,
};

/// Rows a batch.
const BATCH_ROWS: usize = 8192;

/// Reads all rows of a live table from a snapshot of the state.
type Scan<T> = fn(&StateSnapshot) -> Box<dyn Iterator<Item = Result<T, StoreError>> + '_>;

/// A live table under its name in SQL.
type LiveTable = (&'static str, Arc<dyn TableProvider>);

/// The live tables at one snapshot, by name.
pub(crate) fn live_tables(state: &StateSnapshot) -> Result<Vec<LiveTable>, DataFusionError> {
    Ok(vec![
        (
            "orders",
            table(state, |state| {
                Box::new(state.all_orders().map(|order| order.map(|order| OrderRow::from(&order))))
            })?,
        ),
        ("order_items", table(state, |state| Box::new(order_items(state)))?),
        (
            "stock_levels",
            table::<StockLevelRow>(state, |state| {
                Box::new(state.levels(None).map(|level| level.map(Into::into)))
            })?,
        ),
        (
            "reservations",
            table::<ReservationRow>(state, |state| {
                Box::new(state.reservations().map(|it| it.map(Into::into)))
            })?,
        ),
        (
            "products",
            table::<ProductRow>(state, |state| {
                Box::new(state.products().map(|it| it.map(Into::into)))
            })?,
        ),
        (
            "customers",
            table::<CustomerRow>(state, |state| {
                Box::new(state.customers().map(|it| it.map(Into::into)))
            })?,
        ),
        (
            "warehouses",
            table::<WarehouseRow>(state, |state| {
                Box::new(state.warehouses().map(|it| it.map(Into::into)))
            })?,
        ),
    ])
}

fn order_items(
    state: &StateSnapshot,
) -> impl Iterator<Item = Result<OrderItemRow, StoreError>> + use<> {
    state.all_orders().flat_map(|order| match order {
        Ok(order) => OrderItemRow::of(&order).into_iter().map(Ok).collect(),
        Err(error) => vec![Err(error)],
    })
}

fn table<T: TableRow + Send + 'static>(
    state: &StateSnapshot,
    scan: Scan<T>,
) -> Result<Arc<dyn TableProvider>, DataFusionError> {
    let stream = LiveStream { schema: T::schema(), state: state.clone(), scan };
    Ok(Arc::new(StreamingTable::try_new(T::schema(), vec![Arc::new(stream)])?))
}

struct LiveStream<T> {
    schema: SchemaRef,
    state: StateSnapshot,
    scan: Scan<T>,
}

impl<T> fmt::Debug for LiveStream<T> {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("LiveStream")
    }
}

impl<T: TableRow + Send + 'static> PartitionStream for LiveStream<T> {
    fn schema(&self) -> &SchemaRef {
        &self.schema
    }

    fn execute(&self, _context: Arc<TaskContext>) -> SendableRecordBatchStream {
        let mut builder = RecordBatchReceiverStream::builder(Arc::clone(&self.schema), 2);
        let (sender, state, scan) = (builder.tx(), self.state.clone(), self.scan);
        builder.spawn_blocking(move || {
            let mut rows = Vec::with_capacity(BATCH_ROWS);
            for row in scan(&state) {
                rows.push(row.map_err(|error| DataFusionError::External(Box::new(error)))?);
                if rows.len() == BATCH_ROWS && sender.blocking_send(Ok(drain(&mut rows))).is_err() {
                    return Ok(());
                }
            }
            // Whoever asked may be gone; then nobody misses the rest.
            let _ = sender.blocking_send(Ok(drain(&mut rows)));
            Ok(())
        });
        builder.build()
    }
}

fn drain<T: TableRow>(rows: &mut Vec<T>) -> RecordBatch {
    let batch = T::batch(rows);
    rows.clear();
    batch
}
