//! Reactions: what an event changed that others want to be told of.
//!
//! [`messages`] compares the state before and after an event and makes a [`Message`] for each edge:
//! an order that changes its status, a parcel that leaves, a SKU that falls to its reorder point.
//! The writer puts them into the batch of the event itself, so a message is there exactly when its
//! event is, and once for each crossing: a figure that stays low is not told of again, and one that
//! rises and falls anew is.
//!
//! Invariant: messages are a pure function of the state, the event and what is wanted.

mod message;
mod orders;
mod purchases;
mod stock;

use std::collections::BTreeSet;

use serde::Serialize;

pub use message::{Message, MessageId, NoMessageId, Topic, UnknownTopic};

use crate::{
    decide::{Decision, Recording, StateRead},
    store::StoreError,
};

/// What an event changed that somebody wants to be told of. `state` is as before the event.
pub(crate) fn messages(
    state: &dyn StateRead,
    decision: &Decision,
    at: Recording<'_>,
    wanted: &BTreeSet<Topic>,
) -> Result<Vec<Message>, StoreError> {
    if wanted.is_empty() {
        return Ok(Vec::new());
    }
    let mut telling = Telling { at, wanted, messages: Vec::new() };
    for (before, after) in &decision.orders {
        orders::tell(&mut telling, state, before.as_ref(), after)?;
    }
    for (before, after) in &decision.purchase_orders {
        purchases::tell(&mut telling, state, before.as_ref(), after)?;
    }
    stock::tell(&mut telling, state, decision)?;
    Ok(telling.messages)
}

/// The messages of one event in the making.
struct Telling<'a> {
    at: Recording<'a>,
    wanted: &'a BTreeSet<Topic>,
    messages: Vec<Message>,
}

impl Telling<'_> {
    /// Adds a message; its data are made only where somebody wants the topic.
    fn tell<D: Serialize>(
        &mut self,
        topic: Topic,
        subject: &str,
        data: impl FnOnce() -> Result<D, StoreError>,
    ) -> Result<(), StoreError> {
        if !self.wanted.contains(&topic) {
            return Ok(());
        }
        // Plain fields under text keys always have a JSON form.
        let data = serde_json::to_string(&data()?).unwrap_or_default();
        let place = u32::try_from(self.messages.len()).unwrap_or(u32::MAX);
        self.messages.push(Message {
            id: MessageId { lsn: self.at.lsn, place },
            topic,
            occurred_at: self.at.event.envelope.occurred_at.into(),
            recorded_at: self.at.recorded_at,
            subject: subject.to_owned(),
            data,
        });
        Ok(())
    }
}

#[cfg(test)]
mod tests;
