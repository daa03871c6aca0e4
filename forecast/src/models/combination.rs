//! A weighted mean of the candidates: what was more right so far counts for more.

use crate::covariance::Covariance;

/// The combination's name in every table.
pub(crate) const COMBINATION: &str = "combination";

/// A candidate with an error beyond this multiple of the best one's is left out: the mean of many
/// forecasts is helped by the near-best and hurt by the plainly wrong.
const WORST: f64 = 1.25;

/// Weights fall with this power of the error. Two would be the inverse squares of Bates and Granger
/// 1969 for errors that are not correlated; as they are, the better ones deserve more.
const SHARPNESS: f64 = 4.0;

/// Exchanges of weight between two candidates after which the least error is as good as found.
const MOST_EXCHANGES: usize = 500;

/// An exchange that gains less than this share of the error is none.
const GAIN: f64 = 1e-9;

/// A candidate with this share of all weight is as good as alone.
const ALONE: f64 = 0.999;

/// Weights of the candidates, in their order.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Combination {
    weights: Vec<f64>,
}

impl Combination {
    /// Weights from the logarithm of each candidate's error, relative to any common unit; nothing
    /// for a candidate that has no forecast.
    pub(crate) fn new(errors: &[Option<f64>]) -> Self {
        let best = errors.iter().flatten().copied().fold(f64::INFINITY, f64::min);
        let weight = |error: &Option<f64>| match error {
            Some(error) if error - best <= WORST.ln() => (-SHARPNESS * (error - best)).exp(),
            _ => 0.0,
        };
        let mut weights: Vec<f64> = errors.iter().map(weight).collect();
        let sum: f64 = weights.iter().sum();
        if sum > 0.0 {
            weights.iter_mut().for_each(|weight| *weight /= sum);
        }
        Self { weights }
    }

    /// The weights of the least mean squared error, held on to these ones by `hold`, a share of the
    /// candidates' mean squared error: part of the least error is luck (ridge; Diebold and Pauly
    /// 1990 shrink likewise).
    ///
    /// None is negative and they add up to one (Granger and Ramanathan 1984, restricted): what
    /// candidates have in common cannot be taken off twice. Where a candidate is not `there`, or
    /// is far worse than the best one, it has no part.
    pub(crate) fn of_least_error(
        &self,
        (covariance, hold): (&Covariance, f64),
        there: impl Fn(usize) -> bool,
    ) -> Self {
        let square = |model: usize| covariance.at(model, model);
        let known = || (0..covariance.models()).filter(|model| there(*model));
        let best = known().map(square).fold(f64::INFINITY, f64::min);
        let near: Vec<usize> =
            known().filter(|model| square(*model) <= WORST * WORST * best).collect();
        if near.is_empty() || best <= 0.0 || !best.is_finite() {
            return self.clone();
        }
        let held = self.restricted(&near);
        let mean = near.iter().map(|model| square(*model)).sum::<f64>() / near.len() as f64;
        let found = Exchange::new(covariance, &near, hold * mean, &held).run();
        let mut weights = vec![0.0; self.weights.len()];
        near.iter().zip(found).for_each(|(model, weight)| weights[*model] = weight);
        Self { weights }
    }

    /// The weights of some candidates alone, adding up to one; equal ones where they have none.
    fn restricted(&self, near: &[usize]) -> Vec<f64> {
        let sum: f64 = near.iter().map(|model| self.weights[*model]).sum();
        let share = |model: &usize| {
            if sum > 0.0 { self.weights[*model] / sum } else { 1.0 / near.len() as f64 }
        };
        near.iter().map(share).collect()
    }

    /// Adds each candidate's steps, weighted, into `ahead`, which is overwritten.
    pub(crate) fn combine<'a>(&self, steps: impl Iterator<Item = &'a [f64]>, ahead: &mut [f64]) {
        ahead.fill(0.0);
        for (weight, candidate) in self.weights.iter().zip(steps) {
            if *weight == 0.0 {
                continue;
            }
            for (sum, value) in ahead.iter_mut().zip(candidate) {
                *sum += weight * value;
            }
        }
    }

    /// The weights, in the order of the candidates.
    pub(crate) fn weights(&self) -> &[f64] {
        &self.weights
    }

    /// The candidate that has as good as all the weight.
    pub(crate) fn alone(&self) -> Option<usize> {
        self.weights.iter().position(|weight| *weight >= ALONE)
    }
}

/// Finds the least error by exchanges of weight between the two candidates that gain most by it, as
/// Platt 1998 does for support vectors.
struct Exchange<'a> {
    covariance: &'a Covariance,
    near: &'a [usize],
    ridge: f64,
    weights: Vec<f64>,
    /// How the error rises with each weight, halved.
    slopes: Vec<f64>,
}

impl<'a> Exchange<'a> {
    fn new(covariance: &'a Covariance, near: &'a [usize], ridge: f64, held: &[f64]) -> Self {
        let slope = |one: &usize| {
            near.iter().zip(held).map(|(other, weight)| covariance.at(*one, *other) * weight).sum()
        };
        let slopes = near.iter().map(slope).collect();
        Self { covariance, near, ridge, weights: held.to_vec(), slopes }
    }

    fn run(mut self) -> Vec<f64> {
        for _ in 0..MOST_EXCHANGES {
            if !self.exchange() {
                break;
            }
        }
        self.weights
    }

    /// Moves weight from the one whose loss gains most to the one whose rise costs least.
    fn exchange(&mut self) -> bool {
        let places = || 0..self.near.len();
        let by_slope =
            |one: &usize, other: &usize| self.slopes[*one].total_cmp(&self.slopes[*other]);
        let lowest = places().min_by(by_slope);
        let highest = places().filter(|place| self.weights[*place] > 0.0).max_by(by_slope);
        let (Some(to), Some(from)) = (lowest, highest) else { return false };
        let gain = self.slopes[from] - self.slopes[to];
        if gain <= GAIN * self.slopes[from].abs() {
            return false;
        }
        let bend = self.cell(to, to) + self.cell(from, from) - 2.0 * self.cell(to, from);
        // Products measured on different steps need not bend upwards; then all of it goes.
        let best = if bend > 0.0 { gain / bend } else { f64::INFINITY };
        let moved = best.min(self.weights[from]);
        self.weights[from] -= moved;
        self.weights[to] += moved;
        for place in 0..self.near.len() {
            self.slopes[place] += moved * (self.cell(place, to) - self.cell(place, from));
        }
        true
    }

    fn cell(&self, one: usize, other: usize) -> f64 {
        let ridge = if one == other { self.ridge } else { 0.0 };
        self.covariance.at(self.near[one], self.near[other]) + ridge
    }
}

#[cfg(test)]
mod tests;
