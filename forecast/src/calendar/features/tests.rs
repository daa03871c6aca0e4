//! The columns on days, weeks and hours that are known.

use chrono::{NaiveDate, NaiveDateTime, NaiveTime, TimeDelta};

use super::Features;
use crate::calendar::{Calendar, Country, Marks, Periods};

fn date(year: i32, month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(year, month, day).expect("a date")
}

fn features(code: &str, periods: &Periods) -> Features {
    let country: Country = code.parse().expect(code);
    let calendar = Calendar::of(country, periods).expect("tables without faults");
    let marks = Marks::of(&calendar, periods);
    Features::of(&calendar, periods, &marks)
}

fn column<'a>(features: &'a Features, name: &str) -> &'a [f64] {
    features.column(name).expect(name)
}

#[test]
fn days_know_their_holidays_bridges_and_wages() {
    // Monday 7 December 2026 lies between Constitution Day, a Sunday, and the Immaculate
    // Conception, a Tuesday; 24 December is a Thursday before a holiday, not a bridge.
    let periods = Periods::days(date(2026, 12, 1), 31).expect("a month");
    let features = features("ES", &periods);
    assert_eq!(column(&features, "holiday")[5..8], [1.0, 0.0, 1.0]);
    assert_eq!(column(&features, "bridge")[6..=6], [1.0]);
    assert_eq!(column(&features, "bridge")[23..=23], [0.0]);
    assert_eq!(column(&features, "weekday")[..7], [1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 0.0]);
    assert_eq!(column(&features, "days_to_holiday")[8..=8], [16.0]);
    assert_eq!(column(&features, "days_since_holiday")[8..=8], [1.0]);
    // Wages came on Monday 30 November and come on Thursday 31 December.
    assert_eq!(column(&features, "days_since_pay")[0..=0], [1.0]);
    assert_eq!(column(&features, "days_to_pay")[0..=0], [30.0]);
    assert_eq!(column(&features, "event_season")[10..=10], [1.0], "the run-up to Christmas");
}

#[test]
fn weeks_add_up_their_days() {
    let first = date(2026, 3, 30).and_time(NaiveTime::MIN);
    let starts: Vec<NaiveDateTime> = (0..2).map(|week| first + TimeDelta::weeks(week)).collect();
    let periods = Periods::new(&starts, first + TimeDelta::weeks(2)).expect("two weeks");
    let features = features("GB", &periods);
    assert_eq!(column(&features, "trading_days"), [4.0, 4.0]);
    assert!((column(&features, "holiday")[0] - 1.0 / 7.0).abs() < 1e-12);
    assert_eq!(column(&features, "weekday"), [-1.0, -1.0]);
}

#[test]
fn all_columns_are_finite_for_five_minutes_as_for_years() {
    let first = date(2025, 12, 30).and_time(NaiveTime::MIN);
    for (step, count) in [(TimeDelta::minutes(5), 2_000), (TimeDelta::days(365), 30)] {
        let starts: Vec<NaiveDateTime> = (0..count).map(|place| first + step * place).collect();
        let periods = Periods::new(&starts, first + step * count).expect("periods");
        let features = features("NZ", &periods);
        assert_eq!(features.names().len(), features.columns().len());
        for (name, column) in features.names().iter().zip(features.columns()) {
            assert_eq!(column.len(), count as usize, "{name}");
            assert!(column.iter().all(|value| value.is_finite()), "{name}");
        }
    }
}
