//! The search on surfaces whose lowest point is known.

use super::minimise;

#[test]
fn a_bowl_is_searched_to_its_bottom() {
    let bowl = |p: &[f64; 2]| (p[0] - 0.37).powi(2) + (p[1] + 1.2).powi(2);
    let found = minimise([(0.0, 1.0), (-2.0, 2.0)], [0.5, 0.0], bowl);
    assert!((found[0] - 0.37).abs() < 0.01 && (found[1] + 1.2).abs() < 0.04, "{found:?}");
}

#[test]
fn the_bounds_are_kept() {
    let found = minimise([(0.0, 1.0)], [0.5], |p| {
        assert!((0.0..=1.0).contains(&p[0]));
        -p[0]
    });
    assert!((found[0] - 1.0).abs() < 1e-12);
}

#[test]
fn a_cost_that_is_not_a_number_is_left_behind() {
    let found = minimise([(0.0, 1.0)], [0.1], |p| if p[0] < 0.3 { f64::NAN } else { p[0] });
    assert!((0.3..0.4).contains(&found[0]), "{found:?}");
}

#[test]
fn a_multiple_of_the_cost_gives_the_same_point() {
    let cost = |p: &[f64; 1]| (p[0] - 0.613).abs().sqrt();
    let one = minimise([(0.0, 1.0)], [0.2], cost);
    let thousand = minimise([(0.0, 1.0)], [0.2], |p| 1024.0 * cost(p));
    assert_eq!(one.map(f64::to_bits), thousand.map(f64::to_bits));
}
