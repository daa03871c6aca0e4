//! Every country has a centre.

use super::{
    super::{area::tests::assert_searchable, distance},
    *,
};

#[test]
fn every_country_is_there_once_and_in_order() {
    assert_searchable(COUNTRIES);
    assert_eq!(COUNTRIES.len(), 250, "the 249 of ISO 3166-1, and XK");
    assert!(COUNTRIES.iter().all(|country| country.first == country.last));
    assert!(COUNTRIES.iter().all(|country| country.first.len() == 2));
}

#[test]
fn kosovo_is_found_by_the_code_that_carriers_use() {
    assert!(centre("XK").is_some());
}

#[test]
fn a_code_that_is_not_assigned_has_no_centre() {
    for code in ["", "E", "ES1", "UK", "ZZ", "AN", "es"] {
        assert_eq!(centre(code), None, "{code}");
    }
}

#[test]
fn the_centre_of_a_country_is_no_further_from_its_capital_than_its_size_allows() {
    for (code, latitude, longitude, kilometres) in [
        ("AD", 42.51, 1.52, 15),
        ("AR", -34.60, -58.38, 700),
        ("CH", 46.95, 7.45, 80),
        ("DE", 52.52, 13.41, 280),
        ("DO", 18.49, -69.93, 100),
        ("ES", 40.42, -3.70, 60),
        ("FR", 48.86, 2.35, 280),
        ("GB", 51.51, -0.13, 380),
        ("JP", 35.68, 139.65, 300),
        ("MA", 34.02, -6.84, 280),
        ("MX", 19.43, -99.13, 650),
        ("PL", 52.23, 21.01, 130),
        ("PT", 38.72, -9.14, 160),
        ("SG", 1.35, 103.82, 15),
        ("ZA", -25.75, 28.23, 500),
    ] {
        let capital = Coordinates::from_degrees(latitude, longitude).unwrap();
        let off = distance(centre(code).unwrap(), capital).0 / 1000;
        assert!(off <= kilometres, "{code}: {off} km");
    }
}
