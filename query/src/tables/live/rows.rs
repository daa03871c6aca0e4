//! The columns of each live table.

use std::sync::Arc;

use marea_ingest::{
    amount::{Money, Quantity},
    event::{LineKind, StockPolicy},
    identity::{
        Channel, Country, Currency, CustomerId, LineId, Lsn, OrderId, Sku, Source, WarehouseId,
    },
    state::{
        Customer, FulfilmentStatus, Order, OrderStatus, PaymentStatus, Product, ReturnStatus,
        StockLevel, Warehouse,
    },
    store::Reservation,
    table_row,
    time::{Day, Instant},
};

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
        /// Its currency.
        currency: Currency,
        /// What is owed for it in all.
        total: Money,
        /// What was taken.
        captured: Money,
        /// What was given back.
        refunded: Money,
        /// Units of goods still to be shipped.
        open_units: Quantity,
        /// When it was placed.
        placed_at: Instant,
        /// The shop's day on which it was placed.
        order_date: Day,
        /// When the customer was promised what is open.
        promised_at: Option<Instant>,
        /// When it was approved.
        approved_at: Option<Instant>,
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
        let open = order.lines.iter().filter(|line| line.is_goods()).map(|line| line.open());
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
            currency: order.currency,
            total: order.total(),
            captured: order.payments.captured,
            refunded: order.payments.refunded,
            open_units: open.sum(),
            placed_at: order.placed_at,
            order_date: order.order_date,
            promised_at: order.promised_at,
            approved_at: order.approved_at,
            flags: (!order.flags.is_empty()).then(|| order.flags.join("; ")),
            lsn: order.lsn,
            changed_at: order.changed_at,
        }
    }
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
        /// When the customer was promised it.
        promised_at: Option<Instant>,
    }
}

impl OrderItemRow {
    /// The lines of an order.
    pub(super) fn of(order: &Order) -> Vec<Self> {
        let row = |line: &marea_ingest::state::OrderItem| Self {
            order_id: order.order_id.clone(),
            line_id: line.line_id.clone(),
            sku: line.sku.clone(),
            line_kind: line.kind,
            name: line.name.clone(),
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
            promised_at: line.promised_at,
        };
        order.lines.iter().map(row).collect()
    }
}

table_row! {
    /// A row of `stock_levels`: stock of a SKU in a warehouse as it is now.
    #[derive(Debug)]
    StockLevelRow {
        /// What.
        sku: Sku,
        /// Where.
        warehouse: WarehouseId,
        /// In the warehouse.
        on_hand: Quantity,
        /// Set aside for orders.
        committed: Quantity,
        /// There, but not for sale.
        unavailable: Quantity,
        /// What can be promised now.
        available: Quantity,
        /// On its way here.
        incoming: Quantity,
        /// What orders wait for.
        backordered: Quantity,
    }
}

impl From<(Sku, WarehouseId, StockLevel)> for StockLevelRow {
    fn from((sku, warehouse, level): (Sku, WarehouseId, StockLevel)) -> Self {
        Self {
            sku,
            warehouse,
            on_hand: level.on_hand,
            committed: level.committed,
            unavailable: level.unavailable(),
            available: level.available(),
            incoming: level.incoming,
            backordered: level.backordered,
        }
    }
}

table_row! {
    /// A row of `reservations`: units of a line set aside in a warehouse.
    #[derive(Debug)]
    ReservationRow {
        /// What.
        sku: Sku,
        /// Where.
        warehouse: WarehouseId,
        /// For which order.
        order_id: OrderId,
        /// For which line.
        line_id: LineId,
        /// Units.
        quantity: Quantity,
    }
}

impl From<Reservation> for ReservationRow {
    fn from(it: Reservation) -> Self {
        let Reservation { sku, warehouse, order_id, line_id, quantity } = it;
        Self { sku, warehouse, order_id, line_id, quantity }
    }
}

table_row! {
    /// A row of `products`.
    #[derive(Debug)]
    ProductRow {
        /// The product.
        sku: Sku,
        /// What it is called.
        name: Option<String>,
        /// What it belongs to.
        category: Option<String>,
        /// What happens to an order for more than is available; null where it was never said.
        stock_policy: Option<StockPolicy>,
        /// Below this much available it is time to order more.
        reorder_point: Option<Quantity>,
        /// What a unit usually costs.
        unit_cost: Option<Money>,
        /// The code on the packet.
        barcode: Option<String>,
        /// Who supplies it.
        supplier: Option<String>,
        /// Whether it was taken out of the catalogue.
        removed: bool,
    }
}

impl From<Product> for ProductRow {
    fn from(it: Product) -> Self {
        Self {
            sku: it.sku,
            name: it.name,
            category: it.category,
            stock_policy: it.stock_policy,
            reorder_point: it.reorder_point,
            unit_cost: it.unit_cost,
            barcode: it.barcode,
            supplier: it.supplier.map(|supplier| supplier.to_string()),
            removed: it.removed,
        }
    }
}

table_row! {
    /// A row of `customers`.
    #[derive(Debug)]
    CustomerRow {
        /// The customer.
        customer_id: CustomerId,
        /// What he is called.
        name: Option<String>,
        /// Where mail reaches him.
        email: Option<String>,
        /// Where he lives.
        country: Option<Country>,
        /// What the shop counts him among.
        segment: Option<String>,
    }
}

impl From<Customer> for CustomerRow {
    fn from(it: Customer) -> Self {
        let Customer { customer_id, name, email, country, segment } = it;
        Self { customer_id, name, email, country, segment }
    }
}

table_row! {
    /// A row of `warehouses`.
    #[derive(Debug)]
    WarehouseRow {
        /// The warehouse.
        warehouse: WarehouseId,
        /// What it is called.
        name: Option<String>,
        /// Where it stands.
        country: Option<Country>,
        /// Orders are served from the lowest number that has the goods.
        priority: i64,
        /// A closed warehouse is promised nothing.
        closed: bool,
        /// Its postcode.
        postcode: Option<String>,
        /// Degrees north of the equator.
        latitude: Option<f64>,
        /// Degrees east of Greenwich.
        longitude: Option<f64>,
    }
}

impl From<Warehouse> for WarehouseRow {
    fn from(it: Warehouse) -> Self {
        Self {
            warehouse: it.warehouse,
            name: it.name,
            country: it.country,
            priority: it.priority.into(),
            closed: it.closed,
            postcode: it.postcode,
            latitude: it.coordinates.map(|at| at.latitude()),
            longitude: it.coordinates.map(|at| at.longitude()),
        }
    }
}
