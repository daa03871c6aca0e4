//! The negative binomial model against scipy's distribution and on demand that is known.

use super::{Dynamics, NegativeBinomial, rising, unit};
use crate::models::public_data::spare_part;
use crate::models::{Model, Workspace};
use crate::series::{Cadence, mean};

#[test]
fn the_likelihood_is_that_of_scipy() {
    // scipy 1.17, sum of nbinom.logpmf(count, r, r / (r + mean)) along the moving mean; the mean
    // after the last demand. Parts with demands of at most 1, of which no factorial is left out.
    let expected = [
        (3, 0.1, 0.9, 0.5, -10.822_236_993_583_953, 0.039_019_199_154_493_25),
        (3, 0.02, 0.5, 2.0, -10.936_057_075_259_223, 0.073_964_497_113_720_52),
        (100, 0.1, 0.9, 0.5, -8.495_918_009_918_727, 0.058_731_633_660_766_59),
        (100, 0.02, 0.5, 2.0, -8.035_760_689_794_449, 0.049_557_268_250_422_77),
    ];
    for (index, weight, kept, dispersion, logarithm, after) in expected {
        let Some(history) = spare_part(index) else { return };
        let factorials: f64 = history.iter().map(|count| rising(1.0, *count)).sum();
        let dynamics =
            Dynamics { average: mean(&history), first: mean(&history), weight, kept, dispersion };
        let (deviance, found) = dynamics.run(&history, 1.0);
        let own = -deviance / 2.0 - factorials;
        assert!((own - logarithm).abs() < 1e-9, "{index}: {own} for {logarithm}");
        assert!((found - after).abs() < 1e-12, "{index}: {found} for {after}");
    }
}

#[test]
fn rising_products_agree_on_both_sides_of_twenty() {
    let by_steps: f64 = (0..25).map(|step| (0.7 + f64::from(step)).ln()).sum();
    assert!((rising(0.7, 25.0) - by_steps).abs() < 1e-10);
    assert!((rising(0.7, 2.0) - (0.7_f64 * 1.7).ln()).abs() < 1e-12);
}

#[test]
fn packs_of_six_are_counted_as_packs() {
    assert_eq!(unit(&[0.0, 12.0, 6.0, 0.0, 18.0]), Some(6.0));
    assert_eq!(unit(&[0.0, 0.75, 0.5]), Some(0.25));
    assert_eq!(unit(&[0.0, 1.0, std::f64::consts::PI]), None);
    assert_eq!(unit(&[0.0; 4]), None);
}

#[test]
fn the_mean_follows_demand_and_returns_to_the_long_run() {
    let dynamics = Dynamics { average: 1.0, first: 1.0, weight: 0.1, kept: 0.9, dispersion: 2.0 };
    let (_, busy) = dynamics.run(&[4.0; 30], 1.0);
    // It settles where a tenth of the way back to 1 equals a tenth of the way on to 4.
    assert!((busy - 2.5).abs() < 0.02, "{busy}");
    let (_, quiet) = dynamics.run(&[0.0; 30], 1.0);
    assert!((quiet - 0.5).abs() < 0.02, "{quiet}");
    let later = (0..60).fold(busy, |expected, _| dynamics.next(expected, expected));
    assert!((later - 1.0).abs() < 0.01, "{later}");
}

#[test]
fn steady_demand_is_forecast_as_its_mean_in_its_own_unit() {
    let history: Vec<f64> = (0..120).map(|day| if day % 4 == 0 { 12.0 } else { 0.0 }).collect();
    let (cadence, mut work) = (Cadence::daily(), Workspace::default());
    let found = NegativeBinomial.fit(&history, &cadence, &mut work);
    let mut ahead = [0.0; 60];
    NegativeBinomial.forecast(&found, &history, &cadence, &mut work, &mut ahead);
    assert!(ahead.iter().all(|value| (value - 3.0).abs() < 0.3), "{ahead:?}");
}
