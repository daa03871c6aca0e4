//! Ranges as RFC 9110, 14.1.2 gives them, of an answer of 100 bytes.

use super::Part;

#[allow(clippy::needless_pass_by_value)]
fn check(range: &str, expected: Part) {
    assert_eq!(Part::of(range, 100), expected, "{range}");
}

#[test]
fn one_range_is_a_part() {
    check("bytes=0-9", Part::Bytes(0..10));
    check("bytes=90-", Part::Bytes(90..100));
    check("bytes=99-99", Part::Bytes(99..100));
}

#[test]
fn the_last_bytes_are_counted_from_the_end() {
    check("bytes=-8", Part::Bytes(92..100));
    check("bytes=-500", Part::Bytes(0..100));
    check("bytes=-0", Part::None);
}

#[test]
fn what_goes_beyond_the_end_is_cut_and_what_begins_there_is_none() {
    check("bytes=50-5000", Part::Bytes(50..100));
    check("bytes=0-99999999999999999999999999", Part::Bytes(0..100));
    check("bytes=100-", Part::None);
    check("bytes=100-200", Part::None);
    assert_eq!(Part::of("bytes=0-", 0), Part::None);
}

#[test]
fn what_is_no_single_range_of_bytes_is_the_whole() {
    for range in ["bytes=0-1,5-6", "lines=1-2", "bytes=9-2", "bytes=a-b", "bytes=", "", "bytes=-"] {
        check(range, Part::Whole);
    }
}
