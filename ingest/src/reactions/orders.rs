//! What an event changed about an order.

use serde::Serialize;
use serde_json::{Value, json};

use super::{Telling, Topic};
use crate::{
    amount::Money,
    decide::StateRead,
    event::Event,
    identity::{Channel, Currency, CustomerId, Lsn, OrderId, Source},
    state::{
        Customer, FulfilmentStatus, Order, OrderItem, OrderStatus, PaymentStatus, ReturnStatus,
        Shipment,
    },
    store::StoreError,
    time::Instant,
};

/// Tells of each edge between the order before and after.
pub(super) fn tell(
    telling: &mut Telling<'_>,
    state: &dyn StateRead,
    before: Option<&Order>,
    after: &Order,
) -> Result<(), StoreError> {
    let subject = after.order_id.as_str();
    if after.cart.is_some() {
        return tell_of_cart(telling, state, before, after);
    }
    // An order that takes the name of its cart is new all the same.
    let before = before.filter(|order| order.cart.is_none());
    let statuses_before = before.map(Statuses::of);
    if statuses_before != Some(Statuses::of(after)) {
        let change = StatusChange::of(statuses_before, telling.at.event);
        telling.tell(Topic::OrderStatusChanged, subject, || About::of(state, after, change))?;
    }
    let told = before.map_or(0, |before| before.shipments.len());
    for shipment in after.shipments.iter().skip(told) {
        let parcel = || json!({ "shipment": parcel(after, shipment) });
        telling.tell(Topic::OrderShipped, subject, || About::of(state, after, parcel()))?;
    }
    let is_delivered = |order: &Order| order.fulfilment_status() == FulfilmentStatus::Delivered;
    if is_delivered(after) && !before.is_some_and(is_delivered) {
        telling.tell(Topic::OrderDelivered, subject, || About::of(state, after, json!({})))?;
    }
    before.map_or(Ok(()), |before| tell_of_progress(telling, state, before, after))
}

/// What happens to an order without anybody's word about it.
fn tell_of_progress(
    telling: &mut Telling<'_>,
    state: &dyn StateRead,
    before: &Order,
    after: &Order,
) -> Result<(), StoreError> {
    let waits = |order: &Order| order.lines.iter().any(|line| line.backordered().is_positive());
    let edges = [
        (Topic::OrderLate, after.late_since.is_some() && before.late_since.is_none()),
        (Topic::OrderReadyToShip, waits(before) && after.is_ready()),
        (Topic::OrderReadyForPickUp, lies_ready(after) && !lies_ready(before)),
        (Topic::OrderPromiseChanged, has_moved(before, after)),
    ];
    for (topic, _) in edges.into_iter().filter(|(_, crossed)| *crossed) {
        let promised =
            || json!({ "promises_before": promises(before), "promises": promises(after) });
        telling.tell(topic, after.order_id.as_str(), || About::of(state, after, promised()))?;
    }
    Ok(())
}

/// Whether all that is open of an order that is to be picked up is packed.
fn lies_ready(order: &Order) -> bool {
    let packed = |line: &OrderItem| line.packed - line.shipped >= line.open();
    order.pick_up_at.is_some() && order.is_open() && order.lines.iter().all(packed)
}

/// Whether a date that the customer of an open line can go by is another than before.
fn has_moved(before: &Order, after: &Order) -> bool {
    let dates = |line: &OrderItem| (line.promised_at, line.expected_at());
    after.lines.iter().filter(|line| line.open().is_positive()).any(|line| {
        let known = before.line(&line.line_id);
        // What came is ready to ship, and no date has to be told for it any more.
        known.is_some_and(|known| dates(known) != dates(line)) && line.backordered().is_positive()
            || known.is_some_and(|known| known.promised_at != line.promised_at)
    })
}

/// What customers can expect of each open line: what they were promised, and when what waits is
/// to come.
fn promises(order: &Order) -> Vec<Value> {
    let open = order.lines.iter().filter(|line| line.open().is_positive());
    let waits = open.filter(|line| line.promised_at.is_some() || line.backordered().is_positive());
    waits
        .map(|line| {
            json!({
                "line_id": line.line_id, "sku": line.sku, "promised_at": line.promised_at,
                "backordered": line.backordered(), "expected_at": line.expected_at(),
            })
        })
        .collect()
}

fn tell_of_cart(
    telling: &mut Telling<'_>,
    state: &dyn StateRead,
    before: Option<&Order>,
    after: &Order,
) -> Result<(), StoreError> {
    let left = |order: &Order| order.cart.is_some_and(|cart| cart.abandoned_at.is_some());
    if !left(after) || before.is_some_and(left) || after.lines.is_empty() {
        return Ok(());
    }
    let lines =
        || after.lines.iter().map(|line| json!({ "sku": line.sku, "quantity": line.ordered }));
    let lines = || json!({ "lines": lines().collect::<Vec<_>>() });
    let subject = after.order_id.as_str();
    telling.tell(Topic::CartAbandoned, subject, || About::of(state, after, lines()))
}

/// The four axes of an order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[allow(clippy::struct_field_names, reason = "these are the names of the fields in JSON and SQL")]
struct Statuses {
    order_status: OrderStatus,
    payment_status: PaymentStatus,
    fulfilment_status: FulfilmentStatus,
    return_status: ReturnStatus,
}

impl Statuses {
    fn of(order: &Order) -> Self {
        Self {
            order_status: order.status(),
            payment_status: order.payment_status(),
            fulfilment_status: order.fulfilment_status(),
            return_status: order.return_status(),
        }
    }
}

/// Where an order comes from, and what led to the change.
#[derive(Serialize)]
struct StatusChange<'a> {
    /// `None` where the order is new.
    before: Option<Statuses>,
    event_type: &'static str,
    reason: Option<&'a str>,
}

impl<'a> StatusChange<'a> {
    fn of(before: Option<Statuses>, event: &'a Event) -> Self {
        let event_type = event.body.event_type();
        Self { before, event_type, reason: event.envelope.reason.as_deref() }
    }
}

/// What every message about an order says, with what is particular to this one.
#[derive(Serialize)]
struct About<'a, P> {
    order_id: &'a OrderId,
    source: &'a Source,
    channel: &'a Channel,
    customer_id: Option<&'a CustomerId>,
    customer_name: Option<String>,
    email: Option<String>,
    total: Money,
    currency: Currency,
    placed_at: Instant,
    promised_at: Option<Instant>,
    lsn: Lsn,
    #[serde(flatten)]
    statuses: Statuses,
    #[serde(flatten)]
    particular: P,
}

impl<'a, P: Serialize> About<'a, P> {
    fn of(state: &dyn StateRead, order: &'a Order, particular: P) -> Result<Self, StoreError> {
        let customer_id = order.customer_id.as_ref();
        let customer = customer_id.map(|id| state.customer(id)).transpose()?.flatten();
        let (customer_name, email) =
            customer.map_or((None, None), |Customer { name, email, .. }| (name, email));
        Ok(Self {
            order_id: &order.order_id,
            source: &order.source,
            channel: &order.channel,
            customer_id,
            customer_name,
            email,
            total: order.total(),
            currency: order.currency,
            placed_at: order.placed_at,
            promised_at: order.promised_at,
            lsn: order.lsn,
            statuses: Statuses::of(order),
            particular,
        })
    }
}

fn parcel(order: &Order, shipment: &Shipment) -> Value {
    let lines = shipment.lines.iter().map(|packed| {
        let line = order.line(&packed.line_id);
        json!({
            "line_id": packed.line_id,
            "sku": line.map(|line| &line.sku),
            "name": line.and_then(|line| line.name.as_deref()),
            "quantity": packed.quantity,
            "warehouse": packed.warehouse,
        })
    });
    json!({
        "fulfilment_id": shipment.fulfilment_id,
        "carrier": shipment.carrier,
        "tracking_number": shipment.tracking_number,
        "shipped_at": shipment.shipped_at,
        "expected_at": shipment.expected_at,
        "lines": lines.collect::<Vec<_>>(),
    })
}
