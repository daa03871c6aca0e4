//! Events by rule on days that are known, and events that make no sense.

use chrono::NaiveDate;

use super::{EventKind, ShopEvent, usual_events};
use crate::calendar::{CalendarError, Country};

fn date(year: i32, month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(year, month, day).expect("a date")
}

/// The last day of an event in a country and year.
fn day_of(name: &str, code: &str, year: i32) -> Option<NaiveDate> {
    let country: Country = code.parse().expect(code);
    let events = usual_events(country, year..=year).expect("a table without faults");
    events.into_iter().find(|event| event.name == name).map(|event| event.to)
}

#[test]
fn events_are_on_the_days_the_country_keeps() {
    assert_eq!(day_of("Black Friday", "ES", 2026), Some(date(2026, 11, 27)));
    assert_eq!(day_of("Cyber Monday", "US", 2026), Some(date(2026, 11, 30)));
    assert_eq!(day_of("Mother's Day", "ES", 2026), Some(date(2026, 5, 3)));
    assert_eq!(day_of("Mother's Day", "GB", 2026), Some(date(2026, 3, 15)));
    // Whit Sunday was on the last Sunday of May, so France kept it a week later.
    assert_eq!(day_of("Mother's Day", "FR", 2023), Some(date(2023, 6, 4)));
    assert_eq!(day_of("Mother's Day", "FR", 2024), Some(date(2024, 5, 26)));
    assert_eq!(day_of("Father's Day", "DE", 2026), Some(date(2026, 5, 14)));
    assert_eq!(day_of("Valentine's Day", "BR", 2026), Some(date(2026, 6, 12)));
    assert_eq!(day_of("Three Kings", "FR", 2026), None);
}

#[test]
fn every_country_has_events_in_every_year() {
    for country in Country::all().expect("a table without faults") {
        for year in 2000..2036 {
            let events = usual_events(country, year..=year).expect("a table without faults");
            let sales = events.iter().filter(|event| event.kind == EventKind::Sale).count();
            assert!(sales >= 2, "{country} {year}: {events:?}");
        }
    }
}

#[test]
fn the_sales_of_january_begin_in_spain_on_the_seventh() {
    let spain: Country = "ES".parse().expect("a country");
    let events = usual_events(spain, 2026..=2026).expect("a table without faults");
    let sales = events.iter().find(|event| event.name == "Winter Sales").expect("the sales");
    assert_eq!(sales.from, date(2026, 1, 7));
    assert!(sales.is_on(date(2026, 1, 7)) && !sales.is_on(date(2026, 1, 6)));
}

#[test]
fn an_event_that_ends_before_it_begins_is_refused() {
    let (from, to) = (date(2026, 5, 2), date(2026, 5, 1));
    let refused = ShopEvent::new("Flash", EventKind::Sale, from, to);
    assert_eq!(refused, Err(CalendarError::Event { name: "Flash".to_owned(), from, to }));
}
