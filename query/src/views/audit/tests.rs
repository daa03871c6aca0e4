//! An audit finds what differs, quarantines the view, and the facts are answered instead.

use std::sync::Arc;

use datafusion::error::DataFusionError;
use marea_ingest::{
    event::decode_record,
    facts::FactTable,
    identity::Lsn,
    store::{AskedSettings, Store, StoreOptions},
    time::SystemClock,
};
use tokio::runtime::Runtime;

use crate::{
    QueryOptions, QueryRequest, QueryService,
    views::{ViewDescription, ViewPhase, kept::Version, leaves::Leaves},
};

#[test]
fn a_view_that_differs_from_the_facts_is_quarantined_and_the_facts_are_answered() {
    let folder = tempfile::tempdir().unwrap();
    let clock = Arc::new(SystemClock);
    let (asked, options) = (AskedSettings::default(), StoreOptions::default());
    let store = Store::open(folder.path(), &asked, options, clock.clone()).unwrap();
    let ingest = store.start().unwrap();
    let service = QueryService::new(ingest.clone(), QueryOptions::default(), clock).unwrap();
    Runtime::new().unwrap().block_on(async {
        let json = r#"{"event_id":"a","source":"wms","type":"stock_received","occurred_at":"2026-03-01T08:00:00Z","sku":"S1","warehouse":"MAD","quantity":10}"#;
        ingest.submit(vec![decode_record(0, json)], false).await.unwrap();
        let sql = "SELECT sku, sum(quantity) AS units FROM stock_movements GROUP BY sku";
        service.create_view("units", "", sql).await.unwrap();
        falsify(&service).unwrap();
        let read = "SELECT CAST(units AS INT) AS units FROM units WHERE units = 20";
        let seen = service.query(QueryRequest::new(read)).await.unwrap().collect().await.unwrap();
        assert_eq!(seen.len(), 1, "the falsified view says 20");
        for seed in 0..400 {
            service.audit_views(seed).await.unwrap();
        }
        assert_eq!(units(&service).mismatches, 1);
        let seen = service.query(QueryRequest::new(read)).await.unwrap().collect().await.unwrap();
        assert!(seen.is_empty(), "the facts say 10");
        let others = service.views().into_iter().filter(|view| view.name != "units");
        assert!(others.map(|view| view.mismatches).sum::<u64>() == 0);
        while units(&service).state != ViewPhase::Exact {
            tokio::time::sleep(std::time::Duration::from_millis(20)).await;
        }
        let view = units(&service);
        assert_eq!((view.recounts, view.mismatches, view.rows), (1, 1, 1), "counted again");
        let answer = service.query(QueryRequest::new("SELECT * FROM units")).await.unwrap();
        let id = answer.id;
        assert_eq!(answer.collect().await.unwrap().len(), 1);
        let statistics = service.query_state(id).unwrap().statistics;
        assert_eq!(statistics.served_from, ["view"], "it is served from the view again");
    });
    service.close();
    ingest.close();
}

#[test]
fn a_view_whose_facts_cannot_be_read_is_not_taken_out() {
    let folder = tempfile::tempdir().unwrap();
    let clock = Arc::new(SystemClock);
    let asked = AskedSettings::default();
    let options = StoreOptions { seal_rows: 1, ..StoreOptions::default() };
    let store = Store::open(folder.path(), &asked, options, clock.clone()).unwrap();
    let ingest = store.start().unwrap();
    let service = QueryService::new(ingest.clone(), QueryOptions::default(), clock).unwrap();
    Runtime::new().unwrap().block_on(async {
        let sql = "SELECT sku, sum(quantity) AS units FROM stock_movements GROUP BY sku";
        service.create_view("units", "", sql).await.unwrap();
        let lake = folder.path().join("lake").join("stock_movements");
        let away = folder.path().join("away");
        // Whatever comes while no sealed file can be opened is not in the view yet.
        let json = r#"{"event_id":"a","source":"wms","type":"stock_received","occurred_at":"2026-03-01T08:00:00Z","sku":"S1","warehouse":"MAD","quantity":10}"#;
        ingest.submit(vec![decode_record(0, json)], false).await.unwrap();
        let sealed = || !ingest.snapshot().sealed(FactTable::StockMovements).files.is_empty();
        while !sealed() {
            tokio::time::sleep(std::time::Duration::from_millis(20)).await;
        }
        std::fs::rename(&lake, &away).unwrap();
        let read = || QueryRequest::new("SELECT sku FROM units WHERE units = 10");
        let refused = async { service.query(read()).await?.collect().await }.await;
        assert!(refused.is_err(), "neither the view nor the facts can be read");
        assert!(units(&service).read_errors > 0);
        assert_eq!(units(&service).state, ViewPhase::Exact);
        std::fs::rename(&away, &lake).unwrap();
        let answer = service.query(read()).await.unwrap();
        let id = answer.id;
        assert_eq!(answer.collect().await.unwrap().len(), 1);
        assert_eq!(service.query_state(id).unwrap().statistics.served_from, ["view"]);
        assert_eq!(units(&service).mismatches, 0);
    });
    service.close();
    ingest.close();
}

fn units(service: &QueryService) -> ViewDescription {
    service.views().into_iter().find(|view| view.name == "units").unwrap()
}

/// Counts everything in a view twice.
fn falsify(service: &QueryService) -> Result<(), DataFusionError> {
    let views = service.inner.views.kept();
    let view = views.iter().find(|view| view.definition.name == "units").unwrap();
    let kept = view.kept.as_ref().unwrap();
    let version = kept.newest().unwrap();
    let mut leaves: Leaves = version.leaves.clone();
    for states in version.leaves.states(&kept.program) {
        leaves = leaves.merged(&kept.program, &states?)?;
    }
    kept.begin(Version { lsn: Lsn(version.lsn.0), leaves });
    Ok(())
}
