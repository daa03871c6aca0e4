//! When a failed delivery is tried again.

use std::time::Duration;

use marea_ingest::{reactions::MessageId, time::Instant};
use sha2::{Digest, Sha256};

const SECOND: u64 = 1;
const MINUTE: u64 = 60;
const HOUR: u64 = 3600;

/// The pauses that Standard Webhooks proposes: about three days in all, then it is a dead letter.
/// <https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md>
const PROPOSED: [u64; 9] = [
    5 * SECOND,
    5 * MINUTE,
    30 * MINUTE,
    2 * HOUR,
    5 * HOUR,
    10 * HOUR,
    14 * HOUR,
    20 * HOUR,
    24 * HOUR,
];

/// The pauses between the attempts at one message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Schedule(Vec<Duration>);

impl Default for Schedule {
    fn default() -> Self {
        Self(PROPOSED.map(Duration::from_secs).into())
    }
}

impl Schedule {
    /// A schedule of these pauses; without any, each message is tried once.
    pub(super) fn new(pauses: Vec<Duration>) -> Self {
        Self(pauses)
    }

    /// When to try again after so many attempts, the last of them now; `None` after the last.
    ///
    /// A tenth more or less, by message and attempt, keeps those that failed together from all
    /// coming back together. The same message and attempt always give the same pause.
    pub(super) fn next(
        &self,
        id: MessageId,
        destination: &str,
        attempts: u32,
        now: Instant,
    ) -> Option<Instant> {
        let pause = self.0.get(usize::try_from(attempts.checked_sub(1)?).ok()?)?;
        let micros = i64::try_from(pause.as_micros()).unwrap_or(i64::MAX / 2);
        let permille = 900 + i64::from(spread(id, destination, attempts) % 201);
        Some(Instant(now.0.saturating_add(micros / 1000 * permille)))
    }
}

/// An even number for a message, a destination and an attempt.
fn spread(id: MessageId, destination: &str, attempts: u32) -> u16 {
    let hash = Sha256::digest(format!("{id} {destination} {attempts}"));
    u16::from_be_bytes([hash[0], hash[1]])
}

#[cfg(test)]
mod tests;
