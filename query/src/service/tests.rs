//! The service over a real store: views equal their SQL, at every LSN, also after a restart.

use std::{path::Path, sync::Arc};

use arrow::{
    array::{ArrayRef, AsArray as _, Int64Array, RecordBatch},
    datatypes::Int64Type,
    util::display::array_value_to_string,
};
use marea_ingest::{
    event::decode_record,
    store::{AskedSettings, Store, StoreOptions},
    time::SystemClock,
};
use proptest::prelude::*;

use super::*;
use crate::views::{ViewKind, ViewPhase};

fn open(folder: &Path) -> (Ingest, QueryService) {
    let asked =
        AskedSettings { time_zone: Some(chrono_tz::Europe::Madrid), ..AskedSettings::default() };
    let options = StoreOptions { seal_rows: 40, ..StoreOptions::default() };
    let store = Store::open(folder, &asked, options, Arc::new(SystemClock)).unwrap();
    let ingest = store.start().unwrap();
    let options = QueryOptions { views: Some(folder.join("views")), ..QueryOptions::default() };
    let service = QueryService::new(ingest.clone(), options, Arc::new(SystemClock)).unwrap();
    tokio::runtime::Runtime::new().unwrap().block_on(service.views_built());
    (ingest, service)
}

fn cells(batches: &[RecordBatch]) -> Vec<Vec<String>> {
    let mut rows = Vec::new();
    for batch in batches {
        for row in 0..batch.num_rows() {
            let cell = |column: &ArrayRef| array_value_to_string(column, row).unwrap();
            rows.push(batch.columns().iter().map(cell).collect());
        }
    }
    rows.sort();
    rows
}

async fn answer(service: &QueryService, sql: &str) -> Vec<Vec<String>> {
    let answer = service.query(QueryRequest::new(sql)).await;
    cells(&answer.unwrap_or_else(|error| panic!("{sql}: {error}")).collect().await.unwrap())
}

/// The columns of a view that no sketch tells.
fn exact_columns(service: &QueryService, view: &str) -> String {
    let tables = service.describe().unwrap();
    let table = tables.iter().find(|table| table.name == view).unwrap();
    let exact = table.columns.iter().filter(|it| !it.name.ends_with("_hours"));
    exact.map(|it| it.name.clone()).collect::<Vec<_>>().join(", ")
}

/// A filter on the first key of a view, by which leaves are passed over; none where it has no rows.
async fn filter(service: &QueryService, view: &str) -> Option<String> {
    let tables = service.describe().unwrap();
    let table = tables.iter().find(|table| table.name == view).unwrap();
    let key = &table.columns[0].name;
    let rows = answer(service, &format!("SELECT {key} FROM {view} WHERE {key} IS NOT NULL")).await;
    let middle = rows.get(rows.len() / 2)?;
    Some(format!("WHERE {key} = '{}'", middle[0]))
}

async fn views_are_their_sql(service: &QueryService) {
    for view in service.views().into_iter().filter(|view| view.kind == ViewKind::Kept) {
        let columns = exact_columns(service, &view.name);
        let kept = answer(service, &format!("SELECT {columns} FROM {}", view.name)).await;
        let counted = answer(service, &format!("SELECT {columns} FROM ({})", view.sql)).await;
        assert_eq!(kept, counted, "{}", view.name);
        assert_eq!((view.state, view.mismatches), (ViewPhase::Exact, 0), "{}", view.name);
        let Some(filter) = filter(service, &view.name).await else { continue };
        let kept = answer(service, &format!("SELECT {columns} FROM {} {filter}", view.name)).await;
        let sql = format!("SELECT {columns} FROM ({}) {filter}", view.sql);
        assert_eq!(kept, answer(service, &sql).await, "{} {filter}", view.name);
    }
}

/// One step of a shop's life.
fn step() -> impl Strategy<Value = String> {
    let (order, day, n) = (0..6_u8, 1..28_u8, 1..5_u8);
    (0..9_u8, order, day, n, 0..1000_u32).prop_map(|(kind, order, day, n, id)| {
        let head = format!(
            r#""event_id":"e{id}-{kind}-{order}-{day}-{n}","source":"web","mode":"report","occurred_at":"2026-03-{day:02}T23:30:00Z""#
        );
        let body = match kind {
            0..=2 => format!(
                r#""type":"order_placed","order_id":"o{order}","currency":"EUR","ship_to":{{"country":"ES"}},"lines":[{{"line_id":"1","sku":"S{n}","quantity":{n},"unit_price":"9.95","discount":"0.07","tax":"1.11"}},{{"line_id":"2","sku":"POST","kind":"shipping","quantity":1,"unit_price":"4.5"}}]"#
            ),
            3 => format!(r#""type":"order_approved","order_id":"o{order}""#),
            4 => format!(r#""type":"order_shipped","order_id":"o{order}","lines":[{{"line_id":"1","quantity":1}}]"#),
            5 => format!(r#""type":"order_cancelled","order_id":"o{order}""#),
            6 => format!(r#""type":"return_received","order_id":"o{order}","warehouse":"MAD""#),
            7 => format!(r#""type":"stock_received","sku":"S{n}","warehouse":"MAD","quantity":{n}"#),
            _ => format!(r#""type":"stock_counted","sku":"S{n}","warehouse":"VIG","quantity":{order}"#),
        };
        format!("{{{head},{body}}}")
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 6, ..ProptestConfig::default() })]
    #[test]
    fn views_equal_sql_over_the_facts_at_random_lsns(steps in prop::collection::vec(step(), 1..60)) {
        let folder = tempfile::tempdir().unwrap();
        let runtime = tokio::runtime::Runtime::new().unwrap();
        for part in steps.chunks(20) {
            let (ingest, service) = open(folder.path());
            for (at, json) in part.iter().enumerate() {
                runtime.block_on(async {
                    let event = decode_record(0, json);
                    ingest.submit(vec![event], false).await.unwrap();
                    // Not at every LSN: a view then takes in one event here, several there.
                    if json.len() % 5 == at % 5 {
                        views_are_their_sql(&service).await;
                    }
                });
            }
            runtime.block_on(ingest.seal()).unwrap();
            runtime.block_on(views_are_their_sql(&service));
            for seed in 0..10 {
                runtime.block_on(service.audit_views(seed)).unwrap();
            }
            runtime.block_on(views_are_their_sql(&service));
            service.close();
            ingest.close();
        }
    }
}

#[test]
fn what_was_acknowledged_is_seen_at_its_lsn() {
    let folder = tempfile::tempdir().unwrap();
    let (ingest, service) = open(folder.path());
    let runtime = tokio::runtime::Runtime::new().unwrap();
    runtime.block_on(async {
        let json = r#"{"event_id":"a","source":"wms","type":"stock_received","occurred_at":"2026-03-01T08:00:00Z","sku":"S1","warehouse":"MAD","quantity":10}"#;
        let receipt = ingest.submit(vec![decode_record(0, json)], false).await.unwrap();
        let request = QueryRequest {
            min_lsn: Some(receipt.lsn),
            ..QueryRequest::new("SELECT sku, on_hand FROM stock_levels")
        };
        let answer = service.query(request).await.unwrap();
        assert!(answer.lsn >= receipt.lsn);
        assert_eq!(cells(&answer.collect().await.unwrap()), [["S1", "10.0000"]]);
        let bound = QueryRequest { max_rows: Some(0), ..QueryRequest::new("SELECT 1") };
        let outcome = service.query(bound).await.unwrap().collect().await;
        assert!(matches!(outcome, Err(QueryError::TooManyRows { most: 0 })));
    });
    ingest.close();
}

#[test]
fn rows_are_counted_by_footers_as_by_reading() {
    let folder = tempfile::tempdir().unwrap();
    let (ingest, service) = open(folder.path());
    let runtime = tokio::runtime::Runtime::new().unwrap();
    runtime.block_on(async {
        for day in 1..=9 {
            let json = format!(
                r#"{{"event_id":"a{day}","source":"wms","type":"stock_received","occurred_at":"2026-03-0{day}T08:00:00Z","sku":"S{day}","warehouse":"MAD","quantity":10}}"#
            );
            ingest.submit(vec![decode_record(0, &json)], false).await.unwrap();
            if day == 7 {
                ingest.seal().await.unwrap();
            }
        }
        let counted = |sql: &'static str| answer(&service, sql);
        assert_eq!(counted("SELECT count(*) FROM stock_movements").await, [["9"]]);
        assert_eq!(counted("SELECT min(sku), max(sku) FROM stock_movements").await, [["S1", "S9"]]);
        let some = "SELECT count(*) FROM (SELECT * FROM stock_movements LIMIT 4)";
        assert_eq!(counted(some).await, [["4"]]);
        let few = "SELECT count(*) FROM stock_movements WHERE sku <= 'S3'";
        assert_eq!(counted(few).await, [["3"]]);
    });
    service.close();
    ingest.close();
}

#[test]
fn a_filter_on_a_key_reads_only_the_leaves_that_may_hold_it() {
    let folder = tempfile::tempdir().unwrap();
    let (ingest, service) = open(folder.path());
    let runtime = tokio::runtime::Runtime::new().unwrap();
    runtime.block_on(async {
        for day in 1..=28 {
            let json = format!(
                r#"{{"event_id":"a{day}","source":"wms","type":"stock_received","occurred_at":"2026-03-{day:02}T08:00:00Z","sku":"S1","warehouse":"MAD","quantity":1}}"#
            );
            ingest.submit(vec![decode_record(0, &json)], false).await.unwrap();
        }
        let plan = |filter: &'static str| {
            let sql = format!("EXPLAIN SELECT * FROM inventory_daily_changes {filter}");
            let service = &service;
            async move { answer(service, &sql).await.concat().join("\n") }
        };
        // All 28 groups, in more than three leaves, are read by and by; those of one day are in one.
        assert!(plan("").await.contains("StreamingTableExec"));
        let one = plan("WHERE date = '2026-03-09'").await;
        assert!(one.contains("partition_sizes=[1]"), "{one}");
        let none = plan("WHERE date > '2026-04-01'").await;
        assert!(!none.contains("StreamingTableExec") && !none.contains("sizes=[1]"), "{none}");
    });
    service.close();
    ingest.close();
}

#[test]
fn every_view_can_be_asked() {
    let folder = tempfile::tempdir().unwrap();
    let (ingest, service) = open(folder.path());
    let runtime = tokio::runtime::Runtime::new().unwrap();
    runtime.block_on(async {
        for view in service.views() {
            answer(&service, &format!("SELECT * FROM {}", view.name)).await;
        }
        answer(&service, "SELECT * FROM revenue('day', 'Asia/Kathmandu')").await;
    });
    service.close();
    ingest.close();
}

#[test]
fn a_published_table_comes_in_its_order() {
    let folder = tempfile::tempdir().unwrap();
    let (_ingest, service) = open(folder.path());
    let place = |from: i64| Arc::new(Int64Array::from_iter_values(from..from + 10_000)) as ArrayRef;
    let parts =
        (0..20).map(|it| RecordBatch::try_from_iter([("place", place(it * 10_000))]).unwrap());
    let parts: Vec<RecordBatch> = parts.collect();
    service.publish([("plan", parts[0].schema(), parts)]);
    let rows = tokio::runtime::Runtime::new().unwrap().block_on(async {
        service
            .query(QueryRequest::new("SELECT * FROM plan"))
            .await
            .unwrap()
            .collect()
            .await
            .unwrap()
    });
    let places = rows.iter().flat_map(|rows| rows.column(0).as_primitive::<Int64Type>().values());
    assert!(places.copied().eq(0..200_000));
}
