//! The spread of demand over spans is what history shows.

use marea_forecast::inventory::DemandDistribution as _;

use super::{Dispersion, Measured, SPANS, Spread, Sums, at};
use crate::outlook::frames::SumErrors;

const POISSON: Spread = Spread { of_all: [Dispersion { least: 1.0, slope: 0.0 }; SPANS.len()] };

/// Demand that comes in bursts: ten units on every fifth day.
fn bursts() -> Vec<Option<f64>> {
    (0..421).map(|day| Some(if day % 5 == 0 { 10.0 } else { 0.0 })).collect()
}

#[test]
fn steady_demand_is_no_surer_than_poisson() {
    let steady = vec![Some(2.0); 421];
    let ahead = POISSON.ahead(&[2.0; 28], &Measured::of(&steady)).unwrap();
    // Poisson with a mean of 14 stays at or below 20 with a probability of 0.95.
    assert!((ahead.quantile(0..7, 0.95) - 20.0).abs() < 1e-9);
    assert!((ahead.mean(0..28) - 56.0).abs() < 1e-9);
}

#[test]
fn bursts_spread_days_more_than_weeks() {
    let found = Measured::of(&bursts());
    let of_days = found.squares[0] / found.units[0];
    let of_weeks = found.squares[1] / found.units[1];
    assert!(of_days > 7.0 && of_weeks < 3.0, "{of_days} and {of_weeks}");
}

#[test]
fn a_rare_product_is_not_thought_to_sell_dozens() {
    let mut rare = vec![Some(0.0); 421];
    rare[100] = Some(1.0);
    rare[250] = Some(1.0);
    let ahead = POISSON.ahead(&[0.005; 28], &Measured::of(&rare)).unwrap();
    let high = ahead.quantile(0..28, 0.99);
    assert!((1.0..=3.0).contains(&high), "{high} units of 0.14 expected");
}

#[test]
fn days_that_were_not_observed_are_left_out() {
    let mut out = bursts();
    for day in &mut out[200..300] {
        *day = None;
    }
    let (all, some) = (Measured::of(&bursts()), Measured::of(&out));
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
    let slow = all.ahead(&[0.1; 28], &Measured::default()).unwrap();
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

/// Twelve sums of each span: ten units a day, and how far off they were.
fn tested(off: f64) -> Vec<SumErrors> {
    let sums = |days: usize| {
        let expected = 12.0 * 10.0 * days as f64;
        let days = i32::try_from(days).unwrap();
        SumErrors { days, count: 12, expected, came: expected, squares: 12.0 * off * off }
    };
    SPANS.map(sums).to_vec()
}

#[test]
fn a_season_that_the_forecast_knows_of_is_no_chance() {
    // A year that rises from nothing to twenty a day and falls again.
    let season = |day: i32| 10.0 - 10.0 * (f64::from(day) / 365.0 * std::f64::consts::TAU).cos();
    let history: Vec<Option<f64>> = (0..421).map(|day| Some(season(day))).collect();
    let by_pace = POISSON.ahead(&[10.0; 28], &Measured::of(&history)).unwrap();
    let known = Measured::tested(&tested(17.0)).unwrap();
    let by_forecast = POISSON.ahead(&[10.0; 28], &known).unwrap();
    let spare = |ahead: &marea_forecast::inventory::IndependentDays| {
        ahead.quantile(0..28, 0.95) - ahead.mean(0..28)
    };
    assert!(spare(&by_pace) > 60.0, "{} against the pace", spare(&by_pace));
    assert!((20.0..40.0).contains(&spare(&by_forecast)), "{}", spare(&by_forecast));
}

#[test]
fn two_sums_that_went_well_do_not_make_sure() {
    let poisson = Measured::tested(&tested(0.0)).unwrap();
    let line = Dispersion { least: 6.0, slope: 0.0 };
    let spread = Spread { of_all: [line; SPANS.len()] };
    let few: Vec<SumErrors> = tested(0.0)
        .into_iter()
        .map(|sum| SumErrors {
            count: 2,
            expected: sum.expected / 6.0,
            came: sum.came / 6.0,
            ..sum
        })
        .collect();
    let few = spread.ahead(&[10.0; 28], &Measured::tested(&few).unwrap()).unwrap();
    let many = spread.ahead(&[10.0; 28], &poisson).unwrap();
    assert!(few.quantile(0..28, 0.95) > 20.0 + many.quantile(0..28, 0.95));
    assert_eq!(Measured::tested(&[]), None);
}

#[test]
fn what_is_served_for_others_spreads_by_its_share() {
    let (own, others) = (tested(3.0), tested(4.0));
    let [own, others] = [own, others].map(|sums| Measured::tested(&sums).unwrap());
    let both = own.with(&others, 0.5);
    assert!((both.squares[1] - 12.0 * (9.0 + 4.0)).abs() < 1e-9);
    assert!((both.units[1] - 840.0 * 1.5).abs() < 1e-9);
}
