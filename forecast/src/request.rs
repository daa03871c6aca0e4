//! What is asked for: how far, from which period, with which intervals.

use chrono::{NaiveDate, NaiveDateTime};
use serde::{Deserialize, Serialize};

use crate::calendar::Country;
use crate::{ForecastError, Frequency};

/// The longest horizon in periods that is accepted: a year of hours and a little.
const MOST_PERIODS: usize = 10_000;

/// The most intervals that are asked for at once.
const MOST_LEVELS: usize = 5;

/// What a period means that no row was given for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Missing {
    /// There was no demand: the rows are all that was sold.
    Zero,
    /// It was not observed, and nothing is known of it.
    Unknown,
    /// Times of the week that never have a row are closed: they are left out of the history and of
    /// the forecast. A period that is open otherwise was not observed.
    Closed,
}

/// One demand for forecasts. Times are local times of the shop; the caller cut them in its zone.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Request {
    /// How often the series are observed.
    pub frequency: Frequency,
    /// Season lengths in observations, shortest first; none for [`Frequency::seasons`].
    pub seasons: Vec<f64>,
    /// Periods ahead, 1 to 10,000.
    pub horizon: usize,
    /// A time in the last complete period of all series; the first period forecast is the one
    /// after it. Without it each series ends with its own last value.
    pub origin: Option<NaiveDateTime>,
    /// The probabilities that intervals are meant to cover: one to five, rising, each in (0, 1).
    pub levels: Vec<f64>,
    /// What a period without a row means.
    pub missing: Missing,
    /// Whose public holidays models may know of; none if nothing is said.
    #[serde(default)]
    pub country: Option<Country>,
    /// Whether series also learn from each other.
    pub pooled: bool,
}

impl Request {
    /// Four weeks of days ahead of `origin`, with intervals of 80 % and 95 %; a day without a row
    /// had no demand.
    #[must_use]
    pub fn daily(origin: NaiveDate) -> Self {
        Self { origin: Some(origin.into()), ..Self::new(Frequency::Days, 28) }
    }

    /// `horizon` periods ahead of each series' last value, with intervals of 80 % and 95 %; a
    /// period without a row had no demand.
    #[must_use]
    pub fn new(frequency: Frequency, horizon: usize) -> Self {
        Self {
            frequency,
            seasons: Vec::new(),
            horizon,
            origin: None,
            levels: vec![0.80, 0.95],
            missing: Missing::Zero,
            country: None,
            pooled: true,
        }
    }

    /// Checks what types cannot: the horizon's range, the levels and the seasons.
    pub(crate) fn check(&self) -> Result<(), ForecastError> {
        if !(1..=MOST_PERIODS).contains(&self.horizon) {
            return Err(ForecastError::Horizon { horizon: self.horizon, most: MOST_PERIODS });
        }
        let inside = self.levels.iter().all(|level| *level > 0.0 && *level < 1.0);
        let rising = self.levels.windows(2).all(|pair| pair[0] < pair[1]);
        if !inside || !rising || !(1..=MOST_LEVELS).contains(&self.levels.len()) {
            return Err(ForecastError::Levels { levels: self.levels.clone() });
        }
        let sensible = |season: &f64| season.is_finite() && *season >= 1.0;
        if !self.seasons.iter().all(sensible) || !self.seasons.is_sorted() {
            return Err(ForecastError::Seasons { seasons: self.seasons.clone() });
        }
        Ok(())
    }
}
