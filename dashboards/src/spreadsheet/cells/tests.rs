//! Values of every kind as cells, and what a spreadsheet program would spoil as text.

use std::sync::Arc;

use arrow::array::{
    ArrayRef, BooleanArray, Date32Array, Decimal128Array, Float64Array, Int64Array, StringArray,
    TimestampMicrosecondArray,
};
use chrono::NaiveDate;
use chrono_tz::Europe::Madrid;

use super::{Cell, Kind, cells};

fn made(column: &ArrayRef, kind: Kind) -> Vec<Cell> {
    cells(column, kind, Madrid).expect("cells")
}

#[test]
fn decimals_stay_exact_and_long_ones_become_text() {
    let exact = Decimal128Array::from(vec![Some(1_995), None, Some(-123_456_789_012_345_678)]);
    let exact = Arc::new(exact.with_precision_and_scale(20, 2).expect("a decimal"));
    let expected =
        [Cell::Number(19.95), Cell::Empty, Cell::Text("-1234567890123456.78".to_owned())];
    assert_eq!(made(&(exact as ArrayRef), Kind::Money), expected);
}

#[test]
fn integers_that_a_double_would_change_become_text() {
    let column = Arc::new(Int64Array::from(vec![42, 9_007_199_254_740_993]));
    let expected = [Cell::Number(42.0), Cell::Text("9007199254740993".to_owned())];
    assert_eq!(made(&(column as ArrayRef), Kind::Number), expected);
}

#[test]
fn doubles_stay_numbers_whatever_their_digits_but_for_what_is_none() {
    let third = 1.0 / 3.0;
    let column = Arc::new(Float64Array::from(vec![third, 0.1 + 0.2, f64::NAN, 1e300]));
    let made = made(&(column as ArrayRef), Kind::Number);
    assert_eq!(made[..2], [Cell::Number(third), Cell::Number(0.1 + 0.2)]);
    assert!(matches!(&made[2], Cell::Text(text) if text == "NaN"));
    assert_eq!(made[3], Cell::Number(1e300));
}

#[test]
fn instants_are_shown_by_the_clock_of_the_shop() {
    // 2026-07-01 22:30 UTC is the second half past midnight in Madrid.
    let column = TimestampMicrosecondArray::from(vec![1_782_945_000_000_000]).with_timezone("UTC");
    let day = NaiveDate::from_ymd_opt(2026, 7, 2).expect("a day");
    let expected = Cell::Time(day.and_hms_opt(0, 30, 0).expect("a time"));
    assert_eq!(made(&(Arc::new(column) as ArrayRef), Kind::Time), [expected]);
}

#[test]
fn days_before_1900_become_text() {
    let column = Arc::new(Date32Array::from(vec![Some(0), Some(-40_000), None]));
    let epoch = Cell::Date(NaiveDate::default());
    assert_eq!(
        made(&(column as ArrayRef), Kind::Date),
        [epoch, Cell::Text("1860-06-26".to_owned()), Cell::Empty]
    );
}

#[test]
fn texts_and_truths_stay_what_they_are() {
    let text = Arc::new(StringArray::from(vec![Some("=1+1"), None, Some("007")]));
    let expected = [Cell::Text("=1+1".to_owned()), Cell::Empty, Cell::Text("007".to_owned())];
    assert_eq!(made(&(text as ArrayRef), Kind::Text), expected);
    let truth = Arc::new(BooleanArray::from(vec![Some(true), None]));
    assert_eq!(made(&(truth as ArrayRef), Kind::YesOrNo), [Cell::YesOrNo(true), Cell::Empty]);
}
