//! A pool of memory that is taken by whoever needs it, until little is left.
//!
//! The engine's own pools give all to whoever comes first, so that who comes later has nothing to
//! begin with; or the same share to each operator that could spill, so that a query spills what it
//! holds in a tenth of its memory, since a dozen operators that need nothing could have the rest.
//! Here memory is taken as it is needed until three quarters are taken. The last quarter is for
//! what cannot spill, and for even shares of those that can: each has something to begin with.

use std::{
    fmt,
    sync::{Mutex, MutexGuard, PoisonError},
};

use datafusion::{
    error::DataFusionError,
    execution::memory_pool::{MemoryConsumer, MemoryLimit, MemoryPool, MemoryReservation},
};

/// Memory with one bound.
#[derive(Debug)]
pub(crate) struct Pool {
    most: usize,
    state: Mutex<State>,
}

#[derive(Debug, Default)]
struct State {
    reserved: usize,
    peak: usize,
    /// Those that could spill what they hold.
    spillers: usize,
}

impl Pool {
    /// A pool of so many bytes.
    pub(crate) fn new(most: usize) -> Self {
        Self { most, state: Mutex::default() }
    }

    /// The most that was reserved at one time, in bytes.
    pub(crate) fn peak(&self) -> usize {
        self.state().peak
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn allows(&self, state: &State, reservation: &MemoryReservation, additional: usize) -> bool {
        let reserved = state.reserved.saturating_add(additional);
        let kept = self.most / 4;
        let share = kept / state.spillers.max(1);
        let modest = reserved <= self.most - kept
            || !reservation.consumer().can_spill()
            || reservation.size().saturating_add(additional) <= share;
        modest && reserved <= self.most
    }
}

impl State {
    fn grow(&mut self, additional: usize) {
        self.reserved += additional;
        self.peak = self.peak.max(self.reserved);
    }
}

impl fmt::Display for Pool {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{} of {} bytes", self.reserved(), self.most)
    }
}

impl MemoryPool for Pool {
    fn name(&self) -> &str {
        "marea"
    }

    fn register(&self, consumer: &MemoryConsumer) {
        self.state().spillers += usize::from(consumer.can_spill());
    }

    fn unregister(&self, consumer: &MemoryConsumer) {
        self.state().spillers -= usize::from(consumer.can_spill());
    }

    fn grow(&self, _: &MemoryReservation, additional: usize) {
        self.state().grow(additional);
    }

    fn shrink(&self, _: &MemoryReservation, shrink: usize) {
        self.state().reserved -= shrink;
    }

    fn try_grow(
        &self,
        reservation: &MemoryReservation,
        additional: usize,
    ) -> Result<(), DataFusionError> {
        let mut state = self.state();
        if !self.allows(&state, reservation, additional) {
            let name = reservation.consumer().name();
            let free = self.most.saturating_sub(state.reserved);
            let message = format!("{name} asked for {additional} bytes where {free} are free");
            return Err(DataFusionError::ResourcesExhausted(message));
        }
        state.grow(additional);
        Ok(())
    }

    fn reserved(&self) -> usize {
        self.state().reserved
    }

    fn memory_limit(&self) -> MemoryLimit {
        MemoryLimit::Finite(self.most)
    }
}

#[cfg(test)]
mod tests;
