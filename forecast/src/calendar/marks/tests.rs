//! Which holiday a period belongs to, for hours, days, weeks and months.

use chrono::{Days, Months, NaiveDate, NaiveDateTime, NaiveTime, TimeDelta};

use super::Marks;
use crate::calendar::{Calendar, Country, EventKind, Periods, ShopEvent};

fn date(year: i32, month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(year, month, day).expect("a date")
}

fn holidays_of(code: &str) -> Calendar {
    let country: Country = code.parse().expect(code);
    Calendar { country: Some(country), ..Calendar::default() }
}

/// The name and offset of the mark of one period.
fn named(marks: &Marks, period: usize) -> Option<(&str, i8)> {
    let mark = marks.get(period)?;
    Some((marks.names()[usize::from(mark.group)].as_str(), mark.offset))
}

#[test]
fn days_around_a_holiday_belong_to_the_nearest_one() {
    let periods = Periods::days(date(2026, 3, 30), 14).expect("two weeks");
    let marks = Marks::of(&holidays_of("GB"), &periods);
    // Good Friday is 3 April, Easter Monday 6 April.
    assert_eq!(named(&marks, 1), Some(("Good Friday", -3)));
    assert_eq!(named(&marks, 4), Some(("Good Friday", 0)));
    assert_eq!(named(&marks, 5), Some(("Good Friday", 1)));
    assert_eq!(named(&marks, 6), Some(("Easter Monday", -1)));
    assert_eq!(named(&marks, 10), Some(("Easter Monday", 3)));
    assert_eq!(named(&marks, 11), None);
}

#[test]
fn hours_take_the_mark_of_their_day() {
    let first = date(2026, 12, 24).and_time(NaiveTime::MIN);
    let starts: Vec<NaiveDateTime> = (0..48).map(|hour| first + TimeDelta::hours(hour)).collect();
    let periods = Periods::new(&starts, first + TimeDelta::hours(48)).expect("two days");
    let marks = Marks::of(&holidays_of("FR"), &periods);
    assert_eq!(named(&marks, 23), Some(("Christmas Day", -1)));
    assert_eq!(named(&marks, 24), Some(("Christmas Day", 0)));
}

#[test]
fn a_week_is_marked_by_what_falls_into_it_and_announced_by_the_week_before() {
    let first = date(2026, 11, 2).and_time(NaiveTime::MIN);
    let starts: Vec<NaiveDateTime> = (0..6).map(|week| first + TimeDelta::weeks(week)).collect();
    let periods = Periods::new(&starts, first + TimeDelta::weeks(6)).expect("six weeks");
    let marks = Marks::of(&holidays_of("US"), &periods);
    assert_eq!(named(&marks, 1), Some(("Veterans Day", 0)));
    assert_eq!(named(&marks, 2), Some(("Thanksgiving", -1)));
    assert_eq!(named(&marks, 3), Some(("Thanksgiving", 0)));
    assert_eq!(named(&marks, 4), None);
}

#[test]
fn a_month_is_marked_only_by_holidays_that_move() {
    let first = date(2024, 1, 1);
    let starts: Vec<NaiveDateTime> =
        (0..24).map(|month| (first + Months::new(month)).and_time(NaiveTime::MIN)).collect();
    let periods = Periods::new(&starts, date(2026, 1, 1).and_time(NaiveTime::MIN)).expect("months");
    let marks = Marks::of(&holidays_of("ES"), &periods);
    // Good Friday was on 29 March 2024 and 18 April 2025.
    let marked: Vec<usize> = (0..24).filter(|month| marks.get(*month).is_some()).collect();
    assert_eq!(marked, [2, 15]);
}

#[test]
fn the_days_of_a_sale_have_a_mark_each() {
    let sale = |year| {
        let from = date(year, 6, 10);
        ShopEvent::new("Summer", EventKind::Sale, from, from + Days::new(2)).expect("three days")
    };
    let calendar = Calendar { events: vec![sale(2025), sale(2026)], ..Calendar::default() };
    let periods = Periods::days(date(2026, 6, 9), 6).expect("days");
    let marks = Marks::of(&calendar, &periods);
    let names: Vec<Option<(&str, i8)>> = (0..6).map(|day| named(&marks, day)).collect();
    let of_sale = |day| Some(("Summer", day));
    assert_eq!(names, [None, of_sale(0), of_sale(1), of_sale(2), None, None]);
}
