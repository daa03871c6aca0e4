//! Who is owed which message, and when a message is settled.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError},
};

use marea_ingest::{
    identity::Lsn,
    reactions::Message,
    store::{self, Delivery, DeliveryState, Disabled, Ingest, Outbox, StoreError},
    time::Instant,
};

use super::Destination;

/// What is known of all destinations and of the deliveries to them. Cheap to clone.
#[derive(Clone)]
pub(super) struct Ledger {
    outbox: Outbox,
    destinations: Arc<[Arc<Destination>]>,
    known: Arc<Mutex<HashMap<String, store::Destination>>>,
}

impl Ledger {
    /// Reads what is known of the destinations. A new one is owed what happens from now on; one
    /// that wanted no more messages gets them again where its address has changed.
    pub(super) fn open(
        ingest: &Ingest,
        destinations: Vec<Arc<Destination>>,
    ) -> Result<Self, StoreError> {
        let (outbox, since) = (ingest.outbox(), ingest.snapshot().lsn);
        let mut all = HashMap::new();
        for destination in &destinations {
            let name = &destination.name;
            let new = || store::Destination { since, disabled: None };
            let mut known = outbox.destination(name)?.unwrap_or_else(new);
            let moved = known.disabled.take_if(|it| it.address != destination.address());
            known.since = if moved.is_some() { since } else { known.since };
            outbox.set_destination(name, &known)?;
            all.insert(name.clone(), known);
        }
        Ok(Self { outbox, destinations: destinations.into(), known: Arc::new(Mutex::new(all)) })
    }

    pub(super) fn outbox(&self) -> &Outbox {
        &self.outbox
    }

    pub(super) fn destinations(&self) -> impl Iterator<Item = Arc<Destination>> {
        self.destinations.iter().cloned()
    }

    /// Why a destination gets no messages, if so.
    pub(super) fn disabled(&self, destination: &str) -> Option<Disabled> {
        let known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        known.get(destination)?.disabled.clone()
    }

    /// Sends a destination nothing more.
    pub(super) fn disable(
        &self,
        destination: &Destination,
        at: Instant,
        reason: &str,
    ) -> Result<(), StoreError> {
        let reason = reason.to_owned();
        let disabled = Disabled { at, address: destination.address(), reason };
        self.change(&destination.name, |known| known.disabled = Some(disabled))
    }

    /// Sends a destination messages again that wanted no more: what is replayed, and what happens
    /// after this.
    pub(super) fn enable(&self, destination: &str, since: Lsn) -> Result<(), StoreError> {
        self.change(destination, |known| {
            if known.disabled.take().is_some() {
                known.since = since;
            }
        })
    }

    fn change(
        &self,
        destination: &str,
        change: impl FnOnce(&mut store::Destination),
    ) -> Result<(), StoreError> {
        let mut all = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        let Some(known) = all.get_mut(destination) else { return Ok(()) };
        change(known);
        self.outbox.set_destination(destination, known)
    }

    /// Whether a destination is to have a message of which no delivery was recorded yet, or one
    /// that is to be tried again.
    fn is_owed(&self, destination: &Destination, message: &Message, again: bool) -> bool {
        let known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        let takes = known.get(&destination.name).filter(|it| it.disabled.is_none());
        takes.is_some_and(|it| again || it.since < message.id.lsn) && destination.wants(message)
    }

    /// A delivery that is still to be made; `None` where there is none.
    pub(super) fn due(
        &self,
        destination: &Destination,
        message: &Message,
        now: Instant,
    ) -> Result<Option<Delivery>, StoreError> {
        // A snapshot may be older than what was settled since, and show it still.
        let settled = self.outbox.message(message.id)?.is_none();
        if settled || self.state(destination, message)? != Some(DeliveryState::Pending) {
            return Ok(None);
        }
        let known = self.outbox.delivery(message.id, &destination.name)?;
        Ok(Some(known.unwrap_or_else(|| Delivery::due(now))))
    }

    /// How far a message is on its way to a destination; `None` where it is not owed it.
    pub(super) fn state(
        &self,
        destination: &Destination,
        message: &Message,
    ) -> Result<Option<DeliveryState>, StoreError> {
        let known = self.outbox.delivery(message.id, &destination.name)?;
        let again = known.is_some();
        let state = known.map_or(DeliveryState::Pending, |delivery| delivery.state);
        let ended = state != DeliveryState::Pending;
        Ok((ended || self.is_owed(destination, message, again)).then_some(state))
    }

    /// Records what came of an attempt, and settles the message if it was the last that was owed.
    pub(super) fn record(
        &self,
        destination: &Destination,
        message: &Message,
        delivery: &Delivery,
    ) -> Result<(), StoreError> {
        let delivered = delivery.state == DeliveryState::Delivered;
        if delivered && !self.is_owed_to_others(Some(&destination.name), message)? {
            return self.outbox.settle(&[message.id]);
        }
        self.outbox.record(message.id, &destination.name, delivery)
    }

    /// Removes a message that nobody is owed any more.
    pub(super) fn settle(&self, message: &Message) -> Result<(), StoreError> {
        if self.is_owed_to_others(None, message)? {
            return Ok(());
        }
        self.outbox.settle(&[message.id])
    }

    /// Whether any destination but this one is still owed a message. Dead letters are owed.
    fn is_owed_to_others(&self, one: Option<&str>, message: &Message) -> Result<bool, StoreError> {
        let others = self.destinations.iter().filter(|other| Some(other.name.as_str()) != one);
        for other in others {
            let state = self.state(other, message)?;
            if matches!(state, Some(DeliveryState::Pending | DeliveryState::Dead)) {
                return Ok(true);
            }
        }
        Ok(false)
    }
}
