//! Ends are told so that no row lies outside them.

use std::{fs, path::Path, sync::Arc};

use super::*;
use crate::{
    event::decode_record,
    facts::FactTable,
    store::{AskedSettings, Store, StoreOptions, paths},
    time::SystemClock,
};

/// The statistics that the log tells of the first file of events that is sealed.
fn told_of(events: &[&str], folder: &Path) -> Value {
    let asked = AskedSettings::default();
    let store = Store::open(folder, &asked, StoreOptions::default(), Arc::new(SystemClock));
    let ingest = store.unwrap().start().unwrap();
    let events = events.iter().map(|json| decode_record(0, json)).collect();
    ingest.submit_blocking(events, false).unwrap();
    tokio::runtime::Runtime::new().unwrap().block_on(ingest.seal()).unwrap();
    ingest.close();
    let commit = paths::delta_commit(&paths::table(folder, FactTable::Events), 1);
    let actions = fs::read_to_string(commit).unwrap();
    let mut actions = actions.lines().map(|line| serde_json::from_str::<Value>(line).unwrap());
    let add = actions.find(|action| action["add"].is_object()).unwrap();
    serde_json::from_str(add["add"]["stats"].as_str().unwrap()).unwrap()
}

#[test]
fn the_log_tells_the_ends_and_the_nulls_of_a_file() {
    let folder = tempfile::tempdir().unwrap();
    let events = [
        r#"{"event_id":"a","source":"web","type":"product_set","occurred_at":"2026-03-02T10:00:00Z","sku":"S1"}"#,
        r#"{"event_id":"b","source":"web","type":"product_set","occurred_at":"2026-03-01T10:00:00.5Z","sku":"S1"}"#,
        r#"{"event_id":"c","source":"web","type":"warehouse_set","occurred_at":"2026-03-03T00:00:00Z","warehouse":"MAD"}"#,
    ];
    let told = told_of(&events, folder.path());
    assert_eq!(told["numRecords"], 3);
    assert_eq!((&told["minValues"]["lsn"], &told["maxValues"]["lsn"]), (&json!(1), &json!(3)));
    assert_eq!(told["minValues"]["occurred_at"], "2026-03-01T10:00:00.500Z");
    assert_eq!(told["maxValues"]["occurred_at"], "2026-03-03T00:00:00.000Z");
    assert_eq!(told["minValues"]["event_date"], "2026-03-01");
    assert_eq!((&told["nullCount"]["sku"], &told["nullCount"]["order_id"]), (&json!(1), &json!(3)));
}

#[test]
fn an_instant_is_rounded_away_from_the_rows() {
    let text = |micros, is_greatest| instant(micros, is_greatest).unwrap();
    assert_eq!(text(1_772_359_200_000_001, false), "2026-03-01T10:00:00.000Z");
    assert_eq!(text(1_772_359_200_000_001, true), "2026-03-01T10:00:00.001Z");
    assert_eq!(text(1_772_359_200_000_000, true), "2026-03-01T10:00:00.000Z");
    assert_eq!(text(-1, false), "1969-12-31T23:59:59.999Z");
    assert_eq!(text(-1, true), "1970-01-01T00:00:00.000Z");
}

#[test]
fn days_and_numbers_are_told_as_delta_writes_them() {
    assert_eq!(told("lsn", 7, false, true), json!(7));
    assert_eq!(told("event_date", 20_513, true, false), json!("2026-03-01"));
}
