//! The columns of the tables of what the shop buys.

use marea_ingest::{
    amount::{Money, Quantity},
    identity::{
        Currency, CustomerId, LineId, Lsn, OrderId, PurchaseOrderId, Sku, SupplierId, WarehouseId,
    },
    state::{BillingStatus, Order, PurchaseItem, PurchaseOrder, PurchaseStatus},
    store::{StateSnapshot, StoreError},
    table_row,
    time::Instant,
};

table_row! {
    /// A row of `purchase_orders`.
    #[derive(Debug)]
    PurchaseOrderRow {
        /// The purchase order.
        purchase_order: PurchaseOrderId,
        /// How far it is.
        status: PurchaseStatus,
        /// How much of it was billed.
        billing_status: BillingStatus,
        /// From whom.
        supplier: Option<SupplierId>,
        /// Where the goods are to come in.
        warehouse: WarehouseId,
        /// Whether the service proposed it, and nobody has sent it yet.
        proposed: bool,
        /// The currency of its costs.
        currency: Currency,
        /// What it costs in all, less what is cancelled.
        total_cost: Money,
        /// What was paid for it.
        paid: Money,
        /// Units still to come.
        open_units: Quantity,
        /// When it was placed.
        placed_at: Instant,
        /// When the supplier was told.
        sent_at: Option<Instant>,
        /// When the supplier last said what comes when.
        confirmed_at: Option<Instant>,
        /// When the first of what is open is expected.
        expected_at: Option<Instant>,
        /// Since when it is late.
        overdue_since: Option<Instant>,
        /// When it was closed.
        closed_at: Option<Instant>,
        /// What could not be true but was reported.
        flags: Option<String>,
        /// The last event that changed it.
        lsn: Lsn,
        /// When that was recorded.
        changed_at: Instant,
    }
}

impl From<PurchaseOrder> for PurchaseOrderRow {
    fn from(it: PurchaseOrder) -> Self {
        let costs =
            it.lines.iter().map(|line| Money::of(line.ordered - line.cancelled, line.unit_cost));
        Self {
            status: it.status(),
            billing_status: it.billing_status(),
            total_cost: costs.sum(),
            open_units: it.lines.iter().map(PurchaseItem::open).sum(),
            expected_at: it.expected_at(),
            purchase_order: it.purchase_order,
            supplier: it.supplier,
            warehouse: it.warehouse,
            proposed: it.proposed,
            currency: it.currency,
            paid: it.paid,
            placed_at: it.placed_at,
            sent_at: it.sent_at,
            confirmed_at: it.confirmed_at,
            overdue_since: it.overdue_since,
            closed_at: it.closed_at,
            flags: (!it.flags.is_empty()).then(|| it.flags.join("; ")),
            lsn: it.lsn,
            changed_at: it.changed_at,
        }
    }
}

table_row! {
    /// A row of `purchase_order_lines`.
    #[derive(Debug)]
    PurchaseLineRow {
        /// The purchase order.
        purchase_order: PurchaseOrderId,
        /// The line.
        line_id: LineId,
        /// What is bought.
        sku: Sku,
        /// Where it is to come in.
        warehouse: WarehouseId,
        /// What a unit costs.
        unit_cost: Money,
        /// In which currency.
        currency: Currency,
        /// Units ordered.
        ordered: Quantity,
        /// Units taken in.
        received: Quantity,
        /// Units that came but were turned away.
        rejected: Quantity,
        /// Units that will not come.
        cancelled: Quantity,
        /// Units that went back.
        returned: Quantity,
        /// Units billed.
        billed: Quantity,
        /// Units still to come.
        open: Quantity,
        /// When it is expected.
        expected_at: Option<Instant>,
        /// When the last of it came.
        received_at: Option<Instant>,
        /// Whether it should have come and has not.
        late: bool,
    }
}

impl PurchaseLineRow {
    /// The lines of a purchase order, as they are at an instant.
    pub(super) fn of(purchase: PurchaseOrder, now: Instant) -> Vec<Self> {
        let owed = purchase.is_open();
        let row = |line: PurchaseItem| Self {
            purchase_order: purchase.purchase_order.clone(),
            warehouse: purchase.warehouse.clone(),
            currency: purchase.currency,
            open: line.open(),
            late: owed && line.open().is_positive() && line.expected_at.is_some_and(|at| at <= now),
            line_id: line.line_id,
            sku: line.sku,
            unit_cost: line.unit_cost,
            ordered: line.ordered,
            received: line.received,
            rejected: line.rejected,
            cancelled: line.cancelled,
            returned: line.returned,
            billed: line.billed,
            expected_at: line.expected_at,
            received_at: line.received_at,
        };
        purchase.lines.into_iter().map(row).collect()
    }
}

table_row! {
    /// A row of `purchase_pegs`: a line of a purchase order, and a line of an order that it will
    /// serve. Where `fails` holds, the customer's promise is missed by it.
    #[derive(Debug)]
    PurchasePegRow {
        /// The purchase order.
        purchase_order: PurchaseOrderId,
        /// The line of it.
        purchase_line_id: LineId,
        /// From whom.
        supplier: Option<SupplierId>,
        /// What comes.
        sku: Sku,
        /// Units of it.
        quantity: Quantity,
        /// When they are expected.
        expected_at: Option<Instant>,
        /// Since when the purchase order is late.
        overdue_since: Option<Instant>,
        /// The order that is served.
        order_id: OrderId,
        /// The line of it.
        order_line_id: LineId,
        /// Who ordered.
        customer_id: Option<CustomerId>,
        /// When the customer was promised it.
        promised_at: Option<Instant>,
        /// Whether it is late, or comes later than promised.
        fails: bool,
    }
}

impl PurchasePegRow {
    /// Which purchase order serves whom.
    pub(super) fn all(state: &StateSnapshot) -> Result<Vec<Self>, StoreError> {
        let mut rows = Vec::new();
        for order_id in state.waiting_for(None, usize::MAX)? {
            if let Some(order) = state.order(&order_id)? {
                rows.append(&mut Self::of(state, &order)?);
            }
        }
        rows.sort_by(|a, b| {
            let place = |row: &Self| (row.purchase_order.clone(), row.purchase_line_id.clone());
            place(a).cmp(&place(b))
        });
        Ok(rows)
    }

    fn of(state: &StateSnapshot, order: &Order) -> Result<Vec<Self>, StoreError> {
        let mut rows = Vec::new();
        let pegs = order.lines.iter().flat_map(|line| line.pegs.iter().map(move |peg| (line, peg)));
        for (line, peg) in pegs {
            let purchase = state.purchase_order(&peg.purchase_order)?;
            let overdue_since = purchase.as_ref().and_then(|it| it.overdue_since);
            let too_late = peg.expected_at.zip(line.promised_at).is_some_and(|(at, by)| at > by);
            rows.push(Self {
                purchase_order: peg.purchase_order.clone(),
                purchase_line_id: peg.line_id.clone(),
                supplier: purchase.and_then(|it| it.supplier),
                sku: peg.sku.clone(),
                quantity: peg.quantity,
                expected_at: peg.expected_at,
                overdue_since,
                order_id: order.order_id.clone(),
                order_line_id: line.line_id.clone(),
                customer_id: order.customer_id.clone(),
                promised_at: line.promised_at,
                fails: overdue_since.is_some() || too_late,
            });
        }
        Ok(rows)
    }
}
