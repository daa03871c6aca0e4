//! Postcodes are read as people write them.

use super::{super::area::tests::assert_searchable, *};

fn same(country: &str, written: &[&str]) {
    let expected = centre(country, written[0]);
    assert!(expected.is_some(), "{country} {}", written[0]);
    for postcode in written {
        assert_eq!(centre(country, postcode), expected, "{country} {postcode}");
    }
}

#[test]
fn every_table_can_be_searched() {
    assert!(POSTCODES.is_sorted_by_key(|row| row.country));
    for row in &POSTCODES {
        row.tables.iter().for_each(|areas| assert_searchable(areas));
    }
}

#[test]
fn two_tables_of_one_country_do_not_overlap() {
    let (east, west) = (united_states_east::AREAS, united_states_west::AREAS);
    assert!(east.last().unwrap().last < west[0].first);
}

#[test]
fn every_province_department_and_postcode_area_is_there() {
    for province in 1..=52 {
        assert!(centre("ES", &format!("{province:02}001")).is_some(), "ES {province}");
    }
    for department in 1..=95 {
        assert!(centre("FR", &format!("{department:02}001")).is_some(), "FR {department}");
    }
    assert_eq!(great_britain::AREAS.len(), 124, "121 in the United Kingdom, and GY, IM and JE");
}

#[test]
fn case_blanks_hyphens_and_country_marks_do_not_matter() {
    same("GB", &["SW1A 1AA", "sw1a1aa", "  Sw1a\u{a0}1aA ", "SW1A-1AA"]);
    same("ES", &["28001", " 28 001", "E-28001", "es28001"]);
    same("PL", &["00-950", "00950", "PL-00-950"]);
    same("PT", &["1000-205", "1000"]);
    same("NL", &["1012 AB", "1012ab", "NL-1012 AB"]);
    same("US", &["10001", "10001-1234", "100011234"]);
    same("IE", &["D02 X285", "d02x285"]);
}

#[test]
fn a_leading_zero_that_a_spreadsheet_lost_comes_back() {
    same("ES", &["08001", "8001"]);
    same("US", &["02134", "2134", "02134-1234", "2134-1234"]);
}

#[test]
fn an_area_is_all_the_letters_in_front_and_not_some_of_them() {
    assert_ne!(centre("GB", "M1 1AE"), centre("GB", "ME1 1AA"));
    assert_eq!(centre("GB", "BX1 1LT"), None, "a bank's own code and not Birmingham");
}

#[test]
fn an_unknown_postcode_is_in_no_area() {
    for postcode in ["", " ", "-", "99999", "ÁÉÍ", "unknown"] {
        assert_eq!(centre("ES", postcode), None, "{postcode}");
    }
    assert_eq!(centre("US", "09012"), None, "a military address abroad");
    assert_eq!(centre("JP", "100-0001"), None);
    assert_eq!(centre("GB", &"x".repeat(1_000_000)), None);
}

#[test]
fn the_longest_known_prefix_is_taken() {
    assert_ne!(centre("FR", "20137"), centre("FR", "20200"));
    assert_ne!(centre("FR", "97110"), centre("FR", "97410"));
    assert_eq!(centre("PT", "3900-001"), centre("PT", "3"));
}
