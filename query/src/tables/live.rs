//! The live state as tables, read from the snapshot as a query goes along.

mod backorders;
mod carriers;
mod catalogue;
mod orders;
mod parcels;
mod parked;
mod purchases;
mod stock;

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
    facts::{EventRow, OrderLineRow, PaymentRow, StatusChangeRow, StockMovementRow},
    state::Order,
    store::{Snapshot, StateSnapshot, StoreError},
    time::Instant,
};

use self::{
    backorders::BackorderRow,
    carriers::CarrierRateRow,
    catalogue::{CustomerRow, ProductRow, SupplierRow, WarehouseRow},
    orders::{OrderItemRow, OrderRow},
    parcels::{ReturnRow, ShipmentRow},
    parked::ParkedRow,
    purchases::{PurchaseLineRow, PurchaseOrderRow, PurchasePegRow},
    stock::{BundleRow, PromiseRow, ReservationRow, StockBalanceRow, StockLevelRow},
};

/// Rows a batch.
const BATCH_ROWS: usize = 8192;

/// The live state, and when the last event that it shows was recorded: the present, as far as the
/// store knows it.
#[derive(Clone)]
struct Live {
    state: StateSnapshot,
    now: Instant,
}

/// The rows of a live table.
type Rows<'a, T> = Box<dyn Iterator<Item = Result<T, StoreError>> + 'a>;

/// Reads all rows of a live table from a snapshot of the state.
type Scan<T> = for<'a> fn(&'a Live) -> Rows<'a, T>;

/// A live table under its name in SQL.
type LiveTable = (&'static str, Arc<dyn TableProvider>);

/// The live tables at one snapshot, by name.
pub(crate) fn live_tables(snapshot: &Snapshot) -> Result<Vec<LiveTable>, DataFusionError> {
    let live = Live { state: snapshot.state().clone(), now: snapshot.recorded_at };
    let mut tables = order_tables(&live)?;
    tables.append(&mut stock_tables(&live)?);
    tables.append(&mut purchase_tables(&live)?);
    tables.append(&mut catalogue_tables(&live)?);
    Ok(tables)
}

fn order_tables(live: &Live) -> Result<Vec<LiveTable>, DataFusionError> {
    Ok(vec![
        table::<OrderRow>("orders", live, |live| by_order(live, |it| vec![OrderRow::from(it)]))?,
        table("order_items", live, |live| by_order(live, OrderItemRow::of))?,
        table("shipments", live, |live| by_order(live, ShipmentRow::of))?,
        table("returns", live, |live| by_order(live, ReturnRow::of))?,
        table("backorders", live, |live| all(BackorderRow::all(&live.state)))?,
        table::<ParkedRow>("parked_events", live, |live| each(live.state.parked()))?,
    ])
}

fn stock_tables(live: &Live) -> Result<Vec<LiveTable>, DataFusionError> {
    Ok(vec![
        table::<StockLevelRow>("stock_levels", live, |live| each(live.state.levels(None)))?,
        table::<StockBalanceRow>("stock_balances", live, |live| each(live.state.balances(None)))?,
        table::<ReservationRow>("reservations", live, |live| each(live.state.reservations()))?,
        table::<PromiseRow>("available_to_promise", live, |live| {
            let promises = live.state.available_to_promise(None, live.now);
            all(promises.map(|them| them.into_iter().map(Into::into).collect()))
        })?,
        table("bundles", live, |live| Box::new(BundleRow::all(&live.state)))?,
    ])
}

fn purchase_tables(live: &Live) -> Result<Vec<LiveTable>, DataFusionError> {
    Ok(vec![
        table::<PurchaseOrderRow>("purchase_orders", live, |live| {
            each(live.state.purchase_orders())
        })?,
        table("purchase_order_lines", live, |live| {
            let lines = |purchase| PurchaseLineRow::of(purchase, live.now);
            let purchases = live.state.purchase_orders();
            Box::new(purchases.flat_map(move |purchase| unfolded(purchase.map(lines))))
        })?,
        table("purchase_pegs", live, |live| all(PurchasePegRow::all(&live.state)))?,
        table::<SupplierRow>("suppliers", live, |live| each(live.state.suppliers()))?,
    ])
}

fn catalogue_tables(live: &Live) -> Result<Vec<LiveTable>, DataFusionError> {
    Ok(vec![
        table::<ProductRow>("products", live, |live| each(live.state.products()))?,
        table::<CustomerRow>("customers", live, |live| each(live.state.customers()))?,
        table::<WarehouseRow>("warehouses", live, |live| each(live.state.warehouses()))?,
        table("carrier_rates", live, |live| {
            let carriers = live.state.carriers();
            Box::new(
                carriers.flat_map(|carrier| unfolded(carrier.map(|it| CarrierRateRow::of(&it)))),
            )
        })?,
    ])
}

/// What a live table and its columns hold, as those read it who ask.
pub(crate) struct About {
    /// The table.
    pub(crate) table: &'static str,
    /// Its columns, in their order.
    pub(crate) columns: &'static [&'static str],
}

/// What a fact table or live table holds; `None` for what is neither.
pub(crate) fn columns_about(name: &str) -> Option<About> {
    let (table, columns) = match name {
        "events" => ("Every event as it was accepted.", EventRow::columns_about()),
        "order_lines" => (
            "What happened to order lines, as signed effects: sums over it are true for any time.",
            OrderLineRow::columns_about(),
        ),
        "order_status_changes" => {
            ("Every change of an order's state.", StatusChangeRow::columns_about())
        }
        "stock_movements" => {
            ("Every change of stock, signed: the ledger.", StockMovementRow::columns_about())
        }
        "payments" => ("Money taken and given back, signed.", PaymentRow::columns_about()),
        "orders" => ("Orders as they are now.", OrderRow::columns_about()),
        "order_items" => ("Lines of orders as they are now.", OrderItemRow::columns_about()),
        "shipments" => ("Parcels that left.", ShipmentRow::columns_about()),
        "returns" => ("What comes back, or is asked to.", ReturnRow::columns_about()),
        "backorders" => ("Lines that wait for goods.", BackorderRow::columns_about()),
        "parked_events" => ("Events that wait for what they speak of.", ParkedRow::columns_about()),
        "stock_levels" => {
            ("Stock by SKU and warehouse as it is now.", StockLevelRow::columns_about())
        }
        "stock_balances" => {
            ("What is on hand by bin and lot as it is now.", StockBalanceRow::columns_about())
        }
        "reservations" => ("Units set aside for orders.", ReservationRow::columns_about()),
        "available_to_promise" => {
            ("What can be promised from each instant on.", PromiseRow::columns_about())
        }
        "bundles" => ("How many of a bundle can be put together.", BundleRow::columns_about()),
        "purchase_orders" => {
            ("Purchase orders as they are now.", PurchaseOrderRow::columns_about())
        }
        "purchase_order_lines" => {
            ("Lines of purchase orders as they are now.", PurchaseLineRow::columns_about())
        }
        "purchase_pegs" => {
            ("Which waiting order each purchase will serve.", PurchasePegRow::columns_about())
        }
        "suppliers" => ("Who supplies the shop.", SupplierRow::columns_about()),
        "products" => ("The catalogue.", ProductRow::columns_about()),
        "customers" => ("Customers as they are known.", CustomerRow::columns_about()),
        "warehouses" => ("Where goods are kept.", WarehouseRow::columns_about()),
        "carrier_rates" => {
            ("What carriers ask for a parcel, by weight.", CarrierRateRow::columns_about())
        }
        _ => return None,
    };
    Some(About { table, columns })
}

/// One row for each document.
fn each<'a, D, T: From<D>>(
    documents: impl Iterator<Item = Result<D, StoreError>> + 'a,
) -> Rows<'a, T> {
    Box::new(documents.map(|document| document.map(T::from)))
}

/// The rows of each order.
fn by_order<T: 'static>(live: &Live, rows: fn(&Order) -> Vec<T>) -> Rows<'_, T> {
    let orders = live.state.all_orders();
    Box::new(orders.flat_map(move |order| unfolded(order.map(|order| rows(&order)))))
}

/// Rows that had to be made all at once, to be put in order.
fn all<T: 'static>(rows: Result<Vec<T>, StoreError>) -> Rows<'static, T> {
    Box::new(unfolded(rows).into_iter())
}

fn unfolded<T>(rows: Result<Vec<T>, StoreError>) -> Vec<Result<T, StoreError>> {
    match rows {
        Ok(rows) => rows.into_iter().map(Ok).collect(),
        Err(error) => vec![Err(error)],
    }
}

/// Names as one text, each once; nothing where there are none.
fn text<'a>(names: impl Iterator<Item = &'a str>) -> Option<String> {
    let mut told: Vec<&str> = Vec::new();
    for name in names {
        if !told.contains(&name) {
            told.push(name);
        }
    }
    (!told.is_empty()).then(|| told.join(", "))
}

fn table<T: TableRow + Send + 'static>(
    name: &'static str,
    live: &Live,
    scan: Scan<T>,
) -> Result<LiveTable, DataFusionError> {
    let stream = LiveStream { schema: T::schema(), live: live.clone(), scan };
    Ok((name, Arc::new(StreamingTable::try_new(T::schema(), vec![Arc::new(stream)])?)))
}

struct LiveStream<T> {
    schema: SchemaRef,
    live: Live,
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
        let (sender, live, scan) = (builder.tx(), self.live.clone(), self.scan);
        builder.spawn_blocking(move || {
            let mut rows = Vec::with_capacity(BATCH_ROWS);
            for row in scan(&live) {
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

#[cfg(test)]
mod tests;
