//! The audit finds what was changed behind the writer's back, whatever keyspace it is in.

use std::{path::Path, sync::Arc};

use fjall::{Keyspace, PersistMode};

use super::check;
use crate::{
    event::{Event, RecordError, decode_record},
    store::{AskedSettings, Store, StoreOptions, core::Core},
    time::SystemClock,
};

fn store(folder: &Path) -> Store {
    let asked = AskedSettings::default();
    Store::open(folder, &asked, StoreOptions::default(), Arc::new(SystemClock)).unwrap()
}

/// In memory where the system has room for that, since it is not the disk that is tested.
fn folder() -> tempfile::TempDir {
    tempfile::tempdir_in("/dev/shm").or_else(|_| tempfile::tempdir()).unwrap()
}

fn event(at: usize, (event_type, fields): (&str, &str)) -> Result<Event, RecordError> {
    let json = format!(
        r#"{{"event_id":"e{at}","source":"web","type":"{event_type}","mode":"report","external_version":"1","occurred_at":"2026-03-01T10:00:00Z",{fields}}}"#
    );
    decode_record(0, &json)
}

/// A shop in which every keyspace holds something.
fn shop(folder: &Path) {
    let events = [
        ("product_set", r#""sku":"S1","stock_policy":"backorder","reorder_point":"2""#),
        ("supplier_set", r#""supplier":"ACME","lead_time_days":3"#),
        ("warehouse_set", r#""warehouse":"MAD""#),
        ("back_in_stock_requested", r#""sku":"S1","email":"ana@example.org""#),
        ("stock_received", r#""sku":"S1","warehouse":"MAD","quantity":4"#),
        (
            "stock_received",
            r#""sku":"S2","warehouse":"MAD","quantity":4,"bin":"B","lot":"L1","expires_on":"2126-05-01""#,
        ),
        (
            "purchase_order_placed",
            r#""purchase_order":"p1","supplier":"ACME","warehouse":"MAD","lines":[{"line_id":"1","sku":"S1","quantity":10}]"#,
        ),
        (
            "order_placed",
            r#""order_id":"o1","external_id":"77","currency":"EUR","promised_at":"2126-03-02T10:00:00Z","lines":[{"line_id":"1","sku":"S1","quantity":6,"unit_price":"2.00"}]"#,
        ),
        ("payment_captured", r#""order_id":"o1","amount":"12.00""#),
        ("order_shipped", r#""order_id":"o9""#),
    ];
    let ingest = store(folder).start().unwrap();
    let events = events.into_iter().enumerate().map(|(at, of)| event(at, of)).collect();
    let receipt = ingest.submit_blocking(events, false).unwrap();
    assert_eq!(receipt.rejected, []);
    ingest.close();
}

fn audited(folder: &Path) -> Result<usize, String> {
    let mut audits = 0;
    let outcome = check(folder, Arc::new(SystemClock), &mut |_| audits += 1);
    outcome.map(|()| audits).map_err(|difference| difference.to_string())
}

/// Each keyspace that events lead to, and what the audit calls it.
fn keyspaces(core: &Core) -> [(&Keyspace, &'static str); 13] {
    let lists = "lists against their documents";
    [
        (&core.dedup, "state against fold of events"),
        (&core.order_history, "state against fold of events"),
        (&core.orders, "state against fold of events"),
        (&core.purchase_orders, "purchase orders against fold of events"),
        (&core.catalogue, "catalogue against fold of events"),
        (&core.stock, "stock against fold of movements"),
        (&core.balances, "bins and lots against fold of events"),
        (&core.parked, "parked events and versions against fold of events"),
        (&core.versions, "parked events and versions against fold of events"),
        (&core.orders_by_status, lists),
        (&core.orders_by_name, lists),
        (&core.due, lists),
        (&core.reservations, "committed against open reservations"),
    ]
}

/// Changes one keyspace in a store of its own, and audits it.
fn after(at: usize, change: impl FnOnce(&Keyspace, Vec<u8>, Vec<u8>)) -> (String, &'static str) {
    let folder = folder();
    shop(folder.path());
    let opened = store(folder.path());
    let (keyspace, audit) = keyspaces(&opened.core)[at];
    let entry = keyspace.iter().next().expect("the shop fills every keyspace");
    let (key, value) = entry.into_inner().unwrap();
    change(keyspace, key.to_vec(), value.to_vec());
    opened.core.database.persist(PersistMode::SyncData).unwrap();
    drop(opened);
    (audited(folder.path()).unwrap_err(), audit)
}

#[test]
fn a_store_that_nobody_touched_passes_all_audits() {
    let folder = folder();
    shop(folder.path());
    assert_eq!(audited(folder.path()), Ok(14));
}

#[test]
fn an_entry_that_is_gone_is_found_in_every_keyspace() {
    for at in 0..13 {
        let (difference, audit) = after(at, |keyspace, key, _| keyspace.remove(key).unwrap());
        assert!(difference.starts_with(audit), "{audit}: {difference}");
    }
}

#[test]
fn an_entry_that_no_event_made_is_found_in_every_keyspace() {
    for at in 0..13 {
        let (difference, audit) = after(at, |keyspace, key, value| {
            let mut other = key;
            if let Some(last) = other.last_mut() {
                *last ^= 1;
            }
            keyspace.insert(other, value).unwrap();
        });
        assert!(difference.starts_with(audit), "{audit}: {difference}");
    }
}

#[test]
fn a_value_that_was_changed_is_found_in_every_keyspace_that_has_values() {
    for at in 0..13 {
        let (difference, audit) = after(at, |keyspace, key, mut value| {
            match value.last_mut() {
                Some(last) => *last ^= 1,
                None => value.push(1),
            }
            keyspace.insert(key, value).unwrap();
        });
        assert!(difference.starts_with(audit) || difference.contains("damaged"), "{difference}");
    }
}
