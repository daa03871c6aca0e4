//! Tables in: what is added, filled and refused.

use chrono::NaiveDate;
use polars::prelude::{DataFrame, IntoColumn, NamedFrom, Series as Values};

use super::read;
use crate::ForecastError;

fn day(day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 3, day).expect("a day of March")
}

fn frame(rows: &[(&str, u32, f64)]) -> DataFrame {
    let names: Vec<&str> = rows.iter().map(|row| row.0).collect();
    let dates: Vec<NaiveDate> = rows.iter().map(|row| day(row.1)).collect();
    let values: Vec<f64> = rows.iter().map(|row| row.2).collect();
    DataFrame::new_infer_height(vec![
        Values::new("series".into(), names).into_column(),
        Values::new("date".into(), dates).into_column(),
        Values::new("value".into(), values).into_column(),
    ])
    .expect("three columns of one length")
}

fn message(frame: &DataFrame) -> String {
    read(frame, day(6)).expect_err("must be refused").to_string()
}

#[test]
fn rows_of_a_day_are_added_and_days_without_are_zero_up_to_the_origin() {
    let rows = [("b", 5, 1.0), ("a", 4, 2.0), ("a", 2, 1.5), ("a", 4, 0.25)];
    let found = read(&frame(&rows), day(6)).expect("plain rows");
    let found: Vec<_> =
        found.iter().map(|one| (one.name.as_str(), one.values.as_slice())).collect();
    assert_eq!(found, [("a", &[1.5, 0.0, 2.25, 0.0, 0.0][..]), ("b", &[1.0, 0.0][..])]);
}

#[test]
fn no_rows_are_no_series() {
    assert_eq!(read(&frame(&[]), day(6)).expect("nothing to refuse"), []);
}

#[test]
fn a_row_after_the_origin_is_named() {
    let found = message(&frame(&[("mug", 5, 1.0), ("mug", 7, 1.0)]));
    assert!(
        found.contains("\"mug\" has a row on 2026-03-07, after the origin 2026-03-06"),
        "{found}"
    );
}

#[test]
fn a_value_that_is_no_number_is_named_even_if_only_the_sum_is_not() {
    let found = message(&frame(&[("mug", 5, f64::NAN)]));
    assert!(found.contains("\"mug\" on 2026-03-05"), "{found}");
    assert!(message(&frame(&[("mug", 5, f64::MAX), ("mug", 5, f64::MAX)])).contains("2026-03-05"));
}

#[test]
fn a_column_that_is_absent_or_of_another_type_is_named() {
    let whole = frame(&[("mug", 5, 1.0)]);
    let absent = whole.drop("date").expect("there is a date");
    assert!(message(&absent).contains("\"date\" of the history must be a Date, but is absent"));
    let mut other = whole;
    other.replace("value", Values::new("value".into(), [1_i32]).into_column()).expect("one row");
    assert!(
        message(&other).contains("\"value\" of the history must be a 64-bit float, but is i32")
    );
}

#[test]
fn an_empty_cell_is_counted() {
    let mut holes = frame(&[("mug", 5, 1.0), ("cup", 5, 1.0)]);
    let values = Values::new("value".into(), [Some(1.0), None]);
    holes.replace("value", values.into_column()).expect("two rows");
    let error = read(&holes, day(6)).expect_err("a null is no number");
    assert!(matches!(error, ForecastError::Empty { column: "value", count: 1 }));
}

#[test]
fn a_mistyped_year_does_not_fill_memory() {
    let mut old = frame(&[("mug", 5, 1.0)]);
    let year = NaiveDate::from_ymd_opt(2, 1, 1).expect("the year 2");
    old.replace("date", Values::new("date".into(), [year]).into_column()).expect("one row");
    assert_eq!(read(&old, day(6)).expect("a date is a date")[0].values.len(), 3_653);
}
