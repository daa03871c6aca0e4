//! What is known of deliveries and of destinations.

use serde::{Deserialize, Serialize};

use crate::{identity::Lsn, reactions::Message, time::Instant};

/// How far a message is on its way to a destination.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DeliveryState {
    /// It is to be tried again.
    Pending,
    /// The destination has it.
    Delivered,
    /// It was given up, and stays listed until it is replayed.
    Dead,
}

/// What is known of a message's delivery to one destination.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Delivery {
    /// How far it is.
    pub state: DeliveryState,
    /// How often it was tried.
    pub attempts: u32,
    /// It is not tried again before this.
    pub next_attempt_at: Instant,
    /// When it was last tried.
    pub last_attempt_at: Option<Instant>,
    /// What went wrong the last time.
    pub last_error: Option<String>,
}

impl Delivery {
    /// A delivery that is to be made as soon as may be.
    #[must_use]
    pub fn due(at: Instant) -> Self {
        Self {
            state: DeliveryState::Pending,
            attempts: 0,
            next_attempt_at: at,
            last_attempt_at: None,
            last_error: None,
        }
    }
}

/// What the store knows of a destination.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Destination {
    /// It is told of events after this one: those before it was configured are not its own.
    pub since: Lsn,
    /// Where it was when it wanted no more messages, and why; `None` while it takes them.
    pub disabled: Option<Disabled>,
}

/// Why a destination gets no more messages.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Disabled {
    /// Since when.
    pub at: Instant,
    /// Its address then: another address is another try.
    pub address: String,
    /// What it said.
    pub reason: String,
}

/// A message that was given up for a destination.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DeadLetter {
    /// Who did not get it.
    pub destination: String,
    /// The message.
    pub message: Message,
    /// What was tried.
    pub delivery: Delivery,
}
