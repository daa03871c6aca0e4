//! Exponential smoothing in error-correction form, additive: level, damped trend, season.

use super::intermittent::is_intermittent;
use super::smoothing::{Effect, Line, Smoothing, Weights, ahead as steps};
use super::{Model, Parameters, Recursion, Workspace};
use crate::search::minimise;
use crate::series::{Cadence, mean};

/// Simple exponential smoothing, ETS(A,N,N).
pub(crate) const SIMPLE: ExponentialSmoothing =
    ExponentialSmoothing { name: "simple_smoothing", trend: false, season: false };

/// Holt's damped trend, ETS(A,Ad,N) (Gardner and McKenzie 1985).
pub(crate) const DAMPED_TREND: ExponentialSmoothing =
    ExponentialSmoothing { name: "damped_trend", trend: true, season: false };

/// Additive Holt-Winters with a damped trend, ETS(A,Ad,A).
pub(crate) const HOLT_WINTERS: ExponentialSmoothing =
    ExponentialSmoothing { name: "holt_winters", trend: true, season: true };

/// The additive exponential smoothing models of Hyndman, Koehler, Ord and Snyder, *Forecasting
/// with Exponential Smoothing* (2008), chapter 2, fitted by least one-step squared error.
pub(crate) struct ExponentialSmoothing {
    name: &'static str,
    trend: bool,
    season: bool,
}

/// The trend's weight is a share of the level's and the season's a share of what the level leaves,
/// the usual region (Hyndman et al. 2008, 10.1).
fn weights(level: f64, trend: f64, season: f64, damping: f64) -> Weights {
    Weights { level, trend: level * trend, season: (1.0 - level) * season, damping }
}

/// Ranges of the level's weight, the trend's and the season's share, and the damping. The damping
/// stays below 0.98, beyond which a trend hardly ends within a horizon.
const LEVEL: (f64, f64) = (0.01, 0.99);
const SHARE: (f64, f64) = (0.0, 0.5);
const DAMPING: (f64, f64) = (0.80, 0.98);

/// The seasonal indices are started from this many seasons.
const STARTING_SEASONS: usize = 4;

impl ExponentialSmoothing {
    fn season(&self, history: &[f64], cadence: &Cadence) -> usize {
        if self.season { cadence.short_season(history.len()) } else { 1 }
    }

    /// Starts level and trend from two neighbouring blocks at the beginning.
    fn start(&self, history: &[f64], cadence: &Cadence) -> Line {
        let season = cadence.short_season(history.len());
        let block = (2 * season).max(8).min(history.len() / 2).max(1);
        let first = mean(&history[..block]);
        let second = mean(&history[block..(2 * block).min(history.len())]);
        let trend = if self.trend { (second - first) / block as f64 } else { 0.0 };
        Line { level: first - trend * block as f64 / 2.0, slope: trend }
    }

    /// Runs what was learned to the end of `history`; the season's effects are then in `work.state`.
    fn run(
        &self,
        parameters: &Parameters,
        history: &[f64],
        cadence: &Cadence,
        work: &mut Workspace,
    ) -> (Weights, Line) {
        let [level, trend, damping, season, ..] = *parameters;
        let weights = weights(level, trend, season, damping);
        let mut line = self.start(history, cadence);
        starting_seasons(history, self.season(history, cadence), &mut work.state);
        smooth(history, weights, &mut line, &mut work.state);
        (weights, line)
    }

    fn search(
        &self,
        history: &[f64],
        start: Line,
        starting: &[f64],
        seasons: &mut [f64],
    ) -> Parameters {
        let mut cost = |weights: Weights| {
            seasons.copy_from_slice(starting);
            smooth(history, weights, &mut start.clone(), seasons)
        };
        let mut found = Parameters::default();
        match (self.trend, self.season) {
            (false, _) => {
                let best = minimise([LEVEL], [0.3], |p| cost(weights(p[0], 0.0, 0.0, 1.0)));
                found[0] = best[0];
                found[2] = 1.0;
            }
            (true, false) => {
                let best = minimise([LEVEL, SHARE, DAMPING], [0.3, 0.1, 0.9], |p| {
                    cost(weights(p[0], p[1], 0.0, p[2]))
                });
                found[..3].copy_from_slice(&best);
            }
            (true, true) => {
                let best = minimise([LEVEL, SHARE, DAMPING, SHARE], [0.2, 0.05, 0.9, 0.1], |p| {
                    cost(weights(p[0], p[1], p[3], p[2]))
                });
                found[..4].copy_from_slice(&best);
            }
        }
        found
    }
}

/// Writes the starting seasonal indices, deviations of each position from the mean of its season.
fn starting_seasons(history: &[f64], season: usize, indices: &mut Vec<f64>) {
    indices.clear();
    indices.resize(season, 0.0);
    let seasons = (history.len() / season).min(STARTING_SEASONS);
    if season == 1 || seasons == 0 {
        return;
    }
    for block in history.chunks_exact(season).take(seasons) {
        let centre = mean(block);
        for (index, value) in indices.iter_mut().zip(block) {
            *index += (value - centre) / seasons as f64;
        }
    }
}

/// Smooths through `history`, leaving `line` and `seasons` at its end, and returns the one-step
/// squared errors' sum after the first season, which only warms up.
fn smooth(history: &[f64], weights: Weights, line: &mut Line, seasons: &mut [f64]) -> f64 {
    let warm = seasons.len().max(4);
    let mut position = 0;
    let mut squares = 0.0;
    let mut now = *line;
    for (time, value) in history.iter().enumerate() {
        let season = &mut seasons[position];
        let error = value - weights.step(Some(Effect::Additive), &mut now, season, *value);
        position = if position + 1 == seasons.len() { 0 } else { position + 1 };
        squares += if time >= warm { error * error } else { 0.0 };
    }
    *line = now;
    squares
}

impl Model for ExponentialSmoothing {
    fn name(&self) -> &'static str {
        self.name
    }

    fn applies(&self, history: &[f64], cadence: &Cadence) -> bool {
        let season = !self.season || cadence.short_season(history.len()) > 1;
        season && !(self.trend && is_intermittent(history))
    }

    fn fit(&self, history: &[f64], cadence: &Cadence, work: &mut Workspace) -> Parameters {
        let season = self.season(history, cadence);
        starting_seasons(history, season, &mut work.indices);
        work.state.clear();
        work.state.resize(season, 0.0);
        self.search(history, self.start(history, cadence), &work.indices, &mut work.state)
    }

    fn forecast(
        &self,
        parameters: &Parameters,
        history: &[f64],
        cadence: &Cadence,
        work: &mut Workspace,
        ahead: &mut [f64],
    ) {
        let (weights, line) = self.run(parameters, history, cadence, work);
        let acting = (Some(Effect::Additive), weights.damping);
        let expected = steps(line, &work.state, history.len() % work.state.len(), acting);
        ahead.iter_mut().zip(expected).for_each(|(step, expected)| *step = expected);
    }

    fn recursion(
        &self,
        parameters: &Parameters,
        history: &[f64],
        cadence: &Cadence,
        work: &mut Workspace,
    ) -> Option<Recursion> {
        let (weights, line) = self.run(parameters, history, cadence, work);
        Some(Recursion::Smoothing(Smoothing {
            effect: Some(Effect::Additive),
            weights,
            line,
            season: work.state.as_slice().into(),
            place: history.len() % work.state.len(),
        }))
    }
}

#[cfg(test)]
mod tests;
