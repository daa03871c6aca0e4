//! One answer on disk: a file without a name, and what is known of it.

use std::{
    fs::File,
    io,
    ops::Range,
    os::unix::fs::FileExt as _,
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicU64, Ordering},
    },
};

use bytes::Bytes;
use futures::{Stream, stream};
use marea_ingest::{identity::Lsn, time};
use marea_query::{QueryId, Statistics, format::Format};
use tokio::time::Instant;

/// Bytes that are read from the disk at once.
const CHUNK: u64 = 512 << 10;

/// What is known of an answer besides its bytes.
#[derive(Debug, Clone)]
pub(crate) struct About {
    /// Names query, data and form; the same for any answer that means the same.
    pub base: String,
    /// The form.
    pub format: Format,
    /// What it is true at.
    pub lsn: Lsn,
    /// When the last event that it shows was recorded.
    pub recorded_at: time::Instant,
    /// The query that gave it.
    pub id: QueryId,
    /// What the query read and used.
    pub statistics: Statistics,
    /// Whether rows were left out.
    pub truncated: bool,
}

/// An answer on disk.
#[derive(Debug)]
pub(crate) struct Spooled {
    /// What is known of it.
    pub about: About,
    pub(super) number: u64,
    pub(super) name: String,
    pub(super) file: File,
    pub(super) lease: Lease,
    pub(super) used: Mutex<Instant>,
}

impl Spooled {
    /// Its length in bytes.
    pub(crate) fn length(&self) -> u64 {
        self.lease.bytes()
    }

    /// Its name: no other sequence of bytes has the same.
    pub(crate) fn name(&self) -> &str {
        &self.name
    }

    pub(super) fn used(&self) -> Instant {
        *self.used.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(super) fn touch(&self) {
        *self.used.lock().unwrap_or_else(PoisonError::into_inner) = Instant::now();
    }

    /// The bytes of a part. They stay readable until the stream is dropped.
    pub(crate) fn bytes(
        self: Arc<Self>,
        part: Range<u64>,
    ) -> impl Stream<Item = io::Result<Bytes>> + Send + 'static {
        stream::try_unfold((self, part), |(result, part)| async move {
            if part.is_empty() {
                result.touch();
                return Ok(None);
            }
            let end = part.end.min(part.start + CHUNK);
            let (result, chunk) = read(result, part.start..end).await?;
            Ok(Some((chunk, (result, end..part.end))))
        })
    }
}

async fn read(result: Arc<Spooled>, part: Range<u64>) -> io::Result<(Arc<Spooled>, Bytes)> {
    let reading = tokio::task::spawn_blocking(move || {
        let length = usize::try_from(part.end - part.start).map_err(io::Error::other)?;
        let mut chunk = vec![0; length];
        result.file.read_exact_at(&mut chunk, part.start)?;
        Ok((result, Bytes::from(chunk)))
    });
    reading.await.map_err(io::Error::other)?
}

/// Bytes of the spool that an answer takes; they are given back when it is dropped.
#[derive(Debug)]
pub(super) struct Lease {
    held: Arc<AtomicU64>,
    bytes: u64,
}

impl Lease {
    pub(super) fn of(held: &Arc<AtomicU64>) -> Self {
        Self { held: Arc::clone(held), bytes: 0 }
    }

    pub(super) fn bytes(&self) -> u64 {
        self.bytes
    }

    pub(super) fn add(&mut self, bytes: u64) {
        self.held.fetch_add(bytes, Ordering::Relaxed);
        self.bytes += bytes;
    }
}

impl Drop for Lease {
    fn drop(&mut self) {
        self.held.fetch_sub(self.bytes, Ordering::Relaxed);
    }
}
