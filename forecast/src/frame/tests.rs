//! Tables in: what is added, filled and refused.

use chrono::NaiveDate;
use polars::prelude::{DataFrame, IntoColumn, NamedFrom, Series as Values};

use super::read;
use crate::series::{Periods, Series};
use crate::{ForecastError, Frequency, Missing, Request};

fn day(day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 3, day).expect("a day of March")
}

fn frame(rows: &[(&str, u32, f64)]) -> DataFrame {
    let names: Vec<&str> = rows.iter().map(|row| row.0).collect();
    let dates: Vec<NaiveDate> = rows.iter().map(|row| day(row.1)).collect();
    let values: Vec<f64> = rows.iter().map(|row| row.2).collect();
    DataFrame::new_infer_height(vec![
        Values::new("series".into(), names).into_column(),
        Values::new("time".into(), dates).into_column(),
        Values::new("value".into(), values).into_column(),
    ])
    .expect("three columns of one length")
}

fn request() -> Request {
    Request::daily(day(6))
}

fn found(frame: &DataFrame, request: &Request) -> Vec<Series> {
    read(frame, request).expect("a table without faults").series
}

fn message(frame: &DataFrame) -> String {
    read(frame, &request()).expect_err("must be refused").to_string()
}

#[test]
fn rows_of_a_day_are_added_and_days_without_are_zero_up_to_the_origin() {
    let rows = [("b", 5, 1.0), ("a", 4, 2.0), ("a", 2, 1.5), ("a", 4, 0.25)];
    let found = found(&frame(&rows), &request());
    let found: Vec<_> =
        found.iter().map(|one| (one.name.as_str(), one.values.as_slice())).collect();
    assert_eq!(found, [("a", &[1.5, 0.0, 2.25, 0.0, 0.0][..]), ("b", &[1.0, 0.0][..])]);
}

#[test]
fn no_rows_are_no_series() {
    assert_eq!(found(&frame(&[]), &request()), []);
}

#[test]
fn a_row_after_the_origin_is_named() {
    let found = message(&frame(&[("mug", 5, 1.0), ("mug", 7, 1.0)]));
    assert!(
        found.contains("\"mug\" has a value at 2026-03-07 00:00:00, after the origin 2026-03-06"),
        "{found}"
    );
}

#[test]
fn a_value_that_is_no_number_is_named_even_if_only_the_sum_is_not() {
    let found = message(&frame(&[("mug", 5, f64::INFINITY)]));
    assert!(found.contains("\"mug\" at 2026-03-05"), "{found}");
    assert!(message(&frame(&[("mug", 5, f64::MAX), ("mug", 5, f64::MAX)])).contains("2026-03-05"));
}

#[test]
fn a_column_that_is_absent_or_of_another_type_is_named() {
    let whole = frame(&[("mug", 5, 1.0)]);
    let absent = whole.drop("time").expect("there is a time");
    let found = message(&absent);
    assert!(found.contains("\"time\" of the history must be a Date or a Datetime"), "{found}");
    assert!(found.contains("but is absent"), "{found}");
    let mut other = whole;
    other.replace("value", Values::new("value".into(), [1_i32]).into_column()).expect("one row");
    assert!(
        message(&other).contains("\"value\" of the history must be a 64-bit float, but is i32")
    );
}

#[test]
fn an_empty_name_is_counted() {
    let mut holes = frame(&[("mug", 5, 1.0), ("cup", 5, 1.0)]);
    let names = Values::new("series".into(), [Some("mug"), None]);
    holes.replace("series", names.into_column()).expect("two rows");
    let error = read(&holes, &request()).expect_err("a null is no name");
    assert!(matches!(error, ForecastError::Empty { count: 1, .. }), "{error}");
}

#[test]
fn an_empty_value_is_a_day_that_was_not_observed() {
    let mut holes = frame(&[("mug", 3, 1.0), ("mug", 4, 1.0), ("mug", 4, 7.0), ("mug", 6, 2.0)]);
    let values = Values::new("value".into(), [Some(1.0), None, Some(7.0), Some(2.0)]);
    holes.replace("value", values.into_column()).expect("four rows");
    let values = &found(&holes, &request())[0].values;
    assert!(values[1].is_nan() && values[2] == 0.0 && values.len() == 4, "{values:?}");
}

#[test]
fn without_an_origin_each_series_ends_with_its_last_value() {
    let rows = [("b", 5, 1.0), ("a", 2, 1.5), ("a", 4, 0.25)];
    let request = Request::new(Frequency::Days, 7);
    let lengths: Vec<_> =
        found(&frame(&rows), &request).iter().map(|one| one.values.len()).collect();
    assert_eq!(lengths, [3, 1]);
}

#[test]
fn a_regressor_is_kept_only_if_it_is_known_at_every_period_ahead() {
    let whole = frame(&[("mug", 4, 1.0), ("mug", 6, 2.0), ("mug", 7, 0.0), ("mug", 8, 0.0)]);
    let columns = vec![
        whole.column("series").expect("names").clone(),
        whole.column("time").expect("times").clone(),
        Values::new("value".into(), [Some(1.0), Some(2.0), None, None]).into_column(),
        Values::new("price".into(), [9.5, 8.0, 8.0, 9.5]).into_column(),
        Values::new("promotion".into(), [false, true, true, false]).into_column(),
        Values::new("weather".into(), [Some(20.0), Some(21.0), Some(19.0), None]).into_column(),
        Values::new("colour".into(), ["red"; 4]).into_column(),
    ];
    let table = DataFrame::new_infer_height(columns).expect("columns of one length");
    let request = Request { horizon: 2, ..request() };
    let mug = &found(&table, &request)[0];
    assert_eq!(mug.values, [1.0, 0.0, 2.0]);
    let kept: Vec<_> = mug.regressors.iter().map(|it| (&*it.name, it.values.as_slice())).collect();
    // A price holds until the next is told, a flag does not.
    let price = ("price", &[9.5, 9.5, 8.0, 8.0, 9.5][..]);
    assert_eq!(kept, [price, ("promotion", &[0.0, 0.0, 1.0, 1.0, 0.0][..])]);
    assert_eq!(mug.ignored.iter().map(|name| &**name).collect::<Vec<_>>(), ["weather"]);
}

#[test]
fn weekdays_that_never_have_a_row_are_closed_and_others_without_one_unknown() {
    // The first of March 2026 is a Sunday; there are rows on Mondays to Wednesdays.
    let days = [2, 3, 4, 9, 11, 16, 17, 18];
    let rows: Vec<_> = days.iter().map(|day| ("mug", *day, f64::from(*day))).collect();
    let request = Request { missing: Missing::Closed, horizon: 4, ..Request::daily(day(20)) };
    let mug = &found(&frame(&rows), &request)[0];
    assert_eq!(mug.values.len(), 9);
    assert!(mug.values[4].is_nan() && (mug.values[5] - 11.0).abs() < 1e-9, "{:?}", mug.values);
    let Periods::Listed(periods) = &mug.periods else { panic!("some days are closed") };
    let from_first: Vec<_> = periods.iter().map(|period| period - periods[0]).collect();
    assert_eq!(from_first, [0, 1, 2, 7, 8, 9, 14, 15, 16, 21, 22, 23, 28]);
    assert_eq!(mug.seasons.as_deref().map(|seasons| seasons[0]), Some(3.0));
}

#[test]
fn a_mistyped_year_does_not_fill_memory() {
    let mut old = frame(&[("mug", 5, 1.0)]);
    let year = NaiveDate::from_ymd_opt(2, 1, 1).expect("the year 2");
    old.replace("time", Values::new("time".into(), [year]).into_column()).expect("one row");
    assert_eq!(found(&old, &request())[0].values.len(), 3_653);
}
