//! The columns of `backorders`: what waits, in the order in which it is served.

use marea_ingest::{
    amount::Quantity,
    identity::{CustomerId, LineId, OrderId, Sku, WarehouseId},
    state::{Order, OrderItem, Waiting, WaitingRank},
    store::{StateSnapshot, StoreError},
    table_row,
    time::Instant,
};

use super::text;

table_row! {
    /// A row of `backorders`: a line of an order that waits for a SKU.
    #[derive(Debug)]
    BackorderRow {
        /// What it waits for: the SKU itself, its substitute, or a component of a bundle.
        sku: Sku,
        /// Its place among those that wait for the SKU; 1 is served first.
        place: i64,
        /// The order.
        order_id: OrderId,
        /// The line.
        line_id: LineId,
        /// Who ordered.
        customer_id: Option<CustomerId>,
        /// Units of the SKU that it waits for.
        quantity: Quantity,
        /// Where alone it can be served from, if the order says so.
        only_at: Option<WarehouseId>,
        /// Orders of a lower number are served first.
        priority: i64,
        /// When the order was placed.
        placed_at: Instant,
        /// When the customer was promised it.
        promised_at: Option<Instant>,
        /// When the line can be there; null where nobody knows.
        expected_at: Option<Instant>,
        /// The purchase orders that will serve it.
        purchase_orders: Option<String>,
    }
}

impl BackorderRow {
    /// All that waits, by SKU and place.
    pub(super) fn all(state: &StateSnapshot) -> Result<Vec<Self>, StoreError> {
        Self::queues(state, None)
    }

    /// What waits for a SKU, by place.
    pub(super) fn of_sku(state: &StateSnapshot, sku: &Sku) -> Result<Vec<Self>, StoreError> {
        Self::queues(state, Some(sku))
    }

    fn queues(state: &StateSnapshot, wanted: Option<&Sku>) -> Result<Vec<Self>, StoreError> {
        let mut queue = Vec::new();
        for order_id in state.waiting_for(wanted, usize::MAX)? {
            if let Some(order) = state.order(&order_id)? {
                let waiting = order.waiting().into_iter();
                let waiting = waiting.filter(|(sku, ..)| wanted.is_none_or(|it| it == sku));
                queue.extend(waiting.map(|(sku, rank, waiting)| {
                    let row = Self::of(sku, &rank, &waiting, &order);
                    (rank, row)
                }));
            }
        }
        queue.sort_by(|(rank, row), (other, then)| (&row.sku, rank).cmp(&(&then.sku, other)));
        let mut rows: Vec<Self> = queue.into_iter().map(|(_, row)| row).collect();
        for queue in rows.chunk_by_mut(|a, b| a.sku == b.sku) {
            (1..).zip(queue).for_each(|(place, row)| row.place = place);
        }
        Ok(rows)
    }

    fn of(sku: Sku, rank: &WaitingRank, waiting: &Waiting, order: &Order) -> Self {
        let line = order.line(&rank.line_id);
        Self {
            sku,
            place: 0,
            order_id: rank.order_id.clone(),
            line_id: rank.line_id.clone(),
            customer_id: order.customer_id.clone(),
            quantity: waiting.per_unit.times(waiting.units),
            only_at: waiting.only_at.clone(),
            priority: rank.priority.into(),
            placed_at: rank.placed_at,
            promised_at: line.and_then(|line| line.promised_at),
            expected_at: line.and_then(OrderItem::expected_at),
            purchase_orders: text(waiting.pegs.iter().map(|peg| peg.purchase_order.as_str())),
        }
    }
}
