//! The columns of `shipments` and `returns`: what leaves, and what comes back.

use marea_ingest::{
    amount::Quantity,
    identity::{CustomerId, LineId, OrderId, Sku, WarehouseId},
    state::{Order, ReturnCase, ReturnCaseLine, Shipment},
    table_row,
    time::Instant,
};

use super::text;

table_row! {
    /// A row of `shipments`: a parcel that left.
    #[derive(Debug)]
    ShipmentRow {
        /// The order.
        order_id: OrderId,
        /// Who ordered.
        customer_id: Option<CustomerId>,
        /// The fulfilment it belongs to.
        fulfilment_id: Option<String>,
        /// Who carries it.
        carrier: Option<String>,
        /// The carrier's number for it.
        tracking_number: Option<String>,
        /// Where it left from; null where no stock is kept of what is in it.
        warehouses: Option<String>,
        /// Units in it.
        units: Quantity,
        /// When it left.
        shipped_at: Instant,
        /// When it is expected to arrive.
        expected_at: Option<Instant>,
        /// When it was taken back.
        cancelled_at: Option<Instant>,
    }
}

impl ShipmentRow {
    /// The parcels of an order.
    pub(super) fn of(order: &Order) -> Vec<Self> {
        let row = |parcel: &Shipment| Self {
            order_id: order.order_id.clone(),
            customer_id: order.customer_id.clone(),
            fulfilment_id: parcel.fulfilment_id.as_ref().map(ToString::to_string),
            carrier: parcel.carrier.clone(),
            tracking_number: parcel.tracking_number.clone(),
            warehouses: text(
                parcel.lines.iter().filter_map(|it| Some(it.warehouse.as_ref()?.as_str())),
            ),
            units: parcel.lines.iter().map(|line| line.quantity).sum(),
            shipped_at: parcel.shipped_at,
            expected_at: parcel.expected_at,
            cancelled_at: parcel.cancelled_at,
        };
        order.shipments.iter().map(row).collect()
    }
}

table_row! {
    /// A row of `returns`: a line of what comes back, or is asked to.
    #[derive(Debug)]
    ReturnRow {
        /// The order.
        order_id: OrderId,
        /// The return; null for goods that came back unannounced.
        return_id: Option<String>,
        /// How far it is: `requested`, `approved`, `declined`, `received`, `inspected`, `closed`.
        state: String,
        /// Who ordered.
        customer_id: Option<CustomerId>,
        /// The line of the order.
        line_id: LineId,
        /// What was sold.
        sku: Option<Sku>,
        /// Units that the customer wants to send back.
        requested: Quantity,
        /// Units that came.
        received: Quantity,
        /// Units that the inspection found as they should be.
        accepted: Quantity,
        /// Units that it did not.
        rejected: Quantity,
        /// What becomes of what came.
        disposition: String,
        /// Where it is.
        warehouse: Option<WarehouseId>,
        /// Why, as the customer or the desk said.
        reason: Option<String>,
        /// What the customer wants for it.
        resolution: Option<String>,
        /// When it was asked for.
        requested_at: Option<Instant>,
        /// When the shop agreed.
        approved_at: Option<Instant>,
        /// When the shop declined.
        declined_at: Option<Instant>,
        /// When goods last came back.
        received_at: Option<Instant>,
        /// When they were looked at.
        inspected_at: Option<Instant>,
        /// When nothing more was to happen.
        closed_at: Option<Instant>,
    }
}

impl ReturnRow {
    /// The lines of all returns of an order.
    pub(super) fn of(order: &Order) -> Vec<Self> {
        let lines =
            order.returns.iter().flat_map(|case| case.lines.iter().map(move |it| (case, it)));
        lines.map(|(case, line)| Self::row(order, case, line)).collect()
    }

    fn row(order: &Order, case: &ReturnCase, line: &ReturnCaseLine) -> Self {
        Self {
            order_id: order.order_id.clone(),
            return_id: case.return_id.as_ref().map(ToString::to_string),
            state: state(case).to_owned(),
            customer_id: order.customer_id.clone(),
            line_id: line.line_id.clone(),
            sku: order.line(&line.line_id).map(|sold| sold.sku.clone()),
            requested: line.requested,
            received: line.received,
            accepted: line.accepted,
            rejected: line.rejected,
            disposition: line.disposition.as_str().to_owned(),
            warehouse: line.warehouse.clone(),
            reason: case.reason.clone(),
            resolution: case.resolution.map(|it| it.as_str().to_owned()),
            requested_at: case.requested_at,
            approved_at: case.approved_at,
            declined_at: case.declined_at,
            received_at: case.received_at,
            inspected_at: case.inspected_at,
            closed_at: case.closed_at,
        }
    }
}

/// The last step that a return took.
fn state(case: &ReturnCase) -> &'static str {
    let steps = [
        (case.closed_at, "closed"),
        (case.declined_at, "declined"),
        (case.inspected_at, "inspected"),
        (case.received_at, "received"),
        (case.approved_at, "approved"),
    ];
    let taken = steps.into_iter().find(|(at, _)| at.is_some());
    taken.map_or("requested", |(_, step)| step)
}
