//! A weighted mean of the candidates: what was more right so far counts for more.

/// The combination's name in every table.
pub(crate) const COMBINATION: &str = "combination";

/// A candidate with an error beyond this multiple of the best one's is left out: the mean of many
/// forecasts is helped by the near-best and hurt by the plainly wrong.
const WORST: f64 = 1.25;

/// Weights by inverse squared error (Bates and Granger 1969, without correlations).
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Combination {
    weights: Vec<f64>,
}

impl Combination {
    /// Weights from each candidate's error so far. Where nothing has been measured every
    /// candidate counts the same.
    pub(crate) fn new(errors: &[Option<f64>]) -> Self {
        let best = errors.iter().flatten().copied().fold(f64::INFINITY, f64::min);
        let mut weights: Vec<f64> = errors.iter().map(|error| weight(*error, best)).collect();
        if weights.iter().all(|weight| *weight == 0.0) {
            weights.fill(1.0);
        }
        let sum: f64 = weights.iter().sum();
        weights.iter_mut().for_each(|weight| *weight /= sum);
        Self { weights }
    }

    /// Adds each candidate's steps, weighted, into `ahead`, which is overwritten.
    pub(crate) fn combine<'a>(&self, steps: impl Iterator<Item = &'a [f64]>, ahead: &mut [f64]) {
        ahead.fill(0.0);
        for (weight, candidate) in self.weights.iter().zip(steps) {
            for (sum, value) in ahead.iter_mut().zip(candidate) {
                *sum += weight * value;
            }
        }
    }
}

/// One candidate's weight before they are made to add to one.
fn weight(error: Option<f64>, best: f64) -> f64 {
    match error {
        // A perfect candidate leaves no room for others, and its inverse square no number.
        Some(error) if best == 0.0 => f64::from(u8::from(error == 0.0)),
        Some(error) if error <= WORST * best => (best / error).powi(2),
        _ => 0.0,
    }
}

#[cfg(test)]
mod tests;
