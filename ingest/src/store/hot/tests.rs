//! Hot batches stay few, and no row is lost by joining or sealing.

use std::sync::Arc;

use super::*;
use crate::{
    facts::{EventRow, FactRows},
    identity::{EventId, Source},
    time::{Day, Instant},
};

fn commit(lsn: u64) -> FactBatches {
    let row = EventRow {
        lsn: Lsn(lsn),
        event_id: EventId::new(&format!("e{lsn}")).unwrap(),
        source: Source::new("web").unwrap(),
        event_type: Arc::from("order_placed"),
        occurred_at: Instant(0),
        offset_seconds: 0,
        recorded_at: Instant(0),
        event_date: Day(0),
        order_id: None,
        sku: None,
        flags: None,
        payload: Arc::from("{}"),
    };
    FactRows { events: vec![row], ..FactRows::default() }.to_batches()
}

fn rows(hot: &Hot) -> usize {
    hot.table(FactTable::Events).iter().map(RecordBatch::num_rows).sum()
}

#[test]
fn many_small_commits_leave_few_batches() {
    let mut hot = Hot::default();
    for lsn in 1..=5000 {
        hot.push(commit(lsn), Lsn(lsn)).unwrap();
    }
    assert_eq!(rows(&hot), 5000);
    assert!(hot.table(FactTable::Events).len() < 4 * JOIN);
}

#[test]
fn rows_stay_visible_while_they_are_sealed() {
    let mut hot = Hot::default();
    hot.push(commit(1), Lsn(1)).unwrap();
    let frozen = hot.freeze();
    hot.push(commit(2), Lsn(2)).unwrap();
    assert_eq!(frozen[0].len(), 1);
    assert_eq!(rows(&hot), 2);
    hot.thaw();
    assert_eq!(rows(&hot), 1);
}
