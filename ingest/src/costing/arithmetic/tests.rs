//! Shares are exact on both ways that they are computed.

use proptest::prelude::*;

use super::*;

#[test]
fn halves_are_rounded_away_from_zero() {
    assert_eq!([5, -5, 4, -4, 15].map(|dividend| quotient(dividend, 10)), [1, -1, 0, 0, 2]);
    assert_eq!([1, 2, -1, -2].map(|dividend| quotient(dividend, 3)), [0, 1, 0, -1]);
}

proptest! {
    #[test]
    fn a_share_is_the_rounded_fraction_however_large_the_worth(
        worth in -(1_i128 << 70)..(1_i128 << 70),
        (part, whole) in (1_i128..10_000_000, 1_i128..10_000_000),
    ) {
        let doubled = 2 * worth * part;
        let expected = (doubled.abs() + whole) / (2 * whole) * worth.signum();
        prop_assert_eq!(portion(worth, part, whole), expected);
        let small = worth >> 40;
        let expected = (2 * small.abs() * part + whole) / (2 * whole) * small.signum();
        prop_assert_eq!(portion(small, part, whole), expected);
    }
}
