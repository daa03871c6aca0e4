//! The spread of demand over spans is what history shows.

use marea_forecast::inventory::DemandDistribution as _;

use super::{SPANS, Spread, at, measured};

const POISSON: Spread = Spread { of_all: [1.0; SPANS.len()] };

/// Demand that comes in bursts: ten units on every fifth day.
fn bursts() -> Vec<Option<f64>> {
    (0..421).map(|day| Some(if day % 5 == 0 { 10.0 } else { 0.0 })).collect()
}

#[test]
fn steady_demand_is_no_surer_than_poisson() {
    let steady = vec![Some(2.0); 421];
    let ahead = POISSON.ahead(&[2.0; 28], &steady).unwrap();
    // Poisson with a mean of 14 stays at or below 20 with a probability of 0.95.
    assert!((ahead.quantile(0..7, 0.95) - 20.0).abs() < 1e-9);
    assert!((ahead.mean(0..28) - 56.0).abs() < 1e-9);
}

#[test]
fn bursts_spread_days_more_than_weeks() {
    let found = measured(&bursts());
    let of_days = found.squares[0] / found.units[0];
    let of_weeks = found.squares[1] / found.units[1];
    assert!(of_days > 7.0 && of_weeks < 3.0, "{of_days} and {of_weeks}");
}

#[test]
fn a_rare_product_is_not_thought_to_sell_dozens() {
    let mut rare = vec![Some(0.0); 421];
    rare[100] = Some(1.0);
    rare[250] = Some(1.0);
    let ahead = POISSON.ahead(&[0.005; 28], &rare).unwrap();
    let high = ahead.quantile(0..28, 0.99);
    assert!((1.0..=3.0).contains(&high), "{high} units of 0.14 expected");
}

#[test]
fn days_that_were_not_observed_are_left_out() {
    let mut out = bursts();
    for day in &mut out[200..300] {
        *day = None;
    }
    let (all, some) = (measured(&bursts()), measured(&out));
    assert!(some.units[1] < all.units[1]);
    assert!((some.squares[1] / some.units[1] - all.squares[1] / all.units[1]).abs() < 1.0);
}

#[test]
fn spans_between_lie_on_straight_lines() {
    let dispersion = [1.0, 3.0, 5.0, 9.0];
    let found: Vec<f64> = [1, 4, 7, 21, 28, 60].map(|days| at(&dispersion, days)).to_vec();
    assert_eq!(found, [1.0, 2.0, 3.0, 7.0, 9.0, 9.0]);
}
