//! The memory of one query: a share of what all queries have, bounded and measured.

mod pool;

use std::{fmt, sync::Arc};

use datafusion::{
    error::DataFusionError,
    execution::memory_pool::{MemoryConsumer, MemoryLimit, MemoryPool, MemoryReservation},
};

pub(crate) use pool::Pool;

/// Takes from the pool of all queries, up to a bound of its own. What spills to disk does so when
/// either bound is near; what cannot fails with
/// [`QueryError::TooMuchMemory`](crate::QueryError::TooMuchMemory).
#[derive(Debug)]
pub(crate) struct QueryMemory {
    shared: Arc<dyn MemoryPool>,
    own: Pool,
}

impl QueryMemory {
    pub(crate) fn new(shared: Arc<dyn MemoryPool>, most: usize) -> Self {
        Self { shared, own: Pool::new(most) }
    }

    /// The most that was reserved at one time, in bytes.
    pub(crate) fn peak(&self) -> usize {
        self.own.peak()
    }
}

impl fmt::Display for QueryMemory {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{} of a query", self.own)
    }
}

impl MemoryPool for QueryMemory {
    fn name(&self) -> &str {
        "query"
    }

    fn register(&self, consumer: &MemoryConsumer) {
        self.shared.register(consumer);
        self.own.register(consumer);
    }

    fn unregister(&self, consumer: &MemoryConsumer) {
        self.shared.unregister(consumer);
        self.own.unregister(consumer);
    }

    fn grow(&self, reservation: &MemoryReservation, additional: usize) {
        self.shared.grow(reservation, additional);
        self.own.grow(reservation, additional);
    }

    fn shrink(&self, reservation: &MemoryReservation, shrink: usize) {
        self.shared.shrink(reservation, shrink);
        self.own.shrink(reservation, shrink);
    }

    fn try_grow(
        &self,
        reservation: &MemoryReservation,
        additional: usize,
    ) -> Result<(), DataFusionError> {
        self.shared.try_grow(reservation, additional)?;
        let grown = self.own.try_grow(reservation, additional);
        grown.inspect_err(|_| self.shared.shrink(reservation, additional))
    }

    fn reserved(&self) -> usize {
        self.own.reserved()
    }

    fn memory_limit(&self) -> MemoryLimit {
        self.own.memory_limit()
    }
}
