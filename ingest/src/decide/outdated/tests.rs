//! Tests of the order of versions.

use super::*;

#[test]
fn numbers_are_compared_as_numbers() {
    assert_eq!(newer("10", "9"), Ordering::Greater);
    assert_eq!(newer("9", "10"), Ordering::Less);
}

#[test]
fn instants_are_compared_whatever_their_offset() {
    let (early, late) = ("2026-03-01T10:00:00+01:00", "2026-03-01T09:30:00Z");
    assert_eq!(newer(late, early), Ordering::Greater);
    assert_eq!(newer(early, "2026-03-01T09:00:00Z"), Ordering::Equal);
}

#[test]
fn other_versions_are_compared_as_text() {
    assert_eq!(newer("v2b", "v2a"), Ordering::Greater);
}
