//! Theta against the paper's equations worked out apart from this code.

use super::{Dynamic, OptimisedTheta, Theta, line};
use crate::models::{Model, Parameters, Workspace};
use crate::series::Cadence;

const HISTORY: [f64; 10] = [12.0, 15.0, 11.0, 18.0, 20.0, 17.0, 22.0, 25.0, 21.0, 27.0];

fn ahead(model: &dyn Model, alpha: f64, theta: f64) -> [f64; 3] {
    let mut parameters = Parameters::default();
    (parameters[0], parameters[1], parameters[2]) = (alpha, 1.0, theta);
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
    let (intercept, slope) = line(&[3.0, 5.0, 7.0, 9.0]);
    assert!((intercept - 1.0).abs() < 1e-12 && (slope - 2.0).abs() < 1e-12);
}

#[test]
fn standard_theta_gives_the_papers_forecasts() {
    check(
        ahead(&Theta, 0.4, 2.0),
        [25.488_361_530_957_572, 26.264_119_106_715_15, 27.039_876_682_472_723],
    );
}

#[test]
fn dynamic_theta_gives_the_papers_forecasts() {
    check(
        ahead(&OptimisedTheta, 0.4, 3.0),
        [26.142_827_257_276_764, 27.087_700_690_872_726, 27.998_961_304_041_73],
    );
}

#[test]
fn dynamic_theta_gives_the_papers_one_step_errors() {
    let squares = Dynamic::new(0.4, 3.0, HISTORY[0]).run(&HISTORY);
    assert!((squares - 56.609_558_609_965_084).abs() < 1e-9, "{squares}");
}

#[test]
fn a_fitted_theta_errs_no_more_than_the_usual_one() {
    let mut work = Workspace::default();
    let found = OptimisedTheta.fit(&HISTORY, &Cadence::daily(), &mut work);
    let squares = |alpha, theta| Dynamic::new(alpha, theta, HISTORY[0]).run(&HISTORY);
    assert!(squares(found[0], found[2]) <= squares(0.3, 2.0));
}
