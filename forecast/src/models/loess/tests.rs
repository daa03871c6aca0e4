//! Local regression on what it must reproduce.

use super::Loess;

fn smooth(loess: Loess, values: &[f64]) -> Vec<f64> {
    let (mut kernel, mut smoothed) = (Vec::new(), vec![f64::NAN; values.len()]);
    loess.smooth(values, &mut kernel, &mut smoothed);
    smoothed
}

#[test]
fn a_line_stays_the_line_to_its_ends() {
    let values: Vec<f64> = (0..50).map(|time| 3.0 + 0.5 * f64::from(time)).collect();
    for (width, jump) in [(7, 1), (21, 3), (101, 1)] {
        let smoothed = smooth(Loess { width, linear: true, jump }, &values);
        let close = smoothed.iter().zip(&values).all(|(found, value)| (found - value).abs() < 1e-9);
        assert!(close, "{width}: {smoothed:?}");
    }
}

#[test]
fn jumping_changes_a_smooth_curve_little() {
    let values: Vec<f64> = (0..400).map(|time| (f64::from(time) / 60.0).sin()).collect();
    let every = smooth(Loess { width: 61, linear: true, jump: 1 }, &values);
    let some = smooth(Loess { width: 61, linear: true, jump: 7 }, &values);
    let largest = every.iter().zip(&some).map(|(one, other)| (one - other).abs());
    assert!(largest.fold(0.0, f64::max) < 0.005);
}

#[test]
fn one_value_is_its_own_fit() {
    assert!((smooth(Loess { width: 7, linear: true, jump: 1 }, &[4.0])[0] - 4.0).abs() < 1e-12);
    assert!((Loess { width: 7, linear: false, jump: 1 }.at(&[4.0, 4.0], 2.0) - 4.0).abs() < 1e-12);
}
