//! The columns of `parked_events`: events that wait for what they speak of.

use marea_ingest::{identity::Lsn, store::Parked, table_row};
use serde::Deserialize;

table_row! {
    /// A row of `parked_events`.
    #[derive(Debug)]
    ParkedRow {
        /// What it waits for: `order` or `purchase_order`, a blank, and the name.
        waits_for: String,
        /// Where it was recorded.
        lsn: Lsn,
        /// The source's name for it.
        event_id: String,
        /// Who sent it.
        source: String,
        /// Its type.
        event_type: String,
        /// When it happened, as its source said it.
        occurred_at: String,
        /// The event as JSON.
        payload: String,
    }
}

/// What is told of a parked event beside its payload.
#[derive(Deserialize, Default)]
struct Envelope {
    event_id: String,
    source: String,
    #[serde(rename = "type")]
    event_type: String,
    occurred_at: String,
}

impl From<Parked> for ParkedRow {
    fn from(it: Parked) -> Self {
        let envelope: Envelope = serde_json::from_str(&it.payload).unwrap_or_default();
        let Envelope { event_id, source, event_type, occurred_at } = envelope;
        let Parked { waits_for, lsn, payload } = it;
        Self { waits_for, lsn, event_id, source, event_type, occurred_at, payload }
    }
}
