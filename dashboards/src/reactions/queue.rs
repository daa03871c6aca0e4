//! What one destination is to be sent, and what of it may go now.
//!
//! Messages about one subject go in their order: one that failed holds back the later ones about
//! the same order or SKU, so that nobody hears "delivered" before "shipped". Messages about other
//! subjects pass it.

use std::{
    collections::{BTreeMap, BTreeSet, HashSet},
    sync::Arc,
};

use marea_ingest::{
    reactions::{Message, MessageId},
    store::Delivery,
    time::Instant,
};

/// As many messages are held in memory for a destination, about 10 MB; those behind them wait in
/// the outbox.
const MOST_WAITING: usize = 10_000;
/// As many are sent at the same time.
const MOST_IN_FLIGHT: usize = 8;

/// A message on its way to a destination.
pub(super) struct Waiting {
    pub message: Arc<Message>,
    pub delivery: Delivery,
}

/// What one destination is to be sent.
pub(super) struct Queue {
    waiting: BTreeMap<MessageId, Waiting>,
    in_flight: BTreeSet<MessageId>,
    /// The destination asked to be left alone until then.
    not_before: Instant,
}

impl Queue {
    pub(super) fn new() -> Self {
        let not_before = Instant(i64::MIN);
        Self { waiting: BTreeMap::new(), in_flight: BTreeSet::new(), not_before }
    }

    /// Whether more messages may be read.
    pub(super) fn has_room(&self) -> bool {
        self.waiting.len() < MOST_WAITING
    }

    /// Adds a message; one that is there already stays as it is.
    pub(super) fn add(&mut self, message: Arc<Message>, delivery: Delivery) {
        self.waiting.entry(message.id).or_insert(Waiting { message, delivery });
    }

    /// Sends nothing before then.
    pub(super) fn rest_until(&mut self, at: Instant) {
        self.not_before = self.not_before.max(at);
    }

    /// The first message that may go now. It is in flight until it is taken out.
    pub(super) fn start_next(&mut self, now: Instant) -> Option<Arc<Message>> {
        let due = |waiting: &&Waiting| waiting.delivery.next_attempt_at <= now;
        let message = Arc::clone(&self.may_go().find(due)?.message);
        if now < self.not_before {
            return None;
        }
        self.in_flight.insert(message.id);
        Some(message)
    }

    /// When the next message may go; `None` where only the end of a running attempt changes that.
    pub(super) fn next_at(&self) -> Option<Instant> {
        let next = self.may_go().map(|waiting| waiting.delivery.next_attempt_at).min()?;
        Some(next.max(self.not_before))
    }

    /// The first message of each subject that is not in flight, while there is room in flight.
    fn may_go(&self) -> impl Iterator<Item = &Waiting> {
        let most = if self.in_flight.len() < MOST_IN_FLIGHT { usize::MAX } else { 0 };
        let mut subjects = HashSet::new();
        let first = self.waiting.values().filter(move |it| subjects.insert(&*it.message.subject));
        first.filter(|it| !self.in_flight.contains(&it.message.id)).take(most)
    }

    /// Takes out a message whose attempt has ended.
    pub(super) fn take(&mut self, id: MessageId) -> Option<Waiting> {
        self.in_flight.remove(&id);
        self.waiting.remove(&id)
    }

    /// Takes out all messages that are not in flight.
    pub(super) fn take_idle(&mut self) -> Vec<Waiting> {
        let in_flight = &self.in_flight;
        let idle = self.waiting.extract_if(.., |id, _| !in_flight.contains(id));
        idle.map(|(_, waiting)| waiting).collect()
    }
}

#[cfg(test)]
mod tests;
