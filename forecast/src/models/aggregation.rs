//! Intermittent demand made regular by adding up periods.

use serde::{Deserialize, Serialize};

use super::intermittent::is_intermittent;
use super::{Model, Parameters, Recursion, Workspace};
use crate::search::minimise;
use crate::series::Cadence;

/// Aggregate-disaggregate intermittent demand approach (Nikolopoulos, Syntetos, Boylan,
/// Petropoulos and Assimakopoulos 2011): sums over as many periods as usually lie between two
/// demands are smoothed, and the smoothed sum is shared out evenly.
pub(crate) const ADIDA: Aggregation = Aggregation { name: "adida", several: false };

/// Intermittent multiple aggregation prediction algorithm (Petropoulos and Kourentzes 2015): the
/// mean over every number of periods up to that one.
pub(crate) const IMAPA: Aggregation = Aggregation { name: "imapa", several: true };

/// Smoothed sums over one number of periods, or over several.
pub(crate) struct Aggregation {
    name: &'static str,
    several: bool,
}

/// The range of the smoothing weight.
const WEIGHT: (f64, f64) = (0.1, 0.3);

/// The least sums a level of aggregation is smoothed from; beyond, too few are left to learn from.
const LEAST_SUMS: usize = 4;

/// The most levels, a bound on time for what is hardly ever sold.
pub(super) const MOST_LEVELS: usize = 24;

/// Demands as they come: the mean number of periods from one to the next, the first counted from
/// the beginning; nothing if there were none.
fn mean_interval(history: &[f64]) -> Option<f64> {
    let demands = history.iter().filter(|value| **value > 0.0).count();
    let last = history.iter().rposition(|value| *value > 0.0)?;
    Some((last + 1) as f64 / demands as f64)
}

/// Smooths sums over `level` periods, oldest remainder left out, and returns the squared one-step
/// errors' sum and the last level. The first sum is where smoothing starts.
fn smooth(history: &[f64], level: usize, weight: f64) -> (f64, f64) {
    let mut sums =
        history[history.len() % level..].chunks_exact(level).map(|chunk| chunk.iter().sum::<f64>());
    let mut expected = sums.next().unwrap_or(0.0);
    let mut squares = 0.0;
    for sum in sums {
        let error = sum - expected;
        squares += error * error;
        expected += weight * error;
    }
    (squares, expected)
}

impl Aggregation {
    fn levels(&self, most: usize) -> std::ops::RangeInclusive<usize> {
        if self.several { 1..=most } else { most..=most }
    }
}

impl Model for Aggregation {
    fn name(&self) -> &'static str {
        self.name
    }

    fn applies(&self, history: &[f64], _: &Cadence) -> bool {
        history.len() >= LEAST_SUMS && is_intermittent(history)
    }

    /// Parameters: the largest level, then the weight of each level tried.
    fn fit(&self, history: &[f64], _: &Cadence, _: &mut Workspace) -> Parameters {
        let mut found = Parameters::default();
        let Some(interval) = mean_interval(history) else { return found };
        let bound = (history.len() / LEAST_SUMS).clamp(1, MOST_LEVELS);
        let most = (interval.round_ties_even() as usize).clamp(1, bound);
        found[0] = most as f64;
        for level in self.levels(most) {
            let best = minimise([WEIGHT], [0.2], |p| smooth(history, level, p[0]).0);
            found[level] = best[0];
        }
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
        let levels = self.levels(parameters[0] as usize);
        let count = levels.clone().count() as f64;
        let rate = |level: usize| smooth(history, level, parameters[level]).1 / level as f64;
        let sum: f64 = levels.filter(|level| *level > 0).map(rate).sum();
        ahead.fill(sum / count);
    }

    fn recursion(
        &self,
        parameters: &Parameters,
        history: &[f64],
        _: &Cadence,
        _: &mut Workspace,
    ) -> Option<Recursion> {
        let levels = self.levels(parameters[0] as usize);
        (*levels.start() > 0).then(|| {
            let level = |size| Level::new(history, size, parameters[size]);
            Recursion::Sums(Sums { levels: levels.map(level).collect() })
        })
    }
}

/// Smoothed sums at the end of a history.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct Sums {
    /// In order of size.
    levels: Box<[Level]>,
}

/// Sums over so many periods: those that end today, those that ended yesterday, and so on, since
/// from each day on a sum ends where the next begins.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
struct Level {
    weight: f64,
    /// The smoothed sum of each phase.
    expected: Box<[f64]>,
    /// The phase whose last sum ended with the last value.
    phase: usize,
}

impl Level {
    fn new(history: &[f64], size: usize, weight: f64) -> Self {
        let length = history.len();
        let mut expected = vec![0.0; size];
        for end in length + 1 - size..=length {
            expected[end % size] = smooth(&history[..end], size, weight).1;
        }
        Self { weight, expected: expected.into(), phase: length % size }
    }

    fn rate(&self) -> f64 {
        self.expected[self.phase] / self.expected.len() as f64
    }
}

impl Sums {
    /// Takes the next value in; `back` tells those before it, the last one by 1.
    pub(crate) fn observe(&mut self, value: f64, back: impl Fn(usize) -> f64) {
        let (mut sum, mut periods) = (value, 1);
        for level in &mut self.levels {
            let size = level.expected.len();
            while periods < size {
                sum += back(periods);
                periods += 1;
            }
            level.phase = if level.phase + 1 == size { 0 } else { level.phase + 1 };
            let expected = &mut level.expected[level.phase];
            *expected += level.weight * (sum - *expected);
        }
    }

    /// Demand a period, the same for all steps ahead.
    pub(crate) fn expected(&self) -> f64 {
        let sum: f64 = self.levels.iter().map(Level::rate).sum();
        sum / self.levels.len() as f64
    }
}

#[cfg(test)]
mod tests;
