//! A weighted mean of the candidates: what was more right so far counts for more.

/// The combination's name in every table.
pub(crate) const COMBINATION: &str = "combination";

/// A candidate with an error beyond this multiple of the best one's is left out: the mean of many
/// forecasts is helped by the near-best and hurt by the plainly wrong.
const WORST: f64 = 1.25;

/// Weights fall with this power of the error. Two would be the inverse squares of Bates and Granger
/// 1969 for errors that are not correlated; as they are, the better ones deserve more.
const SHARPNESS: f64 = 4.0;

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

#[cfg(test)]
mod tests;
