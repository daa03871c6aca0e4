//! The columns of `orders` and `order_items`.

use std::sync::Arc;

use marea_ingest::{
    amount::{Money, Quantity},
    event::LineKind,
    identity::{
        Channel, Country, Currency, CustomerId, LineId, Lsn, OrderId, Sku, Source, WarehouseId,
    },
    state::{FulfilmentStatus, Order, OrderItem, OrderStatus, PaymentStatus, ReturnStatus},
    store::ListedOrder,
    table_row,
    time::{Day, Instant},
};

use super::text;

table_row! {
    /// A row of `orders`: an order as it is now.
    #[derive(Debug)]
    OrderRow {
        /// The order.
        order_id: OrderId,
        /// How far it is as a whole.
        state: OrderStatus,
        /// How far the money is.
        payment_state: PaymentStatus,
        /// How far the goods are.
        fulfilment_state: FulfilmentStatus,
        /// How far what comes back is.
        return_state: ReturnStatus,
        /// Who reported it.
        source: Source,
        /// Where it came in.
        channel: Channel,
        /// Who ordered.
        customer_id: Option<CustomerId>,
        /// Where it goes.
        country: Option<Country>,
        /// What marks a special order.
        order_code: Option<Arc<str>>,
        /// The number that customers and other systems know it by.
        external_id: Option<Arc<str>>,
        /// Orders of a lower number are served first.
        priority: i64,
        /// Where the customer fetches it.
        pick_up_at: Option<WarehouseId>,
        /// Its currency.
        currency: Currency,
        /// What is owed for it in all.
        total: Money,
        /// What was taken.
        captured: Money,
        /// What was given back.
        refunded: Money,
        /// What was taken and is no longer owed.
        refund_due: Money,
        /// Units of goods still to be shipped.
        open_units: Quantity,
        /// Of these, units that wait for goods.
        backordered_units: Quantity,
        /// Whether all that is open can be picked and sent now.
        ready: bool,
        /// When it was placed.
        placed_at: Instant,
        /// The shop's day on which it was placed.
        order_date: Day,
        /// When the customer was promised what is open.
        promised_at: Option<Instant>,
        /// When the last of what waits can be there; null where nothing waits or nobody knows.
        expected_at: Option<Instant>,
        /// Since when a promise is missed, with goods still to be shipped.
        late_since: Option<Instant>,
        /// When it was approved.
        approved_at: Option<Instant>,
        /// Since when its state is what it is.
        status_since: Instant,
        /// When it was closed.
        closed_at: Option<Instant>,
        /// Until when a cart holds goods.
        held_until: Option<Instant>,
        /// When a cart was abandoned.
        abandoned_at: Option<Instant>,
        /// What could not be true but was reported.
        flags: Option<String>,
        /// The last event that changed it.
        lsn: Lsn,
        /// When that was recorded.
        changed_at: Instant,
    }
}

impl From<&Order> for OrderRow {
    fn from(order: &Order) -> Self {
        Self {
            order_id: order.order_id.clone(),
            state: order.status(),
            payment_state: order.payment_status(),
            fulfilment_state: order.fulfilment_status(),
            return_state: order.return_status(),
            source: order.source.clone(),
            channel: order.channel.clone(),
            customer_id: order.customer_id.clone(),
            country: order.ship_to.as_ref().map(|address| address.country.clone()),
            order_code: order.order_code.clone(),
            external_id: order.external_id.clone(),
            priority: order.priority.into(),
            pick_up_at: order.pick_up_at.clone(),
            currency: order.currency,
            total: order.total(),
            captured: order.payments.captured,
            refunded: order.payments.refunded,
            refund_due: order.refund_due(),
            open_units: order.open_units(),
            backordered_units: order.lines.iter().map(OrderItem::backordered).sum(),
            ready: order.is_ready(),
            placed_at: order.placed_at,
            order_date: order.order_date,
            promised_at: order.promised_at,
            expected_at: expected_at(order),
            late_since: order.late_since,
            approved_at: order.approved_at,
            status_since: order.status_since,
            closed_at: order.closed_at,
            held_until: order.cart.and_then(|cart| cart.held_until),
            abandoned_at: order.cart.and_then(|cart| cart.abandoned_at),
            flags: (!order.flags.is_empty()).then(|| order.flags.join("; ")),
            lsn: order.lsn,
            changed_at: order.changed_at,
        }
    }
}

table_row! {
    /// The columns of `orders` that the list of its state knows of an order.
    #[derive(Debug)]
    ListedOrderRow {
        /// The order.
        order_id: OrderId,
        /// How far it is as a whole.
        state: OrderStatus,
        /// When it was placed.
        placed_at: Instant,
    }
}

impl From<ListedOrder> for ListedOrderRow {
    fn from(order: ListedOrder) -> Self {
        let ListedOrder { order_id, status: state, placed_at } = order;
        Self { order_id, state, placed_at }
    }
}

/// When all that waits can be there, if that is known of each line that waits.
fn expected_at(order: &Order) -> Option<Instant> {
    let waiting = order.lines.iter().filter(|line| line.backordered().is_positive());
    waiting.map(OrderItem::expected_at).collect::<Option<Vec<_>>>()?.into_iter().max()
}

table_row! {
    /// A row of `order_items`: a line of an order as it is now.
    #[derive(Debug)]
    OrderItemRow {
        /// The order.
        order_id: OrderId,
        /// The line.
        line_id: LineId,
        /// What is sold.
        sku: Sku,
        /// What the line is.
        line_kind: LineKind,
        /// How the channel described it.
        name: Option<String>,
        /// What leaves the stock for it: the SKU itself, its substitute, or the components of a
        /// bundle, each with the units that go into one.
        stock_skus: String,
        /// Whether the substitute is sent.
        substituted: bool,
        /// The order's currency.
        currency: Currency,
        /// Price of a unit.
        unit_price: Money,
        /// Discount on all units ordered.
        discount: Money,
        /// Tax on all units ordered.
        tax: Money,
        /// Units ordered.
        ordered: Quantity,
        /// Units that will not be fulfilled.
        cancelled: Quantity,
        /// Units set aside.
        reserved: Quantity,
        /// Units it waits for.
        backordered: Quantity,
        /// Units taken from the shelf.
        picked: Quantity,
        /// Units packed.
        packed: Quantity,
        /// Units that left.
        shipped: Quantity,
        /// Units that arrived.
        delivered: Quantity,
        /// Units that came back.
        returned: Quantity,
        /// Where it comes from; the first warehouse where there are several.
        warehouse: Option<WarehouseId>,
        /// Why it comes from there; of each warehouse where there are several.
        routing_reason: Option<String>,
        /// Goods are not to leave before this.
        ship_after: Option<Instant>,
        /// When the customer was promised it.
        promised_at: Option<Instant>,
        /// When what waits can be there; null where nothing waits or nobody knows.
        expected_at: Option<Instant>,
        /// The purchase orders that will serve what waits.
        purchase_orders: Option<String>,
    }
}

impl OrderItemRow {
    /// The lines of an order.
    pub(super) fn of(order: &Order) -> Vec<Self> {
        let row = |line: &OrderItem| Self {
            order_id: order.order_id.clone(),
            line_id: line.line_id.clone(),
            sku: line.sku.clone(),
            line_kind: line.kind,
            name: line.name.clone(),
            stock_skus: stock_skus(line),
            substituted: line.substituted,
            currency: order.currency,
            unit_price: line.unit_price,
            discount: line.discount,
            tax: line.tax,
            ordered: line.ordered,
            cancelled: line.cancelled,
            reserved: line.reserved(),
            backordered: line.backordered(),
            picked: line.picked,
            packed: line.packed,
            shipped: line.shipped,
            delivered: line.delivered,
            returned: line.returned,
            warehouse: line.allocations.first().map(|owed| owed.warehouse.clone()),
            routing_reason: routing_reason(line),
            ship_after: line.ship_after,
            promised_at: line.promised_at,
            expected_at: line.expected_at(),
            purchase_orders: text(line.pegs.iter().map(|peg| peg.purchase_order.as_str())),
        };
        order.lines.iter().map(row).collect()
    }
}

fn stock_skus(line: &OrderItem) -> String {
    if line.components.is_empty() {
        return line.sku.to_string();
    }
    let parts = line.components.iter().map(|part| format!("{} x {}", part.quantity, part.sku));
    parts.collect::<Vec<_>>().join(", ")
}

fn routing_reason(line: &OrderItem) -> Option<String> {
    if let [owed] = &line.allocations[..] {
        return Some(owed.reason.to_string());
    }
    let reasons =
        line.allocations.iter().map(|owed| format!("{}: {}", owed.warehouse, owed.reason));
    let reasons = reasons.collect::<Vec<_>>().join("; ");
    (!reasons.is_empty()).then_some(reasons)
}
