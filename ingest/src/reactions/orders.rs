//! What an event changed about an order.

use serde_json::{Value, json};

use super::{Telling, Topic};
use crate::{
    decide::StateRead,
    state::{FulfilmentStatus, Order, Shipment},
    store::StoreError,
};

/// Tells of each edge between the order before and after.
pub(super) fn tell(
    telling: &mut Telling<'_>,
    state: &dyn StateRead,
    before: Option<&Order>,
    after: &Order,
) -> Result<(), StoreError> {
    let subject = after.order_id.as_str();
    if before.map(statuses) != Some(statuses(after)) {
        let changed = json!({
            "before": before.map(statuses),
            "event_type": telling.at.event.body.event_type(),
            "reason": telling.at.event.envelope.reason,
        });
        telling.tell(Topic::OrderStatusChanged, subject, || about(state, after, changed))?;
    }
    let told = before.map_or(0, |before| before.shipments.len());
    for shipment in after.shipments.iter().skip(told) {
        let parcel = json!({ "shipment": parcel(after, shipment) });
        telling.tell(Topic::OrderShipped, subject, || about(state, after, parcel))?;
    }
    let is_delivered = |order: &Order| order.fulfilment_status() == FulfilmentStatus::Delivered;
    if is_delivered(after) && !before.is_some_and(is_delivered) {
        telling.tell(Topic::OrderDelivered, subject, || about(state, after, json!({})))?;
    }
    Ok(())
}

/// The four axes of an order.
fn statuses(order: &Order) -> Value {
    json!({
        "order_status": order.status(),
        "payment_status": order.payment_status(),
        "fulfilment_status": order.fulfilment_status(),
        "return_status": order.return_status(),
    })
}

/// What every message about an order says, with what is particular to this one.
fn about(state: &dyn StateRead, order: &Order, particular: Value) -> Result<Value, StoreError> {
    let customer = order.customer_id.as_ref().map(|id| state.customer(id)).transpose()?.flatten();
    let common = json!({
        "order_id": order.order_id,
        "source": order.source,
        "channel": order.channel,
        "customer_id": order.customer_id,
        "customer_name": customer.as_ref().and_then(|customer| customer.name.as_deref()),
        "email": customer.as_ref().and_then(|customer| customer.email.as_deref()),
        "total": order.total(),
        "currency": order.currency,
        "placed_at": order.placed_at,
        "promised_at": order.promised_at,
        "lsn": order.lsn,
    });
    Ok(merged([common, statuses(order), particular]))
}

fn merged(parts: [Value; 3]) -> Value {
    let fields = parts.into_iter().filter_map(|part| match part {
        Value::Object(fields) => Some(fields),
        _ => None,
    });
    Value::Object(fields.flatten().collect())
}

fn parcel(order: &Order, shipment: &Shipment) -> Value {
    let lines = shipment.lines.iter().map(|(line_id, quantity)| {
        let line = order.line(line_id);
        json!({
            "line_id": line_id,
            "sku": line.map(|line| &line.sku),
            "name": line.and_then(|line| line.name.as_deref()),
            "quantity": quantity,
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
