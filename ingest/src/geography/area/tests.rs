//! An area is found by every code it holds, and by no other.

use super::*;

/// Fails unless the areas ascend, hold codes of capital letters and digits only, and are each
/// found by both of their ends.
pub(in crate::geography) fn assert_searchable(areas: &[Area]) {
    for pair in areas.windows(2) {
        assert!(pair[0].first < pair[1].first, "{pair:?}");
        let same_length = pair[0].last.len() == pair[1].first.len();
        assert!(!same_length || pair[0].last < pair[1].first, "{pair:?}");
    }
    for area in areas {
        assert!(area.first <= area.last && area.first.len() == area.last.len(), "{area:?}");
        for code in [area.first, area.last] {
            assert!(code.bytes().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit()), "{code}");
            assert_eq!(centre(areas, code), Some(area.centre), "{code}");
        }
    }
}

const AREAS: [Area; 3] = [one("1", 10, 10), span("11", "14", 20, 20), one("3", 30, 30)];

#[test]
fn a_code_between_two_areas_is_in_neither() {
    assert_eq!(centre(&AREAS, "0"), None);
    assert_eq!(centre(&AREAS, "15"), None);
    assert_eq!(centre(&AREAS, "2"), None);
    assert_eq!(centre(&AREAS, "4"), None);
    assert_eq!(centre(&AREAS, ""), None);
}

#[test]
fn a_run_holds_the_codes_inside_it() {
    assert_eq!(centre(&AREAS, "12"), Some(Coordinates::from_tenths(20, 20)));
}

#[test]
fn the_longest_known_prefix_wins() {
    let found = |code| centre_of_longest_prefix(&AREAS, code);
    assert_eq!(found("1399"), Some(Coordinates::from_tenths(20, 20)));
    assert_eq!(found("1599"), Some(Coordinates::from_tenths(10, 10)));
    assert_eq!(found("2599"), None);
}
