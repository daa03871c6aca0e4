//! What is on its way, and whose lead times count.

use chrono::NaiveDate;
use serde_json::json;

use super::{Facts, Shelf};

fn facts(deliveries: &[(&str, &str, i64)]) -> Facts {
    let mut facts = Facts::default();
    for (sku, supplier, days) in deliveries {
        let row = json!({ "sku": sku, "supplier": supplier, "days": days });
        facts.learn(row.as_object().unwrap());
    }
    facts
}

#[test]
fn a_skus_own_lead_times_count_once_there_are_enough() {
    let seen = facts(&[("A", "s", 10), ("B", "s", 30), ("B", "s", 31), ("B", "s", -4)]);
    assert_eq!(seen.lead_times("A", Some("s")), Some(&[10, 30, 31][..]), "its supplier's");
    assert_eq!(seen.lead_times("C", Some("other")), None);
    let own: Vec<(&str, &str, i64)> = (0..5).map(|day| ("A", "s", 7 + day)).collect();
    let seen = facts(&[&own[..], &[("B", "s", 30)]].concat());
    assert_eq!(seen.lead_times("A", Some("s")), Some(&[7, 8, 9, 10, 11][..]));
}

#[test]
fn what_no_purchase_order_explains_is_a_transfer() {
    let day = |day| NaiveDate::from_ymd_opt(2026, 3, day).unwrap();
    let shelf = Shelf {
        sku: "A".into(),
        warehouse: "MAD".into(),
        on_hand: 0.0,
        committed: 0.0,
        available: 0.0,
        backordered: 0.0,
        incoming: 12.0,
    };
    let mut seen = Facts::default();
    seen.coming.insert(("A".into(), "MAD".into()), vec![(Some(day(20)), 10.0)]);
    let coming = seen.incoming(&shelf, day(1));
    let found: Vec<(NaiveDate, f64)> = coming.iter().map(|it| (it.date, it.quantity)).collect();
    assert_eq!(found, [(day(20), 10.0), (day(4), 2.0)]);
}
