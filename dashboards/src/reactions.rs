//! Reactions: the messages of the store's outbox, brought to webhooks and by e-mail.
//!
//! [`Configuration`] reads the file that names the destinations; [`Reactions`] runs one worker for
//! each, on a thread of their own, so that neither a slow disk nor a slow receiver holds up an
//! answer to a client. A worker reads the outbox in order, sends, and records what came of it.
//!
//! Invariant: a message is removed only when every destination that is owed it has it. A crash
//! between sending and recording leads to the same message once more, under the same id: receivers
//! drop a `webhook-id`, or a `Message-ID`, that they know.
//!
//! Invariant: no destination waits for another.

mod configuration;
mod destination;
mod ledger;
mod mail;
mod overview;
mod queue;
mod schedule;
mod webhook;
mod worker;

use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex, PoisonError},
    thread::{self, JoinHandle},
};

use marea_ingest::{
    reactions::MessageId,
    store::{DeadLetter, Ingest, StoreError},
    time::Clock,
};
use tokio::{
    sync::{Notify, oneshot},
    task::JoinSet,
};

pub(crate) use configuration::{Configuration, ConfigurationError};
pub(crate) use mail::templates::write_out as write_templates;
pub(crate) use overview::Overview;

use self::{destination::Destination, ledger::Ledger, worker::Worker};

/// The running deliveries of a store.
pub(crate) struct Reactions {
    ledger: Ledger,
    ingest: Ingest,
    clock: Arc<dyn Clock>,
    /// Wakes each worker when there are messages to be tried anew.
    replays: BTreeMap<String, Arc<Notify>>,
    running: Mutex<Option<Running>>,
}

/// The thread of the workers, and how it is told to end.
struct Running {
    stop: oneshot::Sender<()>,
    thread: JoinHandle<()>,
}

impl Reactions {
    /// Starts a worker for each destination.
    ///
    /// # Errors
    /// Where the store cannot be read, or no thread can be started.
    pub(crate) fn start(
        configuration: Configuration,
        ingest: Ingest,
        clock: Arc<dyn Clock>,
    ) -> anyhow::Result<Self> {
        let destinations: Vec<_> = configuration.destinations.into_iter().map(Arc::new).collect();
        let ledger = Ledger::open(&ingest, destinations)?;
        let (mut replays, mut workers) = (BTreeMap::new(), Vec::new());
        for destination in ledger.destinations() {
            let replayed = Arc::new(Notify::new());
            replays.insert(destination.name.clone(), Arc::clone(&replayed));
            let clock = Arc::clone(&clock);
            workers.push(Worker::new(destination, ledger.clone(), &ingest, clock, replayed));
        }
        let running = Mutex::new(Some(run(workers)?));
        Ok(Self { ledger, ingest, clock, replays, running })
    }

    /// How far each destination is.
    ///
    /// # Errors
    /// Where the store cannot be read; so for all functions here.
    pub(crate) fn overview(&self) -> Result<Vec<Overview>, StoreError> {
        overview::overview(&self.ledger, &self.ingest)
    }

    /// Messages that were given up, in their order, after one of them and its destination.
    ///
    /// # Errors
    /// As [`Self::overview`].
    pub(crate) fn dead_letters(
        &self,
        destination: Option<&str>,
        after: Option<(MessageId, &str)>,
        limit: usize,
    ) -> Result<Vec<DeadLetter>, StoreError> {
        self.ledger.outbox().dead_letters(destination, after, limit)
    }

    /// Whether a destination has this name.
    pub(crate) fn knows(&self, destination: &str) -> bool {
        self.replays.contains_key(destination)
    }

    /// Tries messages anew that were given up for a destination, one or all of them; a destination
    /// that wanted no more gets messages again. Gives how many they are.
    ///
    /// # Errors
    /// As [`Self::overview`].
    pub(crate) fn replay(
        &self,
        destination: &str,
        only: Option<MessageId>,
    ) -> Result<usize, StoreError> {
        self.ledger.enable(destination, self.ingest.snapshot().lsn)?;
        let count = self.ledger.outbox().replay(destination, only, self.clock.now())?;
        if let Some(worker) = self.replays.get(destination) {
            worker.notify_one();
        }
        Ok(count)
    }

    /// Ends the workers and waits for them. What was being sent is sent again at the next start.
    pub(crate) fn stop(&self) {
        let running = self.running.lock().unwrap_or_else(PoisonError::into_inner).take();
        if let Some(Running { stop, thread }) = running {
            drop(stop);
            let _ = thread.join();
        }
    }
}

/// Runs the workers on a thread of their own until it is told to stop.
fn run(workers: Vec<Worker>) -> anyhow::Result<Running> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    let (stop, stopped) = oneshot::channel::<()>();
    let thread = thread::Builder::new().name("marea-reactions".into()).spawn(move || {
        runtime.block_on(async {
            let mut running: JoinSet<_> = workers.into_iter().map(|worker| worker.run()).collect();
            let all = async { while running.join_next().await.is_some() {} };
            tokio::select! {
                () = all => (),
                _ = stopped => (),
            }
        });
        // A name that is still being looked up must not hold up the end.
        runtime.shutdown_background();
    })?;
    Ok(Running { stop, thread })
}
