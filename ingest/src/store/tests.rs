//! The writer: what it accepts is durable and seen once, what it refuses leaves nothing behind.

use std::path::Path;

use super::*;
use crate::{
    amount::Quantity,
    event::{Event, RecordError, decode_record},
    facts::FactTable,
    identity::{OrderId, Sku, WarehouseId},
    state::{FulfilmentStatus, Order, OrderStatus, PaymentStatus, ReturnStatus, StockLevel},
    time::SystemClock,
};

fn open(folder: &Path) -> Ingest {
    let asked = AskedSettings::default();
    let store = Store::open(folder, &asked, StoreOptions::default(), Arc::new(SystemClock));
    store.unwrap().start().unwrap()
}

fn event(id: &str, event_type: &str, fields: &str) -> Result<Event, RecordError> {
    decode_record(
        0,
        &format!(
            r#"{{"event_id":"{id}","source":"web","type":"{event_type}","occurred_at":"2026-03-01T10:00:00Z",{fields}}}"#
        ),
    )
}

fn received(id: &str, quantity: u32) -> Result<Event, RecordError> {
    event(id, "stock_received", &format!(r#""sku":"S1","warehouse":"MAD","quantity":{quantity}"#))
}

fn placed(order: &str, quantities: &[u32]) -> Result<Event, RecordError> {
    let line = |(at, quantity): (usize, &u32)| {
        format!(
            r#"{{"line_id":"{at}","sku":"S1","quantity":{quantity},"unit_price":"10.00","discount":"1.00"}}"#
        )
    };
    let lines: Vec<_> = quantities.iter().enumerate().map(line).collect();
    let fields = format!(r#""order_id":"{order}","currency":"EUR","lines":[{}]"#, lines.join(","));
    event(&format!("placed-{order}"), "order_placed", &fields)
}

fn of_order(id: &str, event_type: &str, rest: &str) -> Result<Event, RecordError> {
    event(id, event_type, &format!(r#""order_id":"o1"{rest}"#))
}

fn record(ingest: &Ingest, events: Vec<Result<Event, RecordError>>) -> Receipt {
    ingest.submit_blocking(events, false).unwrap()
}

fn level(ingest: &Ingest) -> StockLevel {
    let (sku, warehouse) = (Sku::new("S1").unwrap(), WarehouseId::new("MAD").unwrap());
    ingest.snapshot().state().level(&sku, &warehouse).unwrap().unwrap_or_default()
}

fn order(ingest: &Ingest, order_id: &str) -> Option<Order> {
    ingest.snapshot().state().order(&OrderId::new(order_id).unwrap()).unwrap()
}

fn units(on_hand: i32, committed: i32) -> StockLevel {
    StockLevel { on_hand: on_hand.into(), committed: committed.into(), ..StockLevel::default() }
}

#[test]
fn what_was_acknowledged_is_there_after_a_restart() {
    let folder = tempfile::tempdir().unwrap();
    let ingest = open(folder.path());
    let receipt = record(&ingest, vec![received("r", 10), placed("o1", &[3])]);
    assert_eq!((receipt.accepted, receipt.lsn), (2, Lsn(2)));
    ingest.close();
    drop(ingest);
    let ingest = open(folder.path());
    assert_eq!(ingest.snapshot().lsn, Lsn(2));
    assert_eq!(level(&ingest), units(10, 3));
    let hot =
        ingest.snapshot().hot(FactTable::Events).iter().map(|it| it.num_rows()).sum::<usize>();
    assert_eq!(hot, 2);
    assert_eq!(record(&ingest, vec![received("r", 10)]).duplicates, 1);
    let other = record(&ingest, vec![received("r", 11)]);
    assert_eq!(other.rejected[0].code, "conflict");
    ingest.close();
}

#[test]
fn lines_of_one_sku_count_together_and_a_refused_order_leaves_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let ingest = open(folder.path());
    record(&ingest, vec![received("r", 10)]);
    let refused = record(&ingest, vec![placed("o1", &[6, 5])]);
    assert_eq!(refused.rejected[0].code, "insufficient_stock");
    assert_eq!(refused.rejected[0].field.as_deref(), Some("lines[1].quantity"));
    assert_eq!((level(&ingest), ingest.snapshot().lsn), (units(10, 0), Lsn(1)));
    assert!(order(&ingest, "o1").is_none());
    // The id of a refused event is free: the order may come again, mended.
    let mut mended = placed("o1", &[6, 4]).unwrap();
    mended.envelope.event_id = crate::identity::EventId::new("placed-o1").unwrap();
    assert_eq!(record(&ingest, vec![Ok(mended)]).accepted, 1);
    assert_eq!(level(&ingest), units(10, 10));
    ingest.close();
}

#[test]
fn an_atomic_request_is_whole_or_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let ingest = open(folder.path());
    let events = || vec![received("r", 1), placed("o1", &[1]), placed("o2", &[1])];
    let receipt = ingest.submit_blocking(events(), true).unwrap();
    assert_eq!((receipt.accepted, receipt.rejected.len()), (0, 3));
    assert_eq!((level(&ingest), ingest.snapshot().lsn), (units(0, 0), Lsn(0)));
    let receipt = ingest.submit_blocking(events()[..2].to_vec(), true).unwrap();
    assert_eq!((receipt.accepted, receipt.lsn), (2, Lsn(2)));
    ingest.close();
}

#[test]
fn an_order_goes_through_its_life_by_line() {
    let folder = tempfile::tempdir().unwrap();
    let ingest = open(folder.path());
    record(&ingest, vec![received("r", 10), placed("o1", &[4, 2])]);
    let early = record(&ingest, vec![of_order("early", "order_shipped", "")]);
    assert_eq!(early.rejected[0].code, "invalid_transition");
    let one = r#","lines":[{"line_id":"0","quantity":1}]"#;
    let events = vec![
        of_order("a", "order_approved", ""),
        of_order("b", "payment_captured", r#","amount":"58.00""#),
        of_order("c", "order_shipped", r#","lines":[{"line_id":"0","quantity":3}]"#),
        of_order("d", "order_cancelled", one),
        of_order("e", "order_shipped", ""),
        of_order("f", "order_delivered", ""),
        of_order("g", "return_received", one),
        of_order("h", "payment_refunded", r#","amount":"19.50""#),
    ];
    let receipt = record(&ingest, events);
    assert_eq!(receipt.rejected, []);
    let order = order(&ingest, "o1").unwrap();
    assert_eq!(order.status(), OrderStatus::Completed);
    assert_eq!(order.fulfilment_status(), FulfilmentStatus::Delivered);
    assert_eq!(order.payment_status(), PaymentStatus::PartiallyRefunded);
    assert_eq!(order.return_status(), ReturnStatus::PartiallyReturned);
    assert_eq!(order.total().to_string(), "38.5");
    assert_eq!(level(&ingest), units(6, 0));
    let history = ingest.snapshot().state().history(&order.order_id).unwrap();
    assert_eq!(history.len(), 9);
    ingest.close();
}

#[test]
fn more_than_was_captured_is_not_refunded_and_more_than_was_shipped_does_not_come_back() {
    let folder = tempfile::tempdir().unwrap();
    let ingest = open(folder.path());
    record(&ingest, vec![received("r", 10), placed("o1", &[4])]);
    let outcome = record(
        &ingest,
        vec![
            of_order("a", "payment_captured", r#","amount":"10""#),
            of_order("b", "payment_refunded", r#","amount":"10.01""#),
            of_order("c", "return_received", r#","lines":[{"line_id":"0","quantity":1}]"#),
            of_order("d", "order_cancelled", r#","lines":[{"line_id":"0","quantity":5}]"#),
        ],
    );
    let codes: Vec<_> = outcome.rejected.iter().map(|it| it.code.as_str()).collect();
    assert_eq!(codes, ["refund_exceeds_captured", "invalid_transition", "invalid_transition"]);
    ingest.close();
}

#[test]
fn reports_are_never_refused_for_the_state_of_the_world() {
    let folder = tempfile::tempdir().unwrap();
    let ingest = open(folder.path());
    let report = |event: Result<Event, RecordError>| {
        event.map(|mut event| {
            event.envelope.mode = crate::event::Mode::Report;
            event
        })
    };
    let events = vec![
        report(received("r", 1)),
        report(placed("o1", &[3])),
        report(of_order("s", "order_shipped", "")),
        report(event("x", "order_delivered", r#""order_id":"nobody""#)),
    ];
    let receipt = record(&ingest, events);
    assert_eq!((receipt.accepted, receipt.rejected.len()), (4, 0));
    assert_eq!(level(&ingest).on_hand, Quantity::from(-2));
    let flags = order(&ingest, "o1").unwrap().flags.join("; ");
    assert!(
        flags.contains("insufficient_stock") && flags.contains("invalid_transition"),
        "{flags}"
    );
    ingest.close();
}

#[test]
fn sealed_rows_leave_the_log_and_stay_whole_over_restarts() {
    let folder = tempfile::tempdir().unwrap();
    let runtime = tokio::runtime::Runtime::new().unwrap();
    for round in 0..3_u64 {
        let ingest = open(folder.path());
        record(&ingest, vec![received(&format!("r{round}"), 1)]);
        if round < 2 {
            runtime.block_on(ingest.seal()).unwrap();
            assert_eq!(ingest.snapshot().hot(FactTable::Events).len(), 0);
        }
        let snapshot = ingest.snapshot();
        let sealed = snapshot.sealed(FactTable::Events);
        let rows: usize = sealed.files.iter().map(|file| file.rows()).sum();
        let hot: usize = snapshot.hot(FactTable::Events).iter().map(|it| it.num_rows()).sum();
        assert_eq!(rows as u64 + hot as u64, round + 1);
        ingest.close();
    }
    let mut audits = 0;
    check(folder.path(), Arc::new(SystemClock), &mut |_| audits += 1).unwrap();
    assert_eq!(audits, 14);
}

#[test]
fn a_store_that_is_closed_while_it_seals_seals_no_row_twice() {
    let folder = tempfile::tempdir().unwrap();
    let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
    for round in 0..3_u64 {
        let ingest = open(folder.path());
        record(&ingest, vec![received(&format!("r{round}"), 1)]);
        // The seal is asked for, and nobody waits for it.
        let asked = async { futures::poll!(std::pin::pin!(ingest.seal())).is_pending() };
        assert!(runtime.block_on(asked));
        record(&ingest, vec![received(&format!("s{round}"), 1)]);
        ingest.close();
    }
    check(folder.path(), Arc::new(SystemClock), &mut |_| ()).unwrap();
}

#[test]
fn a_second_writer_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let ingest = open(folder.path());
    let asked = AskedSettings::default();
    let again = Store::open(folder.path(), &asked, StoreOptions::default(), Arc::new(SystemClock));
    assert!(matches!(again, Err(StoreError::Locked { .. })));
    ingest.close();
}

#[test]
fn a_changed_sealed_file_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let ingest = open(folder.path());
    record(&ingest, vec![received("r", 1)]);
    tokio::runtime::Runtime::new().unwrap().block_on(ingest.seal()).unwrap();
    let path = ingest.snapshot().sealed(FactTable::Events).files[0].path.clone();
    ingest.close();
    drop(ingest);
    let mut bytes = std::fs::read(&path).unwrap();
    let middle = bytes.len() / 2;
    bytes[middle] ^= 1;
    std::fs::write(&path, bytes).unwrap();
    let asked = AskedSettings::default();
    let again = Store::open(folder.path(), &asked, StoreOptions::default(), Arc::new(SystemClock));
    assert!(matches!(again, Err(StoreError::Damaged { .. })));
}
