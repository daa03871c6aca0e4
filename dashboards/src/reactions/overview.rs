//! How far each destination is: what waits, what was given up.

use std::sync::Arc;

use marea_ingest::{
    reactions::{Message, Topic},
    store::{DeliveryState, Disabled, Ingest, StoreError},
    time::Instant,
};
use serde::Serialize;

use super::{Destination, Ledger};

/// As many messages are read at once.
const PAGE: usize = 1000;

/// How far a destination is.
#[derive(Debug, Serialize)]
pub(crate) struct Overview {
    name: String,
    kind: &'static str,
    address: String,
    topics: Vec<Topic>,
    /// Messages that it is still to be sent.
    pending: u64,
    /// Messages that were given up.
    dead: u64,
    /// When the oldest message that it is still to be sent was recorded.
    oldest_pending_at: Option<Instant>,
    /// Since when it wants no more messages.
    disabled_at: Option<Instant>,
    /// Why.
    disabled_reason: Option<String>,
}

impl Overview {
    fn new(destination: &Destination, disabled: Option<Disabled>) -> Self {
        Self {
            name: destination.name.clone(),
            kind: destination.kind(),
            address: destination.address(),
            topics: destination.topics.iter().copied().collect(),
            pending: 0,
            dead: 0,
            oldest_pending_at: None,
            disabled_at: disabled.as_ref().map(|disabled| disabled.at),
            disabled_reason: disabled.map(|disabled| disabled.reason),
        }
    }

    fn count(&mut self, message: &Message, state: Option<DeliveryState>) {
        match state {
            Some(DeliveryState::Pending) => {
                self.pending += 1;
                self.oldest_pending_at.get_or_insert(message.recorded_at);
            }
            Some(DeliveryState::Dead) => self.dead += 1,
            Some(DeliveryState::Delivered) | None => (),
        }
    }
}

/// Counts the outbox for each destination.
pub(super) fn overview(ledger: &Ledger, ingest: &Ingest) -> Result<Vec<Overview>, StoreError> {
    let destinations: Vec<Arc<Destination>> = ledger.destinations().collect();
    let shown = destinations.iter().map(|it| Overview::new(it, ledger.disabled(&it.name)));
    let mut counted: Vec<_> = shown.collect();
    let (snapshot, mut after) = (ingest.snapshot(), None);
    loop {
        let page = snapshot.state().outbox(after, PAGE)?;
        let Some(last) = page.last() else { return Ok(counted) };
        after = Some(last.id);
        for message in &page {
            // The snapshot may be older than what was settled since.
            if ledger.outbox().message(message.id)?.is_none() {
                continue;
            }
            for (destination, overview) in destinations.iter().zip(&mut counted) {
                overview.count(message, ledger.state(destination, message)?);
            }
        }
    }
}
