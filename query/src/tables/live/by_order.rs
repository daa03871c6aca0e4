//! How rows are read that each order has: by the order, or by a list that orders stand in; or from the
//! list alone, where it knows all that is asked for.

use marea_ingest::{
    columns::TableRow,
    identity::{CustomerId, OrderId, Sku},
    state::{Order, OrderStatus},
    store::{NamedBy, OrderList},
};

use super::{
    Live, Rows, all, each, named,
    orders::{ListedOrderRow, OrderItemRow, OrderRow},
    parcels::{ReturnRow, ShipmentRow},
    reading::Reading,
    unfolded,
};

/// The rows of an order.
type Unfold<T> = fn(&Order) -> Vec<T>;

/// `orders`.
pub(super) fn orders() -> Reading<OrderRow> {
    let row: Unfold<OrderRow> = |order| vec![OrderRow::from(order)];
    let reading = by_customer(of_orders(row), row);
    reading.by_rare("state", is_rare, move |live, state| match OrderStatus::named(state) {
        Some(status) => listed(live, &OrderList::Statuses(vec![status]), row),
        None => Box::new(std::iter::empty()),
    })
}

/// What the lists of states know of `orders`, without reading an order.
pub(super) fn orders_by_state() -> Reading<ListedOrderRow> {
    let read = |live: &Live, status| each(live.state.orders_by_status(status));
    let reading = Reading::of(move |live| read(live, None));
    reading.counted(|live| live.state.count_orders()).by("state", move |live, state| {
        OrderStatus::named(state)
            .map_or_else(|| Box::new(std::iter::empty()) as Rows<'_, _>, |it| read(live, Some(it)))
    })
}

/// `order_items`.
pub(super) fn items() -> Reading<OrderItemRow> {
    by_sku(of_orders(OrderItemRow::of), OrderItemRow::of)
}

/// `shipments`.
pub(super) fn shipments() -> Reading<ShipmentRow> {
    by_customer(of_orders(ShipmentRow::of), ShipmentRow::of)
}

/// `returns`.
pub(super) fn returns() -> Reading<ReturnRow> {
    by_sku(by_customer(of_orders(ReturnRow::of), ReturnRow::of), ReturnRow::of)
}

/// Whether few orders are in a state: those that have come to their end pile up.
fn is_rare(state: &str) -> bool {
    let ends = [OrderStatus::Completed, OrderStatus::Cancelled, OrderStatus::Closed];
    ends.iter().all(|end| end.as_str() != state)
}

fn of_orders<T: TableRow + 'static>(rows: Unfold<T>) -> Reading<T> {
    let reading = Reading::of(move |live| {
        let orders = live.state.all_orders();
        Box::new(orders.flat_map(move |order| unfolded(order.map(|order| rows(&order)))))
    });
    reading.by("order_id", move |live, id| {
        let found = |id: &OrderId| live.state.order(id);
        named(OrderId::new(id), |id| {
            all(found(id).map(|order| order.as_ref().map(rows).unwrap_or_default()))
        })
    })
}

fn by_customer<T: 'static>(reading: Reading<T>, rows: Unfold<T>) -> Reading<T> {
    reading.by("customer_id", move |live, id| {
        named(CustomerId::new(id), |id| {
            listed(live, &OrderList::Named(NamedBy::Customer, id.to_string()), rows)
        })
    })
}

/// The list of a SKU also has orders for which it leaves the stock without being sold; the query's
/// own filter leaves their rows out.
fn by_sku<T: 'static>(reading: Reading<T>, rows: Unfold<T>) -> Reading<T> {
    reading.by("sku", move |live, sku| {
        named(Sku::new(sku), |sku| {
            listed(live, &OrderList::OfSku { sku: sku.clone(), open: false }, rows)
        })
    })
}

fn listed<'a, T: 'static>(live: &'a Live, list: &OrderList, rows: Unfold<T>) -> Rows<'a, T> {
    match live.state.listed_orders(list) {
        Ok(orders) => {
            Box::new(orders.flat_map(move |order| unfolded(order.map(|order| rows(&order)))))
        }
        Err(error) => Box::new(std::iter::once(Err(error))),
    }
}
