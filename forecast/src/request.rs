//! What is asked for: how far, from which day, with which intervals.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::ForecastError;

/// The longest horizon in days that is accepted: a leap year and a day.
const MOST_DAYS: usize = 367;

/// One demand for daily forecasts. Days are the shop's days; the caller cut them in its time zone.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Request {
    /// Days ahead.
    pub horizon: usize,
    /// The last complete day of history; the first day forecast is the one after it.
    pub origin: NaiveDate,
    /// The probabilities that the narrow and the wide interval are meant to cover.
    pub levels: [f64; 2],
}

impl Request {
    /// Four weeks ahead of `origin`, with intervals of 80 % and 95 %.
    #[must_use]
    pub fn daily(origin: NaiveDate) -> Self {
        Self { horizon: 28, origin, levels: [0.80, 0.95] }
    }

    /// Checks what types cannot: the horizon's range and the order of the levels.
    pub(crate) fn check(&self) -> Result<(), ForecastError> {
        let [first, second] = self.levels;
        if !(1..=MOST_DAYS).contains(&self.horizon) {
            return Err(ForecastError::Horizon { horizon: self.horizon, most: MOST_DAYS });
        }
        if first > 0.0 && first < second && second < 1.0 {
            return Ok(());
        }
        Err(ForecastError::Levels { first, second })
    }
}
