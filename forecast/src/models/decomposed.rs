//! Several seasons taken off, what is left forecast by itself, and the seasons put back.

use super::autoregression::Lags;
use super::box_cox::Scale;
use super::intermittent::is_intermittent;
use super::mstl::{Season, decomposed_seasons, seasons};
use super::{Model, Parameters, Workspace, ets};
use crate::least_squares::COLUMNS;
use crate::series::{Cadence, mean};

/// MSTL (Bandara, Hyndman and Bergmeir 2021), its trend and remainder forecast by exponential
/// smoothing without season, as Hyndman and Athanasopoulos do, *Forecasting: Principles and
/// Practice*, 3rd ed., 12.1.
pub(crate) const MSTL_ETS: Decomposed = Decomposed { name: "mstl", rest: Rest::Smoothing };

/// MSTL, what is left of it an autoregression around a slow level: for hours, whose exceptions last
/// for hours and not for weeks.
pub(crate) const MSTL_AUTOREGRESSION: Decomposed =
    Decomposed { name: "mstl_autoregression", rest: Rest::Autoregression };

/// A decomposition and what forecasts the rest of it.
pub(crate) struct Decomposed {
    name: &'static str,
    rest: Rest,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Rest {
    Smoothing,
    Autoregression,
}

/// Where `Parameters` keeps the scale and the first observation used.
const SCALE: usize = 30;
const START: usize = 31;

/// At least this many of the latest observations are looked at, as many as this of the seasons of
/// weeks and days, and of those of the year.
const OBSERVATIONS: usize = 2_000;
const SEASONS: f64 = 12.0;
const YEARS: f64 = 5.0;

/// The level is averaged over this many values where no season repeats exactly.
const SLOW: usize = 13;

/// The first observation of a history that is looked at for `seasons`: what is older says little of
/// what comes, and costs time.
pub(super) fn first_used(seasons: impl Iterator<Item = Season>, length: usize) -> usize {
    let spans = seasons.map(|season| season.length * if season.gentle { YEARS } else { SEASONS });
    let longest = spans.fold(0.0, f64::max).ceil() as usize;
    length.saturating_sub(longest.max(OBSERVATIONS))
}

/// The lags that say something of a remainder: the last ones, and those around each season.
fn lags(cadence: &Cadence, length: usize) -> Lags {
    let around = seasons(cadence, length)
        .map(|season| season.length.round() as usize)
        .flat_map(|period| [period, period + 1]);
    Lags::new([1, 2, 3].into_iter().chain(around), length / 3)
}

/// Over how many values the level is averaged: the longest season that repeats exactly.
fn slowness(cadence: &Cadence, values: &[f64]) -> usize {
    let exact = seasons(cadence, values.len()).filter(|season| !season.gentle);
    exact.last().map_or(SLOW, |season| season.length as usize)
}

/// Writes how far each value lies from the level before it, smoothed by one over `slowness`, and
/// returns the last level. A level that never looks ahead leaves the same errors at the end of a
/// history as within it, which a local trend does not.
fn leave_level(values: &[f64], slowness: usize, errors: &mut Vec<f64>) -> f64 {
    let mut level = mean(&values[..slowness.min(values.len())]);
    errors.clear();
    errors.extend(values.iter().map(|value| {
        let error = value - level;
        level += error / slowness as f64;
        error
    }));
    level
}

/// The scale on which seasons, trend and independent remainders make `values` most likely.
fn scale(values: &[f64], cadence: &Cadence, work: &mut Workspace) -> Scale {
    let negative = values.iter().any(|value| *value < 0.0);
    let tried = if negative { &Scale::ALL[..1] } else { &Scale::ALL[..] };
    let (mut best, mut least) = (Scale::Plain, f64::INFINITY);
    for scale in tried {
        let deviance = work.parted.of(values, *scale, cadence).deviance;
        if deviance < least {
            (best, least) = (*scale, deviance);
        }
    }
    best
}

impl Model for Decomposed {
    fn name(&self) -> &'static str {
        self.name
    }

    fn applies(&self, history: &[f64], cadence: &Cadence) -> bool {
        seasons(cadence, history.len()).next().is_some() && !is_intermittent(history)
    }

    fn fit(&self, history: &[f64], cadence: &Cadence, work: &mut Workspace) -> Parameters {
        let seasons = decomposed_seasons(cadence, history.len());
        let start = first_used(seasons, history.len());
        let values = &history[start..];
        let scale = scale(values, cadence, work);
        let adjusted = &work.parted.of(values, scale, cadence).adjusted;
        let mut found = match self.rest {
            Rest::Smoothing => ets::fit(adjusted, 1, &mut work.indices),
            Rest::Autoregression => {
                let mut found = Parameters::default();
                leave_level(adjusted, slowness(cadence, values), &mut work.adjusted);
                let coefficients = lags(cadence, values.len()).fit(&work.adjusted);
                found[..COLUMNS].copy_from_slice(&coefficients);
                // How many lags there are depends on the length learned from.
                found[COLUMNS] = values.len() as f64;
                found
            }
        };
        (found[SCALE], found[START]) = (scale.number(), start as f64);
        found
    }

    fn forecast(
        &self,
        parameters: &Parameters,
        history: &[f64],
        cadence: &Cadence,
        work: &mut Workspace,
        ahead: &mut [f64],
    ) {
        let values = &history[parameters[START] as usize..];
        let scale = Scale::from_number(parameters[SCALE]);
        let parted = work.parted.of(values, scale, cadence);
        match self.rest {
            Rest::Smoothing => {
                let mut plain = *parameters;
                (plain[SCALE], plain[START]) = (0.0, 0.0);
                ets::forecast(&plain, &parted.adjusted, ahead);
            }
            Rest::Autoregression => {
                let slowness = slowness(cadence, values);
                let level = leave_level(&parted.adjusted, slowness, &mut work.adjusted);
                let mut coefficients = [0.0; COLUMNS];
                coefficients.copy_from_slice(&parameters[..COLUMNS]);
                let lags = lags(cadence, parameters[COLUMNS] as usize);
                lags.forecast(&coefficients, &work.adjusted, ahead);
                ahead.iter_mut().for_each(|value| *value += level);
            }
        }
        for (step, value) in ahead.iter_mut().enumerate() {
            *value = parted.whole(step, *value);
        }
    }
}

#[cfg(test)]
mod tests;
