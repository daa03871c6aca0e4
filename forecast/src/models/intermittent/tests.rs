//! Croston and TSB against sums worked out apart from this code.

use super::{croston, is_intermittent, tsb};

const DEMAND: [f64; 12] = [0.0, 0.0, 3.0, 0.0, 5.0, 0.0, 0.0, 0.0, 2.0, 0.0, 4.0, 0.0];

#[test]
fn croston_with_the_approximation_is_size_over_interval_less_half_the_weight() {
    assert!((croston(&DEMAND, 0.2).1.expected() - 1.112_542_372_881_356_2).abs() < 1e-12);
}

#[test]
fn tsb_is_size_times_chance() {
    assert!((tsb(&DEMAND, 0.2, 0.1).1.expected() - 1.202_927_103_978_682).abs() < 1e-12);
}

#[test]
fn only_tsb_forgets_a_sku_that_is_no_longer_bought() {
    let mut ended = DEMAND.to_vec();
    ended.extend([0.0; 200]);
    assert!(tsb(&ended, 0.2, 0.1).1.expected() < 1e-6);
    assert!(croston(&ended, 0.2).1.expected() > 0.1);
}

#[test]
fn daily_sellers_and_returns_are_not_intermittent() {
    assert!(is_intermittent(&DEMAND));
    assert!(!is_intermittent(&[1.0, 2.0, 3.0, 1.0]));
    assert!(!is_intermittent(&[0.0, 0.0, -1.0, 3.0]));
    assert!(!is_intermittent(&[0.0; 20]));
}
