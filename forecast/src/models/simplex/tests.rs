//! The simplex on surfaces whose lowest point is known.

use super::{Axis, minimise};

#[test]
fn the_bottom_of_a_bent_valley_is_found() {
    let axes = [Axis::free(-1.2, 0.5), Axis::free(1.0, 0.5)];
    let rosenbrock =
        |p: &super::Point| 1e4 * (100.0 * (p[1] - p[0] * p[0]).powi(2) + (1.0 - p[0]).powi(2));
    let (point, cost) = minimise(&axes, 1000, rosenbrock);
    assert!((point[0] - 1.0).abs() < 0.01 && (point[1] - 1.0).abs() < 0.01, "{point:?} {cost}");
}

#[test]
fn a_bound_is_kept_and_reached() {
    let axes = [Axis { start: 0.5, step: 0.1, low: 0.0, high: 0.8 }, Axis::free(0.0, 1.0)];
    let bowl = |p: &super::Point| 1e3 * ((p[0] - 2.0).powi(2) + (p[1] + 3.0).powi(2));
    let (point, _) = minimise(&axes, 500, bowl);
    assert!((point[0] - 0.8).abs() < 1e-3 && (point[1] + 3.0).abs() < 0.02, "{point:?}");
}

#[test]
fn where_the_cost_is_no_number_is_avoided() {
    let axes = [Axis::free(1.0, 0.3), Axis::free(1.0, 0.3)];
    let cost = |p: &super::Point| 1e3 * (p[0] - p[0].ln() + p[1] * p[1]);
    let (point, _) = minimise(&axes, 500, cost);
    assert!((point[0] - 1.0).abs() < 0.02, "{point:?}");
}

#[test]
fn the_number_of_evaluations_is_bounded() {
    let mut calls = 0;
    let axes = [Axis::free(0.0, 1.0); 6];
    minimise(&axes, 100, |point| {
        calls += 1;
        -point.iter().sum::<f64>()
    });
    // A step that shrinks the simplex is finished: at most one evaluation an axis more.
    assert!(calls <= 100 + 6, "{calls}");
}
