//! Views that analysts make: kept like the service's own, or refused with the part that cannot be.

use std::{path::Path, sync::Arc};

use arrow::util::pretty::pretty_format_batches;
use marea_ingest::{
    event::decode_record,
    store::{AskedSettings, Ingest, Store, StoreOptions},
    time::SystemClock,
};
use tokio::runtime::Runtime;

use crate::{
    QueryError, QueryOptions, QueryRequest, QueryService,
    views::{ViewKind, ViewPhase},
};

fn open(folder: &Path) -> (Ingest, QueryService) {
    let clock = Arc::new(SystemClock);
    let (asked, options) = (AskedSettings::default(), StoreOptions::default());
    let store = Store::open(folder, &asked, options, clock.clone()).unwrap();
    let ingest = store.start().unwrap();
    let options = QueryOptions { views: Some(folder.join("views")), ..QueryOptions::default() };
    (ingest.clone(), QueryService::new(ingest, options, clock).unwrap())
}

fn received(id: u32, sku: &str, quantity: u32) -> String {
    format!(
        r#"{{"event_id":"e{id}","source":"wms","type":"stock_received","occurred_at":"2026-03-01T08:00:00Z","sku":"{sku}","warehouse":"MAD","quantity":{quantity}}}"#
    )
}

async fn record(ingest: &Ingest, json: &str) {
    let receipt = ingest.submit(vec![decode_record(0, json)], false).await.unwrap();
    assert_eq!(receipt.accepted, 1, "{receipt:?}");
}

async fn shown(service: &QueryService, sql: &str) -> String {
    let answer = service.query(QueryRequest::new(sql)).await.unwrap().collect().await.unwrap();
    pretty_format_batches(&answer).unwrap().to_string()
}

const SQL: &str = "SELECT sku, count(*) AS receipts, sum(quantity) AS units, max(quantity) AS most, \
    avg(quantity) AS mean, count(DISTINCT warehouse) AS places FROM stock_movements \
    WHERE movement = 'received' GROUP BY sku HAVING sum(quantity) > 5";

#[test]
fn a_view_of_ones_own_is_kept_over_restarts_until_it_is_dropped() {
    let folder = tempfile::tempdir().unwrap();
    let runtime = Runtime::new().unwrap();
    let (ingest, service) = open(folder.path());
    runtime.block_on(async {
        record(&ingest, &received(1, "S1", 4)).await;
        let made = service.create_view("receipts", "What came in.", SQL).await.unwrap();
        assert_eq!((made.kind, made.state, made.own), (ViewKind::Kept, ViewPhase::Exact, true));
        let again = service.create_view("receipts", "", SQL).await;
        assert!(matches!(again, Err(QueryError::ViewExists { .. })));
        record(&ingest, &received(2, "S1", 3)).await;
        record(&ingest, &received(3, "S2", 9)).await;
        let ordered = "SELECT * FROM receipts ORDER BY sku";
        assert_eq!(
            shown(&service, ordered).await,
            shown(&service, &format!("{SQL} ORDER BY sku")).await
        );
    });
    service.close();
    ingest.close();
    drop((ingest, service));
    let (ingest, service) = open(folder.path());
    runtime.block_on(async {
        let view = service.views().into_iter().find(|view| view.name == "receipts").unwrap();
        assert_eq!((view.rows, view.lsn.map(|lsn| lsn.0)), (2, Some(3)), "from its checkpoint");
        record(&ingest, &received(4, "S3", 6)).await;
        assert!(shown(&service, "SELECT sku FROM receipts").await.contains("S3"));
        service.drop_view("receipts").unwrap();
        assert!(service.query(QueryRequest::new("SELECT * FROM receipts")).await.is_err());
        let of_the_service = service.drop_view("revenue_daily");
        assert!(matches!(of_the_service, Err(QueryError::NoSuchView { .. })));
    });
    service.close();
    ingest.close();
}

#[test]
fn what_cannot_be_kept_is_refused_by_the_part_that_cannot() {
    let folder = tempfile::tempdir().unwrap();
    let (ingest, service) = open(folder.path());
    let runtime = Runtime::new().unwrap();
    for (sql, refused) in [
        ("SELECT sku FROM stock_movements", "the query"),
        ("SELECT sku, count(*) FROM stock_movements GROUP BY sku ORDER BY 2", "ORDER BY"),
        ("SELECT sku, count(*) FROM stock_movements GROUP BY sku LIMIT 5", "LIMIT"),
        ("SELECT count(*) FROM stock_movements GROUP BY sku", "GROUP BY sku"),
        ("SELECT name, count(*) FROM products GROUP BY name", "the table products"),
        (
            "SELECT sku, count(*) FROM order_lines JOIN payments USING (order_id) GROUP BY sku",
            "a join",
        ),
        ("SELECT sku, array_agg(lsn) FROM stock_movements GROUP BY sku", "array_agg()"),
        (
            "SELECT sku, count(*) FROM stock_movements WHERE occurred_at > now() GROUP BY sku",
            "now()",
        ),
        (
            "SELECT sku, sum(CAST(quantity AS DOUBLE)) FROM stock_movements GROUP BY sku",
            "sum() of floating-point numbers",
        ),
        (
            "SELECT sku, count(*) FROM stock_movements WHERE lsn = (SELECT max(lsn) FROM events) GROUP BY sku",
            "a subquery",
        ),
        (
            "SELECT max(n) FROM (SELECT sku, count(*) AS n FROM events GROUP BY sku)",
            "a group within a group",
        ),
    ] {
        match runtime.block_on(service.create_view("mine", "", sql)) {
            Err(QueryError::NotIncremental { part, .. }) => assert_eq!(part, refused, "{sql}"),
            other => panic!("{sql}: {:?}", other.map(|view| view.name)),
        }
    }
    for name in ["", "Mine", "1st", "a-b", "orders", &"x".repeat(64)] {
        let sql = "SELECT count(*) AS events FROM events";
        assert!(runtime.block_on(service.create_view(name, "", sql)).is_err(), "{name}");
    }
    service.close();
    ingest.close();
}

#[test]
fn a_view_without_groups_has_one_row_also_over_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let (ingest, service) = open(folder.path());
    Runtime::new().unwrap().block_on(async {
        let sql = "SELECT count(*) AS events, max(lsn) AS latest FROM events";
        service.create_view("all_events", "", sql).await.unwrap();
        assert_eq!(shown(&service, "SELECT * FROM all_events").await, shown(&service, sql).await);
        record(&ingest, &received(1, "S1", 4)).await;
        assert_eq!(shown(&service, "SELECT * FROM all_events").await, shown(&service, sql).await);
    });
    service.close();
    ingest.close();
}

#[test]
fn a_damaged_checkpoint_is_passed_over_and_the_view_counted_again() {
    let folder = tempfile::tempdir().unwrap();
    let runtime = Runtime::new().unwrap();
    let (ingest, service) = open(folder.path());
    runtime.block_on(async {
        record(&ingest, &received(1, "S1", 4)).await;
        service.create_view("receipts", "", &SQL.replace("> 5", "> 0")).await.unwrap();
    });
    service.close();
    ingest.close();
    drop((ingest, service));
    for entry in std::fs::read_dir(folder.path().join("views")).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_some_and(|it| it == "arrow") {
            let mut bytes = std::fs::read(&path).unwrap();
            let middle = bytes.len() / 2;
            bytes[middle] ^= 1;
            std::fs::write(&path, bytes).unwrap();
        }
    }
    let (ingest, service) = open(folder.path());
    runtime.block_on(service.views_built());
    assert!(runtime.block_on(shown(&service, "SELECT * FROM receipts")).contains("S1"));
    service.close();
    ingest.close();
}
