//! Answers on disk, so that a reader can be told their length and come back for parts of them.
//!
//! Each answer is a file without a name: it is gone when the last one who reads it is, also after
//! a crash. The spool holds on to so many bytes and answers; beyond that the one that was read the
//! longest ago, and that nobody reads now, goes first. Where nothing can go, or the disk has not
//! enough left for the store beside it, a new answer is refused and nothing else suffers.

mod result;
mod shelf;
mod writing;

use std::{
    fs,
    path::{Path, PathBuf},
    sync::{
        Arc, Mutex, MutexGuard, PoisonError, Weak,
        atomic::{AtomicU64, Ordering},
    },
    time::Duration,
};

use marea_query::QueryError;
use tokio::sync::watch;

use self::{
    result::Lease,
    shelf::{Found, Shelf},
};
pub(crate) use self::{
    result::{About, Spooled},
    writing::Writing,
};

/// How much is held on to, and for how long.
#[derive(Debug, Clone)]
pub(crate) struct SpoolBounds {
    /// Bytes in all; one answer can be as large. One more byte is [`SpoolError::TooLarge`].
    pub bytes: u64,
    /// Answers in all.
    pub results: usize,
    /// Bytes of the disk that are left to the store.
    pub left_free: u64,
    /// An answer goes when nobody has read it for so long.
    pub unread: Duration,
    /// The answer to a query that tells the time, or chance, is given again for so long.
    pub volatile: Duration,
}

impl Default for SpoolBounds {
    fn default() -> Self {
        Self {
            bytes: 4 << 30,
            results: 64,
            left_free: 1 << 30,
            unread: Duration::from_secs(600),
            volatile: Duration::from_secs(30),
        }
    }
}

/// Why an answer is not on disk.
#[derive(Debug, thiserror::Error)]
pub(crate) enum SpoolError {
    /// The query failed.
    #[error(transparent)]
    Query(#[from] QueryError),
    /// The answer is larger than the whole spool.
    #[error("the answer has more than {most} bytes; narrow it, or ask for it as a stream")]
    TooLarge {
        /// The bound.
        most: u64,
    },
    /// Everything that is held is being read, or the disk is needed for the store.
    #[error("there is no room to hold the answer; try again later, or ask for it as a stream")]
    Full,
    /// The disk failed.
    #[error("the answer cannot be written down: {0}")]
    Disk(#[from] std::io::Error),
    /// The one who wrote it ended before it was whole.
    #[error("the answer was cut off")]
    CutOff,
}

/// What is asked: the query with all that changes its bytes. Equal questions have equal digests.
pub(crate) type Question = [u8; 32];

/// How far an answer has come: nothing yet, or what came of it.
type Progress = watch::Sender<Option<Result<Arc<Spooled>, Arc<SpoolError>>>>;

/// Answers on disk.
pub(crate) struct Spool {
    folder: PathBuf,
    bounds: SpoolBounds,
    shelf: Mutex<Shelf>,
    /// Bytes on disk, also of answers that were let go but are still being read.
    held: Arc<AtomicU64>,
    /// Tells the answers of this start from those of another.
    started: i64,
}

impl Spool {
    /// A spool in a folder. What lies in it is of no more use, and is removed.
    ///
    /// # Errors
    /// Where the folder cannot be made.
    pub(crate) fn open(folder: &Path, bounds: SpoolBounds, started: i64) -> std::io::Result<Self> {
        match fs::remove_dir_all(folder) {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => return Err(error),
            _ => fs::create_dir_all(folder)?,
        }
        let (folder, shelf) = (folder.to_owned(), Mutex::default());
        Ok(Self { folder, bounds, shelf, held: Arc::default(), started })
    }

    /// The answer to a question at a version of the data, which `fill` writes down unless it is
    /// there already or on its way. It is given up as soon as nobody waits for it any more.
    ///
    /// # Errors
    /// [`SpoolError`]; all who wait for one answer hear the same.
    pub(crate) async fn answer<F, W>(
        self: &Arc<Self>,
        question: Question,
        tag: Option<&str>,
        fill: F,
    ) -> Result<Arc<Spooled>, Arc<SpoolError>>
    where
        F: FnOnce(Writing) -> W + Send + 'static,
        W: Future<Output = Result<Spooled, SpoolError>> + Send + 'static,
    {
        let found = self.shelf().find_or_begin(question, tag, &self.bounds);
        let mut coming = match found {
            Found::Ready(result) => return Ok(result),
            Found::Coming(coming) => coming,
            Found::Full => return Err(Arc::new(SpoolError::Full)),
            Found::New(number, progress) => {
                let coming = progress.subscribe();
                // In a task of its own, so that it is finished also where the first one who asked
                // leaves and a second one stays.
                let unfinished = Unfinished { spool: Arc::clone(self), number, progress };
                tokio::spawn(unfinished.write(fill));
                coming
            }
        };
        let done = coming.wait_for(Option::is_some).await;
        let done = done.ok().and_then(|done| done.clone());
        done.unwrap_or_else(|| Err(Arc::new(SpoolError::CutOff)))
    }

    /// What a reader was given last for a question.
    pub(crate) fn opened(&self, reader: &str, question: &Question) -> Option<Arc<Spooled>> {
        self.shelf().opened(reader, question)
    }

    /// Remembers what a reader was given, for when he comes back for parts of it.
    pub(crate) fn open_for(&self, reader: String, question: Question, result: &Spooled) {
        self.shelf().open_for(reader, question, result.number);
    }

    /// The answer of this name, if it is still there.
    pub(crate) fn named(&self, question: &Question, name: &str) -> Option<Arc<Spooled>> {
        self.shelf().named(question, name)
    }

    /// An answer to a question whose answers change by themselves, young enough to be given again.
    pub(crate) fn volatile(&self, question: &Question) -> Option<Arc<Spooled>> {
        self.shelf().volatile(question, &self.bounds)
    }

    /// Makes room for more bytes of one answer, or says why there is none.
    fn make_room(&self, lease: &mut Lease, more: u64) -> Result<(), SpoolError> {
        let most = self.bounds.bytes;
        if lease.bytes() + more > most {
            return Err(SpoolError::TooLarge { most });
        }
        let mut shelf = self.shelf();
        while self.held.load(Ordering::Relaxed) + more > most || !self.leaves_enough(more) {
            if !shelf.let_go_oldest() {
                return Err(SpoolError::Full);
            }
        }
        lease.add(more);
        Ok(())
    }

    /// Whether the disk still has enough for the store after so many bytes more. A disk that does
    /// not tell is taken at its word when it is full.
    fn leaves_enough(&self, more: u64) -> bool {
        let Ok(disk) = rustix::fs::statvfs(&self.folder) else { return true };
        disk.f_bavail.saturating_mul(disk.f_frsize) >= self.bounds.left_free.saturating_add(more)
    }

    /// Lets go what nobody reads any more, every minute, as long as the spool is there.
    pub(crate) fn keep_tidy(self: &Arc<Self>) {
        let spool = Arc::downgrade(self);
        tokio::spawn(async move {
            let mut ticks = tokio::time::interval(Duration::from_secs(60));
            loop {
                ticks.tick().await;
                let Some(spool) = Weak::upgrade(&spool) else { return };
                spool.shelf().let_go_unread(spool.bounds.unread);
            }
        });
    }

    fn shelf(&self) -> MutexGuard<'_, Shelf> {
        self.shelf.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// An answer that is on its way; it leaves no trace if it does not arrive.
struct Unfinished {
    spool: Arc<Spool>,
    number: u64,
    progress: Arc<Progress>,
}

impl Unfinished {
    /// Writes the answer down, for as long as anybody waits for it.
    async fn write<F, W>(self, fill: F)
    where
        F: FnOnce(Writing) -> W,
        W: Future<Output = Result<Spooled, SpoolError>>,
    {
        let writing = Writing::begin(&self.spool, self.number);
        let mut making = std::pin::pin!(async { fill(writing?).await });
        loop {
            tokio::select! {
                made = &mut making => return self.tell(made),
                () = self.progress.closed() => {
                    if self.spool.shelf().is_forsaken(self.number) {
                        return;
                    }
                }
            }
        }
    }

    fn tell(&self, made: Result<Spooled, SpoolError>) {
        let made = made.map(Arc::new).map_err(Arc::new);
        if let Ok(result) = &made {
            self.spool.shelf().finish(self.number, result);
        }
        self.progress.send_replace(Some(made));
    }
}

impl Drop for Unfinished {
    fn drop(&mut self) {
        self.spool.shelf().give_up(self.number);
    }
}

#[cfg(test)]
mod tests;
