//! Ends are told so that no row lies outside them.

use super::*;

#[test]
fn an_instant_is_rounded_away_from_the_rows() {
    let text = |micros, is_greatest| instant(micros, is_greatest).unwrap();
    assert_eq!(text(1_772_359_200_000_001, false), "2026-03-01T10:00:00.000Z");
    assert_eq!(text(1_772_359_200_000_001, true), "2026-03-01T10:00:00.001Z");
    assert_eq!(text(1_772_359_200_000_000, true), "2026-03-01T10:00:00.000Z");
    assert_eq!(text(-1, false), "1969-12-31T23:59:59.999Z");
    assert_eq!(text(-1, true), "1970-01-01T00:00:00.000Z");
}

#[test]
fn days_and_numbers_are_told_as_delta_writes_them() {
    assert_eq!(told("lsn", 7, false, true), json!(7));
    assert_eq!(told("event_date", 20_513, true, false), json!("2026-03-01"));
}
