//! Intermittent demand: how much when there is any, and how often there is any.

use serde::{Deserialize, Serialize};

use super::{Model, Parameters, Recursion, Workspace};
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
pub(crate) fn is_intermittent(history: &[f64]) -> bool {
    let interval = averages(history).map(|(_, interval)| interval);
    interval.is_some_and(|interval| interval >= INTERMITTENT)
        && history.iter().all(|value| *value >= 0.0)
}

/// Croston's method at the end of a history.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub(crate) struct Croston {
    weight: f64,
    size: f64,
    interval: f64,
    /// Periods since the last demand, the next one included.
    since: f64,
    expected: f64,
}

impl Croston {
    /// Starts from the averages of a history; without demand none is expected.
    fn start(history: &[f64], weight: f64) -> Self {
        let (size, interval) = averages(history).unwrap_or((0.0, 1.0));
        let expected = (1.0 - weight / 2.0) * size / interval;
        Self { weight, size, interval, since: 1.0, expected }
    }

    /// Takes the next value in.
    #[inline]
    pub(crate) fn observe(&mut self, value: f64) {
        if value > 0.0 {
            self.size += self.weight * (value - self.size);
            self.interval += self.weight * (self.since - self.interval);
            self.expected = (1.0 - self.weight / 2.0) * self.size / self.interval;
            self.since = 1.0;
        } else {
            self.since += 1.0;
        }
    }

    /// Demand a period, the same for all steps ahead.
    pub(crate) fn expected(&self) -> f64 {
        self.expected
    }
}

/// Runs Croston's method: the squared one-step errors' sum and the state at the end.
fn croston(history: &[f64], weight: f64) -> (f64, Croston) {
    let mut state = Croston::start(history, weight);
    let mut squares = 0.0;
    for value in history {
        squares += (value - state.expected).powi(2);
        state.observe(*value);
    }
    (squares, state)
}

/// TSB at the end of a history: demand that fades while none comes.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub(crate) struct Fading {
    size_weight: f64,
    chance_weight: f64,
    size: f64,
    chance: f64,
}

impl Fading {
    /// Starts from the averages of a history; without demand none is expected.
    fn start(history: &[f64], size_weight: f64, chance_weight: f64) -> Self {
        let (size, interval) = averages(history).unwrap_or((0.0, 1.0));
        Self { size_weight, chance_weight, size, chance: 1.0 / interval }
    }

    /// Takes the next value in.
    #[inline]
    pub(crate) fn observe(&mut self, value: f64) {
        if value > 0.0 {
            self.size += self.size_weight * (value - self.size);
            self.chance += self.chance_weight * (1.0 - self.chance);
        } else {
            self.chance -= self.chance_weight * self.chance;
        }
    }

    /// Demand a period, the same for all steps ahead.
    pub(crate) fn expected(&self) -> f64 {
        self.chance * self.size
    }
}

/// Runs TSB: the squared one-step errors' sum and the state at the end.
fn tsb(history: &[f64], size_weight: f64, chance_weight: f64) -> (f64, Fading) {
    let mut state = Fading::start(history, size_weight, chance_weight);
    let mut squares = 0.0;
    for value in history {
        squares += (value - state.expected()).powi(2);
        state.observe(*value);
    }
    (squares, state)
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

    fn recursion(
        &self,
        parameters: &Parameters,
        history: &[f64],
        _: &Cadence,
        _: &mut Workspace,
    ) -> Option<Recursion> {
        Some(Recursion::Croston(croston(history, parameters[0]).1))
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

    fn recursion(
        &self,
        parameters: &Parameters,
        history: &[f64],
        _: &Cadence,
        _: &mut Workspace,
    ) -> Option<Recursion> {
        Some(Recursion::Fading(tsb(history, parameters[0], parameters[1]).1))
    }
}

#[cfg(test)]
mod tests;
