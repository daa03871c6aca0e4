//! Events that the writer records by itself: what is due, and what waited for its parent.

use chrono::{DateTime, FixedOffset};
use serde::de::DeserializeOwned;
use xxhash_rust::xxh3::xxh3_128;

use crate::{
    event::{
        Body, CartAbandoned, Envelope, Event, Mode, OWN_SOURCE, ParkedEventApplied, PromiseMissed,
        PurchaseOrderOverdue, StockExpired,
    },
    identity::{EventId, Lsn, Source},
    store::{StoreError, index::Due},
    time::Instant,
};

/// The event that says that something is due; `None` where there is no such event. `last` is the
/// last LSN so far: a thing may be due at the same instant again, when a cart is held anew or a
/// promise moves there and back.
pub(super) fn due(at: Instant, due: &Due, last: Lsn) -> Option<Event> {
    let (body, name): (Body, String) = match due {
        Due::Cart(id) => (CartAbandoned { cart_id: id.clone() }.into(), format!("cart {id}")),
        Due::Promise(id) => {
            (PromiseMissed { order_id: id.clone() }.into(), format!("promise {id}"))
        }
        Due::Purchase(id) => {
            let body = PurchaseOrderOverdue { purchase_order: id.clone() };
            (body.into(), format!("purchase {id}"))
        }
        Due::Expiry((sku, warehouse, spot)) => {
            let lot = spot.lot.clone()?;
            let bin = spot.bin.as_ref().map(|bin| format!(" in {bin}")).unwrap_or_default();
            let name = format!("lot {lot} of {sku} at {warehouse}{bin}");
            let (sku, warehouse) = (sku.clone(), warehouse.clone());
            (StockExpired { sku, warehouse, bin: spot.bin.clone(), lot }.into(), name)
        }
    };
    // That it is due and that it was recorded change in one batch, so the name need only be new.
    let told = EventId::new(&format!("{last} {name}"));
    let hashed = || EventId::new(&format!("{last} {:x}", xxh3_128(name.as_bytes())));
    let event_id = told.or_else(|_| hashed()).ok()?;
    envelope(event_id, at, None).map(|envelope| Event { envelope, body })
}

/// The event that applies one that was parked.
pub(super) fn parked(lsn: Lsn, payload: &str, now: Instant) -> Result<Event, StoreError> {
    let damaged = || StoreError::damaged("core: a parked event cannot be read");
    let event = read(payload).ok_or_else(damaged)?;
    let body = ParkedEventApplied { parked_lsn: lsn, event }.into();
    let event_id = EventId::new(&format!("parked {lsn}")).map_err(|_| damaged())?;
    let reason = Some("what it speaks of has come".to_owned());
    let envelope = envelope(event_id, now, reason).ok_or_else(damaged)?;
    Ok(Event { envelope, body })
}

fn read<T: DeserializeOwned>(payload: &str) -> Option<T> {
    serde_json::from_str(payload).ok()
}

fn envelope(event_id: EventId, at: Instant, reason: Option<String>) -> Option<Envelope> {
    let occurred_at: DateTime<FixedOffset> = at.utc().fixed_offset();
    let source = Source::new(OWN_SOURCE).ok()?;
    let mode = Mode::Report;
    Some(Envelope {
        event_id,
        source,
        occurred_at,
        mode,
        external_version: None,
        actor: None,
        reason,
    })
}
