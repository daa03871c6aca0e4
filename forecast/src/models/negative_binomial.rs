//! Counts whose mean moves: a negative binomial distribution with a dynamic mean.

use serde::{Deserialize, Serialize};
use statrs::function::gamma::ln_gamma;

use super::intermittent::is_intermittent;
use super::simplex::{Axis, minimise};
use super::{Model, Parameters, Recursion, Workspace};
use crate::series::{Cadence, mean};

/// The dynamic negative binomial models of Snyder, Ord and Beaumont 2012, *Forecasting the
/// intermittent demand for slow-moving inventories*, International Journal of Forecasting 28: the
/// mean follows the last demands, and either returns to its long-run value or does not, whichever
/// makes the history likelier.
pub(crate) struct NegativeBinomial;

/// Ranges of the weight of the last demand and of the share of the past kept.
const WEIGHT: (f64, f64) = (0.001, 0.4);
const KEPT: (f64, f64) = (0.2, 1.0);

/// Logarithm of the range of the first mean over the long-run mean.
const FIRST: (f64, f64) = (-3.0, 3.0);

/// Logarithm of the range of the dispersion: below, demand is as good as all in one period;
/// above, it is as good as Poisson.
const DISPERSION: (f64, f64) = (-4.0, 6.0);

/// The mean is never below this share of the long-run mean: no demand is ever impossible.
const LEAST_SHARE: f64 = 1e-3;

const MOST_EVALUATIONS: usize = 250;

/// Values are counts of something if a unit explains them to this share of itself.
const WHOLE: f64 = 1e-6;

/// Counts beyond this many units are not counted but measured.
const MOST_UNITS: f64 = 1e5;

/// What moves the mean, and how wide counts spread around it.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
struct Dynamics {
    /// The long-run mean, in units.
    average: f64,
    /// The mean before the first demand.
    first: f64,
    weight: f64,
    kept: f64,
    /// The size parameter of the distribution: its variance is mean + mean² / dispersion.
    dispersion: f64,
}

/// The largest unit that all values are whole multiples of (Euclid), or nothing where there is no
/// such unit: packs of six are counted as packs.
fn unit(history: &[f64]) -> Option<f64> {
    let mut unit = 0.0;
    for value in history {
        let (mut larger, mut smaller) = (f64::max(unit, *value), f64::min(unit, *value));
        while smaller > WHOLE * larger {
            (larger, smaller) = (smaller, larger % smaller);
        }
        unit = larger;
    }
    let largest = history.iter().copied().fold(0.0, f64::max);
    (unit > 0.0 && largest / unit <= MOST_UNITS).then_some(unit)
}

impl Dynamics {
    /// Carries the mean over one demand.
    #[inline]
    fn next(&self, expected: f64, count: f64) -> f64 {
        let drawn = (1.0 - self.kept) * self.average;
        let moved = drawn + (self.kept - self.weight).max(0.0) * expected + self.weight * count;
        moved.max(LEAST_SHARE * self.average)
    }

    /// Minus twice the log-likelihood of the history, and the mean after it.
    fn run(&self, history: &[f64], unit: f64) -> (f64, f64) {
        let mut expected = self.first;
        let mut logarithm = 0.0;
        let size = self.dispersion;
        // A logarithm of many factors at once costs a fraction of one for each.
        let (mut factors, mut spread) = (1.0, 0.0);
        for value in history {
            let count = (value / unit).round();
            // ln of NB(count | mean, size) without what no parameter changes.
            factors *= 1.0 + expected / size;
            if factors > 1e200 {
                spread += factors.ln();
                factors = 1.0;
            }
            if count > 0.0 {
                let ratio = expected / (size + expected);
                logarithm += rising(size, count) + count * ratio.ln();
            }
            expected = self.next(expected, count);
        }
        (-2.0 * (logarithm - size * (spread + factors.ln())), expected)
    }
}

/// ln Γ(size + count) − ln Γ(size): the logarithm of size (size + 1) … (size + count − 1).
fn rising(size: f64, count: f64) -> f64 {
    if count > 20.0 {
        return ln_gamma(size + count) - ln_gamma(size);
    }
    let mut product = 1.0;
    let mut factor = size;
    for _ in 0..count as usize {
        product *= factor;
        factor += 1.0;
    }
    product.ln()
}

impl Model for NegativeBinomial {
    fn name(&self) -> &'static str {
        "negative_binomial"
    }

    fn applies(&self, history: &[f64], _: &Cadence) -> bool {
        is_intermittent(history) && unit(history).is_some()
    }

    /// Parameters: the unit, then the dynamics.
    fn fit(&self, history: &[f64], _: &Cadence, _: &mut Workspace) -> Parameters {
        let mut found = Parameters::default();
        let Some(unit) = unit(history) else { return found };
        let average = mean(history) / unit;
        let axis = |start, step, (low, high)| Axis { start, step, low, high };
        let shared = [axis(0.05, 0.1, WEIGHT), axis(0.0, 1.0, DISPERSION)];
        let damped = |p: &[f64]| Dynamics {
            average,
            first: average,
            weight: p[0],
            kept: p[2],
            dispersion: p[1].exp(),
        };
        let free = |p: &[f64]| Dynamics { first: average * p[2].exp(), kept: 1.0, ..damped(p) };
        let search = |third, at: &dyn Fn(&[f64]) -> Dynamics| {
            let axes = [shared[0], shared[1], third];
            let (point, cost) = minimise(&axes, MOST_EVALUATIONS, |p| at(p).run(history, unit).0);
            (at(&point), cost)
        };
        let returning = search(axis(0.9, -0.2, KEPT), &damped);
        let wandering = search(axis(0.0, 0.5, FIRST), &free);
        let best = if wandering.1 < returning.1 { wandering.0 } else { returning.0 };
        let Dynamics { average, first, weight, kept, dispersion } = best;
        found[..6].copy_from_slice(&[unit, average, first, weight, kept, dispersion]);
        found
    }

    fn recursion(
        &self,
        parameters: &Parameters,
        history: &[f64],
        _: &Cadence,
        _: &mut Workspace,
    ) -> Option<Recursion> {
        let [unit, average, first, weight, kept, dispersion, ..] = *parameters;
        if unit <= 0.0 {
            return None;
        }
        let dynamics = Dynamics { average, first, weight, kept, dispersion };
        let (_, expected) = dynamics.run(history, unit);
        Some(Recursion::Counts(Counts { dynamics, unit, expected }))
    }
}

/// The model at the end of a history.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub(crate) struct Counts {
    dynamics: Dynamics,
    unit: f64,
    /// The next count.
    expected: f64,
}

impl Counts {
    /// Takes the next value in.
    pub(crate) fn observe(&mut self, value: f64) {
        self.expected = self.dynamics.next(self.expected, (value / self.unit).round());
    }

    /// Goes on over a value that nobody saw, as if it had been what was expected.
    pub(crate) fn skip(&mut self) {
        self.expected = self.dynamics.next(self.expected, self.expected);
    }

    /// The expected values ahead.
    pub(crate) fn ahead(mut self) -> impl Iterator<Item = f64> {
        std::iter::repeat_with(move || {
            let value = self.expected * self.unit;
            self.skip();
            value
        })
    }
}

#[cfg(test)]
mod tests;
