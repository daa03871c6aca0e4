//! Days, months and weekdays as a reader of the language expects them.

use chrono::{Datelike, NaiveDate, Weekday};

use super::Language;

const MONTHS: [[&str; 12]; 4] = [
    ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"],
    ["ene", "feb", "mar", "abr", "may", "jun", "jul", "ago", "sep", "oct", "nov", "dic"],
    [
        "janv.", "févr.", "mars", "avr.", "mai", "juin", "juil.", "août", "sept.", "oct.", "nov.",
        "déc.",
    ],
    ["xan", "feb", "mar", "abr", "mai", "xuñ", "xul", "ago", "set", "out", "nov", "dec"],
];

const WEEKDAYS: [[&str; 7]; 4] = [
    ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"],
    ["lun", "mar", "mié", "jue", "vie", "sáb", "dom"],
    ["lun.", "mar.", "mer.", "jeu.", "ven.", "sam.", "dim."],
    ["lun", "mar", "mér", "xov", "ven", "sáb", "dom"],
];

/// In Spanish Wednesday is X, as on every calendar, since Tuesday has the M.
const INITIALS: [[&str; 7]; 4] = [
    ["M", "T", "W", "T", "F", "S", "S"],
    ["L", "M", "X", "J", "V", "S", "D"],
    ["L", "M", "M", "J", "V", "S", "D"],
    ["L", "M", "M", "X", "V", "S", "D"],
];

impl Language {
    /// A month from 0 (January) to 11, shortened: `Nov`.
    pub(crate) fn month(self, month0: u32) -> &'static str {
        MONTHS[self as usize][month0 as usize % 12]
    }

    /// A weekday, shortened: `Mon`.
    pub(crate) fn weekday(self, day: Weekday) -> &'static str {
        WEEKDAYS[self as usize][day.num_days_from_monday() as usize]
    }

    /// A weekday as one letter.
    pub(crate) fn weekday_initial(self, day: Weekday) -> &'static str {
        INITIALS[self as usize][day.num_days_from_monday() as usize]
    }

    /// Day and month: `3 Nov`.
    pub(crate) fn day_and_month(self, date: NaiveDate) -> String {
        format!("{} {}", date.day(), self.month(date.month0()))
    }

    /// A whole date: `3 Nov 2026`.
    pub(crate) fn date(self, date: NaiveDate) -> String {
        format!("{} {}", self.day_and_month(date), date.year())
    }
}
