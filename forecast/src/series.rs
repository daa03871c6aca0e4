//! One series as the models see it, and the rhythm it was recorded in.

use std::sync::Arc;

use crate::Frequency;

/// Observations at an even pace, oldest first; the last one is the origin's.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Series {
    pub(crate) name: String,
    /// Not a number where nothing was observed.
    pub(crate) values: Vec<f64>,
    pub(crate) periods: Periods,
    pub(crate) regressors: Vec<Regressor>,
    /// The season lengths of its own open periods, where closed ones were left out.
    pub(crate) seasons: Option<Vec<f64>>,
    /// Columns that looked like regressors and cannot be used.
    pub(crate) ignored: Vec<Arc<str>>,
}

/// Something known ahead that may move a series, a price for example.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Regressor {
    pub(crate) name: Arc<str>,
    /// One for each observation and each period ahead.
    pub(crate) values: Vec<f64>,
}

/// Which period each observation and each step ahead belongs to.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Periods {
    /// One after the other from this one on.
    From(i64),
    /// The open ones, those ahead included.
    Listed(Vec<i64>),
}

impl Periods {
    /// The period at `place`, counted from the first observation; steps ahead go on counting.
    pub(crate) fn at(&self, place: usize) -> i64 {
        match self {
            Self::From(first) => first.saturating_add(i64::try_from(place).unwrap_or(i64::MAX)),
            Self::Listed(periods) => periods.get(place).copied().unwrap_or(i64::MAX),
        }
    }
}

/// The rhythm of a series: everything that differs between days, weeks and months is data here.
#[derive(Debug, Clone)]
pub(crate) struct Cadence {
    /// Season lengths in observations, shortest first, e.g. 7 and 365.25 for days. The first is a
    /// whole number: 1 where the shortest season is too long to give each position its own index.
    pub(crate) seasons: Vec<f64>,
    /// The least number of observations a model is trained on in a back-test.
    pub(crate) least_training: usize,
    /// The lag of the naive forecast whose in-sample error scales MASE and RMSSE.
    pub(crate) scale_lag: usize,
    /// The most observations there are in a year.
    pub(crate) year: usize,
}

/// A longer season of days or weeks is a year, and learned as a smooth curve.
const LONGEST_WITH_INDICES: f64 = 31.0;

impl Cadence {
    /// The rhythm of `frequency` with the seasons asked for, or its own where none were.
    pub(crate) fn new(frequency: Frequency, seasons: &[f64]) -> Self {
        let own = frequency.seasons();
        let asked = if seasons.is_empty() { own.as_slice() } else { seasons };
        let mut seasons: Vec<f64> =
            asked.iter().copied().filter(|season| season.round() > 1.0).collect();
        let most =
            if frequency.periods_a_day().is_some() { f64::INFINITY } else { LONGEST_WITH_INDICES };
        let short = seasons.first().copied().filter(|season| season.fract() == 0.0);
        let short = short.filter(|season| *season <= most);
        if short.is_none() {
            seasons.insert(0, 1.0);
        }
        let season = short.unwrap_or(1.0) as usize;
        let least_training = match frequency {
            Frequency::Minutes(_) | Frequency::Hours => (2 * season).max(12),
            Frequency::Days => 14,
            Frequency::Weeks => 13,
            Frequency::Months => 12,
            Frequency::Quarters => 8,
            Frequency::Years => 6,
        };
        let year = match frequency {
            Frequency::Minutes(_) | Frequency::Hours => {
                365 * frequency.periods_a_day().map_or(24, |periods| periods as usize)
            }
            Frequency::Days => 365,
            Frequency::Weeks => 52,
            Frequency::Months => 12,
            Frequency::Quarters => 4,
            Frequency::Years => 1,
        };
        Self { seasons, least_training, scale_lag: season, year }
    }

    /// Days: a week and a year; two weeks are the least that shows a week's shape.
    #[cfg(test)]
    pub(crate) fn daily() -> Self {
        Self::new(Frequency::Days, &[])
    }

    /// The shortest season that `length` observations hold at least twice, or 1 for none.
    pub(crate) fn short_season(&self, length: usize) -> usize {
        let season = self.seasons.first().map_or(1, |season| season.round() as usize);
        if season * 2 <= length { season.max(1) } else { 1 }
    }

    /// The longest season that is a whole number and was seen so many times, else the shortest.
    pub(crate) fn longest_whole_season(&self, length: usize, times: usize) -> usize {
        let whole = |season: &f64| (season - season.round()).abs() < 1e-9;
        let held = |season: &f64| *season as usize * times <= length;
        let longest = self.seasons.iter().copied().rfind(|season| whole(season) && held(season));
        longest.map_or_else(|| self.short_season(length), |season| season as usize).max(1)
    }

    /// The longest season beside the first that `length` observations hold one and a quarter
    /// times; with less there is nothing to tell a season from a trend by.
    pub(crate) fn long_season(&self, length: usize) -> Option<f64> {
        let longer = self.seasons.get(1..)?.iter().rev().copied();
        longer.into_iter().find(|season| season * 1.25 <= length as f64)
    }
}

/// Fewer observations than a forecast with a back-test needs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Shortage {
    pub(crate) have: usize,
    pub(crate) need: usize,
}

/// The largest power of two not above the largest magnitude, or 1 for a series of zeros.
///
/// Models work on values divided by it: squares can then neither overflow nor vanish, and since
/// only the exponent changes no digit is lost.
pub(crate) fn magnitude(values: &[f64]) -> f64 {
    let largest = values.iter().fold(0.0_f64, |most, value| most.max(value.abs()));
    if largest == 0.0 { 1.0 } else { largest.log2().floor().clamp(-1000.0, 1000.0).exp2() }
}

/// The arithmetic mean, 0 for nothing.
pub(crate) fn mean(values: &[f64]) -> f64 {
    if values.is_empty() { 0.0 } else { values.iter().sum::<f64>() / values.len() as f64 }
}

#[cfg(test)]
mod tests;
