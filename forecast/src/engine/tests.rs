//! One series from end to end: what is chosen, and how honest its intervals are.

use std::f64::consts::TAU;

use super::{Point, Published};
use crate::noise::Noise;
use crate::panel;
use crate::series::{Periods, Series, Shortage};
use crate::timeline::Timeline;
use crate::{Frequency, Request};

/// Forecasts series that are known together.
fn together(histories: &[&[f64]]) -> Vec<Result<Published, Shortage>> {
    let series = |(number, history): (usize, &&[f64])| Series {
        name: format!("mug {number:03}"),
        values: history.to_vec(),
        periods: Periods::From(0),
        regressors: Vec::new(),
        seasons: None,
        ignored: Vec::new(),
    };
    let series: Vec<Series> = histories.iter().enumerate().map(series).collect();
    let timeline = Timeline::new(Frequency::Days, &[]);
    panel::forecast(&series, &timeline, &Request::new(Frequency::Days, 28))
}

fn attempt(history: &[f64]) -> Result<Published, Shortage> {
    together(&[history]).remove(0)
}

fn daily(history: &[f64]) -> Published {
    attempt(history).expect("a long history")
}

/// A year and three quarters and four weeks of a shop with a week, a year and noise.
fn shop(seed: u64) -> Vec<f64> {
    let week = [0.8, 0.9, 1.0, 1.0, 1.1, 1.4, 0.8];
    let mut noise = Noise(seed);
    let mean = |day: usize| 60.0 * week[day % 7] * (1.0 + 0.3 * (TAU * day as f64 / 365.25).sin());
    (0..640 + 28).map(|day| (mean(day) * (1.0 + 0.15 * noise.normal())).max(0.0)).collect()
}

#[test]
fn the_choice_beats_seasonal_naive_on_a_noisy_week() {
    let published = daily(&shop(7));
    let chosen = published.candidates.iter().find(|one| one.chosen).expect("one is chosen");
    assert_eq!(chosen.model, published.model);
    assert!(chosen.value_added.is_some_and(|share| share > 0.15), "{chosen:?}");
    assert_eq!(published.candidates[0].model, "seasonal_naive");
    assert_eq!(published.candidates.last().map(|one| one.model), Some("combination"));
    assert_eq!(published.candidates.iter().filter(|one| one.chosen).count(), 1);
}

#[test]
fn intervals_cover_as_much_of_the_future_as_they_say() {
    let (mut inside, mut seen) = ([0.0; 2], 0.0);
    let mut measured = [0.0; 2];
    let shops: Vec<Vec<f64>> = (0..60).map(shop).collect();
    let known: Vec<&[f64]> = shops.iter().map(|whole| &whole[..640]).collect();
    for (whole, published) in shops.iter().zip(together(&known)) {
        let published = published.expect("a long history");
        for (point, actual) in published.points.iter().zip(&whole[640..]) {
            seen += 1.0;
            for (inside, (lower, upper)) in inside.iter_mut().zip(&point.bounds) {
                *inside += f64::from(u8::from((lower..=upper).contains(&actual)));
            }
        }
        let chosen = published.candidates.iter().find(|one| one.chosen).expect("one is chosen");
        for (sum, share) in measured.iter_mut().zip(&chosen.coverage) {
            *sum += share.expect("enough origins to measure") / 60.0;
        }
    }
    let covered = inside.map(|inside| inside / seen);
    assert!((covered[0] - 0.80).abs() < 0.05 && (covered[1] - 0.95).abs() < 0.03, "{covered:?}");
    // What the back-test says of its intervals is what the future says of them.
    let gap = (covered[0] - measured[0]).abs().max((covered[1] - measured[1]).abs());
    assert!(gap < 0.05, "{covered:?} after, {measured:?} measured");
}

#[test]
fn bounds_stand_in_order_around_the_value() {
    let published = daily(&shop(3));
    let tested = published.last_fold.iter().map(|(point, _)| point);
    for point in published.points.iter().chain(tested) {
        let [(low, high), (lower, higher)] = point.bounds[..] else { panic!("two intervals") };
        let order = [lower, low, point.value, high, higher];
        assert!(order.windows(2).all(|pair| pair[0] <= pair[1]), "{order:?}");
    }
}

#[test]
fn a_series_without_any_demand_is_forecast_as_none() {
    let published = daily(&[0.0; 200]);
    let none = |point: &Point| point.value.to_bits() == 0 && point.bounds == vec![(0.0, 0.0); 2];
    assert!(published.points.iter().all(none), "{:?}", published.points);
    assert!(published.candidates.iter().all(|one| one.accuracy.mase.is_none()));
}

#[test]
fn a_constant_is_forecast_as_itself_without_doubt() {
    let published = daily(&[4.0; 100]);
    for point in &published.points {
        assert!((point.value - 4.0).abs() < 1e-9 && point.bounds[1].1 - point.bounds[1].0 < 1e-6);
    }
}

#[test]
fn the_longest_and_the_largest_histories_stay_finite() {
    for unit in [f64::MAX, 1e300, 1e-300] {
        let history: Vec<f64> = shop(5).iter().map(|value| value / 200.0 * unit).collect();
        let published = daily(&history);
        let values = published
            .points
            .iter()
            .flat_map(|point| [point.value, point.bounds[1].0, point.bounds[1].1]);
        assert!(values.into_iter().all(|value| value.is_finite() && value >= 0.0));
    }
    let long: Vec<f64> = shop(2).into_iter().cycle().take(3_653).collect();
    assert!(daily(&long).points.iter().all(|point| point.value.is_finite()));
}

#[test]
fn the_least_history_is_42_days() {
    let history = &shop(1)[..42];
    assert_eq!(attempt(&history[..41]).err(), Some(Shortage { have: 41, need: 42 }));
    assert!(attempt(history).is_ok_and(|published| published.last_fold.len() == 28));
}

#[test]
fn a_sku_that_sells_now_and_then_is_tried_with_intermittent_models() {
    let mut noise = Noise(11);
    let history: Vec<f64> = (0..400)
        .map(|_| if noise.uniform() < 0.15 { (1.0 + 4.0 * noise.uniform()).floor() } else { 0.0 })
        .collect();
    let published = daily(&history);
    let names: Vec<_> = published.candidates.iter().map(|one| one.model).collect();
    assert!(names.contains(&"croston_sba") && names.contains(&"tsb"), "{names:?}");
    // About 0.15 × 2.5 units a day are expected, whichever model is chosen.
    let daily = published.points.iter().map(|point| point.value).sum::<f64>() / 28.0;
    assert!((0.25..0.55).contains(&daily), "{daily}");
}
