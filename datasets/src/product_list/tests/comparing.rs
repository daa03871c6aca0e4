//! What a list changes in a store that has seen others.

use chrono::DateTime;
use marea_ingest::{
    event::{Body, decode_record},
    identity::{Currency, WarehouseId},
    state::{Price, Product},
};

use super::list;
use crate::product_list::{Changes, Known, Outcome, changes};

fn euro() -> Currency {
    Currency::new("EUR").expect("a currency")
}

/// Compares a list, and then knows what it said.
fn import(text: &str, known: &mut Known) -> Changes {
    let changes =
        changes(&list(text), known, DateTime::UNIX_EPOCH.fixed_offset()).expect("changes");
    for event in &changes.events {
        decode_record(0, &event.to_json()).expect("an event of the vocabulary");
        known.recorded.note(event.envelope.event_id.as_str());
        match &event.body {
            Body::ProductSet(set) => {
                let product = known.products.entry(set.sku.clone());
                product.or_insert_with(|| Product::new(set.sku.clone())).set(set);
            }
            Body::PriceSet(set) => {
                let product = known.products.get_mut(&set.sku).expect("a product");
                product.set_price(Price {
                    currency: set.currency,
                    channel: None,
                    price: set.price,
                });
            }
            _ => (),
        }
    }
    changes
}

fn types(changes: &Changes) -> Vec<&'static str> {
    changes.events.iter().map(|event| event.body.event_type()).collect()
}

const HEADER: &str = "sku,name,price,warehouse,quantity\n";

#[test]
fn the_same_list_again_changes_nothing() {
    let mut known = Known::nothing(euro());
    let text = format!("{HEADER}A,tea,6.90,madrid,10\nB,mug,4.00,,\n");
    let first = import(&text, &mut known);
    assert_eq!(
        types(&first),
        ["product_set", "price_set", "stock_counted", "product_set", "price_set"]
    );
    assert_eq!(first.count(Outcome::New), 2);
    let again = import(&text.replace(',', "\t"), &mut known);
    assert_eq!((types(&again).len(), again.count(Outcome::Unchanged)), (0, 2));
}

#[test]
fn only_what_a_row_changes_is_said_again() {
    let mut known = Known::nothing(euro());
    import(&format!("{HEADER}A,tea,6.90,madrid,10\n"), &mut known);
    let renamed = import(&format!("{HEADER}A,green tea,6.90,madrid,10\n"), &mut known);
    assert_eq!(types(&renamed), ["product_set"], "a new name counts no stock");
    let repriced = import(&format!("{HEADER}A,green tea,7.50,madrid,10\n"), &mut known);
    assert_eq!(types(&repriced), ["price_set"]);
    let counted = import(&format!("{HEADER}A,,,madrid,11\n"), &mut known);
    assert_eq!(types(&counted), ["stock_counted"]);
    assert_eq!(counted.count(Outcome::Changed), 1);
    let elsewhere = import(&format!("{HEADER}A,,,lisbon,11\n"), &mut known);
    assert_eq!(types(&elsewhere), ["stock_counted"]);
}

#[test]
fn what_is_said_unsaid_and_said_again_has_three_ids() {
    let mut known = Known::nothing(euro());
    let mut ids = Vec::new();
    for (name, quantity) in [("tea", 10), ("green tea", 20), ("tea", 10), ("green tea", 20)] {
        let text = format!("{HEADER}A#1,{name},6.90,madrid,{quantity}\n");
        let changes = import(&text, &mut known);
        assert_eq!(changes.rows[0].event_types.iter().filter(|it| **it != "price_set").count(), 2);
        ids.extend(changes.events.iter().map(|it| it.envelope.event_id.to_string()));
        assert_eq!(types(&import(&text, &mut known)).len(), 0);
    }
    let all = ids.len();
    ids.sort();
    ids.dedup();
    assert_eq!((ids.len(), all), (9, 9), "{ids:?}");
}

#[test]
fn stock_of_known_cost_is_worth_that_much() {
    let mut known = Known::nothing(euro());
    let text = "sku,unit_cost,warehouse,quantity\nA,2.15,madrid,10\n";
    let changes = import(text, &mut known);
    let Body::StockAdjusted(stock) = &changes.events[1].body else { panic!("{changes:?}") };
    assert_eq!(stock.set_to.expect("a figure").to_string(), "10");
    assert_eq!(stock.unit_cost.expect("a cost").to_string(), "2.15");
    // Another cost is that of goods to come: those in stock stay as they are.
    let dearer = import(&text.replace("2.15", "2.60"), &mut known);
    assert_eq!(types(&dearer), ["product_set"]);
    // The same figure without a cost is the same figure.
    assert_eq!(types(&import("sku,warehouse,quantity\nA,madrid,10\n", &mut known)).len(), 0);
}

#[test]
fn a_product_that_was_removed_is_sold_again() {
    let mut known = Known::nothing(euro());
    import("sku,name\nA,tea\n", &mut known);
    known.products.values_mut().for_each(|product| product.removed = true);
    let changes = import("sku,name\nA,tea\n", &mut known);
    assert_eq!((types(&changes), changes.count(Outcome::Changed)), (vec!["product_set"], 1));
}

#[test]
fn long_skus_that_begin_alike_are_kept_apart() {
    let mut known = Known::nothing(euro());
    let long = "é".repeat(90);
    let text = format!("sku,warehouse,quantity\n{long}1,madrid,5\n{long}2,madrid,5\n");
    let changes = import(&text, &mut known);
    assert_eq!(changes.events.len(), 4);
    let mut ids: Vec<_> = changes.events.iter().map(|it| &it.envelope.event_id).collect();
    ids.sort();
    ids.dedup();
    assert_eq!(ids.len(), 4);
    assert_eq!(import(&text, &mut known).events, []);
}

#[test]
fn a_new_warehouse_is_named_with_the_near_one() {
    let mut known = Known::nothing(euro());
    known.warehouses.insert(WarehouseId::new("madrid").expect("a name"));
    let text = "sku,warehouse,quantity\nA,madird,1\nB,madird,1\nC,madrid,1\nD,Oslo,1\n";
    let named: Vec<_> = import(text, &mut known)
        .new_warehouses
        .iter()
        .map(|(name, near)| format!("{name} {}", near.as_ref().map_or("-", WarehouseId::as_str)))
        .collect();
    assert_eq!(named, ["Oslo -", "madird madrid"]);
}
