//! Plain forecasts that are hard to beat: a drift, and averages of the latest seasons.

use super::{Model, Parameters, Workspace};
use crate::series::{Cadence, mean};

/// The last value and the mean change so far (Hyndman and Athanasopoulos, *Forecasting: Principles
/// and Practice*, 3rd ed., 5.2); where there is a season, last season's values and the mean change
/// over a season.
pub(crate) struct Drift;

/// The median of the same position in the last seasons: one odd day, whatever its size, does not
/// move it.
pub(crate) struct SeasonalMedian;

/// The mean of the last values, as many as a season and ten at least.
pub(crate) struct WindowAverage;

/// How many seasons a median is taken of, at most and at least.
const MOST_SEASONS: usize = 5;
const LEAST_SEASONS: usize = 3;

/// The least values an average is taken of.
const LEAST_VALUES: usize = 10;

/// The longest season that repeats exactly and was seen three times, else the shortest.
fn season(cadence: &Cadence, length: usize) -> usize {
    let whole = |season: &f64| (season - season.round()).abs() < 1e-9;
    let held = |season: &f64| *season as usize * LEAST_SEASONS <= length;
    let longest = cadence.seasons.iter().copied().rfind(|season| whole(season) && held(season));
    longest.map_or_else(|| cadence.short_season(length), |season| season as usize).max(1)
}

impl Model for Drift {
    fn name(&self) -> &'static str {
        "drift"
    }

    fn applies(&self, history: &[f64], cadence: &Cadence) -> bool {
        history.len() > 2 * season(cadence, history.len())
    }

    fn fit(&self, _: &[f64], _: &Cadence, _: &mut Workspace) -> Parameters {
        Parameters::default()
    }

    fn forecast(
        &self,
        _: &Parameters,
        history: &[f64],
        cadence: &Cadence,
        _: &mut Workspace,
        ahead: &mut [f64],
    ) {
        let season = season(cadence, history.len());
        let last = &history[history.len() - season..];
        let change = (mean(last) - mean(&history[..season])) / (history.len() - season) as f64;
        for (step, value) in ahead.iter_mut().enumerate() {
            let seasons = (step / season + 1) as f64;
            *value = last[step % season] + seasons * season as f64 * change;
        }
    }
}

impl Model for SeasonalMedian {
    fn name(&self) -> &'static str {
        "seasonal_median"
    }

    fn applies(&self, history: &[f64], cadence: &Cadence) -> bool {
        let season = season(cadence, history.len());
        season > 1 && history.len() >= LEAST_SEASONS * season
    }

    fn fit(&self, _: &[f64], _: &Cadence, _: &mut Workspace) -> Parameters {
        Parameters::default()
    }

    fn forecast(
        &self,
        _: &Parameters,
        history: &[f64],
        cadence: &Cadence,
        _: &mut Workspace,
        ahead: &mut [f64],
    ) {
        let season = season(cadence, history.len());
        let seasons = (history.len() / season).clamp(1, MOST_SEASONS);
        for (step, value) in ahead.iter_mut().enumerate() {
            let place = history.len() - season + step % season;
            let mut seen = [0.0; MOST_SEASONS];
            let seen = &mut seen[..seasons];
            for (back, cell) in seen.iter_mut().enumerate() {
                *cell = history[place - back * season];
            }
            seen.sort_by(f64::total_cmp);
            *value = f64::midpoint(seen[seasons / 2], seen[(seasons - 1) / 2]);
        }
    }
}

impl Model for WindowAverage {
    fn name(&self) -> &'static str {
        "window_average"
    }

    fn applies(&self, history: &[f64], _: &Cadence) -> bool {
        history.len() >= LEAST_VALUES
    }

    fn fit(&self, _: &[f64], _: &Cadence, _: &mut Workspace) -> Parameters {
        Parameters::default()
    }

    fn forecast(
        &self,
        _: &Parameters,
        history: &[f64],
        cadence: &Cadence,
        _: &mut Workspace,
        ahead: &mut [f64],
    ) {
        let season = season(cadence, history.len());
        let seasons = LEAST_VALUES.div_ceil(season);
        let count = (season * seasons).min(history.len());
        ahead.fill(mean(&history[history.len() - count..]));
    }
}

#[cfg(test)]
mod tests;
