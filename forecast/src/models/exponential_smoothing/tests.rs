//! Smoothing against sums done by hand and series whose answer is known.

use super::{DAMPED_TREND, HOLT_WINTERS, SIMPLE};
use crate::models::{Model, Parameters, Workspace};
use crate::series::Cadence;

fn ahead(model: &dyn Model, parameters: Option<Parameters>, history: &[f64]) -> Vec<f64> {
    let (cadence, mut work) = (Cadence::daily(), Workspace::default());
    let parameters = parameters.unwrap_or_else(|| model.fit(history, &cadence, &mut work));
    let mut ahead = vec![0.0; 14];
    model.forecast(&parameters, history, &cadence, &mut work, &mut ahead);
    ahead
}

#[test]
fn simple_smoothing_is_the_weighted_mean_worked_out_by_hand() {
    let history = [12.0, 15.0, 11.0, 18.0, 20.0, 17.0, 22.0, 25.0, 21.0, 27.0];
    let mut parameters = Parameters::default();
    (parameters[0], parameters[2]) = (0.3, 1.0);
    // The level starts at the first five values' mean, 15.2, and takes 0.3 of each error.
    let values = ahead(&SIMPLE, Some(parameters), &history);
    assert!(values.iter().all(|value| (value - 22.422_855_198_68).abs() < 1e-9), "{values:?}");
}

#[test]
fn a_step_in_the_level_asks_for_a_quick_weight() {
    let history: Vec<f64> = (0..100).map(|day| if day < 50 { 10.0 } else { 30.0 }).collect();
    assert!((ahead(&SIMPLE, None, &history)[0] - 30.0).abs() < 0.01);
}

#[test]
fn a_damped_trend_goes_on_rising_but_slows() {
    let history: Vec<f64> = (0..120).map(f64::from).collect();
    let values = ahead(&DAMPED_TREND, None, &history);
    let rises: Vec<f64> = values.windows(2).map(|pair| pair[1] - pair[0]).collect();
    assert!((values[0] - 120.0).abs() < 1.0, "{values:?}");
    assert!(rises.iter().all(|rise| *rise > 0.0 && *rise < 1.0), "{rises:?}");
    assert!(rises.windows(2).all(|pair| pair[1] < pair[0]), "{rises:?}");
}

#[test]
fn holt_winters_keeps_the_week_on_a_moving_level() {
    let week = [0.0, 1.0, 2.0, 3.0, 4.0, 9.0, -5.0];
    let history: Vec<f64> =
        (0..210).map(|day| 20.0 + f64::from(day) * 0.1 + week[day as usize % 7]).collect();
    for (step, value) in ahead(&HOLT_WINTERS, None, &history).iter().enumerate() {
        let expected = 41.0 + step as f64 * 0.1 + week[step % 7];
        assert!((value - expected).abs() < 0.6, "step {step}: {value} for {expected}");
    }
}
