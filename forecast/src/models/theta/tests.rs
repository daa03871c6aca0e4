//! Theta against the paper's equations worked out apart from this code.

use super::run::{Dynamic, Moving, Static, Sums};
use super::{Bend, OPTIMISED_THETA, THETA, Variant, choose};
use crate::models::public_data::weekly;
use crate::models::{Model, Parameters, Workspace};
use crate::series::Cadence;

const HISTORY: [f64; 10] = [12.0, 15.0, 11.0, 18.0, 20.0, 17.0, 22.0, 25.0, 21.0, 27.0];

fn ahead(model: &dyn Model, alpha: f64, theta: f64, dynamic: f64) -> [f64; 3] {
    let mut parameters = Parameters::default();
    parameters[..4].copy_from_slice(&[alpha, 1.0, theta, dynamic]);
    let mut ahead = [0.0; 3];
    let mut work = Workspace::default();
    model.forecast(&parameters, &HISTORY, &Cadence::daily(), &mut work, &mut ahead);
    ahead
}

fn check(found: [f64; 3], expected: [f64; 3]) {
    let close = found.iter().zip(expected).all(|(found, expected)| (found - expected).abs() < 1e-9);
    assert!(close, "{found:?} for {expected:?}");
}

#[test]
fn the_line_is_the_least_squares_line() {
    let (intercept, slope) = Sums::of(&[3.0, 5.0, 7.0, 9.0]).line();
    assert!((intercept - 1.0).abs() < 1e-12 && (slope - 2.0).abs() < 1e-12);
}

#[test]
fn standard_theta_gives_the_papers_forecasts() {
    check(
        ahead(&THETA, 0.4, 2.0, 0.0),
        [25.488_361_530_957_572, 26.264_119_106_715_15, 27.039_876_682_472_723],
    );
}

#[test]
fn dynamic_theta_gives_the_papers_forecasts() {
    check(
        ahead(&OPTIMISED_THETA, 0.4, 3.0, 1.0),
        [26.142_827_257_276_764, 27.087_700_690_872_726, 27.998_961_304_041_73],
    );
}

#[test]
fn dynamic_theta_gives_the_papers_one_step_errors() {
    let squares = Dynamic::new(Bend { alpha: 0.4, theta: 3.0 }, HISTORY[0]).run(&HISTORY);
    assert!((squares - 56.609_558_609_965_084).abs() < 1e-9, "{squares}");
}

#[test]
fn a_fitted_theta_errs_no_more_than_the_usual_one() {
    let (found, squares) = Variant::DynamicOptimised.fit(&HISTORY);
    let usual = Dynamic::new(Bend { alpha: 0.3, theta: 2.0 }, HISTORY[0]).run(&HISTORY);
    assert!(squares <= usual, "{found:?}");
    let (_, squares) = Variant::Optimised.fit(&HISTORY);
    let usual = Static { bend: Bend { alpha: 0.3, theta: 2.0 }, trend: Sums::of(&HISTORY).line() };
    assert!(squares <= usual.run(&HISTORY).0);
}

#[test]
fn a_straight_line_takes_a_large_theta_and_goes_on() {
    let values: Vec<f64> = (0..60).map(|time| 5.0 + 0.5 * f64::from(time)).collect();
    let (variant, bend) = choose(THETA.variants, &values);
    assert!(variant.fits_theta() && bend.theta > 4.0, "{variant:?} {bend:?}");
}

#[test]
fn the_four_models_forecast_as_in_statsforecast() {
    let Some(values) = weekly(120) else { return };
    // statsforecast 2.1.1, Theta, OptimizedTheta, DynamicTheta, DynamicOptimizedTheta on the 121st
    // weekly series, steps 1 and 13. Their θ is free to 20,000 where ours ends at 8.
    let expected = [
        (Variant::Standard, [10_363.928_345_195, 10_385.883_004_518]),
        (Variant::Optimised, [10_368.436_031_754, 10_412.340_315_056]),
        (Variant::DynamicStandard, [10_363.417_317_352, 10_385.508_060_345]),
        (Variant::DynamicOptimised, [10_368.046_604_073, 10_412.230_460_159]),
    ];
    for (variant, ends) in expected {
        let (bend, _) = variant.fit(&values);
        let mut ahead = [0.0; 13];
        if variant.dynamic() {
            let mut state = Dynamic::new(bend, values[0]);
            state.run(&values);
            ahead.iter_mut().zip(state.ahead()).for_each(|(step, value)| *step = value);
        } else {
            let expected = Moving::new(bend, &values);
            ahead.iter_mut().zip(expected.ahead()).for_each(|(step, value)| *step = value);
        }
        for (found, expected) in [(ahead[0], ends[0]), (ahead[12], ends[1])] {
            let apart = (found / expected - 1.0).abs();
            assert!(apart < 2e-3, "{variant:?}: {found} for {expected}");
        }
    }
}
