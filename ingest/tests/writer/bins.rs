//! What is in bins and of lots, and which of it leaves.

use std::sync::Arc;

use arrow::array::{Array as _, AsArray as _, RecordBatch};
use marea_ingest::{facts::FactTable, identity::Sku};

use crate::{
    mended::{is_sound, level, record, shop},
    shop::{Shop, folder, occurred_at},
};

const SET_UP: [(&str, &str); 4] = [
    ("product_set", r#""sku":"A","stock_policy":"deny""#),
    ("stock_received", r#""sku":"A","warehouse":"W","quantity":4"#),
    (
        "stock_received",
        r#""sku":"A","warehouse":"W","quantity":5,"bin":"B1","lot":"L1","expires_on":"2026-03-09""#,
    ),
    (
        "stock_received",
        r#""sku":"A","warehouse":"W","quantity":3,"bin":"B2","lot":"L2","expires_on":"2026-03-04""#,
    ),
];

/// Each balance as `bin lot units`, with a mark where it has expired.
fn balances(shop: &Shop) -> Vec<String> {
    let told = shop.ingest().snapshot().state().balances(Some(&Sku::new("A").expect("a name")));
    let shown = told.map(|it| {
        let it = it.expect("a balance");
        let bin = it.bin.map_or("-".to_owned(), |bin| bin.to_string());
        let lot = it.lot.map_or("-".to_owned(), |lot| lot.to_string());
        format!("{bin} {lot} {}{}", it.on_hand, if it.expired { " expired" } else { "" })
    });
    shown.collect()
}

/// Movements of one kind as `bin lot units`, in the order in which they were recorded.
fn movements(shop: &Shop, kind: &str) -> Vec<String> {
    let snapshot = shop.ingest().snapshot();
    let text = |batch: &RecordBatch, column: &str, row: usize| {
        let values = batch.column_by_name(column).expect("a column").as_string_view();
        if values.is_null(row) { "-".to_owned() } else { values.value(row).to_owned() }
    };
    let mut found = Vec::new();
    for batch in snapshot.hot(FactTable::StockMovements) {
        let of_kind = |row: &usize| text(batch, "movement", *row) == kind;
        for row in (0..batch.num_rows()).filter(of_kind) {
            let units = batch.column_by_name("on_hand_change").expect("a column");
            let units =
                units.as_primitive::<arrow::datatypes::Decimal128Type>().value_as_string(row);
            let units = units.trim_end_matches('0').trim_end_matches('.').to_owned();
            found.push(format!("{} {} {units}", text(batch, "bin", row), text(batch, "lot", row)));
        }
    }
    found
}

fn refused(shop: &Shop, kind: &str, fields: &str) -> (String, Option<String>) {
    let now = occurred_at(&shop.clock);
    let json = format!(
        r#"{{"event_id":"no","source":"test","type":"{kind}","occurred_at":"{now}",{fields}}}"#
    );
    let refused = shop.submit(&json).expect_err("it is refused");
    (refused.code, refused.field)
}

fn order(shop: &Shop, id: &str, units: u32) {
    let lines = format!(r#"[{{"line_id":"1","sku":"A","quantity":{units},"unit_price":"2.00"}}]"#);
    let placed = format!(r#""order_id":"{id}","currency":"EUR","lines":{lines}"#);
    record(
        shop,
        &[("order_placed", &placed), ("order_approved", &format!(r#""order_id":"{id}""#))],
    );
}

/// Has the service record what is due by now.
fn let_time_tell(shop: &Shop) {
    for _ in 0..2 {
        shop.ingest().submit_blocking(Vec::new(), false).expect("the disk holds");
    }
}

#[test]
fn what_expires_first_leaves_first_and_each_movement_says_what_left() {
    let folder = folder();
    let mut shop = shop(&folder, &SET_UP);
    assert_eq!(balances(&shop), ["- - 4", "B1 L1 5", "B2 L2 3"]);
    order(&shop, "o1", 9);
    record(&shop, &[("order_shipped", r#""order_id":"o1""#)]);
    assert_eq!(movements(&shop, "shipped"), ["B2 L2 -3", "B1 L1 -5", "- - -1"]);
    assert_eq!(balances(&shop), ["- - 3"]);
    shop.restart();
    assert_eq!(balances(&shop), ["- - 3"]);
    is_sound(shop);
}

#[test]
fn the_bin_and_lot_that_are_named_are_what_leaves() {
    let folder = folder();
    let shop = shop(&folder, &SET_UP);
    order(&shop, "o1", 5);
    let line = |units: u32, spot: &str| {
        format!(r#""order_id":"o1","lines":[{{"line_id":"1","quantity":{units},{spot}}}]"#)
    };
    let too_many = line(4, r#""lot":"L2""#);
    let short = ("insufficient_stock".to_owned(), Some("lot".to_owned()));
    assert_eq!(refused(&shop, "order_shipped", &too_many), short);
    let both = r#""order_id":"o1","lines":[{"line_id":"1","quantity":2,"lot":"L1"},{"line_id":"1","quantity":1,"bin":"B2"}]"#;
    record(&shop, &[("order_shipped", both)]);
    assert_eq!(balances(&shop), ["- - 4", "B1 L1 3", "B2 L2 2"]);
    record(&shop, &[("stock_written_off", r#""sku":"A","warehouse":"W","quantity":1,"bin":"B1""#)]);
    assert_eq!(balances(&shop), ["- - 4", "B1 L1 2", "B2 L2 2"]);
    // Reported, it has left from there all the same.
    let gone = format!(r#""mode":"report",{}"#, line(2, r#""bin":"B3""#));
    record(&shop, &[("order_shipped", &gone)]);
    assert_eq!(balances(&shop), ["- - 4", "B1 L1 2", "B2 L2 2", "B3 - -2"]);
    is_sound(shop);
}

#[test]
fn a_count_of_a_bin_counts_that_bin_only() {
    let folder = folder();
    let shop = shop(&folder, &SET_UP);
    let counted = |fields: &str| {
        let fields = format!(r#""sku":"A","warehouse":"W",{fields}"#);
        record(&shop, &[("stock_counted", &fields)]);
    };
    counted(r#""quantity":2,"bin":"B2""#);
    assert_eq!(level(&shop, "A", "W").on_hand, 11.into());
    counted(r#""quantity":7,"bin":"B1","lot":"L1""#);
    assert_eq!(balances(&shop), ["- - 4", "B1 L1 7", "B2 L2 2"]);
    // Of the whole warehouse: what is missing is first of all what expires first.
    counted(r#""quantity":10"#);
    assert_eq!(balances(&shop), ["- - 4", "B1 L1 6"]);
    let set = r#""sku":"A","warehouse":"W","set_to":1,"expected":6,"lot":"L1""#;
    record(&shop, &[("stock_adjusted", set)]);
    assert_eq!(balances(&shop), ["- - 4", "B1 L1 1"]);
    is_sound(shop);
}

#[test]
fn goods_move_between_bins_and_stay_what_they_are() {
    let folder = folder();
    let shop = shop(&folder, &SET_UP);
    let moved = |fields: &str| format!(r#""sku":"A","warehouse":"W",{fields}"#);
    record(&shop, &[("stock_moved", &moved(r#""quantity":2,"bin":"B1","to_bin":"B2""#))]);
    assert_eq!(balances(&shop), ["- - 4", "B1 L1 3", "B2 L1 2", "B2 L2 3"]);
    // Out of a bin goes first what expires first; what comes in may be given its lot.
    record(&shop, &[("stock_moved", &moved(r#""quantity":4,"bin":"B2","to_bin":"B3""#))]);
    record(&shop, &[("stock_moved", &moved(r#""quantity":3,"to_bin":"B1","to_lot":"L1""#))]);
    assert_eq!(balances(&shop), ["- - 1", "B1 L1 6", "B2 L1 1", "B3 L1 1", "B3 L2 3"]);
    assert_eq!(level(&shop, "A", "W").on_hand, 12.into());
    let short = ("insufficient_stock".to_owned(), Some("quantity".to_owned()));
    let too_many = moved(r#""quantity":2,"bin":"B2","to_bin":"B1""#);
    assert_eq!(refused(&shop, "stock_moved", &too_many), short);
    record(&shop, &[("stock_moved", &format!(r#""mode":"report",{too_many}"#))]);
    assert_eq!(balances(&shop), ["- - 1", "B1 - 1", "B1 L1 7", "B2 - -1", "B3 L1 1", "B3 L2 3"]);
    is_sound(shop);
}

#[test]
fn a_lot_past_its_last_day_is_there_but_promised_to_nobody() {
    let folder = folder();
    let shop = shop(&folder, &SET_UP);
    order(&shop, "o1", 10);
    assert_eq!(level(&shop, "A", "W").available(), 2.into());
    // It is good through all of its last day, and no longer.
    shop.clock.turn(3 * 86_400 + 16 * 3600 - 1);
    let_time_tell(&shop);
    assert_eq!(level(&shop, "A", "W").expired, 0.into());
    shop.clock.turn(61);
    let_time_tell(&shop);
    assert_eq!(balances(&shop), ["- - 4", "B1 L1 5", "B2 L2 3 expired"]);
    assert_eq!(level(&shop, "A", "W").available(), (-1).into());
    // It is not sold, even to those whom it was promised to.
    let shipped = r#""order_id":"o1""#;
    assert_eq!(refused(&shop, "order_shipped", shipped).0, "lot_expired");
    record(
        &shop,
        &[("stock_moved", r#""sku":"A","warehouse":"W","quantity":1,"bin":"B2","to_bin":"WASTE""#)],
    );
    record(&shop, &[("stock_written_off", r#""sku":"A","warehouse":"W","quantity":2"#)]);
    assert_eq!(balances(&shop), ["- - 4", "B1 L1 5", "WASTE L2 1 expired"]);
    assert_eq!(level(&shop, "A", "W").expired, 1.into());
    record(&shop, &[("order_shipped", r#""mode":"report","order_id":"o1""#)]);
    assert_eq!(
        (level(&shop, "A", "W").on_hand, level(&shop, "A", "W").expired),
        (0.into(), 0.into())
    );
    // What comes of it now has expired already.
    record(&shop, &[("stock_received", r#""sku":"A","warehouse":"W","quantity":2,"lot":"L2""#)]);
    assert_eq!(level(&shop, "A", "W").available(), 0.into());
    is_sound(shop);
}

#[test]
fn all_of_a_lot_is_good_until_the_same_day() {
    let folder = folder();
    let shop = shop(&folder, &SET_UP);
    let came = r#""sku":"A","warehouse":"X","quantity":1,"lot":"L2","expires_on":"2026-03-05""#;
    let wrong = ("lot_expiry_differs".to_owned(), Some("expires_on".to_owned()));
    assert_eq!(refused(&shop, "stock_received", came), wrong);
    // What came before the day was known expires with the rest.
    let unknown = r#""sku":"A","warehouse":"W","quantity":1,"lot":"L3""#;
    let known = r#""sku":"A","warehouse":"X","quantity":1,"lot":"L3","expires_on":"2026-03-01""#;
    record(&shop, &[("stock_received", unknown), ("stock_received", known)]);
    shop.clock.turn(86_400);
    let_time_tell(&shop);
    assert_eq!(level(&shop, "A", "W").expired, 1.into());
    assert_eq!(level(&shop, "A", "X").expired, 1.into());
    is_sound(shop);
}

#[test]
fn what_expired_elsewhere_is_known_after_a_restart() {
    let folder = folder();
    let mut shop = shop(&folder, &SET_UP);
    shop.close();
    shop.clock.turn(10 * 86_400);
    let clock = Arc::clone(&shop.clock);
    let mut shop = Shop::open(folder.path(), clock);
    let_time_tell(&shop);
    assert_eq!(balances(&shop), ["- - 4", "B1 L1 5 expired", "B2 L2 3 expired"]);
    shop.restart();
    assert_eq!(level(&shop, "A", "W").expired, 8.into());
    is_sound(shop);
}
