//! The days on which people are paid, after which they spend.

use chrono::{Datelike, NaiveDate};
use serde::{Deserialize, Serialize};

use super::Country;
use super::rule::days_of;
use super::shift::is_weekday;

/// When in the month wages come. A day that is no working day moves to the working day before it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PayDay {
    /// The last working day of the month.
    LastWorkingDay,
    /// A day of the month, counted from 1; the last day of a month that is shorter.
    DayOfMonth(u8),
}

impl PayDay {
    /// The pay day of one month, or nothing if there is no such month or no working day in it.
    #[must_use]
    pub fn of(self, year: i32, month: u32, country: Option<Country>) -> Option<NaiveDate> {
        let last = last_day(year, month)?;
        let nominal = match self {
            Self::LastWorkingDay => last,
            Self::DayOfMonth(day) => last.with_day(u32::from(day).clamp(1, last.day()))?,
        };
        let holidays = country.map(|country| country.holidays(year)).unwrap_or_default();
        let works = |day: &NaiveDate| {
            is_weekday(*day) && !holidays.iter().any(|holiday| holiday.date == *day)
        };
        (0..20).map(|back| nominal - days_of(back)).find(works)
    }

    /// The pay days from `first` to `last`, with the one before and the one after.
    pub(super) fn around(
        self,
        first: NaiveDate,
        last: NaiveDate,
        country: Option<Country>,
    ) -> Vec<NaiveDate> {
        let month = |date: NaiveDate| date.year() * 12 + date.month0() as i32;
        let months = month(first) - 2..=month(last) + 2;
        let pay_day =
            |month: i32| self.of(month.div_euclid(12), month.rem_euclid(12) as u32 + 1, country);
        months.filter_map(pay_day).collect()
    }
}

/// The last day of a month.
fn last_day(year: i32, month: u32) -> Option<NaiveDate> {
    let (next_year, next_month) = if month == 12 { (year + 1, 1) } else { (year, month + 1) };
    NaiveDate::from_ymd_opt(year, month, 1)?;
    NaiveDate::from_ymd_opt(next_year, next_month, 1)?.pred_opt()
}

#[cfg(test)]
mod tests;
