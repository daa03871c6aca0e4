//! Days without stock are not days without demand.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use super::{Days, StockOuts, Stocked, sum};

fn day(day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 3, day).unwrap()
}

fn days(values: &[(u32, Option<f64>)]) -> Days {
    values.iter().map(|(at, value)| (day(*at), *value)).collect()
}

fn stocked(places: &[(&str, Days)]) -> Stocked {
    let places = places.iter().map(|(place, days)| ((*place).to_owned(), days.clone()));
    Stocked { skus: BTreeMap::from([("S".to_owned(), places.collect())]) }
}

#[test]
fn days_without_stock_are_not_observed_unless_something_was_sold() {
    let mut demand = stocked(&[("MAD", days(&[(2, Some(3.0)), (5, Some(1.0)), (6, Some(0.0))]))]);
    let out = StockOuts::from([(("S".into(), "MAD".into()), [1, 4, 5, 6].map(day).to_vec())]);
    demand.censor(&out);
    let expected = days(&[(2, Some(3.0)), (4, None), (5, Some(1.0)), (6, None)]);
    assert_eq!(demand.skus["S"]["MAD"], expected, "the first of March is before any demand");
}

#[test]
fn a_sku_is_observed_where_any_place_has_it() {
    let places = BTreeMap::from([
        ("MAD".to_owned(), days(&[(2, Some(3.0)), (3, None), (4, None)])),
        ("VIG".to_owned(), days(&[(2, Some(2.0)), (4, None)])),
    ]);
    let whole = sum(&places);
    // On the third Vigo had stock and no demand, so nothing was wanted there.
    assert_eq!(whole, days(&[(2, Some(5.0)), (3, Some(0.0)), (4, None)]));
}

#[test]
fn a_sku_in_one_place_is_not_forecast_twice() {
    let one = stocked(&[("MAD", days(&[(2, Some(1.0))]))]);
    assert_eq!(one.in_one_place().count(), 1);
    let two = stocked(&[("MAD", days(&[(2, Some(1.0))])), ("VIG", days(&[(2, Some(1.0))]))]);
    assert_eq!((two.in_one_place().count(), two.count()), (0, 2));
}

#[test]
fn the_pace_leaves_out_days_without_stock() {
    let demand = stocked(&[("MAD", days(&[(2, Some(3.0)), (3, None), (5, Some(1.0))]))]);
    assert_eq!(demand.pace("S", "MAD", day(5)), Some(4.0 / 3.0), "three days were observed");
    assert_eq!(demand.pace("S", "VIG", day(5)), None);
}

#[test]
fn a_day_without_a_row_had_no_demand() {
    let demand = stocked(&[("MAD", days(&[(2, Some(3.0)), (3, None), (5, Some(1.0))]))]);
    let all = [Some(3.0), None, Some(0.0), Some(1.0), Some(0.0)];
    assert_eq!(demand.days("S", "MAD", day(6)), all);
    assert_eq!(demand.places().collect::<Vec<_>>(), [("S", "MAD")]);
    assert_eq!(demand.days("S", "VIG", day(6)), []);
}
