//! Days are cut where the shop is.

use super::*;

fn at(text: &str) -> Instant {
    DateTime::parse_from_rfc3339(text).unwrap().into()
}

#[test]
fn a_day_begins_at_midnight_of_the_shop() {
    let london = chrono_tz::Europe::London;
    assert_eq!(at("2011-03-26T23:59:59Z").day(london).date().to_string(), "2011-03-26");
    assert_eq!(at("2011-03-27T22:59:59Z").day(london).date().to_string(), "2011-03-27");
    assert_eq!(at("2011-03-27T23:00:00Z").day(london).date().to_string(), "2011-03-28");
    assert_eq!(at("2011-10-30T23:30:00Z").day(london).date().to_string(), "2011-10-30");
}

#[test]
fn days_and_dates_are_the_same() {
    let date = NaiveDate::from_ymd_opt(2026, 2, 28).unwrap();
    assert_eq!(Day::from(date).date(), date);
    assert_eq!(Day(0).date().to_string(), "1970-01-01");
}
