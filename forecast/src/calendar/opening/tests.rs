//! Closed days on simulated shops, and on a real one that never sells on Saturdays.

use std::collections::BTreeMap;
use std::io::Read;
use std::path::Path;

use chrono::{Datelike, NaiveDate, NaiveDateTime, NaiveTime, TimeDelta, Weekday};

use super::OpeningDays;
use crate::calendar::{Calendar, Country, Marks, Periods};

fn date(year: i32, month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(year, month, day).expect("a date")
}

fn holidays_of(code: &str) -> Calendar {
    let country: Country = code.parse().expect(code);
    Calendar { country: Some(country), ..Calendar::default() }
}

#[test]
fn a_shop_closed_on_sundays_and_at_new_year_is_found_out() {
    let periods = Periods::days(date(2024, 6, 1), 365 + 250).expect("days");
    let marks = Marks::of(&holidays_of("DE"), &periods);
    let day = |place: usize| periods.start(place).date();
    let is_shut = |day: NaiveDate| day.weekday() == Weekday::Sun || day.ordinal() == 1;
    let value = |place: usize| if is_shut(day(place)) { 0.0 } else { 5.0 + (place % 4) as f64 };
    let known: Vec<f64> = (0..365).map(value).collect();
    let opening = OpeningDays::learn(&known, &periods, &marks).expect("as many marks");
    let closed = opening.closed(&periods, &marks);
    for (place, closed) in closed.iter().enumerate() {
        assert_eq!(*closed, is_shut(day(place)), "{}", day(place));
    }
    assert!(opening.is_closed_on(date(2026, 11, 22)));
    assert_eq!(opening.closed_holidays().collect::<Vec<_>>(), [("New Year's Day", 0)]);
}

#[test]
fn hours_at_night_are_closed_and_quiet_ones_are_not() {
    let first = date(2026, 1, 5).and_time(NaiveTime::MIN);
    let hours = 24 * 7 * 16;
    let starts: Vec<NaiveDateTime> =
        (0..hours).map(|hour| first + TimeDelta::hours(hour)).collect();
    let periods = Periods::new(&starts, first + TimeDelta::hours(hours)).expect("hours");
    let marks = Marks::of(&Calendar::default(), &periods);
    // Open from 8 to 20; at 19 o'clock something is sold in one week of four.
    let value = |hour: usize| match hour % 24 {
        8..=18 => 3.0,
        19 if (hour / 168).is_multiple_of(4) => 1.0,
        _ => 0.0,
    };
    let values: Vec<f64> = (0..hours as usize).map(value).collect();
    let opening = OpeningDays::learn(&values, &periods, &marks).expect("as many marks");
    let closed = opening.closed(&periods, &marks);
    for (hour, closed) in closed[..24].iter().enumerate() {
        assert_eq!(*closed, !(8..=19).contains(&hour), "{hour} o'clock");
    }
}

#[test]
fn a_slow_product_has_empty_days_but_no_closed_ones() {
    let periods = Periods::days(date(2025, 1, 1), 200).expect("days");
    let marks = Marks::of(&holidays_of("ES"), &periods);
    let values: Vec<f64> = (0..200).map(|day| f64::from(u8::from(day % 9 == 0))).collect();
    let opening = OpeningDays::learn(&values, &periods, &marks).expect("as many marks");
    assert!(opening.closed(&periods, &marks).iter().all(|closed| !closed));
}

/// Quantity sold a day by the shop in the data set, or nothing where it is absent.
fn online_retail() -> Option<BTreeMap<NaiveDate, f64>> {
    let here = std::env::var_os("CARGO_MANIFEST_DIR")?;
    let file = "../../shared/datasets/online_retail_2010-12_2011-08.csv.gz";
    let packed = std::fs::read(Path::new(&here).join(file)).ok()?;
    let mut text = String::new();
    flate2::read::GzDecoder::new(packed.as_slice()).read_to_string(&mut text).ok()?;
    let mut days = BTreeMap::new();
    for line in text.lines().skip(1) {
        // A description may hold commas, so the columns after it are counted from the end.
        let cells: Vec<&str> = line.rsplitn(6, ',').collect();
        let quantity: f64 = cells[4].parse().expect(line);
        let day = NaiveDate::parse_from_str(&cells[3][..10], "%Y-%m-%d").expect(line);
        if quantity > 0.0 {
            *days.entry(day).or_insert(0.0) += quantity;
        }
    }
    Some(days)
}

#[test]
fn a_real_shop_is_closed_on_saturdays_at_easter_and_on_boxing_day() {
    let Some(days) = online_retail() else {
        eprintln!("online retail: skipped, the data set is absent");
        return;
    };
    let first = *days.keys().next().expect("days");
    let last = *days.keys().next_back().expect("days");
    let count = (last - first).num_days() as usize + 1;
    let periods = Periods::days(first, count + 365).expect("days");
    let marks = Marks::of(&holidays_of("GB"), &periods);
    let known = (0..count).map(|place| periods.start(place).date());
    let values: Vec<f64> = known.map(|day| days.get(&day).copied().unwrap_or(0.0)).collect();
    let opening = OpeningDays::learn(&values, &periods, &marks).expect("as many marks");
    let closed = opening.closed(&periods, &marks);
    let is_closed = |day: NaiveDate| closed[(day - first).num_days() as usize];
    assert!(opening.is_closed_on(date(2011, 9, 3)), "a Saturday");
    assert!(!opening.is_closed_on(date(2011, 9, 4)), "Sundays are open");
    // It was closed from 24 December 2010 to 3 January 2011, and from Good Friday to Easter Monday.
    for day in [date(2011, 12, 26), date(2012, 4, 6), date(2012, 4, 9)] {
        assert!(is_closed(day), "{day}");
    }
    // Christmas and New Year fell on Saturdays, on which it is closed anyway: nothing is known of
    // them on another day.
    assert!(!is_closed(date(2011, 12, 25)));
    let wrong = (0..count).filter(|place| closed[*place] && values[*place] > 0.0).count();
    assert_eq!(wrong, 0, "days called closed on which something was sold");
    let ahead = closed[count..].iter().filter(|closed| **closed).count();
    assert!((52..80).contains(&ahead), "{ahead} closed days in the year ahead");
}
