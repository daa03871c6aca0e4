//! Hours add up to days, and say what an order is like.

use chrono::NaiveDate;

use super::{Hour, Hours};

fn hour(day: u32, hour: u32, things: f64, lines: f64, units: f64) -> Hour {
    let begins = NaiveDate::from_ymd_opt(2026, 3, day).unwrap().and_hms_opt(hour, 0, 0).unwrap();
    Hour { begins, things, lines, units }
}

#[test]
fn hours_add_up_to_days_up_to_the_origin() {
    let hours = Hours(vec![
        hour(2, 9, 3.0, 6.0, 9.0),
        hour(2, 10, 1.0, 2.0, 3.0),
        hour(4, 9, 2.0, 4.0, 6.0),
        hour(5, 9, 7.0, 7.0, 7.0),
    ]);
    let last = NaiveDate::from_ymd_opt(2026, 3, 4).unwrap();
    let days: Vec<f64> = hours.by_day(last).into_values().collect();
    assert_eq!(days, [4.0, 2.0], "the third had none, the fifth is not over");
}

#[test]
fn what_was_long_ago_does_not_say_what_an_order_is_like() {
    let mut old = hour(2, 9, 100.0, 900.0, 900.0);
    old.begins = NaiveDate::from_ymd_opt(2024, 3, 2).unwrap().and_hms_opt(9, 0, 0).unwrap();
    let hours = Hours(vec![old, hour(2, 9, 4.0, 8.0, 12.0)]);
    let last = NaiveDate::from_ymd_opt(2026, 3, 4).unwrap();
    assert_eq!(hours.mix(last), (2.0, 3.0));
    assert_eq!(hours.recent(last).len(), 1);
    assert_eq!(Hours::default().mix(last), (1.0, 1.0));
}
