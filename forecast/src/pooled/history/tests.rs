//! Running sums agree with sums over the values themselves.

use super::History;

const VALUES: [f64; 8] = [2.0, 0.0, f64::NAN, 3.0, 0.0, 0.0, 5.0, 1.0];

#[test]
fn a_window_holds_what_was_known_in_it() {
    let history = History::new(&VALUES, 1);
    let window = history.window(5, 4);
    assert_eq!((window.known, window.value, window.zeros), (3.0, 3.0, 2.0));
    assert_eq!((window.mean(), window.size()), (1.0, 3.0));
    assert!((window.deviation() - 2.0_f64.sqrt()).abs() < 1e-12);
    // From 2 to 0 and from 3 to 0: a difference stands where its later end does.
    assert_eq!((window.change, window.changes), (5.0, 2.0));
}

#[test]
fn a_window_longer_than_the_past_holds_the_past() {
    let history = History::new(&VALUES, 1);
    assert_eq!(history.window(2, 100), history.between(0, 2));
    assert!(history.window(0, 3).mean().is_nan());
}

#[test]
fn the_value_before_the_first_is_unknown() {
    let history = History::new(&VALUES, 1);
    let back = [history.back(4, 1), history.back(4, 2), history.back(2, 3)];
    assert_eq!(format!("{back:?}"), "[3.0, NaN, NaN]");
}

#[test]
fn demand_ends_the_time_without() {
    let history = History::new(&VALUES, 1);
    let times: Vec<f64> = (0..=8).map(|origin| history.since_demand(origin)).collect();
    assert_eq!(times, [0.0, 0.0, 1.0, 2.0, 0.0, 1.0, 2.0, 0.0, 0.0]);
}
