//! An older version of a thing never overwrites a newer (FIELD_LESSONS row 23).
//!
//! Channels send what they know again and again, and not in order. What an event *sets* (a
//! product, a price, the lines of an order, a cart) counts only if its `external_version` is newer
//! than the last one of the same source, type and thing. Steps (shipped, captured, returned) add
//! up in any order, so they need no version.

use std::cmp::Ordering;

use chrono::DateTime;

use super::{Denied, draft::Draft};
use crate::event::{Body, OWN_SOURCE};

impl Draft<'_> {
    /// Whether a newer version of what the event sets is known; the event then changes nothing.
    pub(super) fn is_outdated(&mut self) -> Result<bool, Denied> {
        let event = self.at.event;
        let envelope = &event.envelope;
        let Some(version) = &envelope.external_version else { return Ok(false) };
        let Some(thing) = thing(&event.body).filter(|_| envelope.source.as_str() != OWN_SOURCE)
        else {
            return Ok(false);
        };
        let name = [envelope.source.as_str(), event.body.event_type(), &thing].join("\0");
        if let Some(known) = self.state.version(&name)?
            && newer(version, &known) != Ordering::Greater
        {
            let flag = format!("outdated: version {version}, {known} is known");
            self.decision.flags.push(flag);
            return Ok(true);
        }
        self.decision.version = Some((name, version.clone()));
        Ok(false)
    }
}

/// What an event sets as a whole; `None` for a step.
fn thing(body: &Body) -> Option<String> {
    Some(match body {
        Body::CartUpdated(body) => body.cart_id.to_string(),
        Body::OrderEdited(body) => body.order_id.to_string(),
        Body::ProductSet(body) => body.sku.to_string(),
        Body::ProductRemoved(body) => body.sku.to_string(),
        Body::PriceSet(body) => {
            let channel = body.channel.as_ref().map_or("", |channel| channel.as_str());
            format!("{} {} {channel}", body.sku, body.currency)
        }
        Body::WarehouseSet(body) => body.warehouse.to_string(),
        Body::StockPolicySet(body) => format!("{} {}", body.sku, body.warehouse),
        Body::SupplierSet(body) => body.supplier.to_string(),
        Body::CarrierSet(body) => body.carrier.to_string(),
        Body::CustomerSet(body) => body.customer_id.to_string(),
        Body::PurchaseOrderConfirmed(body) => body.purchase_order.to_string(),
        _ => return None,
    })
}

/// Compares versions as numbers where both are, as instants where both are, else as text.
fn newer(version: &str, known: &str) -> Ordering {
    let numbers = (version.parse::<u128>(), known.parse::<u128>());
    if let (Ok(version), Ok(known)) = numbers {
        return version.cmp(&known);
    }
    let instants = (DateTime::parse_from_rfc3339(version), DateTime::parse_from_rfc3339(known));
    if let (Ok(version), Ok(known)) = instants {
        return version.cmp(&known);
    }
    version.cmp(known)
}

#[cfg(test)]
mod tests;
