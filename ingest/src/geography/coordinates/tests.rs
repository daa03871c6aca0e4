//! Coordinates are kept exactly, in both their forms, or refused.

use proptest::prelude::*;

use super::*;

fn json(text: &str) -> Result<Coordinates, String> {
    serde_json::from_str(text).map_err(|error| error.to_string())
}

#[test]
fn degrees_are_read_as_they_are_written() {
    let text = r#"{"latitude":40.4168,"longitude":-3.7038}"#;
    let madrid = json(text).unwrap();
    assert_eq!(madrid, Coordinates::from_micro_degrees(40_416_800, -3_703_800).unwrap());
    assert_eq!(serde_json::to_string(&madrid).unwrap(), text);
    assert_eq!("40.4168, -3.7038".parse(), Ok(madrid));
    assert_eq!(madrid.to_string(), "40.4168, -3.7038");
}

#[test]
fn what_is_finer_than_a_micro_degree_is_rounded_to_the_nearest() {
    let fine = Coordinates::from_degrees(40.416_800_49, -3.703_800_51).unwrap();
    assert_eq!(fine, Coordinates::from_micro_degrees(40_416_800, -3_703_801).unwrap());
}

#[test]
fn the_poles_and_the_antimeridian_are_taken() {
    assert!(Coordinates::from_degrees(90.0, 180.0).is_ok());
    assert!(Coordinates::from_degrees(-90.0, -180.0).is_ok());
}

#[test]
fn what_is_not_on_the_earth_is_refused_with_its_range() {
    let latitude = json(r#"{"latitude":90.5,"longitude":0}"#).unwrap_err();
    assert!(latitude.contains("a latitude from -90 to 90 degrees, got 90.5"), "{latitude}");
    let longitude = json(r#"{"latitude":0,"longitude":-180.000001}"#).unwrap_err();
    assert!(longitude.contains("a longitude from -180 to 180 degrees"), "{longitude}");
    assert!(Coordinates::from_degrees(f64::NAN, 0.0).is_err());
    assert!(Coordinates::from_degrees(0.0, f64::INFINITY).is_err());
    assert!(Coordinates::from_micro_degrees(90_000_001, 0).is_err());
}

#[test]
fn what_is_not_two_numbers_is_refused() {
    for text in ["", "40.4168", "40.4168 -3.7038", "north, west", "1, 2, 3"] {
        assert_eq!(text.parse::<Coordinates>(), Err(CoordinatesError::Form(text.into())));
    }
    assert!(json(r#"{"latitude":40.4168}"#).is_err());
    assert!(json(r#"{"latitude":1,"longitude":2,"altitude":3}"#).is_err());
}

#[test]
fn the_compact_form_is_refused_where_it_is_out_of_range() {
    let bytes = postcard::to_stdvec(&(90_000_001_i32, 0_i32)).unwrap();
    assert!(postcard::from_bytes::<Coordinates>(&bytes).is_err());
}

proptest! {
    #[test]
    fn every_point_survives_each_of_its_forms(
        latitude in -90_000_000..=90_000_000,
        longitude in -180_000_000..=180_000_000,
    ) {
        let point = Coordinates { latitude, longitude };
        prop_assert_eq!(Coordinates::from_micro_degrees(latitude, longitude), Ok(point));
        prop_assert_eq!(point.to_string().parse(), Ok(point));
        let text = serde_json::to_string(&point).unwrap();
        prop_assert_eq!(serde_json::from_str::<Coordinates>(&text).unwrap(), point);
        let bytes = postcard::to_stdvec(&point).unwrap();
        prop_assert_eq!(postcard::from_bytes::<Coordinates>(&bytes).unwrap(), point);
    }
}
