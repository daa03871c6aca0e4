//! An audit finds what differs, quarantines the view, and the facts are answered instead.

use std::sync::Arc;

use datafusion::error::DataFusionError;
use marea_ingest::{
    event::decode_record,
    identity::Lsn,
    store::{AskedSettings, Store, StoreOptions},
    time::SystemClock,
};
use tokio::runtime::Runtime;

use crate::{
    QueryOptions, QueryRequest, QueryService,
    views::{ViewPhase, kept::Version, leaves::Leaves},
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
        let view = service.views().into_iter().find(|view| view.name == "units").unwrap();
        assert_eq!((view.state, view.mismatches), (ViewPhase::Quarantined, 1));
        let seen = service.query(QueryRequest::new(read)).await.unwrap().collect().await.unwrap();
        assert!(seen.is_empty(), "the facts say 10");
        let others = service.views().into_iter().filter(|view| view.name != "units");
        assert!(others.map(|view| view.mismatches).sum::<u64>() == 0);
    });
    service.close();
    ingest.close();
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
