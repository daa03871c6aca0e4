//! What is kept is what would be computed again.

use super::{Decompositions, MOST};
use crate::models::box_cox::Scale;
use crate::series::Cadence;

fn cadence() -> Cadence {
    Cadence { seasons: vec![7.0, 365.25], ..Cadence::daily() }
}

fn values(length: usize) -> Vec<f64> {
    let value = |day: usize| 20.0 + (day % 7) as f64 * 3.0 + (day * 7_919 % 11) as f64;
    (0..length).map(value).collect()
}

/// The first steps on top of a level, as text in which every bit shows.
fn steps(kept: &mut Decompositions, values: &[f64], scale: Scale) -> String {
    let parted = kept.of(values, scale, &cadence());
    let steps: Vec<f64> = (0..800).map(|step| parted.whole(step, 5.0)).collect();
    format!("{:?} {:?} {steps:?}", parted.adjusted, parted.deviance)
}

#[test]
fn a_kept_decomposition_is_that_of_its_values_and_scale() {
    let values = values(800);
    let mut kept = Decompositions::default();
    let histories: Vec<&[f64]> = (700..730).map(|length| &values[..length]).collect();
    // More than are kept, twice over: some are found, others had to make room.
    for history in histories.iter().chain(&histories) {
        for scale in Scale::ALL {
            let found = steps(&mut kept, history, scale);
            assert_eq!(found, steps(&mut Decompositions::default(), history, scale));
        }
    }
    assert_eq!(kept.kept.len(), MOST);
}

#[test]
fn a_value_that_changes_is_taken_apart_anew() {
    let mut values = values(400);
    let mut kept = Decompositions::default();
    let before = steps(&mut kept, &values, Scale::Plain);
    values[3] += 1e-9;
    assert_ne!(before, steps(&mut kept, &values, Scale::Plain));
}
