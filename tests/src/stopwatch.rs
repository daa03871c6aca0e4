//! Real time, for waiting on a real process and for measuring it. The only file of this crate
//! that asks the machine's clock.

#![allow(clippy::disallowed_methods, reason = "a real process runs in real time")]

use std::time::{Duration, Instant};

/// Measures from where it is started.
#[derive(Debug, Clone, Copy)]
pub struct Stopwatch(Instant);

impl Stopwatch {
    /// Starts measuring.
    #[must_use]
    pub fn start() -> Self {
        Self(Instant::now())
    }

    /// How long ago it was started.
    #[must_use]
    pub fn elapsed(&self) -> Duration {
        self.0.elapsed()
    }
}

/// Asks again and again, every ten milliseconds, until there is an answer or the time is up.
pub fn poll<T>(at_most: Duration, mut ask: impl FnMut() -> Option<T>) -> Option<T> {
    let watch = Stopwatch::start();
    loop {
        if let Some(answer) = ask() {
            return Some(answer);
        }
        if watch.elapsed() > at_most {
            return None;
        }
        std::thread::sleep(Duration::from_millis(10));
    }
}

/// A number that differs from run to run.
#[must_use]
pub fn fresh_seed() -> u64 {
    let since = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH);
    since.map_or(0, |since| since.as_secs() * 1_000_003 + u64::from(since.subsec_nanos()))
}

/// The instant that it is.
#[must_use]
pub fn instant() -> chrono::DateTime<chrono::Utc> {
    std::time::SystemTime::now().into()
}

/// The instant so many days from now, in RFC 3339.
#[must_use]
pub fn days_ahead(days: u64) -> String {
    let then = std::time::SystemTime::now() + Duration::from_secs(days * 86_400);
    chrono::DateTime::<chrono::Utc>::from(then).to_rfc3339()
}
