//! The worker of one destination: reads the outbox in order, sends what may go, records what came
//! of it, and waits for whatever is next.

use std::{sync::Arc, time::Duration};

use futures::{
    FutureExt as _,
    future::BoxFuture,
    stream::{FuturesUnordered, StreamExt as _},
};
use marea_ingest::{
    reactions::MessageId,
    store::{DeliveryState, Ingest, ShopSettings, Snapshot, StoreError},
    time::{Clock, Instant},
};
use tokio::sync::{Notify, watch};

use super::{
    Destination, Ledger,
    destination::Outcome,
    queue::{Queue, Waiting},
};

/// As many messages are read from the outbox at once.
const PAGE: usize = 256;
/// New messages are looked for so often at most: under load the writer commits every millisecond.
const LOOK_EVERY: Duration = Duration::from_millis(20);

/// The worker of one destination.
pub(super) struct Worker {
    destination: Arc<Destination>,
    ledger: Ledger,
    shop: Arc<ShopSettings>,
    snapshots: watch::Receiver<Arc<Snapshot>>,
    clock: Arc<dyn Clock>,
    replayed: Arc<Notify>,
    queue: Queue,
    /// The last message that was read.
    read: Option<MessageId>,
    attempts: FuturesUnordered<BoxFuture<'static, (MessageId, Outcome)>>,
}

impl Worker {
    pub(super) fn new(
        destination: Arc<Destination>,
        ledger: Ledger,
        ingest: &Ingest,
        clock: Arc<dyn Clock>,
        replayed: Arc<Notify>,
    ) -> Self {
        let (queue, attempts) = (Queue::new(), FuturesUnordered::new());
        Self {
            destination,
            ledger,
            shop: Arc::new(ingest.shop().clone()),
            snapshots: ingest.watch(),
            clock,
            replayed,
            queue,
            read: None,
            attempts,
        }
    }

    /// Works until the writer ends or the store fails.
    pub(super) async fn run(mut self) {
        loop {
            if let Err(error) = self.step().await {
                let destination = &self.destination.name;
                tracing::error!(%error, destination, "nothing more is sent until the next start");
                return;
            }
            if self.snapshots.has_changed().is_err() {
                return;
            }
        }
    }

    /// Reads, sends, and waits for the next thing to happen.
    async fn step(&mut self) -> Result<(), StoreError> {
        self.read()?;
        self.send();
        let next = self.queue.next_at().map(|at| at.0.saturating_sub(self.clock.now().0));
        let next = next.map(|micros| Duration::from_micros(u64::try_from(micros).unwrap_or(0)));
        tokio::select! {
            Some((id, outcome)) = self.attempts.next() => self.ended(id, outcome),
            () = self.replayed.notified() => {
                // Those that are to be tried anew lie before what was read: begin once more.
                self.read = None;
                Ok(())
            }
            () = tokio::time::sleep(next.unwrap_or(Duration::MAX)), if next.is_some() => Ok(()),
            () = news(&mut self.snapshots) => Ok(()),
        }
    }

    /// Reads on in the outbox, as long as there is room.
    fn read(&mut self) -> Result<(), StoreError> {
        let snapshot = Arc::clone(&self.snapshots.borrow());
        while self.queue.has_room() {
            let page = snapshot.state().outbox(self.read, PAGE)?;
            let Some(last) = page.last() else { return Ok(()) };
            self.read = Some(last.id);
            for message in page {
                match self.ledger.due(&self.destination, &message, self.clock.now())? {
                    Some(delivery) => self.queue.add(Arc::new(message), delivery),
                    None => self.ledger.settle(&message)?,
                }
            }
        }
        Ok(())
    }

    /// Starts an attempt at each message that may go now.
    fn send(&mut self) {
        while let Some(message) = self.queue.start_next(self.clock.now()) {
            let (destination, shop) = (Arc::clone(&self.destination), Arc::clone(&self.shop));
            let now = self.clock.now();
            let attempt = async move { (message.id, destination.send(&message, &shop, now).await) };
            self.attempts.push(attempt.boxed());
        }
    }

    /// Records what came of an attempt.
    fn ended(&mut self, id: MessageId, outcome: Outcome) -> Result<(), StoreError> {
        let Some(mut waiting) = self.queue.take(id) else { return Ok(()) };
        let now = self.clock.now();
        waiting.delivery.attempts += 1;
        waiting.delivery.last_attempt_at = Some(now);
        self.count(&outcome);
        match outcome {
            Outcome::Delivered => self.delivered(waiting),
            Outcome::Failed { error, wait } => self.failed(waiting, error, wait, now),
            Outcome::Refused { error } => self.give_up(waiting, error),
            Outcome::Gone { error } => {
                self.ledger.disable(&self.destination, now, &error)?;
                for idle in self.queue.take_idle() {
                    self.give_up(idle, error.clone())?;
                }
                self.give_up(waiting, error)
            }
        }
    }

    fn delivered(&self, mut waiting: Waiting) -> Result<(), StoreError> {
        waiting.delivery.state = DeliveryState::Delivered;
        waiting.delivery.last_error = None;
        self.ledger.record(&self.destination, &waiting.message, &waiting.delivery)
    }

    fn failed(
        &mut self,
        mut waiting: Waiting,
        error: String,
        wait: Option<Duration>,
        now: Instant,
    ) -> Result<(), StoreError> {
        let Destination { name, schedule, .. } = &*self.destination;
        let next = schedule.next(waiting.message.id, name, waiting.delivery.attempts, now);
        let disabled = self.ledger.disabled(name).is_some();
        let Some(next) = next.filter(|_| !disabled) else { return self.give_up(waiting, error) };
        if let Some(wait) = wait {
            let micros = i64::try_from(wait.as_micros()).unwrap_or(i64::MAX);
            self.queue.rest_until(Instant(now.0.saturating_add(micros)));
        }
        waiting.delivery.next_attempt_at = next;
        waiting.delivery.last_error = Some(error);
        self.ledger.record(&self.destination, &waiting.message, &waiting.delivery)?;
        self.queue.add(waiting.message, waiting.delivery);
        Ok(())
    }

    /// Makes a message a dead letter.
    fn give_up(&self, mut waiting: Waiting, error: String) -> Result<(), StoreError> {
        let (message, destination) = (waiting.message.id, &self.destination.name);
        tracing::warn!(%message, destination, error, "a message was given up");
        waiting.delivery.state = DeliveryState::Dead;
        waiting.delivery.last_error = Some(error);
        self.ledger.record(&self.destination, &waiting.message, &waiting.delivery)
    }

    fn count(&self, outcome: &Outcome) {
        let outcome = match outcome {
            Outcome::Delivered => "delivered",
            Outcome::Failed { .. } => "failed",
            Outcome::Refused { .. } => "refused",
            Outcome::Gone { .. } => "gone",
        };
        let labels = [("destination", self.destination.name.clone()), ("outcome", outcome.into())];
        metrics::counter!("marea_reactions_attempts_total", &labels).increment(1);
    }
}

/// Returns when there may be something new, or the writer has ended.
async fn news(snapshots: &mut watch::Receiver<Arc<Snapshot>>) {
    tokio::time::sleep(LOOK_EVERY).await;
    let _ = snapshots.changed().await;
}
