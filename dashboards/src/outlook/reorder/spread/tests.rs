//! The spread of demand over spans is what history shows.

use marea_forecast::inventory::DemandDistribution as _;

use super::{Dispersion, SPANS, Spread, Sums, at, measured};

const POISSON: Spread = Spread { of_all: [Dispersion { least: 1.0, slope: 0.0 }; SPANS.len()] };

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

/// Spans whose units lie as far above what was expected as below it.
fn sums(dispersion: fn(f64) -> f64) -> Sums {
    let mut sums = Sums::default();
    for (expected, times) in [(2.0, 400), (10.0, 40), (200.0, 5)] {
        for _ in 0..times {
            let deviation = (expected * dispersion(expected)).sqrt();
            sums.add(expected, expected + deviation);
            sums.add(expected, expected - deviation);
        }
    }
    sums
}

#[test]
fn slow_sellers_are_not_lent_the_spread_of_fast_ones() {
    let line = sums(|mean| 1.5 + 0.1 * mean).line();
    assert!((line.least - 1.5).abs() < 1e-9 && (line.slope - 0.1).abs() < 1e-9, "{line:?}");
    // Ten customers who buy six each time are as far off at any level.
    let line = sums(|_| 6.0).line();
    assert!((line.of(2.0) - 6.0).abs() < 1e-6 && (line.of(200.0) - 6.0).abs() < 1e-6, "{line:?}");
    let all = Spread { of_all: [sums(|mean| 1.0 + 0.1 * mean).line(); SPANS.len()] };
    let slow = all.ahead(&[0.1; 28], &[]).unwrap();
    // 2.8 units expected, with a variance of 3.6: 6 or fewer in 95 cases of 100.
    assert!((slow.quantile(0..28, 0.95) - 6.0).abs() < 1e-9);
}

#[test]
fn where_all_sell_alike_one_dispersion_holds_for_all() {
    let mut sums = Sums::default();
    sums.add(4.0, 8.0);
    sums.add(4.0, 0.0);
    assert_eq!(sums.line(), Dispersion { least: 4.0, slope: 0.0 });
    assert_eq!(Sums::default().line(), Dispersion { least: 1.0, slope: 0.0 });
}
