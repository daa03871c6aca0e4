//! What can be wrong with a calendar that is asked for or given.

use chrono::NaiveDate;

/// Why there is no calendar.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CalendarError {
    /// No holidays are known for this code.
    #[error("country {code:?} is not known; known are {known}")]
    Country {
        /// What was asked for.
        code: String,
        /// All codes there are, in order.
        known: String,
    },
    /// A line of the built-in tables does not say what it means; please report it.
    #[error("line {line} of the calendar's rules: {fault}")]
    Rule {
        /// Counted from 1.
        line: usize,
        /// What is wrong with it.
        fault: String,
    },
    /// An event ends before it begins.
    #[error("event {name:?} ends on {to}, before it begins on {from}")]
    Event {
        /// The event's name.
        name: String,
        /// Its first day.
        from: NaiveDate,
        /// Its last day.
        to: NaiveDate,
    },
    /// The starts of periods do not rise, or there are too few or too many of them.
    #[error("{0}")]
    Periods(String),
    /// Evidence gathered under marks of unlike spans or calendars was put together.
    #[error("all evidence of a panel must be gathered under the same marks")]
    UnlikeMarks,
    /// Values and periods that belong together differ in number.
    #[error("{values} values were given for {periods} periods")]
    Length {
        /// How many values there are.
        values: usize,
        /// How many periods there are.
        periods: usize,
    },
}
