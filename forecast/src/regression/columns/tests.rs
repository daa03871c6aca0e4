//! What columns are made of regressors.

use super::{Kind, Reading};
use crate::pooled::Member;

const NONE: f64 = f64::NAN;

fn member<'a>(values: &'a [f64], regressors: &'a [&'a [f64]]) -> Member<'a> {
    Member { values, tested: values, end: values.len(), regressors, codes: &[] }
}

fn columns(regressor: &[f64], known: usize) -> Vec<Vec<f64>> {
    let (values, regressors) = (vec![1.0; known], [regressor]);
    let member = member(&values, &regressors);
    Reading::new(&[member], 0).columns(&member, known)
}

#[test]
fn a_price_is_the_logarithm_of_its_ratio_to_the_usual_one() {
    let found = columns(&[4.0, 4.0, 3.0, 4.0, 5.0, 8.0, NONE], 5);
    assert_eq!(found.len(), 1);
    assert!((found[0][5] - 2.0_f64.ln()).abs() < 1e-12 && found[0][0].abs() < 1e-12);
    // What nobody knows has no effect.
    assert!(found[0][6].abs() < 1e-12);
}

#[test]
fn on_and_off_are_one_apart_whatever_they_are_written_as() {
    for high in [1.0, 100.0] {
        let found = columns(&[0.0, high, 0.0, high], 3);
        assert_eq!(found, [[0.0, 1.0, 0.0, 1.0]]);
    }
}

#[test]
fn an_amount_counts_as_any_and_as_how_much() {
    let found = columns(&[0.0, 2.0, 0.0, 6.0, 4.0], 4);
    assert_eq!(found[0], [0.0, 1.0, 0.0, 1.0, 1.0]);
    assert!((found[1][4] - 2.0_f64.ln()).abs() < 1e-12 && found[1][0].abs() < 1e-12);
}

#[test]
fn a_temperature_may_act_otherwise_above_its_mean() {
    let found = columns(&[-3.0, -1.0, 1.0, 3.0, 5.0], 4);
    let spread = 5.0_f64.sqrt();
    assert!((found[0][0] + 3.0 / spread).abs() < 1e-12 && found[1][0].abs() < 1e-12);
    assert!((found[0][4] - 5.0 / spread).abs() < 1e-12);
    assert_eq!(found[0][4].to_bits(), found[1][4].to_bits());
}

#[test]
fn all_series_are_read_alike_and_nothing_after_the_cut_decides_how() {
    let (values, one, other) = ([1.0; 4], [2.0, 3.0, 4.0, -1.0], [1.0; 4]);
    let (first, second) = ([one.as_slice()], [other.as_slice()]);
    let members = [member(&values, &first), member(&values, &second)];
    assert_eq!(Reading::new(&members, 1).kinds, [Kind::Ratio]);
    assert_eq!(Reading::new(&members, 0).kinds, [Kind::Number]);
    // A price that never changed says nothing.
    assert_eq!(Reading::new(&members, 1).columns(&members[1], 3), [[0.0; 4]]);
}
