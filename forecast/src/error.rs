//! What can go wrong before any forecasting starts: a request or a table that makes no sense.

use chrono::NaiveDate;
use polars::prelude::PolarsError;

/// Why nothing was forecast at all. A single series that is too short is not an error: it is
/// listed in [`Outcome::refused`](crate::Outcome::refused) and the others are forecast.
#[derive(Debug, thiserror::Error)]
pub enum ForecastError {
    /// The horizon is zero or longer than a year and a day.
    #[error("a horizon of {horizon} days was asked for; it must lie between 1 and {most}")]
    Horizon {
        /// The days asked for.
        horizon: usize,
        /// The most days that are accepted.
        most: usize,
    },
    /// The two interval levels are not two rising probabilities.
    #[error(
        "interval levels {first} and {second} were asked for; 0 < first < second < 1 is needed"
    )]
    Levels {
        /// The narrow interval's probability.
        first: f64,
        /// The wide interval's probability.
        second: f64,
    },
    /// A column is absent or has another type than the one that is read.
    #[error("column {column:?} of the history must be {expected}, but is {found}")]
    Column {
        /// The column's name.
        column: &'static str,
        /// The type that is read.
        expected: &'static str,
        /// The type that was found, or "absent".
        found: String,
    },
    /// A cell is null.
    #[error("column {column:?} of the history has {count} empty cells; fill or remove those rows")]
    Empty {
        /// The column's name.
        column: &'static str,
        /// How many cells are null.
        count: usize,
    },
    /// A value is not a number, or the day's sum is too large to be one.
    #[error("series {series:?} on {date}: the value is not a finite number")]
    NotFinite {
        /// The series' name.
        series: String,
        /// The shop's day.
        date: NaiveDate,
    },
    /// A row lies after the last complete day, so that the forecast would know the future.
    #[error(
        "series {series:?} has a row on {date}, after the origin {origin}; leave it out or move the origin"
    )]
    AfterOrigin {
        /// The series' name.
        series: String,
        /// The row's day.
        date: NaiveDate,
        /// The last complete day named in the request.
        origin: NaiveDate,
    },
    /// Polars could not build or read a table.
    #[error("the table could not be read or built")]
    Frame(#[from] PolarsError),
}
