//! Pay days move to the working day before.

use chrono::NaiveDate;

use super::PayDay;
use crate::calendar::Country;

fn date(year: i32, month: u32, day: u32) -> Option<NaiveDate> {
    NaiveDate::from_ymd_opt(year, month, day)
}

#[test]
fn wages_come_before_the_weekend_and_the_holiday() {
    let spain: Country = "ES".parse().expect("a country");
    // 31 May 2026 is a Sunday; 31 May 2027 a Monday.
    assert_eq!(PayDay::LastWorkingDay.of(2026, 5, Some(spain)), date(2026, 5, 29));
    assert_eq!(PayDay::LastWorkingDay.of(2027, 5, Some(spain)), date(2027, 5, 31));
    // 25 December is a holiday in Spain, and nothing is known of holidays without a country.
    assert_eq!(PayDay::DayOfMonth(25).of(2026, 12, Some(spain)), date(2026, 12, 24));
    assert_eq!(PayDay::DayOfMonth(25).of(2026, 12, None), date(2026, 12, 25));
}

#[test]
fn a_short_month_pays_on_its_last_day() {
    assert_eq!(PayDay::DayOfMonth(31).of(2026, 4, None), date(2026, 4, 30));
    assert_eq!(PayDay::LastWorkingDay.of(2026, 13, None), None);
}
