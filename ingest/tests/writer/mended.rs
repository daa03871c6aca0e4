//! Sequences of events that once led to a wrong state, each shown by the fact that holds now.

use std::sync::Arc;

use marea_ingest::{
    identity::{OrderId, Sku, WarehouseId},
    state::{Order, StockLevel},
    store::check,
};

use crate::{
    auditor::audit,
    shop::{Hand, Shop, folder, occurred_at},
};

/// Records events given as type and fields, all accepted, and leaves the store open.
pub(crate) fn shop(folder: &tempfile::TempDir, events: &[(&str, &str)]) -> Shop {
    let shop = Shop::open(folder.path(), Arc::new(Hand::default()));
    record(&shop, events);
    shop
}

pub(crate) fn record(shop: &Shop, events: &[(&str, &str)]) {
    for (kind, fields) in events {
        let (lsn, now) = (shop.ingest().snapshot().lsn, occurred_at(&shop.clock));
        let kind = format!(r#""type":"{kind}","occurred_at":"{now}""#);
        let json = format!(r#"{{"event_id":"after {lsn}","source":"test",{kind},{fields}}}"#);
        assert_eq!(shop.submit(&json).map_err(|refused| refused.to_string()), Ok(true), "{json}");
    }
}

pub(crate) fn order(shop: &Shop, order_id: &str) -> Order {
    let state = shop.ingest().snapshot();
    let order = state.state().order(&OrderId::new(order_id).expect("a name"));
    order.expect("the store can be read").expect("the order is there")
}

pub(crate) fn level(shop: &Shop, sku: &str, place: &str) -> StockLevel {
    let (sku, place) = (Sku::new(sku).expect("a name"), WarehouseId::new(place).expect("a name"));
    let level = shop.ingest().snapshot().state().level(&sku, &place);
    level.expect("the store can be read").unwrap_or_default()
}

/// Goods and money add up, and the audit of the store finds nothing.
pub(crate) fn is_sound(mut shop: Shop) {
    assert_eq!(audit(&shop.ingest().snapshot()), Ok(()));
    let clock = Arc::clone(&shop.clock);
    shop.close();
    if let Err(difference) = check(&shop.folder, clock, &mut |_| ()) {
        panic!("{difference}");
    }
}

const TWO_PLACES: [(&str, &str); 4] = [
    ("warehouse_set", r#""warehouse":"W1""#),
    ("warehouse_set", r#""warehouse":"W2""#),
    ("product_set", r#""sku":"A","stock_policy":"backorder""#),
    ("stock_received", r#""sku":"A","warehouse":"W1","quantity":5"#),
];

/// An order of three units of A.
const THREE: (&str, &str) = (
    "order_placed",
    r#""order_id":"o1","currency":"EUR","shipping":"4.00","lines":[{"line_id":"1","sku":"A","quantity":3,"unit_price":"2.00"}]"#,
);

#[test]
fn of_two_edits_that_waited_the_newer_version_counts() {
    let folder = folder();
    let edit = |units: u32, version: u32| {
        format!(
            r#""mode":"report","external_version":"{version}","order_id":"o1","lines":[{{"line_id":"1","sku":"A","quantity":{units},"unit_price":"2.00"}}]"#
        )
    };
    let shop = shop(&folder, &TWO_PLACES);
    record(&shop, &[("order_edited", &edit(2, 2)), ("order_edited", &edit(1, 1)), THREE]);
    assert_eq!(order(&shop, "o1").lines[0].ordered, 2.into());
    is_sound(shop);
}

#[test]
fn a_payment_that_waited_for_its_purchase_waits_no_more_once_that_has_come() {
    let folder = folder();
    let paid = r#""mode":"report","supplier":"ACME","purchase_order":"p1","amount":"9.00","currency":"EUR""#;
    let bought = r#""purchase_order":"p1","warehouse":"W1","lines":[{"line_id":"1","sku":"A","quantity":1}]"#;
    let shop = shop(&folder, &[("supplier_paid", paid), ("purchase_order_placed", bought)]);
    assert_eq!(shop.ingest().snapshot().state().parked().count(), 0);
    is_sound(shop);
}

#[test]
fn a_cart_that_is_held_again_until_the_same_instant_is_abandoned_again() {
    let folder = folder();
    let shop = shop(&folder, &TWO_PLACES);
    let cart =
        r#""cart_id":"k1","hold_minutes":30,"lines":[{"line_id":"1","sku":"A","quantity":2}]"#;
    for _ in 0..2 {
        record(&shop, &[("cart_updated", cart)]);
        assert_eq!(level(&shop, "A", "W1").committed, 2.into());
        shop.clock.turn(31 * 60);
        shop.settle();
        assert_eq!(level(&shop, "A", "W1").committed, 0.into());
        shop.clock.turn(-31 * 60);
    }
    is_sound(shop);
}

#[test]
fn a_warehouse_that_closes_keeps_nothing_set_aside() {
    let folder = folder();
    let shop = shop(&folder, &TWO_PLACES);
    record(&shop, &[THREE, ("warehouse_set", r#""warehouse":"W1","closed":true"#)]);
    assert_eq!(level(&shop, "A", "W1").committed, 0.into());
    assert_eq!(level(&shop, "A", "W2").backordered, 3.into());
    is_sound(shop);
}

#[test]
fn a_warehouse_that_refused_is_not_given_the_order_back() {
    let folder = folder();
    let shop = shop(&folder, &TWO_PLACES);
    let named = r#""order_id":"o1""#;
    record(&shop, &[THREE, ("order_approved", named), ("fulfilment_requested", named)]);
    record(&shop, &[("fulfilment_rejected", named)]);
    record(&shop, &[("stock_received", r#""sku":"A","warehouse":"W1","quantity":1"#)]);
    assert_eq!(order(&shop, "o1").lines[0].backordered(), 3.into());
    record(&shop, &[("stock_received", r#""sku":"A","warehouse":"W2","quantity":3"#)]);
    assert_eq!(level(&shop, "A", "W2").committed, 3.into());
    is_sound(shop);
}

#[test]
fn nothing_is_to_come_of_a_sku_while_its_stock_is_not_kept() {
    let folder = folder();
    let shop = shop(&folder, &TWO_PLACES);
    let buy = r#""purchase_order":"p1","warehouse":"W2","lines":[{"line_id":"1","sku":"A","quantity":5}]"#;
    let sent = r#""transfer_id":"t","leg":"out","sku":"A","from":"W1","to":"W2","quantity":2"#;
    record(&shop, &[("purchase_order_placed", buy), ("stock_transferred", sent)]);
    assert_eq!(level(&shop, "A", "W2").incoming, 7.into());
    let policy = |policy| format!(r#""sku":"A","stock_policy":"{policy}","reorder_point":3"#);
    record(&shop, &[("product_set", &policy("untracked"))]);
    // What is between two warehouses was not bought, and stays.
    assert_eq!(level(&shop, "A", "W2").incoming, 2.into());
    let came = r#""purchase_order":"p1","lines":[{"line_id":"1","quantity":1}]"#;
    record(&shop, &[("purchase_order_received", came)]);
    assert_eq!(level(&shop, "A", "W2").incoming, 2.into());
    let other = r#""purchase_order":"p2","warehouse":"W1","lines":[{"line_id":"1","sku":"A","quantity":3}]"#;
    record(&shop, &[("purchase_order_placed", other)]);
    // Nothing of a SKU that is not kept is proposed for purchase either.
    assert_eq!(shop.ingest().snapshot().state().purchase_orders().count(), 2);
    record(&shop, &[("product_set", &policy("backorder"))]);
    assert_eq!(level(&shop, "A", "W2").incoming, 6.into());
    assert_eq!(level(&shop, "A", "W1").incoming, 3.into());
    record(&shop, &[("purchase_order_received", r#""purchase_order":"p2""#)]);
    record(&shop, &[("purchase_order_cancelled", r#""purchase_order":"p1""#)]);
    assert_eq!(level(&shop, "A", "W1").incoming, 0.into());
    assert_eq!(level(&shop, "A", "W2").incoming, 2.into());
    is_sound(shop);
}

#[test]
fn a_bundle_sets_aside_only_parts_of_which_stock_is_kept() {
    let folder = folder();
    let shop = shop(&folder, &TWO_PLACES);
    let parts =
        r#""sku":"KIT","components":[{"sku":"A","quantity":1},{"sku":"LABEL","quantity":1}]"#;
    let order = r#""order_id":"o1","currency":"EUR","lines":[{"line_id":"1","sku":"KIT","quantity":2,"unit_price":"2.00"}]"#;
    record(&shop, &[("product_set", parts), ("order_placed", order)]);
    record(&shop, &[("stock_received", r#""sku":"LABEL","warehouse":"W1","quantity":9"#)]);
    record(&shop, &[("order_cancelled", r#""order_id":"o1""#)]);
    assert_eq!(level(&shop, "LABEL", "W1").committed, 0.into());
    is_sound(shop);
}

#[test]
fn an_order_that_was_closed_elsewhere_waits_for_nothing_any_more() {
    let folder = folder();
    let mut shop = shop(&folder, &TWO_PLACES[..3]);
    record(&shop, &[THREE, ("order_closed", r#""mode":"report","order_id":"o1""#)]);
    shop.restart();
    record(&shop, &[("stock_received", r#""sku":"A","warehouse":"W1","quantity":5"#)]);
    assert_eq!(level(&shop, "A", "W1").committed, 0.into());
    is_sound(shop);
}

#[test]
fn shipping_is_owed_no_more_when_all_came_back() {
    let folder = folder();
    let shop = shop(&folder, &TWO_PLACES);
    let named = r#""order_id":"o1""#;
    record(&shop, &[THREE, ("order_approved", named), ("order_shipped", named)]);
    record(&shop, &[("return_received", named)]);
    assert_eq!(order(&shop, "o1").total().to_string(), "0");
    is_sound(shop);
}

#[test]
fn a_line_that_partly_left_stays_of_the_goods_that_left() {
    let folder = folder();
    let shop = shop(&folder, &TWO_PLACES);
    let named = r#""order_id":"o1""#;
    let one = r#""order_id":"o1","fulfilment_id":"f1","lines":[{"line_id":"1","quantity":1}]"#;
    record(&shop, &[THREE, ("order_approved", named), ("order_shipped", one)]);
    let edit = r#""event_id":"e","source":"test","type":"order_edited","order_id":"o1","lines":[{"line_id":"1","sku":"B","quantity":3,"unit_price":"2.00"}]"#;
    let json = format!(r#"{{"occurred_at":"{}",{edit}}}"#, occurred_at(&shop.clock));
    assert_eq!(
        shop.submit(&json).map_err(|refused| refused.code),
        Err("invalid_transition".into())
    );
    is_sound(shop);
}
