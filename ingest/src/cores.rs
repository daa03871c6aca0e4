//! Cores are few, and who waits for one waits long.
//!
//! A thread that computes keeps its core until the kernel takes it away: on Linux up to four
//! milliseconds later, for each of the threads that an answer goes through. So whatever computes for
//! longer, be it the writer, a seal, a view in the background or a query, offers its core every half
//! millisecond. Where nobody waits for it, that costs less than a microsecond.

use std::{cell::Cell, thread, time::Duration};

use tokio::time::Instant;

/// A thread computes so long before it offers its core.
const TURN: Duration = Duration::from_micros(500);

thread_local! {
    /// When this thread last offered its core.
    static OFFERED: Cell<Option<Instant>> = const { Cell::new(None) };
}

/// Offers the core to whoever waits for one, unless this thread did so a moment ago.
pub fn offer_core() {
    OFFERED.with(|offered| {
        if offered.get().is_none_or(|at| at.elapsed() >= TURN) {
            thread::yield_now();
            offered.set(Some(Instant::now()));
        }
    });
}
