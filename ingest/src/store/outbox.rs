//! The outbox: messages that somebody is still to be told, and how far each destination is.
//!
//! A message comes in with the batch of its event and goes when every destination has it. What is
//! known of a message's delivery to one destination lies beside it. None of this waits for the
//! disk: what a crash of the machine forgets is sent again, under the same message id.

mod delivery;

use std::{ops::Bound, sync::Arc};

use fjall::{OwnedWriteBatch, PersistMode, Readable};

pub use delivery::{DeadLetter, Delivery, DeliveryState, Destination, Disabled};

use super::{
    Ingest, StateSnapshot, StoreError,
    core::{Core, decoded},
};
use crate::{
    identity::Lsn,
    reactions::{Message, MessageId},
    time::Instant,
};

/// Bytes of a message's key: its LSN and its place, both big-endian.
const KEY: usize = 12;

/// The messages of a store that are still to be told. Cheap to clone.
///
/// It may be used beside the writer: its changes are batches of their own, and touch no key that a
/// commit touches but those of messages that are long durable.
#[derive(Clone)]
pub struct Outbox {
    core: Arc<Core>,
}

impl Ingest {
    /// The messages that are still to be told.
    #[must_use]
    pub fn outbox(&self) -> Outbox {
        Outbox { core: Arc::clone(&self.snapshot().state().core) }
    }
}

impl StateSnapshot {
    /// Messages in their order, after one of them, `limit` at the most. They are durable.
    ///
    /// # Errors
    /// [`StoreError`] where the store cannot be read.
    pub fn outbox(
        &self,
        after: Option<MessageId>,
        limit: usize,
    ) -> Result<Vec<Message>, StoreError> {
        let start = after.map_or(Bound::Unbounded, |id| Bound::Excluded(message_key(id)));
        let entries = self.snapshot.range(&self.core.outbox, (start, Bound::Unbounded));
        entries.take(limit).map(|entry| Ok(postcard::from_bytes(&entry.value()?)?)).collect()
    }
}

impl Outbox {
    /// A message, as long as it is not settled.
    ///
    /// # Errors
    /// [`StoreError`] where the store cannot be read; so for all functions that read here.
    pub fn message(&self, id: MessageId) -> Result<Option<Message>, StoreError> {
        decoded(self.core.outbox.get(message_key(id))?)
    }

    /// What is known of a message's delivery to a destination; `None` where it was never tried.
    ///
    /// # Errors
    /// As [`Self::message`].
    pub fn delivery(
        &self,
        id: MessageId,
        destination: &str,
    ) -> Result<Option<Delivery>, StoreError> {
        decoded(self.core.deliveries.get(delivery_key(id, destination))?)
    }

    /// Records how far a message is on its way to a destination.
    ///
    /// # Errors
    /// [`StoreError`] where the store cannot be written; so for all functions that write here.
    pub fn record(
        &self,
        id: MessageId,
        destination: &str,
        delivery: &Delivery,
    ) -> Result<(), StoreError> {
        let mut batch = self.batch();
        let value = postcard::to_stdvec(delivery)?;
        batch.insert(&self.core.deliveries, delivery_key(id, destination), value);
        Ok(batch.commit()?)
    }

    /// Removes messages that nobody is to be told any more, with all that is known of them.
    ///
    /// # Errors
    /// As [`Self::record`].
    pub fn settle(&self, ids: &[MessageId]) -> Result<(), StoreError> {
        let mut batch = self.batch();
        for id in ids {
            batch.remove(&self.core.outbox, message_key(*id));
            for entry in self.core.deliveries.prefix(message_key(*id)) {
                batch.remove(&self.core.deliveries, entry.key()?);
            }
        }
        Ok(batch.commit()?)
    }

    /// Deliveries of messages that are not settled, in the order of the messages and then of the
    /// destinations' names, after one of them.
    pub fn deliveries(
        &self,
        after: Option<(MessageId, &str)>,
    ) -> impl Iterator<Item = Result<(MessageId, String, Delivery), StoreError>> + use<> {
        let after = after.map(|(id, destination)| delivery_key(id, destination));
        let start = after.map_or(Bound::Unbounded, Bound::Excluded);
        self.core.deliveries.range((start, Bound::Unbounded)).map(|entry| {
            let (key, value) = entry.into_inner()?;
            let (id, destination) = parse_delivery_key(&key)
                .ok_or_else(|| StoreError::damaged("core: a delivery names no message"))?;
            Ok((id, destination, postcard::from_bytes(&value)?))
        })
    }

    /// The messages that were given up, of one destination or of all, in the order of
    /// [`Self::deliveries`], after one of them, `limit` at the most.
    ///
    /// # Errors
    /// As [`Self::message`].
    pub fn dead_letters(
        &self,
        destination: Option<&str>,
        after: Option<(MessageId, &str)>,
        limit: usize,
    ) -> Result<Vec<DeadLetter>, StoreError> {
        let mut letters = Vec::new();
        for delivery in self.deliveries(after) {
            let (id, name, delivery) = delivery?;
            let asked = destination.is_none_or(|asked| asked == name);
            if delivery.state != DeliveryState::Dead || !asked {
                continue;
            }
            if letters.len() == limit {
                break;
            }
            if let Some(message) = self.message(id)? {
                letters.push(DeadLetter { destination: name, message, delivery });
            }
        }
        Ok(letters)
    }

    /// Takes messages back that were given up for a destination, one or all of them: they are to be
    /// tried anew, from the first attempt. Gives how many they are.
    ///
    /// # Errors
    /// As [`Self::record`].
    pub fn replay(
        &self,
        destination: &str,
        only: Option<MessageId>,
        now: Instant,
    ) -> Result<usize, StoreError> {
        let mut batch = self.batch();
        let value = postcard::to_stdvec(&Delivery::due(now))?;
        for delivery in self.deliveries(None) {
            let (id, name, delivery) = delivery?;
            let asked = name == destination && only.is_none_or(|only| only == id);
            if asked && delivery.state == DeliveryState::Dead {
                batch.insert(&self.core.deliveries, delivery_key(id, destination), value.clone());
            }
        }
        let taken = batch.len();
        batch.commit()?;
        Ok(taken)
    }

    /// What is known of a destination; `None` where it is new.
    ///
    /// # Errors
    /// As [`Self::message`].
    pub fn destination(&self, name: &str) -> Result<Option<Destination>, StoreError> {
        decoded(self.core.destinations.get(name)?)
    }

    /// Keeps what is known of a destination.
    ///
    /// # Errors
    /// As [`Self::record`].
    pub fn set_destination(&self, name: &str, known: &Destination) -> Result<(), StoreError> {
        let mut batch = self.batch();
        batch.insert(&self.core.destinations, name, postcard::to_stdvec(known)?);
        Ok(batch.commit()?)
    }

    /// A batch that a crash of the process does not lose, though one of the machine may.
    fn batch(&self) -> OwnedWriteBatch {
        self.core.database.batch().durability(Some(PersistMode::Buffer))
    }
}

/// Puts messages into the batch of the events that led to them.
pub(super) fn write(
    core: &Core,
    batch: &mut OwnedWriteBatch,
    messages: &[Message],
) -> Result<(), StoreError> {
    for message in messages {
        batch.insert(&core.outbox, message_key(message.id), postcard::to_stdvec(message)?);
    }
    Ok(())
}

fn message_key(id: MessageId) -> [u8; KEY] {
    let mut key = [0; KEY];
    key[..8].copy_from_slice(&id.lsn.0.to_be_bytes());
    key[8..].copy_from_slice(&id.place.to_be_bytes());
    key
}

fn delivery_key(id: MessageId, destination: &str) -> Vec<u8> {
    [&message_key(id), destination.as_bytes()].concat()
}

fn parse_delivery_key(key: &[u8]) -> Option<(MessageId, String)> {
    let (lsn, rest) = key.split_first_chunk::<8>()?;
    let (place, destination) = rest.split_first_chunk::<4>()?;
    let id = MessageId { lsn: Lsn(u64::from_be_bytes(*lsn)), place: u32::from_be_bytes(*place) };
    Some((id, String::from_utf8(destination.to_vec()).ok()?))
}

#[cfg(test)]
mod tests;
