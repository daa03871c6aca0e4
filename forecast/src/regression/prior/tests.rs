//! What a panel knows is lent to those that know little.

use super::drawn;
use crate::regression::evidence::Evidence;

/// One coefficient, estimated as `mean` with such an information.
fn evidence(mean: f64, information: f64) -> Evidence {
    Evidence { information: vec![vec![information]], score: vec![mean * information] }
}

#[test]
fn a_series_that_says_nothing_has_the_effect_of_the_panel() {
    let mut panel: Vec<Evidence> =
        (0..20).map(|place| evidence(-1.5 + 0.1 * f64::from(place % 3), 400.0)).collect();
    panel.push(evidence(0.0, 0.0));
    let found = drawn(&panel);
    assert!((found[20][0] + 1.4).abs() < 0.05, "{:?}", found[20]);
}

#[test]
fn a_series_with_much_to_say_keeps_its_own_where_series_differ() {
    let differing: Vec<Evidence> =
        (0..20).map(|place| evidence(f64::from(place % 5) * 0.3, 1_000.0)).collect();
    assert!((drawn(&differing)[4][0] - 1.2).abs() < 0.05);
    // The same estimates, but vague: chance alone makes series differ like that.
    let vague: Vec<Evidence> =
        (0..20).map(|place| evidence(f64::from(place % 5) * 0.3, 5.0)).collect();
    assert!((drawn(&vague)[4][0] - 0.6).abs() < 0.1);
}

#[test]
fn a_few_series_are_not_drawn_to_one_another() {
    let found = drawn(&[evidence(2.0, 500.0), evidence(-2.0, 500.0)]);
    assert!((found[0][0] - 2.0).abs() < 0.05 && (found[1][0] + 2.0).abs() < 0.05);
}
