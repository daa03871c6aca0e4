//! Stock ahead of known demand.

use chrono::{Days, NaiveDate};

use super::{Demand, projection};

fn day(ahead: u64) -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 11, 20).expect("a day") + Days::new(ahead)
}

#[test]
fn demand_takes_away_and_goods_that_come_add() {
    let demand: Vec<Demand> =
        (1..=4).map(|ahead| Demand::forecast(day(ahead), 10.0, (10.0, 10.0))).collect();
    let points = projection(35.0, &demand, &[(day(3), 20.0)]);
    let values: Vec<f64> = points.iter().map(|point| point.value).collect();
    assert_eq!(values, [25.0, 15.0, 25.0, 15.0]);
    assert!(points.iter().all(|point| (point.upper - point.lower).abs() < 1e-9));
}

#[test]
fn the_range_grows_with_the_root_of_the_days() {
    let demand: Vec<Demand> =
        (1..=9).map(|ahead| Demand::forecast(day(ahead), 5.0, (3.0, 7.0))).collect();
    let points = projection(1_000.0, &demand, &[]);
    let half = |at: usize| points[at].value - points[at].lower;
    assert!((half(0) - 2.0).abs() < 1e-9);
    assert!((half(8) - 6.0).abs() < 1e-9, "three times the first after nine days");
}

#[test]
fn stock_never_falls_below_nothing_nor_rises_above_what_there_is() {
    let demand: Vec<Demand> = (1..=28).map(|ahead| Demand::at_pace(day(ahead), 3.0)).collect();
    let points = projection(10.0, &demand, &[]);
    assert!(points.iter().all(|point| point.lower >= 0.0 && point.upper <= 10.0));
    assert!(points[27].value.abs() < 1e-9);
}
