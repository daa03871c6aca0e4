//! The writer: one thread, one order. Validate, decide, sequence, make durable, apply, publish,
//! acknowledge.
//!
//! Whoever posts events while a commit is on its way to the disk shares the next one. Nothing is
//! visible before it is durable, and a refused event leaves nothing behind. When the disk fails,
//! the writer accepts nothing more: what it would promise could not be kept.

mod compacting;
mod group;
mod publish;
mod sealing;
mod service;

use std::{
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    thread,
    time::Duration,
};

use tokio::sync::{mpsc, oneshot, watch};
use xxhash_rust::xxh3::xxh3_128;

use self::group::Writer;
use super::{Last, Snapshot, Store, StoreError, compact::Merged, hot::Hot, seal, working::Memory};
use crate::{
    cores::offer_core,
    event::{Event, OWN_SOURCE, RecordError},
    identity::Lsn,
    store::{SealedTable, ShopSettings},
};

/// At most this many requests wait for the writer; those behind them wait to hand theirs in.
const WAITING_REQUESTS: usize = 1024;

/// What became of a request.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Receipt {
    /// Events that are now durable.
    pub accepted: usize,
    /// Events that already were.
    pub duplicates: usize,
    /// Events that were refused, with the reason.
    pub rejected: Vec<RecordError>,
    /// A snapshot at or after this LSN shows all accepted events and duplicates.
    pub lsn: Lsn,
}

/// Why a request was not carried out.
#[derive(Debug, Clone, thiserror::Error)]
pub enum SubmitError {
    /// The store failed; whether the events are durable is not known, so send them again later.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// An event that is ready to be decided on.
struct Prepared {
    index: usize,
    event: Event,
    payload: Arc<str>,
    hash: u128,
}

impl Prepared {
    /// An event that the writer records by itself.
    fn own(event: Event) -> Self {
        let payload: Arc<str> = event.to_json().into();
        let hash = xxh3_128(payload.as_bytes());
        Self { index: 0, event, payload, hash }
    }
}

struct Request {
    events: Vec<Prepared>,
    rejected: Vec<RecordError>,
    atomic: bool,
    answer: oneshot::Sender<Result<Receipt, StoreError>>,
}

/// What the writer is told beside events. It hears these even while it takes no events.
enum Control {
    /// A seal is done, or failed.
    Sealed(Result<[SealedTable; 5], StoreError>),
    /// Small files are merged into a new one, or not, or that failed.
    Merged(Result<Option<Merged>, StoreError>),
    /// The new file is in the place of the old ones, or that failed.
    Replaced(Result<(), StoreError>),
    /// Someone wants all hot rows sealed.
    Seal(oneshot::Sender<Result<(), StoreError>>),
    /// Someone wants the writer to end.
    Stop,
}

/// The way in for events, and to the snapshots they lead to. Cheap to clone.
#[derive(Clone)]
pub struct Ingest {
    shop: Arc<ShopSettings>,
    requests: mpsc::Sender<Request>,
    control: mpsc::UnboundedSender<Control>,
    snapshots: watch::Receiver<Arc<Snapshot>>,
    thread: Arc<std::sync::Mutex<Option<thread::JoinHandle<()>>>>,
    accepting: Arc<AtomicBool>,
}

impl Ingest {
    /// The shop's settings.
    #[must_use]
    pub fn shop(&self) -> &ShopSettings {
        &self.shop
    }

    /// Whether events are still accepted: not any more once a write has failed.
    #[must_use]
    pub fn is_accepting(&self) -> bool {
        self.accepting.load(Ordering::Relaxed)
    }

    /// The newest snapshot.
    #[must_use]
    pub fn snapshot(&self) -> Arc<Snapshot> {
        Arc::clone(&self.snapshots.borrow())
    }

    /// A channel that always holds the newest snapshot.
    #[must_use]
    pub fn watch(&self) -> watch::Receiver<Arc<Snapshot>> {
        self.snapshots.clone()
    }

    /// The first snapshot that is at this LSN or later.
    ///
    /// # Errors
    /// [`StoreError::Closed`] where the writer stops before it gets there.
    pub async fn snapshot_at(&self, lsn: Lsn) -> Result<Arc<Snapshot>, StoreError> {
        let mut snapshots = self.snapshots.clone();
        let reached = snapshots.wait_for(|snapshot| snapshot.lsn >= lsn).await;
        reached.map(|snapshot| Arc::clone(&snapshot)).map_err(|_| StoreError::Closed)
    }

    /// Records events; returns once they are durable and visible.
    ///
    /// Records that could not be decoded are answered with those that are refused. With `atomic`,
    /// either all records are accepted (or were before), or none is.
    ///
    /// # Errors
    /// [`SubmitError`] where the store fails.
    pub async fn submit(
        &self,
        records: Vec<Result<Event, RecordError>>,
        atomic: bool,
    ) -> Result<Receipt, SubmitError> {
        let (answer, answered) = oneshot::channel();
        let request = prepare(records, atomic, answer);
        self.requests.send(request).await.map_err(|_| StoreError::Closed)?;
        Ok(answered.await.map_err(|_| StoreError::Closed)??)
    }

    /// As [`Ingest::submit`], for a thread that may wait.
    ///
    /// # Errors
    /// [`SubmitError`] where the store fails.
    pub fn submit_blocking(
        &self,
        records: Vec<Result<Event, RecordError>>,
        atomic: bool,
    ) -> Result<Receipt, SubmitError> {
        let (answer, answered) = oneshot::channel();
        let request = prepare(records, atomic, answer);
        self.requests.blocking_send(request).map_err(|_| StoreError::Closed)?;
        Ok(answered.blocking_recv().map_err(|_| StoreError::Closed)??)
    }

    /// Seals all hot rows now; returns when they are in the lake.
    ///
    /// # Errors
    /// [`StoreError`] where the lake cannot be written.
    pub async fn seal(&self) -> Result<(), StoreError> {
        let (answer, answered) = oneshot::channel();
        self.control.send(Control::Seal(answer)).map_err(|_| StoreError::Closed)?;
        answered.await.map_err(|_| StoreError::Closed)?
    }

    /// Stops the writer after what it was given so far, and waits for it. Blocks the thread.
    pub fn close(&self) {
        let _ = self.control.send(Control::Stop);
        let thread = self.thread.lock().ok().and_then(|mut thread| thread.take());
        if let Some(thread) = thread {
            let _ = thread.join();
        }
    }
}

fn prepare(
    records: Vec<Result<Event, RecordError>>,
    atomic: bool,
    answer: oneshot::Sender<Result<Receipt, StoreError>>,
) -> Request {
    let mut request =
        Request { events: Vec::with_capacity(records.len()), rejected: Vec::new(), atomic, answer };
    for (index, record) in records.into_iter().enumerate() {
        offer_core();
        match record {
            Ok(event) if event.envelope.source.as_str() == OWN_SOURCE => {
                request.rejected.push(not_the_service(index, &event));
            }
            Ok(event) => {
                let payload: Arc<str> = event.to_json().into();
                let hash = xxh3_128(payload.as_bytes());
                request.events.push(Prepared { index, event, payload, hash });
            }
            Err(error) => request.rejected.push(error),
        }
    }
    request
}

fn not_the_service(index: usize, event: &Event) -> RecordError {
    RecordError {
        index,
        event_id: Some(event.envelope.event_id.to_string()),
        code: "invalid_field".into(),
        field: Some("source".into()),
        message: format!("expected another name: \"{OWN_SOURCE}\" is the service itself"),
    }
}

/// Starts the writer's thread.
pub(super) fn start(
    store: Store,
    memory: Memory,
    hot: Hot,
    last: Last,
) -> Result<Ingest, StoreError> {
    let (requests, requested) = mpsc::channel(WAITING_REQUESTS);
    let (control, controlled) = mpsc::unbounded_channel();
    let shop = Arc::new(store.shop.clone());
    let seal_age = store.options.seal_age;
    let mut writer = Writer::new(store, memory, hot, last, control.clone());
    let (publisher, snapshots) = watch::channel(writer.snapshot());
    writer.publish_to(publisher);
    let accepting = Arc::clone(&writer.accepting);
    let inbox = Inbox { requested, controlled };
    let thread = thread::Builder::new()
        .name("marea-writer".into())
        .spawn(move || run(writer, inbox, seal_age))?;
    let thread = Arc::new(std::sync::Mutex::new(Some(thread)));
    Ok(Ingest { shop, requests, control, snapshots, thread, accepting })
}

/// What the writer hears.
struct Inbox {
    requested: mpsc::Receiver<Request>,
    controlled: mpsc::UnboundedReceiver<Control>,
}

/// One thing that the writer hears.
enum Heard {
    Control(Control),
    Request(Request),
    /// Nothing for a while.
    Silence,
    /// Nobody is left who could say something.
    End,
}

impl Inbox {
    async fn hear(&mut self, takes_requests: bool, tick: Duration) -> Heard {
        tokio::select! {
            biased;
            control = self.controlled.recv() => control.map_or(Heard::End, Heard::Control),
            request = self.requested.recv(), if takes_requests => {
                request.map_or(Heard::End, Heard::Request)
            }
            () = tokio::time::sleep(tick) => Heard::Silence,
        }
    }
}

/// The loop: take what waits, commit it as one group, answer; seal when there is enough.
fn run(mut writer: Writer, mut inbox: Inbox, seal_age: Duration) {
    let Ok(timer) = tokio::runtime::Builder::new_current_thread().enable_time().build() else {
        return;
    };
    let tick = (seal_age / 4).clamp(Duration::from_millis(50), Duration::from_secs(1));
    let mut quiet = true;
    loop {
        // While much comes in, it is often the past that is told; so what is due is looked for when
        // there is a pause, and only now and then where there is none.
        if quiet || writer.looked_long_ago() {
            writer.record_due();
        }
        quiet = false;
        let takes_requests = !writer.is_overflowing();
        match timer.block_on(inbox.hear(takes_requests, tick)) {
            Heard::Request(request) => {
                let mut requests = vec![request];
                while !writer.is_full(&requests) {
                    match inbox.requested.try_recv() {
                        Ok(request) => requests.push(request),
                        Err(_) => break,
                    }
                }
                writer.commit(requests);
            }
            Heard::Control(control) => {
                if writer.control(control).is_break() {
                    // What was handed in before the end is still carried out.
                    let mut requests = Vec::new();
                    while let Ok(request) = inbox.requested.try_recv() {
                        requests.push(request);
                    }
                    writer.commit(requests);
                    break;
                }
            }
            Heard::Silence => quiet = true,
            Heard::End => break,
        }
        writer.compact_if_due();
        writer.seal_if_due();
        writer.vacuum();
    }
    // Whoever opens the store next must not meet a seal that is still being written: it would seal
    // the same rows once more. Nor may a file appear that is being merged.
    writer.compacting.stop();
    while writer.hot.is_sealing() || writer.compacting.is_running() {
        match timer.block_on(inbox.controlled.recv()) {
            Some(control) => drop(writer.control(control)),
            None => return,
        }
    }
}

/// Runs one seal on a thread of its own, and hands the outcome back to the writer.
fn spawn_seal(
    job: seal::Job,
    store: std::path::PathBuf,
    runtime: Arc<tokio::runtime::Runtime>,
    now_millis: i64,
    control: mpsc::UnboundedSender<Control>,
) -> Result<(), StoreError> {
    thread::Builder::new().name("marea-sealer".into()).spawn(move || {
        let sealed = seal::seal(&store, &runtime, &job, now_millis);
        let _ = control.send(Control::Sealed(sealed));
    })?;
    Ok(())
}
