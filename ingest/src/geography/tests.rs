//! Destinations are found, and what is near is told from what is far.

use proptest::prelude::*;

use super::*;

fn at(latitude: f64, longitude: f64) -> Coordinates {
    Coordinates::from_degrees(latitude, longitude).unwrap()
}

fn located(country: &str, postcode: &str) -> Located {
    locate(&Country::new(country).unwrap(), Some(postcode)).unwrap()
}

fn kilometres(a: Located, b: Located) -> u32 {
    distance(a.coordinates, b.coordinates).0 / 1000
}

#[test]
fn cities_lie_as_far_apart_as_the_atlas_says_within_one_per_cent() {
    let (madrid, barcelona) = (at(40.4168, -3.7038), at(41.3874, 2.1686));
    let (london, new_york) = (at(51.5074, -0.1278), at(40.7128, -74.0060));
    let (sydney, tokyo) = (at(-33.8688, 151.2093), at(35.6762, 139.6503));
    let (berlin, paris) = (at(52.5200, 13.4050), at(48.8566, 2.3522));
    for (a, b, kilometres) in [
        (madrid, barcelona, 505.0),
        (london, new_york, 5_570.0),
        (sydney, tokyo, 7_823.0),
        (berlin, paris, 878.0),
    ] {
        let measured = f64::from(distance(a, b).0) / 1000.0;
        assert!((measured / kilometres - 1.0).abs() < 0.01, "{measured} for {kilometres}");
    }
}

#[test]
fn a_degree_of_latitude_is_a_360th_of_the_way_round() {
    assert_eq!(distance(at(0.0, 0.0), at(1.0, 0.0)), Metres(111_195));
}

#[test]
fn the_antimeridian_is_no_barrier() {
    assert_eq!(distance(at(0.0, 179.5), at(0.0, -179.5)), Metres(111_195));
    assert_eq!(distance(at(10.0, 180.0), at(10.0, -180.0)), Metres(0));
}

#[test]
fn all_longitudes_meet_at_a_pole() {
    assert_eq!(distance(at(90.0, 0.0), at(90.0, 135.0)), Metres(0));
    assert_eq!(distance(at(90.0, 0.0), at(-90.0, 77.0)), Metres(20_015_114));
}

#[test]
fn madrid_is_nearer_to_vigo_than_barcelona_is() {
    let vigo = located("ES", "36201");
    assert!(kilometres(located("ES", "28001"), vigo) < kilometres(located("ES", "08001"), vigo));
}

#[test]
fn the_canary_islands_are_far_from_the_mainland() {
    for islands in ["35001", "38001"] {
        for mainland in ["28001", "11001", "36201", "08001"] {
            let far = kilometres(located("ES", islands), located("ES", mainland));
            assert!((1_000..2_700).contains(&far), "{islands} to {mainland}: {far} km");
        }
    }
}

#[test]
fn a_postcode_outranks_its_country() {
    let with = located("ES", "36201");
    assert_eq!(with.by, LocatedBy::Postcode);
    let without = locate(&Country::new("ES").unwrap(), None).unwrap();
    assert_eq!(without.by, LocatedBy::Country);
    assert!(kilometres(with, without) > 300);
}

#[test]
fn a_postcode_that_is_not_known_leaves_the_country() {
    assert_eq!(located("ES", "99999").by, LocatedBy::Country);
    assert_eq!(located("JP", "100-0001").by, LocatedBy::Country);
}

#[test]
fn the_case_of_a_country_does_not_matter() {
    assert_eq!(located("es", "36201"), located("ES", "36201"));
}

#[test]
fn a_country_that_is_no_code_is_not_located() {
    for name in ["Spain", "ZZ", "EIRE", "E", "ESP"] {
        assert_eq!(locate(&Country::new(name).unwrap(), Some("28001")), None, "{name}");
    }
}

#[test]
fn the_centre_of_an_area_is_near_the_town_it_serves() {
    for (country, postcode, latitude, longitude) in [
        ("AT", "5020", 47.80, 13.04),
        ("BE", "9000", 51.05, 3.72),
        ("CH", "8001", 47.37, 8.54),
        ("DE", "80331", 48.14, 11.58),
        ("FR", "33000", 44.84, -0.58),
        ("GB", "EH1 1YZ", 55.95, -3.19),
        ("IE", "T12 W8KP", 51.90, -8.47),
        ("IT", "20121", 45.46, 9.19),
        ("NL", "3011 AA", 51.92, 4.48),
        ("PL", "30-001", 50.06, 19.94),
        ("PT", "4000-001", 41.15, -8.61),
        ("US", "60601", 41.88, -87.63),
        ("US", "94105", 37.79, -122.39),
    ] {
        let found = located(country, postcode);
        let off = distance(found.coordinates, at(latitude, longitude)).0 / 1000;
        assert!(found.by == LocatedBy::Postcode && off < 40, "{country} {postcode}: {off} km");
    }
}

#[test]
fn what_a_destination_was_located_by_is_written_in_words() {
    let json = serde_json::to_value(located("PT", "1000-205")).unwrap();
    assert_eq!(json["by"], "postcode");
    assert_eq!(json["coordinates"]["latitude"], 38.7);
}

proptest! {
    #[test]
    fn it_is_as_far_there_as_back_and_never_further_than_half_way_round(
        a in (-90.0..=90.0, -180.0..=180.0),
        b in (-90.0..=90.0, -180.0..=180.0),
    ) {
        let (a, b) = (at(a.0, a.1), at(b.0, b.1));
        prop_assert_eq!(distance(a, b), distance(b, a));
        prop_assert!(distance(a, b) <= Metres(20_015_114));
        prop_assert_eq!(distance(a, a), Metres(0));
    }
}
