//! What can go wrong before any forecasting starts: a request or a table that makes no sense.

use chrono::NaiveDateTime;
use polars::prelude::PolarsError;

/// Why nothing was forecast at all. A single series that is too short is not an error: it is
/// listed in [`Outcome::refused`](crate::Outcome::refused) and the others are forecast.
#[derive(Debug, thiserror::Error)]
pub enum ForecastError {
    /// A frequency that is not known.
    #[error(
        "frequency {found:?} is not known; 5min, 10min, 15min, 30min, hourly, daily, weekly, monthly, quarterly or yearly is"
    )]
    Frequency {
        /// What was asked for.
        found: String,
    },
    /// The horizon is zero or too long.
    #[error("a horizon of {horizon} periods was asked for; it must lie between 1 and {most}")]
    Horizon {
        /// The periods asked for.
        horizon: usize,
        /// The most periods that are accepted.
        most: usize,
    },
    /// The interval levels are not one to five rising probabilities.
    #[error(
        "interval levels {levels:?} were asked for; one to five rising numbers between 0 and 1 are needed"
    )]
    Levels {
        /// The levels asked for.
        levels: Vec<f64>,
    },
    /// The seasons are not rising lengths.
    #[error("seasons {seasons:?} were asked for; rising lengths of at least one period are needed")]
    Seasons {
        /// The lengths asked for, in observations.
        seasons: Vec<f64>,
    },
    /// A column is absent or has another type than the one that is read.
    #[error("column {column:?} of the history must be {expected}, but is {found}")]
    Column {
        /// The column's name.
        column: String,
        /// The type that is read.
        expected: &'static str,
        /// The type that was found, or "absent".
        found: String,
    },
    /// A cell is null where a name or a time is needed.
    #[error("column {column:?} of the history has {count} empty cells; fill or remove those rows")]
    Empty {
        /// The column's name.
        column: String,
        /// How many cells are null.
        count: usize,
    },
    /// A value or a regressor is infinite, or the period's sum is too large to be a number.
    #[error("series {series:?} at {time}: column {column:?} is not a finite number")]
    NotFinite {
        /// The series' name.
        series: String,
        /// The period.
        time: NaiveDateTime,
        /// The column.
        column: String,
    },
    /// A value lies after the last complete period, so that the forecast would know the future.
    #[error(
        "series {series:?} has a value at {time}, after the origin {origin}; leave it out or move the origin"
    )]
    AfterOrigin {
        /// The series' name.
        series: String,
        /// The row's period.
        time: NaiveDateTime,
        /// The last complete period named in the request.
        origin: NaiveDateTime,
    },
    /// Polars could not build or read a table.
    #[error("the table could not be read or built")]
    Frame(#[from] PolarsError),
}
