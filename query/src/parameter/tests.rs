//! Values are read as what they are said to be, and bound as what the query wants.

use arrow::datatypes::{DataType, TimeUnit};
use serde_json::json;

use super::*;

#[test]
fn json_values_keep_their_digits_and_types() {
    let read = |value| Parameter::from_json(&value).unwrap();
    assert_eq!(read(json!(null)), Parameter::Null);
    assert_eq!(read(json!(3)), Parameter::Integer(3));
    assert_eq!(read(json!(9.95)), Parameter::Decimal("9.95".into()));
    assert_eq!(read(json!("a")), Parameter::Text("a".into()));
    let day = json!({ "type": "date", "value": "2026-03-01" });
    assert_eq!(read(day), Parameter::Date("2026-03-01".parse().unwrap()));
    assert!(Parameter::from_json(&json!([1])).is_err());
    assert!(Parameter::typed("date", "yesterday").is_err());
    assert!(Parameter::typed("colour", "red").is_err());
}

#[test]
fn a_text_is_read_as_what_the_place_wants() {
    let text = |text: &str| Parameter::Text(text.into());
    let day = text("2026-03-01").scalar(Some(&DataType::Date32)).unwrap();
    assert_eq!(day.to_string(), "2026-03-01");
    let instant = DataType::Timestamp(TimeUnit::Microsecond, Some("UTC".into()));
    assert!(text("2026-03-01T10:00:00+01:00").scalar(Some(&instant)).is_ok());
    let error = text("soon").scalar(Some(&DataType::Date32)).unwrap_err();
    assert!(error.contains("expected a date"), "{error}");
}

#[test]
fn a_number_is_not_rounded_to_the_scale_of_a_column() {
    let value = Parameter::Decimal("9.999".into());
    let bound = value.scalar(Some(&DataType::Decimal128(20, 2))).unwrap();
    assert_eq!(bound, ScalarValue::Decimal128(Some(9999), 38, 3));
}
