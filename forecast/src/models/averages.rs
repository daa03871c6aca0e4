//! Plain forecasts that are hard to beat: a drift, and averages of the latest seasons.

use super::window::{MOST_SEASONS, Window};
use super::{Model, Parameters, Recursion, Workspace};
use crate::series::Cadence;

/// The last value and the mean change so far (Hyndman and Athanasopoulos, *Forecasting: Principles
/// and Practice*, 3rd ed., 5.2); where there is a season, last season's values and the mean change
/// over a season.
pub(crate) struct Drift;

/// The median of the same position in the last seasons: one odd day, whatever its size, does not
/// move it.
pub(crate) struct SeasonalMedian;

/// The mean of the last values, as many as a season and ten at least.
pub(crate) struct WindowAverage;

/// How many seasons a median is taken of at least.
const LEAST_SEASONS: usize = 3;

/// The least values an average is taken of.
const LEAST_VALUES: usize = 10;

fn season(cadence: &Cadence, length: usize) -> usize {
    cadence.longest_whole_season(length, LEAST_SEASONS)
}

impl Model for Drift {
    fn name(&self) -> &'static str {
        "drift"
    }

    fn applies(&self, history: &[f64], cadence: &Cadence) -> bool {
        history.len() > 2 * season(cadence, history.len())
    }

    fn recursion(
        &self,
        _: &Parameters,
        history: &[f64],
        cadence: &Cadence,
        _: &mut Workspace,
    ) -> Option<Recursion> {
        let season = season(cadence, history.len());
        let last = history[history.len() - season..].iter().sum();
        let first = history[..season].iter().sum();
        Some(Window::Drift { season, first, last, count: history.len() }.into())
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

    fn recursion(
        &self,
        _: &Parameters,
        history: &[f64],
        cadence: &Cadence,
        _: &mut Workspace,
    ) -> Option<Recursion> {
        let season = season(cadence, history.len());
        let seasons = (history.len() / season).clamp(1, MOST_SEASONS);
        Some(Window::Median { season, seasons }.into())
    }
}

impl Model for WindowAverage {
    fn name(&self) -> &'static str {
        "window_average"
    }

    fn applies(&self, history: &[f64], _: &Cadence) -> bool {
        history.len() >= LEAST_VALUES
    }

    fn recursion(
        &self,
        _: &Parameters,
        history: &[f64],
        cadence: &Cadence,
        _: &mut Workspace,
    ) -> Option<Recursion> {
        let season = cadence.short_season(history.len());
        let count = (season * LEAST_VALUES.div_ceil(season)).min(history.len());
        let sum = history[history.len() - count..].iter().sum();
        Some(Window::Average { count, sum }.into())
    }
}

#[cfg(test)]
mod tests;
