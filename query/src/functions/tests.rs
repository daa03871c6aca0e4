//! The functions over a real store, hot and sealed.

use std::{path::Path, sync::Arc};

use arrow::{array::ArrayRef, util::display::array_value_to_string};
use marea_ingest::{
    event::decode_record,
    store::{AskedSettings, Ingest, Store, StoreOptions},
    time::SystemClock,
};

use crate::{QueryOptions, QueryRequest, QueryService};

fn open(folder: &Path) -> (Ingest, QueryService) {
    let asked =
        AskedSettings { time_zone: Some(chrono_tz::Europe::Madrid), ..AskedSettings::default() };
    let options = StoreOptions::default();
    let store = Store::open(folder, &asked, options, Arc::new(SystemClock)).unwrap();
    let ingest = store.start(Vec::new()).unwrap();
    let service = QueryService::new(ingest.clone(), QueryOptions::default(), Arc::new(SystemClock)).unwrap();
    (ingest, service)
}

/// The rows of an answer, sorted, or what is said against the question.
async fn ask(service: &QueryService, sql: &str) -> Result<Vec<String>, String> {
    let answer = service.query(QueryRequest::new(sql)).await.map_err(|error| error.to_string())?;
    let batches = answer.collect().await.map_err(|error| error.to_string())?;
    let mut rows = Vec::new();
    for batch in &batches {
        for row in 0..batch.num_rows() {
            let cell = |column: &ArrayRef| array_value_to_string(column, row).unwrap();
            rows.push(batch.columns().iter().map(cell).collect::<Vec<_>>().join(" "));
        }
    }
    rows.sort();
    Ok(rows)
}

/// Two receipts, a sale between them, one unit lost; the second receipt just after midnight in
/// Madrid on 2 March, which is still 1 March in UTC.
const EVENTS: [&str; 5] = [
    r#"{"event_id":"1","source":"wms","type":"stock_received","occurred_at":"2026-03-01T08:00:00Z","sku":"S1","warehouse":"MAD","quantity":10,"unit_cost":"2.00"}"#,
    r#"{"event_id":"2","source":"web","type":"order_placed","occurred_at":"2026-03-01T10:00:00Z","order_id":"o1","currency":"EUR","lines":[{"line_id":"1","sku":"S1","quantity":4,"unit_price":"9.95"}]}"#,
    r#"{"event_id":"3","source":"web","mode":"report","type":"order_shipped","occurred_at":"2026-03-01T12:00:00Z","order_id":"o1"}"#,
    r#"{"event_id":"4","source":"wms","type":"stock_received","occurred_at":"2026-03-01T23:30:00Z","sku":"S1","warehouse":"MAD","quantity":6,"unit_cost":"4.00"}"#,
    r#"{"event_id":"5","source":"wms","type":"stock_written_off","occurred_at":"2026-03-03T12:00:00Z","sku":"S1","warehouse":"MAD","quantity":1}"#,
];

async fn submit(ingest: &Ingest, events: &[&str]) {
    for json in events {
        let receipt = ingest.submit(vec![decode_record(0, json)], false).await.unwrap();
        assert_eq!(receipt.accepted, 1, "{json}: {receipt:?}");
    }
}

/// Runs a test over hot rows, then over sealed ones with the last event hot.
fn hot_and_sealed(test: &impl AsyncFn(&QueryService)) {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    for seal in [false, true] {
        let folder = tempfile::tempdir().unwrap();
        let (ingest, service) = open(folder.path());
        runtime.block_on(async {
            submit(&ingest, &EVENTS[..4]).await;
            if seal {
                ingest.seal().await.unwrap();
            }
            submit(&ingest, &EVENTS[4..]).await;
            test(&service).await;
        });
        ingest.close();
    }
}

#[test]
fn stock_is_told_as_of_an_instant_and_as_of_the_end_of_a_shops_day() {
    hot_and_sealed(&async |service: &QueryService| {
        let on_hand = async |call: &str| {
            ask(service, &format!("SELECT on_hand, committed FROM {call}")).await.unwrap()
        };
        assert_eq!(on_hand("stock_at('2026-02-28')").await, [""; 0]);
        assert_eq!(on_hand("stock_at('2026-03-01T10:00:00Z')").await, ["10.0000 4.0000"]);
        assert_eq!(on_hand("stock_at('2026-03-01T12:59:59+01:00')").await, ["10.0000 4.0000"]);
        assert_eq!(on_hand("stock_at(TIMESTAMP '2026-03-01 12:00:00')").await, ["6.0000 0.0000"]);
        assert_eq!(on_hand("stock_at('2026-03-01')").await, ["6.0000 0.0000"]);
        assert_eq!(on_hand("stock_at(DATE '2026-03-02', 'effective')").await, ["12.0000 0.0000"]);
        assert_eq!(on_hand("stock_at('2026-03-02', 'recorded')").await, [""; 0]);
        assert_eq!(on_hand("stock_at(now(), 'recorded')").await, ["11.0000 0.0000"]);
    });
}

#[test]
fn stock_now_is_the_live_stock() {
    hot_and_sealed(&async |service: &QueryService| {
        let columns = "sku, warehouse, on_hand, committed, unavailable, incoming, backordered";
        let live = ask(service, &format!("SELECT {columns} FROM stock_levels")).await.unwrap();
        let then = ask(service, "SELECT * FROM stock_at('9999-12-30')").await.unwrap();
        assert_eq!(then, live);
        assert_eq!(then.len(), 1);
    });
}

#[test]
fn worth_is_told_by_average_and_by_layers() {
    hot_and_sealed(&async |service: &QueryService| {
        let value = async |call: &str| {
            let columns = "sku, warehouse, on_hand, unit_cost, value, currency";
            ask(service, &format!("SELECT {columns} FROM {call}")).await.unwrap()
        };
        let first = ["S1 MAD 6.0000 2.000000 12.00 EUR"];
        assert_eq!(value("stock_value_at('2026-03-01')").await, first);
        let average = ["S1 MAD 11.0000 3.000000 33.00 EUR"];
        assert_eq!(value("stock_value_at('2026-03-03')").await, average);
        let layers = ["S1 MAD 11.0000 3.090909 34.00 EUR"];
        assert_eq!(value("stock_value_at('2026-03-03', 'effective', 'fifo')").await, layers);
    });
}

#[test]
fn the_cost_of_what_was_sold_is_told_by_period() {
    hot_and_sealed(&async |service: &QueryService| {
        let cost = async |call: &str| ask(service, &format!("SELECT * FROM {call}")).await.unwrap();
        let sold = ["S1 MAD 4.0000 8.00"];
        assert_eq!(cost("cost_of_goods_sold('2026-03-01', '2026-03-01')").await, sold);
        assert_eq!(cost("cost_of_goods_sold('2026-03-01', '2026-03-31', 'fifo')").await, sold);
        assert_eq!(cost("cost_of_goods_sold('2026-03-02', '2026-03-31')").await, [""; 0]);
        let before = "cost_of_goods_sold('2026-03-01', '2026-03-01T12:00:00Z')";
        assert_eq!(cost(before).await, [""; 0]);
    });
}

#[test]
fn stock_that_was_below_zero_is_told_although_there_is_some_now() {
    let folder = tempfile::tempdir().unwrap();
    let (ingest, service) = open(folder.path());
    let runtime = tokio::runtime::Runtime::new().unwrap();
    runtime.block_on(async {
        submit(&ingest, &EVENTS).await;
        // Found late: nine units had gone before the first came in, of which ten came back.
        let events = [
            r#"{"event_id":"6","source":"wms","mode":"report","type":"stock_adjusted","occurred_at":"2026-02-27T08:00:00Z","sku":"S1","warehouse":"MAD","quantity":-9}"#,
            r#"{"event_id":"7","source":"wms","mode":"report","type":"stock_adjusted","occurred_at":"2026-03-05T08:00:00Z","sku":"S1","warehouse":"MAD","quantity":10}"#,
        ];
        submit(&ingest, &events).await;
        let spans = ask(&service, "SELECT since, until, lowest FROM negative_stock()").await;
        let expected = [
            "2026-02-27T08:00:00Z 2026-03-01T08:00:00Z -9.0000",
            "2026-03-01T12:00:00Z 2026-03-01T23:30:00Z -3.0000",
        ];
        assert_eq!(spans.unwrap(), expected);
    });
    ingest.close();
}

#[test]
fn a_call_that_is_not_understood_is_told_what_was_expected() {
    let folder = tempfile::tempdir().unwrap();
    let (ingest, service) = open(folder.path());
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let said =
        |call: &str| runtime.block_on(ask(&service, &format!("SELECT * FROM {call}"))).unwrap_err();
    for (call, expected) in [
        ("stock_at('31.3.2026')", "expected a date or an instant such as"),
        ("stock_at('2026-03-31', 'yesterday')", "expected 'effective' or 'recorded'"),
        ("stock_at()", "usage: stock_at('2026-03-31'"),
        ("stock_value_at('2026-03-31', 'effective', 'lifo')", "expected 'average' or 'fifo'"),
        ("cost_of_goods_sold('2026-03-31', '2026-03-01')", "not before the first"),
        ("negative_stock(1)", "got 1 arguments; usage: negative_stock()"),
    ] {
        let said = said(call);
        assert!(said.contains(expected), "{call}: {said}");
    }
    ingest.close();
}
