//! Effects that are there are found, and those that are not are not.

use super::Evidence;
use crate::noise::Noise;
use crate::regression::form::Form;
use crate::regression::level::Level;
use crate::series::Cadence;

const DAYS: usize = 1_000;

/// Two columns of spells, of which only the first moves anything.
fn columns(noise: &mut Noise) -> Vec<Vec<f64>> {
    let mut column = || {
        let mut now = 0.0;
        (0..DAYS)
            .map(|_| {
                if noise.uniform() < 0.15 {
                    now = 0.5 * noise.normal();
                }
                now
            })
            .collect()
    };
    vec![column(), column()]
}

fn gathered(values: &[f64], columns: &[Vec<f64>]) -> (Vec<f64>, Evidence) {
    let form = Form::of(values.iter());
    let level = Level::new(&Cadence::daily(), values.len());
    let evidence = Evidence::gather(values, columns, (form, &level));
    (evidence.likeliest(&[0.0; 2], &[10.0; 2]), evidence)
}

#[test]
fn an_elasticity_is_found_in_counts_of_a_wandering_level() {
    let mut noise = Noise(5);
    let columns = columns(&mut noise);
    let count = |day: usize| {
        let level = 2.0 + (day as f64 / 120.0).sin();
        noise.poisson(level * (-1.8 * columns[0][day]).exp())
    };
    let values: Vec<f64> = (0..DAYS).map(count).collect();
    let (found, evidence) = gathered(&values, &columns);
    let error = evidence.information[0][0].sqrt().recip();
    assert!(error > 0.02 && error < 0.15, "{error}");
    assert!((found[0] + 1.8).abs() < 3.0 * error, "{found:?}");
    assert!(found[1].abs() < 0.2, "{found:?}");
}

#[test]
fn effects_on_values_of_any_sign_are_in_units_of_the_usual_change() {
    let mut noise = Noise(6);
    let columns = columns(&mut noise);
    let values: Vec<f64> = (0..DAYS).map(|day| 5.0 * columns[0][day] + noise.normal()).collect();
    let unit = Form::Additive.unit(&values);
    let (found, _) = gathered(&values, &columns);
    assert!((found[0] * unit - 5.0).abs() < 0.3 && (found[1] * unit).abs() < 0.3, "{found:?}");
}

#[test]
fn what_was_not_observed_says_nothing() {
    let mut noise = Noise(7);
    let columns = columns(&mut noise);
    let mut values: Vec<f64> =
        (0..DAYS).map(|day| noise.poisson(9.0 * columns[0][day].exp())).collect();
    values[600..].fill(f64::NAN);
    let (found, evidence) = gathered(&values, &columns);
    assert!((found[0] - 1.0).abs() < 0.2, "{found:?}");
    let (_, full) = gathered(&values[..600], &columns);
    let same = evidence.information[0][0] / full.information[0][0];
    assert!((same - 1.0).abs() < 0.05, "{same}");
    values.fill(f64::NAN);
    assert!(gathered(&values, &columns).0.iter().all(|one| one.abs() < 1e-12));
}
