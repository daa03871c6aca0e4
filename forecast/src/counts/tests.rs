//! Count distributions against scipy, and what they make of slow movers.

use super::{Counts, fans, quantile};
use crate::backtest::{Plan, Track};
use crate::limits::Limits;
use crate::noise::Noise;
use crate::series::mean;

#[test]
fn quantiles_are_those_of_scipy() {
    // scipy 1.17: nbinom.ppf(p, mean / (ratio - 1), 1 / ratio), poisson.ppf(p, mean).
    let expected = [
        (0.04, 1.0, 0.025, 0.0),
        (0.04, 1.0, 0.5, 0.0),
        (0.04, 1.0, 0.975, 1.0),
        (0.04, 1.0, 0.999, 1.0),
        (0.3, 1.8, 0.025, 0.0),
        (0.3, 1.8, 0.5, 0.0),
        (0.3, 1.8, 0.975, 2.0),
        (0.3, 1.8, 0.999, 6.0),
        (0.3, 9.0, 0.025, 0.0),
        (0.3, 9.0, 0.5, 0.0),
        (0.3, 9.0, 0.975, 4.0),
        (0.3, 9.0, 0.999, 21.0),
        (2.5, 1.0, 0.025, 0.0),
        (2.5, 1.0, 0.5, 2.0),
        (2.5, 1.0, 0.975, 6.0),
        (2.5, 1.0, 0.999, 9.0),
        (2.5, 4.0, 0.025, 0.0),
        (2.5, 4.0, 0.5, 1.0),
        (2.5, 4.0, 0.975, 11.0),
        (2.5, 4.0, 0.999, 22.0),
        (40.0, 1.2, 0.025, 27.0),
        (40.0, 1.2, 0.5, 40.0),
        (40.0, 1.2, 0.975, 54.0),
        (40.0, 1.2, 0.999, 63.0),
        (40.0, 60.0, 0.025, 0.0),
        (40.0, 60.0, 0.5, 23.0),
        (40.0, 60.0, 0.975, 176.0),
        (40.0, 60.0, 0.999, 356.0),
        (450.0, 3.0, 0.025, 380.0),
        (450.0, 3.0, 0.5, 449.0),
        (450.0, 3.0, 0.975, 524.0),
        (450.0, 3.0, 0.999, 571.0),
        (900.0, 1.0, 0.025, 842.0),
        (900.0, 1.0, 0.5, 900.0),
        (900.0, 1.0, 0.975, 959.0),
        (900.0, 1.0, 0.999, 994.0),
        (2_400.0, 7.5, 0.025, 2144.0),
        (2_400.0, 7.5, 0.5, 2398.0),
        (2_400.0, 7.5, 0.975, 2670.0),
        (2_400.0, 7.5, 0.999, 2835.0),
    ];
    for (mean, ratio, probability, count) in expected {
        let found = quantile(mean, ratio, probability);
        assert!((found - count).abs() < 0.5, "{mean} {ratio} {probability}: {found} for {count}");
    }
}

/// A slow mover of geometric counts whose mean is 0.4, its plan of 12 origins a week apart, and what came next.
fn slow(seed: u64) -> (Vec<f64>, Plan, Track, Vec<f64>) {
    let mut noise = Noise(seed);
    let history: Vec<f64> = (0..300).map(|_| noise.count(0.4, 1)).collect();
    let plan = Plan { origins: (0..12).map(|fold| 216 + 7 * fold).collect(), horizon: 7 };
    let mut track = Track::new("mean", &plan);
    for (fold, origin) in plan.origins.iter().enumerate() {
        track.fold_mut(fold).fill(mean(&history[..*origin]));
    }
    let future = (0..7).map(|_| noise.count(0.4, 1)).collect();
    (history, plan, track, future)
}

#[test]
fn intervals_of_a_slow_mover_hold_what_they_say_and_are_whole() {
    let (mut above, mut seen, mut width) = (0.0, 0.0, 0.0);
    for seed in 0..300 {
        let (history, plan, track, future) = slow(seed);
        let limits = Limits::new(&history);
        let both = (history.as_slice(), history.as_slice());
        let (fans, counts) = fans(&track, both, &plan, limits, &[0.9]).expect("a slow mover");
        assert_eq!(fans.len(), 12);
        let fan = counts.fan(&[mean(&history); 7], &[0.9]);
        for (step, actual) in future.iter().enumerate() {
            let (lower, upper) = fan.step(step)[0];
            assert!(lower.abs() < 1e-12 && upper.fract() < 1e-12, "{lower} {upper}");
            above += f64::from(u8::from(*actual > upper));
            width += upper - lower;
            seen += 1.0;
        }
    }
    // More than 2 are ordered on 2.3 % of days, more than 1 on 8.2 %: 2 is the 95 % quantile.
    assert!((0.015..0.035).contains(&(above / seen)), "{}", above / seen);
    assert!((1.9..2.1).contains(&(width / seen)), "{}", width / seen);
}

#[test]
fn sums_spread_as_sums_of_independent_counts_do_unless_errors_hold_on() {
    let (history, plan, track, _) = slow(7);
    let limits = Limits::new(&history);
    let both = (history.as_slice(), history.as_slice());
    let (_, counts) = fans(&track, both, &plan, limits, &[0.9]).expect("a slow mover");
    let daily = mean(&history);
    let (month, day) = (28.0 * daily, counts.quantile(daily, 0.95));
    let alone = counts.sum_quantile(month, &[], 0.95);
    assert!(alone < 28.0 * day / 2.0 && alone > month, "{alone} for {month}, {day} a day");
    let calm = counts.sum_quantile(month, &[0.5; 12], 0.95);
    assert!((calm - alone).abs() < 1e-12, "no less than if days were independent");
    let held = counts.sum_quantile(month, &[2.0 * month; 12], 0.95);
    assert!(held > 1.3 * alone, "{held} for {alone}");
}

#[test]
fn packs_are_counted_as_packs() {
    let history: Vec<f64> = slow(3).0.iter().map(|value| 6.0 * value).collect();
    let counts = Counts::new(&history, Limits::new(&history)).expect("a slow mover");
    let single: Vec<f64> = history.iter().map(|value| value / 6.0).collect();
    let one = Counts::new(&single, Limits::new(&single)).expect("a slow mover");
    for probability in [0.5, 0.9, 0.99] {
        let (packs, units) = (counts.quantile(3.0, probability), one.quantile(0.5, probability));
        assert!((packs - 6.0 * units).abs() < 1e-9);
    }
}

#[test]
fn what_is_brisk_measured_negative_even_or_never_sold_is_not_counted() {
    let counted = |history: &[f64]| Counts::new(history, Limits::new(history)).is_some();
    assert!(counted(&[0.0, 1.0, 0.0, 3.0]));
    assert!(!counted(&[90.0, 120.0, 80.0, 77.0]));
    assert!(!counted(&[0.1, std::f64::consts::PI, 0.0, 1.0]));
    assert!(!counted(&[0.0, -1.0, 2.0]));
    assert!(!counted(&[0.0; 9]));
    assert!(!counted(&[4.0; 9]));
}
