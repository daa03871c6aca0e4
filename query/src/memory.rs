//! The memory of one query: a share of what all queries have, bounded and measured.

use std::{
    fmt,
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering::Relaxed},
    },
};

use datafusion::{
    error::DataFusionError,
    execution::memory_pool::{MemoryConsumer, MemoryLimit, MemoryPool, MemoryReservation},
};

/// Takes from the pool of all queries, up to a bound of its own. What spills to disk does so when
/// either bound is hit; what cannot fails with
/// [`QueryError::TooMuchMemory`](crate::QueryError::TooMuchMemory).
#[derive(Debug)]
pub(crate) struct QueryMemory {
    shared: Arc<dyn MemoryPool>,
    most: usize,
    reserved: AtomicUsize,
    peak: AtomicUsize,
}

impl QueryMemory {
    pub(crate) fn new(shared: Arc<dyn MemoryPool>, most: usize) -> Self {
        Self { shared, most, reserved: AtomicUsize::new(0), peak: AtomicUsize::new(0) }
    }

    /// The most that was reserved at one time, in bytes.
    pub(crate) fn peak(&self) -> usize {
        self.peak.load(Relaxed)
    }

    fn note(&self, additional: usize) {
        let reserved = self.reserved.fetch_add(additional, Relaxed) + additional;
        self.peak.fetch_max(reserved, Relaxed);
    }
}

impl fmt::Display for QueryMemory {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{} of {} bytes of a query", self.reserved.load(Relaxed), self.most)
    }
}

impl MemoryPool for QueryMemory {
    fn name(&self) -> &str {
        "query"
    }

    fn register(&self, consumer: &MemoryConsumer) {
        self.shared.register(consumer);
    }

    fn unregister(&self, consumer: &MemoryConsumer) {
        self.shared.unregister(consumer);
    }

    fn grow(&self, reservation: &MemoryReservation, additional: usize) {
        self.shared.grow(reservation, additional);
        self.note(additional);
    }

    fn shrink(&self, reservation: &MemoryReservation, shrink: usize) {
        self.shared.shrink(reservation, shrink);
        self.reserved.fetch_sub(shrink, Relaxed);
    }

    fn try_grow(
        &self,
        reservation: &MemoryReservation,
        additional: usize,
    ) -> Result<(), DataFusionError> {
        if self.reserved.load(Relaxed).saturating_add(additional) > self.most {
            let message = format!("a query may use {} MiB", self.most >> 20);
            return Err(DataFusionError::ResourcesExhausted(message));
        }
        self.shared.try_grow(reservation, additional)?;
        self.note(additional);
        Ok(())
    }

    fn reserved(&self) -> usize {
        self.reserved.load(Relaxed)
    }

    fn memory_limit(&self) -> MemoryLimit {
        MemoryLimit::Finite(self.most)
    }
}
