//! Intermittent demand: how much when there is any, and how often there is any.

use super::{Model, Parameters, Workspace};
use crate::search::minimise;
use crate::series::Cadence;

/// Croston's method with the Syntetos-Boylan approximation (Croston 1972; Syntetos and Boylan
/// 2005): size and interval are smoothed at each demand.
pub(crate) struct CrostonSba;

/// The method of Teunter, Syntetos and Babai 2011: the probability of demand is smoothed at every
/// period, so that a SKU nobody buys any more fades.
pub(crate) struct Tsb;

/// Demand is intermittent from this average interval on (Syntetos, Boylan and Croston 2005).
const INTERMITTENT: f64 = 1.32;

/// Smoothing is slow: every observation says little (Syntetos and Boylan 2005 use 0.05 to 0.2).
const WEIGHT: (f64, f64) = (0.01, 0.30);

/// Mean size of demand and mean interval between demands, or nothing without demand.
fn averages(history: &[f64]) -> Option<(f64, f64)> {
    let demands = history.iter().filter(|value| **value > 0.0);
    let (count, sum) = demands.fold((0.0, 0.0), |(count, sum), value| (count + 1.0, sum + value));
    (count > 0.0).then(|| (sum / count, history.len() as f64 / count))
}

/// Never negative, and with demand on at most three observations in four. A trend or a level that
/// follows every observation has nothing to hold on to there, so that such models stand aside.
pub(super) fn is_intermittent(history: &[f64]) -> bool {
    let interval = averages(history).map(|(_, interval)| interval);
    interval.is_some_and(|interval| interval >= INTERMITTENT)
        && history.iter().all(|value| *value >= 0.0)
}

/// Runs Croston's method: the squared one-step errors' sum and the forecast at the end.
fn croston(history: &[f64], weight: f64) -> (f64, f64) {
    let Some((mut size, mut interval)) = averages(history) else { return (0.0, 0.0) };
    let mut since = 1.0;
    let mut squares = 0.0;
    let mut expected = (1.0 - weight / 2.0) * size / interval;
    for value in history {
        squares += (value - expected).powi(2);
        if *value > 0.0 {
            size += weight * (value - size);
            interval += weight * (since - interval);
            expected = (1.0 - weight / 2.0) * size / interval;
            since = 1.0;
        } else {
            since += 1.0;
        }
    }
    (squares, expected)
}

/// Runs TSB: the squared one-step errors' sum and the forecast at the end.
fn tsb(history: &[f64], size_weight: f64, chance_weight: f64) -> (f64, f64) {
    let Some((mut size, interval)) = averages(history) else { return (0.0, 0.0) };
    let mut chance = 1.0 / interval;
    let mut squares = 0.0;
    for value in history {
        squares += (value - chance * size).powi(2);
        if *value > 0.0 {
            size += size_weight * (value - size);
            chance += chance_weight * (1.0 - chance);
        } else {
            chance -= chance_weight * chance;
        }
    }
    (squares, chance * size)
}

impl Model for CrostonSba {
    fn name(&self) -> &'static str {
        "croston_sba"
    }

    fn applies(&self, history: &[f64], _: &Cadence) -> bool {
        is_intermittent(history)
    }

    fn fit(&self, history: &[f64], _: &Cadence, _: &mut Workspace) -> Parameters {
        let mut found = Parameters::default();
        found[0] = minimise([WEIGHT], [0.1], |p| croston(history, p[0]).0)[0];
        found
    }

    fn forecast(
        &self,
        parameters: &Parameters,
        history: &[f64],
        _: &Cadence,
        _: &mut Workspace,
        ahead: &mut [f64],
    ) {
        ahead.fill(croston(history, parameters[0]).1);
    }
}

impl Model for Tsb {
    fn name(&self) -> &'static str {
        "tsb"
    }

    fn applies(&self, history: &[f64], _: &Cadence) -> bool {
        is_intermittent(history)
    }

    fn fit(&self, history: &[f64], _: &Cadence, _: &mut Workspace) -> Parameters {
        let mut found = Parameters::default();
        let best = minimise([WEIGHT, WEIGHT], [0.1, 0.1], |p| tsb(history, p[0], p[1]).0);
        found[..2].copy_from_slice(&best);
        found
    }

    fn forecast(
        &self,
        parameters: &Parameters,
        history: &[f64],
        _: &Cadence,
        _: &mut Workspace,
        ahead: &mut [f64],
    ) {
        ahead.fill(tsb(history, parameters[0], parameters[1]).1);
    }
}

#[cfg(test)]
mod tests;
