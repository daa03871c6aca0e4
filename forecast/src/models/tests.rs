//! What holds for every model, and the limits put on their forecasts.

use super::{MODELS, Workspace, restrain};
use crate::series::Cadence;

/// Fits every model that applies and returns its name and 28 steps ahead.
fn all(history: &[f64]) -> Vec<(&'static str, Vec<f64>)> {
    let (cadence, mut work) = (Cadence::daily(), Workspace::default());
    let applying = MODELS.iter().filter(|model| model.applies(history, &cadence));
    let run = applying.map(|model| {
        let parameters = model.fit(history, &cadence, &mut work);
        let mut ahead = vec![f64::NAN; 28];
        model.forecast(&parameters, history, &cadence, &mut work, &mut ahead);
        (model.name(), ahead)
    });
    run.collect()
}

#[test]
fn every_model_repeats_a_constant() {
    for (name, ahead) in all(&[3.0; 500]) {
        assert!(ahead.iter().all(|value| (value - 3.0).abs() < 1e-9), "{name}: {ahead:?}");
    }
}

#[test]
fn every_seasonal_model_finds_a_pure_week() {
    let week = [5.0, 6.0, 7.0, 8.0, 9.0, 12.0, 2.0];
    let history: Vec<f64> = week.iter().copied().cycle().take(7 * 30).collect();
    let seasonal = ["seasonal_naive", "holt_winters", "theta", "optimised_theta", "weekly_yearly"];
    for (name, ahead) in all(&history).iter().filter(|(name, _)| seasonal.contains(name)) {
        for (value, expected) in ahead.iter().zip(week.iter().cycle()) {
            assert!((value - expected).abs() < 0.05, "{name}: {ahead:?}");
        }
    }
}

#[test]
fn a_shop_closed_on_sundays_stays_closed() {
    let week = [5.0, 6.0, 7.0, 8.0, 9.0, 12.0, 0.0];
    let history: Vec<f64> = week.iter().copied().cycle().take(7 * 30).collect();
    for (name, ahead) in all(&history).iter().filter(|(name, _)| name.contains("theta")) {
        assert!(ahead[6].abs() < 1e-9 && (ahead[5] - 12.0).abs() < 0.5, "{name}: {ahead:?}");
    }
}

#[test]
fn a_wild_forecast_is_brought_back_into_reach_of_the_history() {
    let mut ahead = [1.97e9, -5.0, f64::NAN, 4.0];
    restrain(&[1.0, 5.0, 3.0], &mut ahead);
    assert_eq!(ahead.map(f64::to_bits), [9.0_f64, 0.0, 3.0, 4.0].map(f64::to_bits));
}

#[test]
fn a_history_below_zero_may_be_forecast_below_zero() {
    let mut ahead = [-3.0, -100.0];
    restrain(&[-1.0, 2.0], &mut ahead);
    assert_eq!(ahead.map(f64::to_bits), [-3.0_f64, -4.0].map(f64::to_bits));
}

/// Histories that have broken forecasting programs before.
fn awkward(length: usize) -> Vec<Vec<f64>> {
    let mut seed = 11_u64;
    let mut noise = move || {
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (seed >> 11) as f64 / (1_u64 << 53) as f64
    };
    let made = |value: &mut dyn FnMut(usize) -> f64| (0..length).map(value).collect::<Vec<_>>();
    let mut level = 0.0;
    vec![
        made(&mut |_| 0.0),
        made(&mut |time| f64::from(u8::from(time + 1 == length))),
        made(&mut |time| f64::from(u8::from(time == 0))),
        made(&mut |time| if time * 2 < length { 1.0 } else { 1e-9 }),
        made(&mut |_| noise()),
        made(&mut |_| f64::from(u8::from(noise() < 0.1))),
        made(&mut |time| (time as f64 / length as f64 * 30.0 - 30.0).exp()),
        made(&mut |time| if time % 2 == 0 { -1.0 } else { 1.0 }),
        made(&mut |_| {
            level += noise() - 0.5;
            level / 100.0
        }),
    ]
}

#[test]
fn no_history_makes_a_model_fail_or_forecast_what_is_no_number() {
    let rhythms: [&[f64]; 6] =
        [&[1.0], &[7.0, 365.25], &[1.0, 52.18], &[12.0], &[24.0, 168.0, 8766.0], &[4.0]];
    let mut work = Workspace::default();
    for seasons in rhythms {
        let cadence = Cadence { seasons: seasons.to_vec(), ..Cadence::daily() };
        for history in [6, 14, 26, 60, 107, 345, 760].into_iter().flat_map(awkward) {
            // Learned from two thirds of what it then runs over.
            let known = &history[..history.len() * 2 / 3];
            for model in MODELS.iter().filter(|model| model.applies(known, &cadence)) {
                let parameters = model.fit(known, &cadence, &mut work);
                let mut ahead = vec![f64::NAN; 40];
                model.forecast(&parameters, &history, &cadence, &mut work, &mut ahead);
                let name = model.name();
                assert!(ahead.iter().all(|value| !value.is_nan()), "{name}: {history:?}");
                restrain(&history, &mut ahead);
                assert!(ahead.iter().all(|value| value.is_finite()), "{name}: {history:?}");
            }
        }
    }
}
