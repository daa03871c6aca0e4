//! The live state as tables, read from the snapshot as a query goes along.

mod backorders;
mod by_order;
mod carriers;
mod catalogue;
mod orders;
mod parcels;
mod parked;
mod purchases;
mod reading;
mod scan;
mod stock;

use std::sync::Arc;

use datafusion::catalog::TableProvider;
use marea_ingest::{
    columns::TableRow,
    facts::{EventRow, OrderLineRow, PaymentRow, StatusChangeRow, StockMovementRow},
    identity::{CustomerId, PurchaseOrderId, Sku, SupplierId, WarehouseId},
    state::{Carrier, PurchaseOrder},
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
    reading::{Reading, Table},
    stock::{BundleRow, PromiseRow, ReservationRow, StockBalanceRow, StockLevelRow},
};

/// The live state, and when the last event that it shows was recorded: the present, as far as the
/// store knows it.
#[derive(Clone)]
struct Live {
    state: StateSnapshot,
    now: Instant,
}

/// The rows of a live table.
type Rows<'a, T> = Box<dyn Iterator<Item = Result<T, StoreError>> + 'a>;

/// A live table under its name in SQL.
type LiveTable = (&'static str, Arc<dyn TableProvider>);

/// The live tables at one snapshot, by name.
pub(crate) fn live_tables(snapshot: &Snapshot) -> Vec<LiveTable> {
    let live = Live { state: snapshot.state().clone(), now: snapshot.recorded_at };
    let mut tables = order_tables(&live);
    tables.append(&mut stock_tables(&live));
    tables.append(&mut purchase_tables(&live));
    tables.append(&mut catalogue_tables(&live));
    tables
}

fn order_tables(live: &Live) -> Vec<LiveTable> {
    vec![
        orders_table(live),
        table("order_items", live, by_order::items()),
        table("shipments", live, by_order::shipments()),
        table("returns", live, by_order::returns()),
        table(
            "backorders",
            live,
            Reading::of(|live| all(BackorderRow::all(&live.state))).by("sku", |live, sku| {
                named(Sku::new(sku), |sku| all(BackorderRow::of_sku(&live.state, sku)))
            }),
        ),
        table::<ParkedRow>("parked_events", live, Reading::of(|live| each(live.state.parked()))),
    ]
}

fn orders_table(live: &Live) -> LiveTable {
    let listed = Table::new("orders", live.clone(), by_order::orders_by_state());
    let orders = Table::new("orders", live.clone(), by_order::orders());
    ("orders", Arc::new(orders.or_narrower(Arc::new(listed))))
}

fn stock_tables(live: &Live) -> Vec<LiveTable> {
    vec![
        table::<StockLevelRow>(
            "stock_levels",
            live,
            Reading::of(|live| each(live.state.levels(None))).by("sku", |live, sku| {
                named(Sku::new(sku), |sku| each(live.state.levels(Some(sku))))
            }),
        ),
        table::<StockBalanceRow>(
            "stock_balances",
            live,
            Reading::of(|live| each(live.state.balances(None))).by("sku", |live, sku| {
                named(Sku::new(sku), |sku| each(live.state.balances(Some(sku))))
            }),
        ),
        table::<ReservationRow>(
            "reservations",
            live,
            Reading::of(|live| each(live.state.reservations())).by("sku", |live, sku| {
                named(Sku::new(sku), |sku| each(live.state.reservations_of(sku)))
            }),
        ),
        table::<PromiseRow>(
            "available_to_promise",
            live,
            Reading::of(|live| promises(live, None))
                .by("sku", |live, sku| named(Sku::new(sku), |sku| promises(live, Some(sku)))),
        ),
        table(
            "bundles",
            live,
            Reading::of(|live| Box::new(BundleRow::all(&live.state))).by("sku", |live, sku| {
                named(Sku::new(sku), |sku| all(BundleRow::of_sku(&live.state, sku)))
            }),
        ),
    ]
}

fn promises<'a>(live: &Live, sku: Option<&Sku>) -> Rows<'a, PromiseRow> {
    let promises = live.state.available_to_promise(sku, live.now);
    all(promises.map(|them| them.into_iter().map(Into::into).collect()))
}

fn purchase_tables(live: &Live) -> Vec<LiveTable> {
    vec![
        of_purchases("purchase_orders", live, |it, _| vec![PurchaseOrderRow::from(it)]),
        of_purchases("purchase_order_lines", live, PurchaseLineRow::of),
        table("purchase_pegs", live, Reading::of(|live| all(PurchasePegRow::all(&live.state)))),
        table::<SupplierRow>(
            "suppliers",
            live,
            Reading::of(|live| each(live.state.suppliers())).by("supplier", |live, supplier| {
                named(SupplierId::new(supplier), |it| one(live.state.supplier(it)))
            }),
        ),
    ]
}

fn catalogue_tables(live: &Live) -> Vec<LiveTable> {
    vec![
        table::<ProductRow>(
            "products",
            live,
            Reading::of(|live| each(live.state.products()))
                .by("sku", |live, sku| named(Sku::new(sku), |sku| one(live.state.product(sku)))),
        ),
        table::<CustomerRow>(
            "customers",
            live,
            Reading::of(|live| each(live.state.customers())).by("customer_id", |live, id| {
                named(CustomerId::new(id), |id| one(live.state.customer(id)))
            }),
        ),
        table::<WarehouseRow>(
            "warehouses",
            live,
            Reading::of(|live| each(live.state.warehouses())).by("warehouse", |live, it| {
                named(WarehouseId::new(it), |it| one(live.state.warehouse(it)))
            }),
        ),
        table(
            "carrier_rates",
            live,
            Reading::of(|live| {
                let rates = |carrier: Carrier| CarrierRateRow::of(&carrier);
                Box::new(live.state.carriers().flat_map(move |it| unfolded(it.map(rates))))
            }),
        ),
    ]
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

/// The row of a document, if there is one.
fn one<'a, D, T: From<D> + 'static>(document: Result<Option<D>, StoreError>) -> Rows<'a, T> {
    Box::new(document.transpose().map(|document| document.map(T::from)).into_iter())
}

/// The rows by a name; none where nothing can be called so.
fn named<'a, N, E, T: 'a>(name: Result<N, E>, rows: impl FnOnce(&N) -> Rows<'a, T>) -> Rows<'a, T> {
    name.map_or_else(|_| Box::new(std::iter::empty()) as Rows<'a, T>, |name| rows(&name))
}

/// A table of rows that each purchase order has, as they are at an instant.
fn of_purchases<T: TableRow + Send + 'static>(
    name: &'static str,
    live: &Live,
    rows: fn(PurchaseOrder, Instant) -> Vec<T>,
) -> LiveTable {
    let reading = Reading::of(move |live| {
        let (purchases, now) = (live.state.purchase_orders(), live.now);
        Box::new(purchases.flat_map(move |it| unfolded(it.map(|it| rows(it, now)))))
    });
    let reading = reading.by("purchase_order", move |live, name| {
        named(PurchaseOrderId::new(name), |name| {
            let found = live.state.purchase_order(name);
            all(found.map(|it| it.map(|it| rows(it, live.now)).unwrap_or_default()))
        })
    });
    table(name, live, reading)
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
    reading: Reading<T>,
) -> LiveTable {
    (name, Arc::new(Table::new(name, live.clone(), reading)))
}

#[cfg(test)]
mod tests;
