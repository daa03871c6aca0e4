//! Messages wait over a restart, until they are settled; a dead letter can be replayed.

use std::path::Path;

use super::*;
use crate::{
    event::decode_record,
    reactions::Topic,
    store::{AskedSettings, Store, StoreOptions},
    time::SystemClock,
};

fn open(folder: &Path) -> Ingest {
    let wanted = [Topic::StockSoldOut, Topic::StockInStock].into();
    let options = StoreOptions { wanted, ..StoreOptions::default() };
    let store = Store::open(folder, &AskedSettings::default(), options, Arc::new(SystemClock));
    store.unwrap().start().unwrap()
}

/// Counts the stock of a SKU; the first count above zero is a message.
fn counted(ingest: &Ingest, event_id: &str, quantity: u32) {
    let text = format!(
        r#"{{"event_id":"{event_id}","source":"wms","type":"stock_counted","sku":"S1",
        "warehouse":"MAD","quantity":{quantity},"occurred_at":"2026-03-01T10:00:00Z"}}"#
    );
    let receipt = ingest.submit_blocking(vec![decode_record(0, &text)], false).unwrap();
    assert_eq!(receipt.accepted, 1, "{receipt:?}");
}

fn waiting(ingest: &Ingest) -> Vec<String> {
    let messages = ingest.snapshot().state().outbox(None, 100).unwrap();
    messages.iter().map(|message| message.id.to_string()).collect()
}

fn dead() -> Delivery {
    let (state, attempts) = (DeliveryState::Dead, 10);
    Delivery { state, attempts, last_error: Some("503".into()), ..Delivery::due(Instant(1)) }
}

#[test]
fn messages_wait_in_order_over_a_restart_until_they_are_settled() {
    let folder = tempfile::tempdir().unwrap();
    let ingest = open(folder.path());
    for (event_id, quantity) in [("a", 5), ("b", 0), ("c", 7)] {
        counted(&ingest, event_id, quantity);
    }
    assert_eq!(waiting(&ingest), ["msg_1_0", "msg_2_0", "msg_3_0"]);
    let first = "msg_1_0".parse().unwrap();
    let after = ingest.snapshot().state().outbox(Some(first), 1).unwrap();
    assert_eq!(after[0].id.to_string(), "msg_2_0");
    ingest.outbox().record(first, "erp", &dead()).unwrap();
    ingest.outbox().settle(&[first]).unwrap();
    ingest.close();
    drop(ingest);

    let ingest = open(folder.path());
    assert_eq!(waiting(&ingest), ["msg_2_0", "msg_3_0"]);
    assert_eq!(ingest.outbox().delivery(first, "erp").unwrap(), None);
    ingest.close();
}

#[test]
fn a_dead_letter_is_listed_until_it_is_replayed() {
    let folder = tempfile::tempdir().unwrap();
    let ingest = open(folder.path());
    counted(&ingest, "a", 5);
    counted(&ingest, "b", 0);
    let (outbox, [first, second]) =
        (ingest.outbox(), ["msg_1_0", "msg_2_0"].map(|id| id.parse().unwrap()));
    outbox.record(first, "erp", &dead()).unwrap();
    outbox.record(second, "erp", &dead()).unwrap();
    outbox.record(first, "crm", &dead()).unwrap();
    let listed = |of: Option<&str>| -> Vec<(String, String)> {
        let letters = outbox.dead_letters(of, None, 10).unwrap();
        letters.into_iter().map(|it| (it.destination, it.message.id.to_string())).collect()
    };
    assert_eq!(listed(Some("crm")), [("crm".into(), "msg_1_0".into())]);
    assert_eq!(listed(None).len(), 3);
    // A page may end between two destinations of one message.
    let page = |after: Option<(MessageId, &str)>| {
        let letters = outbox.dead_letters(None, after, 1).unwrap();
        letters.into_iter().map(|it| (it.message.id, it.destination)).next()
    };
    assert_eq!(page(None), Some((first, "crm".into())));
    assert_eq!(page(Some((first, "crm"))), Some((first, "erp".into())));
    assert_eq!(page(Some((first, "erp"))), Some((second, "erp".into())));
    assert_eq!(page(Some((second, "erp"))), None);

    assert_eq!(outbox.replay("erp", Some(first), Instant(9)).unwrap(), 1);
    assert_eq!(outbox.delivery(first, "erp").unwrap(), Some(Delivery::due(Instant(9))));
    assert_eq!(listed(Some("erp")), [("erp".into(), "msg_2_0".into())]);
    assert_eq!(outbox.replay("erp", None, Instant(9)).unwrap(), 1);
    assert_eq!(listed(None), [("crm".into(), "msg_1_0".into())]);
    ingest.close();
}

#[test]
fn what_is_known_of_a_destination_is_kept() {
    let folder = tempfile::tempdir().unwrap();
    let ingest = open(folder.path());
    assert_eq!(ingest.outbox().destination("erp").unwrap(), None);
    let disabled = Disabled { at: Instant(1), address: "https://a".into(), reason: "410".into() };
    let known = Destination { since: Lsn(3), disabled: Some(disabled) };
    ingest.outbox().set_destination("erp", &known).unwrap();
    ingest.close();
    drop(ingest);
    assert_eq!(open(folder.path()).outbox().destination("erp").unwrap(), Some(known));
}
