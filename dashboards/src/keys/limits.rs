//! How often a key may ask: a bucket of requests for each name, which fills by itself.
//!
//! The token bucket: a request takes one, so many come back every second, and so many lie in it at
//! the most. It is kept as the one moment at which it will be full again.

use std::{
    collections::HashMap,
    fmt,
    str::FromStr,
    sync::{Arc, Mutex, PoisonError},
};

use chrono::{DateTime, TimeDelta, Utc};
use serde::{Deserialize, Serialize};

use super::file::MOST_KEYS;

/// How often a key may ask, in requests a second. Four seconds' worth may come at once.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(into = "String", try_from = "String")]
pub(crate) struct Rate(u32);

impl Rate {
    /// Questions: a page and some tools of an analyst stay far below, a loop without a pause does
    /// not.
    pub(super) const QUESTIONS: Self = Self(50);
    /// Requests that record events, each of thousands if need be.
    pub(super) const EVENTS: Self = Self(1000);
    /// Refused requests that are written to the audit log.
    pub(super) const REFUSED: Self = Self(10);
    /// A faster one would be none.
    const FASTEST: u32 = 100_000;
    /// Seconds' worth of requests that may come at once.
    const BURST: i32 = 4;

    /// The time in which one request comes back.
    fn pause(self) -> TimeDelta {
        TimeDelta::microseconds(1_000_000 / i64::from(self.0))
    }
}

impl FromStr for Rate {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let rate = text.strip_suffix("/s").and_then(|number| number.parse().ok());
        let rate = rate.filter(|rate| (1..=Self::FASTEST).contains(rate));
        rate.map(Self).ok_or_else(|| {
            format!("expected 1/s to {}/s, as 20/s for 20 requests a second", Self::FASTEST)
        })
    }
}

impl TryFrom<String> for Rate {
    type Error = String;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        text.parse().map_err(|what| format!("rate: {what}"))
    }
}

impl From<Rate> for String {
    fn from(rate: Rate) -> Self {
        rate.to_string()
    }
}

impl fmt::Display for Rate {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}/s", self.0)
    }
}

/// What is counted apart, so that questions never use up what events may.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Kind {
    Questions,
    Events,
    Refused,
}

/// Whose bucket it is, and of what.
type Bucket = (Arc<str>, Kind);

/// The buckets of all keys.
#[derive(Debug, Default)]
pub(super) struct Limits {
    full_at: Mutex<HashMap<Bucket, DateTime<Utc>>>,
}

impl Limits {
    /// Takes a request out of a bucket.
    ///
    /// # Errors
    /// The time until there is one, where it is empty.
    pub(super) fn take(
        &self,
        name: Arc<str>,
        kind: Kind,
        rate: Rate,
        now: DateTime<Utc>,
    ) -> Result<(), TimeDelta> {
        let mut buckets = self.full_at.lock().unwrap_or_else(PoisonError::into_inner);
        // Names come and go over a long life; a bucket that is full need not be kept.
        if buckets.len() > 4 * MOST_KEYS {
            buckets.retain(|_, full_at| *full_at > now);
        }
        let full_at = buckets.entry((name, kind)).or_insert(now);
        let whole = TimeDelta::seconds(Rate::BURST.into());
        // A clock that was set back empties a bucket at the most; it never locks anyone out.
        let before = (*full_at).clamp(now, now + whole);
        let after = before + rate.pause();
        let is_there = after <= now + whole;
        *full_at = if is_there { after } else { before };
        if is_there { Ok(()) } else { Err(after - (now + whole)) }
    }
}

#[cfg(test)]
mod tests;
