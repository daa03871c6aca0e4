//! What was ordered from nowhere is served from where it is kept.

mod reached;

use std::sync::Arc;

use chrono::{Days, NaiveDate};
use marea_forecast::inventory::DemandDistribution as _;

use super::{Demand, Shares, Source, beyond::Courses, parts, together};
use crate::outlook::{
    gathered::Gathered,
    histories::Goods,
    reorder::{facts::Shelf, spread::Spread},
    series::SeriesName,
    stocked::Stocked,
};

fn origin() -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 3, 31).unwrap()
}

fn shelf(warehouse: &str, on_hand: f64) -> Shelf {
    Shelf {
        sku: "A".into(),
        warehouse: warehouse.into(),
        on_hand,
        committed: 0.0,
        available: on_hand,
        backordered: 0.0,
        incoming: 0.0,
    }
}

/// Thirty days of a SKU at so many a day, in each of these places.
fn sold(places: &[(&str, f64)]) -> Gathered {
    let (mut gathered, mut goods) = (Gathered::default(), Goods::default());
    for (place, pace) in places {
        for day in 0..30 {
            goods.stocked.add("A", place, origin() - Days::new(day), *pace);
        }
        let name = SeriesName::stocked("A", place).to_string();
        gathered.paces.insert(name, *pace);
    }
    gathered.goods = Arc::new(goods);
    gathered
}

fn week(gathered: &Gathered, shelves: &[Shelf]) -> Vec<f64> {
    let spread = Spread::measure(gathered, origin());
    let shares = Shares::of(shelves, &gathered.goods.stocked, origin());
    let courses = Courses::of(&gathered.goods, origin());
    let (spread, shares, courses) = (&spread, &shares, &courses);
    let source = Source { gathered, spread, shares, courses, origin: origin() };
    let of = |shelf| Demand::of(shelf, &source).unwrap().days.mean(0..7).round();
    shelves.iter().map(of).collect()
}

#[test]
fn orders_of_an_order_book_are_served_from_the_one_shelf() {
    let imported = sold(&[("", 10.0)]);
    assert_eq!(week(&imported, &[shelf("LON", 0.0)]), [70.0]);
    assert_eq!(week(&imported, &[shelf("LON", 30.0), shelf("YRK", 10.0)]), [53.0, 18.0]);
}

#[test]
fn shelves_that_sell_take_their_part_by_what_they_sell() {
    let mixed = sold(&[("", 4.0), ("LON", 3.0), ("YRK", 1.0)]);
    assert_eq!(week(&mixed, &[shelf("LON", 0.0), shelf("YRK", 99.0)]), [42.0, 14.0]);
}

#[test]
fn what_names_its_warehouse_stays_there() {
    let shares = Shares::of(&[shelf("LON", 1.0)], &Stocked::default(), origin());
    assert_eq!(shares, Shares::default());
    assert_eq!(week(&sold(&[("LON", 2.0)]), &[shelf("LON", 1.0), shelf("YRK", 9.0)]), [14.0, 0.0]);
}

#[test]
fn where_nothing_tells_all_take_alike() {
    assert_eq!(parts(vec![0.0, 0.0], vec![0.0, 0.0]), [0.5, 0.5]);
    assert_eq!(parts(vec![0.0, 3.0], vec![9.0, 0.0]), [0.0, 1.0]);
}

#[test]
fn days_are_added_from_their_end_and_unknown_ones_stay_unknown() {
    let own = vec![Some(1.0), None];
    let added = together(own, &[Some(2.0), Some(4.0), Some(6.0)], 0.5);
    assert_eq!(added, [Some(1.0), Some(3.0), None]);
}
