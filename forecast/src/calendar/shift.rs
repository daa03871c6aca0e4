//! Where a day off goes that falls on another day off.

use chrono::{Datelike, NaiveDate, Weekday};

use super::easter;
use super::rule::days_of;

/// From which days a holiday is shifted, and where to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Shift {
    SundayToMonday,
    SundayToSaturday,
    WeekendToMonday,
    /// Saturday to Friday, Sunday to Monday.
    WeekendToNearestWeekday,
    /// To the next day from Monday to Friday that is no holiday.
    WeekendToFreeDay,
    SundayToFreeDay,
    /// Tuesday and Wednesday to the Monday before, Thursday and Friday to the one after.
    MidweekToMonday,
    /// To the next Monday; a Friday stays.
    ToMondayUnlessFriday,
    /// A week later where it would fall on Whit Sunday, as Mother's Day in France.
    WhitSundayToNextSunday,
}

/// Every shift by the words the tables have for it.
pub(super) const SHIFTS: [(&str, Shift); 9] = [
    ("sunday to monday", Shift::SundayToMonday),
    ("sunday to saturday", Shift::SundayToSaturday),
    ("weekend to monday", Shift::WeekendToMonday),
    ("weekend to nearest weekday", Shift::WeekendToNearestWeekday),
    ("weekend to free day", Shift::WeekendToFreeDay),
    ("sunday to free day", Shift::SundayToFreeDay),
    ("midweek to monday", Shift::MidweekToMonday),
    ("to monday unless friday", Shift::ToMondayUnlessFriday),
    ("whit sunday to next sunday", Shift::WhitSundayToNextSunday),
];

impl Shift {
    /// The day that `day` is shifted to, or nothing if it stays where it is.
    pub(super) fn target(
        self,
        day: NaiveDate,
        taken: impl Fn(NaiveDate) -> bool,
    ) -> Option<NaiveDate> {
        let weekday = day.weekday();
        let later = |days| Some(day + days_of(days));
        match (self, weekday) {
            (
                Self::SundayToMonday | Self::WeekendToMonday | Self::WeekendToNearestWeekday,
                Weekday::Sun,
            ) => later(1),
            (Self::WeekendToMonday, Weekday::Sat) => later(2),
            (Self::SundayToSaturday, Weekday::Sun)
            | (Self::WeekendToNearestWeekday, Weekday::Sat)
            | (Self::MidweekToMonday, Weekday::Tue) => later(-1),
            (Self::WeekendToFreeDay, Weekday::Sat | Weekday::Sun)
            | (Self::SundayToFreeDay, Weekday::Sun) => (1..15)
                .map(|days| day + days_of(days))
                .find(|next| is_weekday(*next) && !taken(*next)),
            (Self::MidweekToMonday, Weekday::Wed) => later(-2),
            (Self::MidweekToMonday, Weekday::Thu) => later(4),
            (Self::MidweekToMonday, Weekday::Fri) => later(3),
            (Self::ToMondayUnlessFriday, Weekday::Mon | Weekday::Fri) => None,
            (Self::ToMondayUnlessFriday, _) => later(i64::from(Weekday::Mon.days_since(weekday))),
            (Self::WhitSundayToNextSunday, Weekday::Sun) => {
                let whit_sunday = easter::gregorian(day.year())? + days_of(49);
                if day == whit_sunday { later(7) } else { None }
            }
            _ => None,
        }
    }
}

/// Monday to Friday.
pub(super) fn is_weekday(day: NaiveDate) -> bool {
    day.weekday().number_from_monday() <= 5
}
