//! Public holidays beside those of the Python package `holidays`, version 0.109.

use std::collections::BTreeSet;

use chrono::{Datelike, NaiveDate, Weekday};

use super::Country;

/// `country,year,days` with days as month and day: what the package gives as category public,
/// England for GB.
const OTHER: &str = include_str!("python_holidays_0_109.csv");

fn country(code: &str) -> Country {
    code.parse().expect(code)
}

fn date(year: i32, month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(year, month, day).expect("a date")
}

fn theirs() -> Vec<(Country, i32, BTreeSet<NaiveDate>)> {
    let row = |line: &str| {
        let mut cells = line.split(',');
        let code = country(cells.next().expect("a country"));
        let year: i32 = cells.next().expect("a year").parse().expect("a number");
        let day = |day: &str| NaiveDate::parse_from_str(&format!("{year}{day}"), "%Y%m%d");
        let days = cells.next().expect("days").split(' ').map(|text| day(text).expect(text));
        (code, year, days.collect())
    };
    OTHER.lines().skip(1).map(row).collect()
}

/// Days on which the two differ on purpose.
fn is_explained(country: Country, day: NaiveDate) -> bool {
    match country.code() {
        // A holiday on a Sunday is left out by the package, and kept here.
        "ES" | "ES-GA" => day.weekday() == Weekday::Sun,
        // Those that follow the moon are shop events here.
        "IN" => !country.is_holiday(day),
        _ => false,
    }
}

#[test]
fn every_country_agrees_with_the_python_package() {
    let mut compared = 0;
    let mut differences = Vec::new();
    for (country, year, theirs) in theirs() {
        let ours: BTreeSet<NaiveDate> =
            country.holidays(year).iter().map(|holiday| holiday.date).collect();
        compared += ours.len();
        let differ = ours.symmetric_difference(&theirs);
        differences.extend(differ.filter(|day| !is_explained(country, **day)).map(|day| {
            let side = if ours.contains(day) { "only ours" } else { "only theirs" };
            format!("{country} {day} {} {side}", day.weekday())
        }));
    }
    assert!(compared > 6_000, "only {compared} holidays were compared");
    assert!(differences.is_empty(), "{} differences: {differences:#?}", differences.len());
}

#[test]
fn a_country_is_known_by_its_code_in_any_case() {
    assert_eq!(country("es-ga").to_string(), "ES-GA");
    let unknown = "XX".parse::<Country>().expect_err("no such country").to_string();
    assert!(unknown.contains("\"XX\" is not known"), "{unknown}");
    assert!(unknown.contains("ES, ES-GA, PT"), "{unknown}");
}

#[test]
fn a_new_years_day_on_a_saturday_is_observed_in_the_year_before() {
    let holidays = country("US").holidays(2021);
    let last = holidays.last().expect("holidays");
    assert_eq!((last.date, last.name, last.observed), (date(2021, 12, 31), "New Year's Day", true));
}

#[test]
fn names_are_english_and_local() {
    let galicia = country("ES-GA").holidays(2026);
    let letters = galicia.iter().find(|holiday| holiday.date == date(2026, 5, 17));
    let letters = letters.expect("17 May");
    assert_eq!(letters.name, "Galician Literature Day");
    assert_eq!(letters.local_name, "Día das Letras Galegas");
    assert!(country("ES-GA").is_holiday(date(2026, 10, 12)), "Spain's days are Galicia's");
    assert!(!country("ES").is_holiday(date(2026, 7, 25)), "Galicia's are not Spain's");
}

#[test]
fn years_beyond_the_calendar_have_no_holidays() {
    assert!(country("FR").holidays(i32::MAX).is_empty());
    assert!(country("JP").holidays(i32::MIN).is_empty());
}
