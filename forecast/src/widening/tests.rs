//! Factors that would have covered what was asked for.

use super::{Widening, student};

/// A panel whose scores are spread evenly from 0 to `most`.
fn panel(series: usize, most: f32) -> Vec<Vec<Vec<f32>>> {
    (0..series).map(|one| vec![vec![most * (one as f32 + 0.5) / series as f32]; 1]).collect()
}

#[test]
fn intervals_that_were_too_narrow_are_widened_and_too_wide_ones_narrowed() {
    let narrow = Widening::new(&[0.9], &panel(2_000, 2.0), (1e6, f64::INFINITY)).factor(0.9);
    assert!((narrow - 1.8).abs() < 0.03, "{narrow}");
    let wide = Widening::new(&[0.9], &panel(2_000, 0.8), (1.0, f64::INFINITY)).factor(0.9);
    assert!((wide - 0.72).abs() < 0.02, "{wide}");
}

#[test]
fn one_series_alone_hardly_moves_its_intervals() {
    let factor = Widening::new(&[0.9], &panel(1, 6.0), (1e6, f64::INFINITY)).factor(0.9);
    assert!(factor > 1.0 && factor < 1.06, "{factor}");
    assert_eq!(Widening::new(&[0.9], &[], (3.0, f64::INFINITY)), Widening::none(&[0.9]));
}

#[test]
fn other_probabilities_lie_between_the_levels_asked_for() {
    let scores: Vec<_> = (0..4_000)
        .map(|one| {
            let place = (one as f32 + 0.5) / 4_000.0;
            vec![vec![place / 0.5], vec![place / 0.9 * 2.0]]
        })
        .collect();
    let widening = Widening::new(&[0.5, 0.9], &scores, (1e6, f64::INFINITY));
    let found = [0.1, 0.5, 0.7, 0.9, 0.99].map(|trust| widening.factor(trust));
    assert!(found.is_sorted() && (found[2] - f64::midpoint(found[1], found[3])).abs() < 1e-9);
    assert_eq!((found[0].to_bits(), found[4].to_bits()), (found[1].to_bits(), found[3].to_bits()));
}

#[test]
fn what_few_folds_lacked_is_not_all_held_against_more() {
    let of = |folds| Widening::new(&[0.9], &panel(2_000, 2.0), (folds, f64::INFINITY)).factor(0.9);
    assert!((of(2.0) - 1.8_f64.sqrt()).abs() < 0.02, "{}", of(2.0));
    assert!((of(0.0) - 1.0).abs() < 1e-9);
}

#[test]
fn few_folds_widen_as_students_table_says() {
    for (folds, quantile) in [(3.0, 3.182), (6.0, 2.447), (30.0, 2.042), (1e9, 1.960)] {
        let found = 1.959_964 * student(folds, 0.95);
        assert!((found / quantile - 1.0).abs() < 0.02, "{folds}: {found} beside {quantile}");
    }
    let alone = Widening::new(&[0.95], &[], (4.0, 5.0)).factor(0.95);
    assert!((alone - student(5.0, 0.95)).abs() < 1e-9, "nothing else is known");
}
