//! Which days begin and end with nothing.

use chrono::NaiveDate;

use super::Span;

fn day(day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 3, day).unwrap()
}

fn days(evening: u32, until: Option<u32>, ends_with_none: bool) -> Vec<NaiveDate> {
    let span = Span { evening: day(evening), until: until.map(day), ends_with_none };
    span.days(day(2), day(20)).collect()
}

#[test]
fn the_day_on_which_goods_ran_out_was_sold_on() {
    assert_eq!(days(5, Some(8), false), [day(6), day(7)]);
}

#[test]
fn a_day_on_which_goods_came_and_were_gone_by_evening_counts() {
    assert_eq!(days(5, Some(7), true), [day(6), day(7)]);
}

#[test]
fn what_never_changed_again_lasts_to_the_origin() {
    assert_eq!(days(18, None, false), [day(19), day(20)]);
    assert_eq!(days(20, None, false), []);
}

#[test]
fn days_before_the_history_are_left_out() {
    let early = Span {
        evening: NaiveDate::from_ymd_opt(2026, 2, 20).unwrap(),
        until: Some(day(4)),
        ends_with_none: false,
    };
    assert_eq!(early.days(day(2), day(20)).collect::<Vec<_>>(), [day(2), day(3)]);
}
