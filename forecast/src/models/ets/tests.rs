//! Exponential smoothing against sums done by hand, and against statsforecast on public series.

use super::form::{Effect, FORMS, Trend};
use super::{Line, State, Weights, ahead, fit, fit_form, forecast, run};
use crate::models::public_data::{days, weekly};

fn steps(values: &[f64], period: usize, count: usize) -> (usize, Vec<f64>) {
    let unit = crate::series::magnitude(values);
    let scaled: Vec<f64> = values.iter().map(|value| value / unit).collect();
    let found = fit(&scaled, period, &mut Vec::new());
    let mut steps = vec![0.0; count];
    forecast(&found, &scaled, &mut steps);
    steps.iter_mut().for_each(|step| *step *= unit);
    (found[0] as usize, steps)
}

#[test]
fn holt_winters_by_hand() {
    // ETS(M,A,M) with two seasons' positions, three values, worked out with a pencil.
    let form = FORMS[13];
    let weights = Weights { level: 0.5, trend: 0.1, season: 0.2, damping: 1.0 };
    let line = Line { level: 10.0, slope: 1.0 };
    let mut state = State { line, season: [0.0; 24] };
    state.season[..2].copy_from_slice(&[0.8, 1.25]);
    let deviance = run(&[9.9, 14.0, 12.0], 2, form, weights, &mut state);
    // Expected 8.8, 15.359375, 10.81…; errors over expected 1/8, −0.0885…, 0.109….
    let first: f64 = 9.9 / 8.8 - 1.0;
    let base: f64 = 11.0 + 0.5 * 1.1 / 0.8 + 1.0 + 0.1 * 1.1 / 0.8;
    let second: f64 = 14.0 / (base * 1.25) - 1.0;
    let season: f64 = 0.8 + 0.2 * 1.1 / 11.0;
    let error = 14.0 - base * 1.25;
    let slope = 1.0 + 0.1 * 1.1 / 0.8 + 0.1 * error / 1.25;
    let next: f64 = base + 0.5 * error / 1.25 + slope;
    let third: f64 = 12.0 / (next * season) - 1.0;
    let squares = first.powi(2) + second.powi(2) + third.powi(2);
    let expected = 3.0 * squares.ln() + 2.0 * (8.8 * base * 1.25 * next * season).ln();
    assert!((deviance - expected).abs() < 1e-9, "{deviance} for {expected}");
    let next = ahead(state.line, &state.season[..2], 1, (form.season, 1.0)).next();
    let expected = (state.line.level + state.line.slope) * state.season[1];
    assert!(next.is_some_and(|next| (next - expected).abs() < 1e-12));
}

#[test]
fn forms_fitted_to_a_public_series_are_as_likely_as_in_statsforecast() {
    let Some(values) = weekly(120) else { return };
    // statsforecast 2.1.1, AutoETS(model) on the 121st weekly series: minus twice its
    // log-likelihood, and the forecasts of step 1 and 13.
    let expected = [
        (1, 34_229.194_634_820_02, [10_386.573_593_19, 10_515.067_118_805]),
        (4, 32_973.586_424_818_02, [10_399.270_927_763, 10_532.076_108_199]),
        (0, 34_373.136_786_476_67, [10_358.996_831_402, 10_358.996_831_402]),
    ];
    for (place, deviance, ends) in expected {
        let found = fit_form(&values, 1, place, &mut Vec::new()).expect("long enough");
        let estimated = FORMS[place].estimated(1) as f64;
        let count = values.len() as f64;
        let penalty =
            2.0 * estimated + 2.0 * estimated * (estimated + 1.0) / (count - estimated - 1.0);
        let own = found.criterion - penalty;
        assert!(own < deviance + 0.5, "form {place}: {own} for {deviance}");
        let mut steps = [0.0; 13];
        forecast(&found.pack(1), &values, &mut steps);
        let close = |found: f64, expected: f64| (found / expected - 1.0).abs() < 2e-3;
        assert!(close(steps[0], ends[0]) && close(steps[12], ends[1]), "form {place}: {steps:?}");
    }
}

#[test]
fn the_form_chosen_forecasts_as_statsforecast_does() {
    // AutoETS(season_length=1): series, chosen form, forecasts of step 1 and 13.
    let expected = [
        (0, "MAd", [35_271.514_337_578, 33_079.033_029_01]),
        (50, "MN", [6_560.718_690_072, 6_560.718_690_072]),
        (120, "MA", [10_399.270_927_763, 10_532.076_108_199]),
        (200, "MA", [1_897.833_793_225, 1_931.684_204_353]),
        (300, "MN", [2_503.267_118_461, 2_503.267_118_461]),
    ];
    for (index, name, ends) in expected {
        let Some(values) = weekly(index) else { return };
        let (place, found) = steps(&values, 1, 13);
        let trend = match FORMS[place].trend {
            Trend::None => "N",
            Trend::Linear => "A",
            Trend::Damped => "Ad",
        };
        assert_eq!(format!("M{trend}"), name, "series {index}: form {place}");
        for (step, expected) in [(0, ends[0]), (12, ends[1])] {
            let apart = (found[step] / expected - 1.0).abs();
            assert!(apart < 1e-2, "series {index}, step {step}: {} for {expected}", found[step]);
        }
    }
}

#[test]
fn the_week_of_a_public_series_is_forecast_as_statsforecast_does() {
    let Some(values) = days() else { return };
    // AutoETS(season_length=7) chose ETS(A,N,A).
    let expected = [
        11_855.639_784_672,
        10_446.970_936_132,
        11_313.251_657_668,
        12_128.432_935_567,
        12_659.014_431_172,
        12_301.496_525_702,
        12_051.085_083_632,
    ];
    let (place, found) = steps(&values, 7, 7);
    assert_eq!(place, 6);
    for (found, expected) in found.iter().zip(expected) {
        assert!((found / expected - 1.0).abs() < 0.03, "{found} for {expected}");
    }
}

#[test]
fn a_growing_season_takes_the_multiplicative_form() {
    let shape = [0.6, 0.9, 1.4, 1.1];
    let mut noise = 7_u64;
    let values: Vec<f64> = (0..80)
        .map(|time| {
            noise = noise
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1_442_695_040_888_963_407);
            let jitter = 1.0 + 0.04 * ((noise >> 11) as f64 / (1_u64 << 53) as f64 - 0.5);
            (10.0 + time as f64) * shape[time % 4] * jitter
        })
        .collect();
    let (place, found) = steps(&values, 4, 8);
    assert_eq!(FORMS[place].season, Some(Effect::Multiplicative), "{place}");
    for (step, value) in found.iter().enumerate() {
        let expected = (90.0 + step as f64) * shape[step % 4];
        assert!((value / expected - 1.0).abs() < 0.04, "{step}: {value} for {expected}");
    }
}

#[test]
fn a_history_that_touches_zero_takes_no_relative_form() {
    let values: Vec<f64> = (0..40).map(|time| f64::from(time % 5)).collect();
    let (place, _) = steps(&values, 5, 3);
    assert!(FORMS[place].suits(false, 5));
}
