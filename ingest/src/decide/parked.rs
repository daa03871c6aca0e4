//! A report of something that has not come yet is parked, and applied when that comes.

use serde_json::Value;

use super::{Denied, Recording, draft::Draft, subject};
use crate::{
    event::{Body, ParkedEventApplied, decode_record},
    identity::{OrderId, PurchaseOrderId},
};

/// The name under which events wait for an order.
pub(super) fn order_parent(order_id: &OrderId) -> String {
    format!("order {order_id}")
}

/// The name under which events wait for a purchase order.
pub(super) fn purchase_parent(name: &PurchaseOrderId) -> String {
    format!("purchase_order {name}")
}

/// What an event that is parked waits for.
fn parent(body: &Body) -> Option<String> {
    match body {
        Body::PurchaseOrderSent(body) => Some(purchase_parent(&body.purchase_order)),
        Body::PurchaseOrderConfirmed(body) => Some(purchase_parent(&body.purchase_order)),
        Body::PurchaseOrderReceived(body) => Some(purchase_parent(&body.purchase_order)),
        Body::PurchaseOrderCancelled(body) => Some(purchase_parent(&body.purchase_order)),
        Body::PurchaseOrderClosed(body) => Some(purchase_parent(&body.purchase_order)),
        Body::SupplierBillReceived(body) => Some(purchase_parent(&body.purchase_order)),
        Body::SupplierPaid(body) => body.purchase_order.as_ref().map(purchase_parent),
        Body::StockReturnedToSupplier(body) => body.purchase_order.as_ref().map(purchase_parent),
        other => subject(other).0.as_ref().map(order_parent),
    }
}

impl<'a> Draft<'a> {
    /// Starts over: the event is recorded, and does nothing until what it waits for has come.
    pub(super) fn parked(self, parent: String) -> Self {
        let mut draft = Self::new(self.state, self.at);
        draft.decision.flags.push(format!("parked: waits for {parent}"));
        draft.decision.parked = Some(parent);
        draft
    }

    /// Decides on the event that was parked, as of now.
    pub(super) fn parked_event_applied(&mut self, body: &ParkedEventApplied) -> Result<(), Denied> {
        let payload = Value::Object(body.event.clone()).to_string();
        let event = match decode_record(0, &payload) {
            Ok(event) => event,
            Err(error) => {
                self.decision.flags.push(format!("unreadable: {error}"));
                return Ok(());
            }
        };
        let at = Recording { event: &event, ..self.at };
        let mut applied = Draft::new(self.state, at);
        if !applied.is_outdated()? {
            applied.body(&event.body)?;
        }
        applied.settle()?;
        applied.decision.unparked = parent(&event.body).map(|parent| (parent, body.parked_lsn));
        self.decision = applied.decision;
        Ok(())
    }
}
