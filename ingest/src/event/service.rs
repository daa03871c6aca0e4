//! Events that the service records by itself.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use crate::identity::Lsn;

/// The source of events that the service records by itself; nobody else may use it.
pub const OWN_SOURCE: &str = "marea";

/// `parked_event_applied`: what an event speaks of has come, so the event that was parked counts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ParkedEventApplied {
    /// Where the event was recorded when it was parked.
    pub parked_lsn: Lsn,
    /// The event as it came.
    pub event: Map<String, Value>,
}
