//! Indices of periods whose season is known.

use super::indices;

fn near(left: f64, right: f64) -> bool {
    (left - right).abs() < 1e-9
}

#[test]
fn a_season_is_found_whatever_the_growth() {
    let pattern = [0.5, 1.0, 1.5];
    let groups: Vec<[Option<f64>; 3]> =
        (1..=10).map(|size| pattern.map(|share| Some(share * f64::from(size)))).collect();
    let found = indices(&groups).map(|index| index.expect("an index"));
    for (index, share) in found.iter().zip(pattern) {
        assert!(near(index.mean, share * 100.0), "{index:?}");
        assert!(near(index.lower, index.upper), "growth is no spread: {index:?}");
    }
}

#[test]
fn the_spread_is_the_middle_half() {
    // The first period's shares of a mean of 100 are 80, 90, 100, 110 and 120.
    let groups = [80.0, 90.0, 100.0, 110.0, 120.0].map(|share| [Some(share), Some(200.0 - share)]);
    let [first, _] = indices(&groups).map(|index| index.expect("an index"));
    assert!(near(first.mean, 100.0) && near(first.lower, 90.0) && near(first.upper, 110.0));
}

#[test]
fn what_was_never_seen_has_no_index() {
    let found = indices(&[[Some(2.0), None, Some(4.0)], [Some(0.0), None, Some(0.0)]]);
    assert!(found[1].is_none());
    assert!(near(found[0].expect("an index").mean, 2.0 / 3.0 * 100.0));
    assert_eq!(indices::<2>(&[]), [None, None]);
}
