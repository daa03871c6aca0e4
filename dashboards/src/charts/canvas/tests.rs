//! Dashes along a line.

use super::dashes;

#[test]
fn a_whole_line_stays_in_one_piece() {
    assert_eq!(dashes(&[(0, 0), (10, 0), (10, 5)], f64::INFINITY), [[(0, 0), (10, 0), (10, 5)]]);
}

#[test]
fn dashes_and_gaps_follow_the_line_around_its_corners() {
    // Dashes of 6 and gaps of 4: 0 to 6, 10 to 16, 20 to 26 along a line with a corner at 12.
    let pieces = dashes(&[(0, 0), (12, 0), (12, 14)], 6.0);
    let expected: [&[(i32, i32)]; 3] =
        [&[(0, 0), (6, 0)], &[(10, 0), (12, 0), (12, 4)], &[(12, 8), (12, 14)]];
    assert_eq!(pieces, expected);
}

#[test]
fn nothing_has_no_dashes() {
    assert!(dashes(&[], 6.0).iter().all(Vec::is_empty));
}
