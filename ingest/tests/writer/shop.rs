//! A real store with a clock that a test sets.

use std::{
    path::{Path, PathBuf},
    sync::{
        Arc,
        atomic::{AtomicI64, Ordering},
        mpsc,
    },
    time::Duration,
};

use marea_ingest::{
    event::{RecordError, decode_record},
    store::{AskedSettings, Ingest, Store, StoreOptions},
    time::{Clock, Instant},
};

/// 2026-03-01T08:00:00Z.
const START: i64 = 1_772_352_000_000_000;

/// A clock that stands still until it is set.
#[derive(Default)]
pub(crate) struct Hand(AtomicI64);

impl Clock for Hand {
    fn now(&self) -> Instant {
        Instant(START + self.0.load(Ordering::SeqCst))
    }
}

impl Hand {
    /// Moves the clock by so many seconds, also back.
    pub(crate) fn turn(&self, seconds: i64) {
        self.0.fetch_add(seconds * 1_000_000, Ordering::SeqCst);
    }
}

/// A store that is open.
pub(crate) struct Shop {
    pub(crate) folder: PathBuf,
    pub(crate) clock: Arc<Hand>,
    ingest: Option<Ingest>,
}

impl Shop {
    pub(crate) fn open(folder: &Path, clock: Arc<Hand>) -> Self {
        let options =
            StoreOptions { seal_age: Duration::from_secs(3600), ..StoreOptions::default() };
        let given: Arc<dyn Clock> = Arc::<Hand>::clone(&clock);
        let store = Store::open(folder, &AskedSettings::default(), options, given);
        let ingest = store.and_then(|store| store.start()).expect("the store opens");
        Self { folder: folder.to_owned(), clock, ingest: Some(ingest) }
    }

    pub(crate) fn ingest(&self) -> &Ingest {
        self.ingest.as_ref().expect("open")
    }

    pub(crate) fn close(&mut self) {
        if let Some(ingest) = self.ingest.take() {
            ingest.close();
        }
    }

    /// Closes the store and opens it again.
    pub(crate) fn restart(&mut self) {
        self.close();
        *self = Self::open(&self.folder, Arc::clone(&self.clock));
    }

    /// Hands in one event: whether it was new, or with which code it was refused.
    pub(crate) fn submit(&self, json: &str) -> Result<bool, RecordError> {
        let event = decode_record(0, json).expect("the test writes well-formed events");
        let receipt =
            self.ingest().submit_blocking(vec![Ok(event)], false).expect("the disk holds");
        match receipt.rejected.into_iter().next() {
            Some(refused) => Err(refused),
            None => Ok(receipt.accepted == 1),
        }
    }

    /// Has the service record by itself all that is due: it looks when it hears of something.
    pub(crate) fn settle(&self) {
        let now = self.clock.now();
        let (_kept, nothing) = mpsc::channel::<()>();
        for attempt in 0..80 {
            // It may have looked at this very time of a clock that was set back since: then it looks
            // again when nobody says anything for a second.
            let pause = Duration::from_millis(if attempt < 5 { 0 } else { 50 });
            let _ = nothing.recv_timeout(pause);
            if attempt < 5 {
                self.ingest().submit_blocking(Vec::new(), false).expect("the disk holds");
            }
            let snapshot = self.ingest().snapshot();
            let carts = snapshot.state().all_orders().filter_map(Result::ok);
            let mut open =
                carts.filter(|it| it.closed_at.is_none()).filter_map(|it| it.cart?.held_until);
            if open.all(|until| until > now) {
                return;
            }
        }
        panic!("a cart whose hold ran out was never abandoned");
    }
}

/// A folder for a test of what the writer decides; in memory where the system has room for that,
/// since it is not the disk that is tested.
pub(crate) fn folder() -> tempfile::TempDir {
    let in_memory = tempfile::tempdir_in("/dev/shm");
    in_memory.or_else(|_| tempfile::tempdir()).expect("a folder for temporary files")
}

impl Drop for Shop {
    fn drop(&mut self) {
        self.close();
    }
}

/// The instant of a step, as events write it.
pub(crate) fn occurred_at(clock: &Hand) -> String {
    clock.now().utc().to_rfc3339()
}
