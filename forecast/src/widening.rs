//! By how much intervals must be widened to have held what they said, over a whole panel.

use statrs::distribution::{ContinuousCDF, Normal};

/// Fewer independent forecasts than this say little of a tail: the factor is drawn towards what so
/// few folds let expect.
const FORECASTS: f64 = 20.0;

/// Factors beyond these are not believed.
const LEAST: f64 = 0.3;
const MOST: f64 = 3.0;

/// Intervals of a back-test rest on fewer folds than the published ones: of the widening they would
/// have needed so much is put down to that, as many folds as they had beside this many.
const FOLDS: f64 = 2.0;

/// How many times its width an interval would have had to have to hold each actual value: scores of
/// conformal prediction (Romano, Patterson and Candès 2019, there with differences), of one
/// forecast, level by level.
pub(crate) type Scores = Vec<Vec<f32>>;

/// Factors on the width of intervals, by level.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Widening {
    levels: Vec<f64>,
    factors: Vec<f64>,
}

impl Widening {
    /// No widening.
    pub(crate) fn none(levels: &[f64]) -> Self {
        Self { levels: levels.to_vec(), factors: vec![1.0; levels.len()] }
    }

    /// Factors with which the intervals of a panel would have covered what they should. Each of
    /// `forecasts` is an independent one, its steps are not; `folds` is how many independent folds
    /// their intervals rested on, on average, and how many the published ones rest on.
    pub(crate) fn new(levels: &[f64], forecasts: &[Scores], (folds, now): (f64, f64)) -> Self {
        let count = forecasts.len() as f64;
        let factor = |(place, level): (usize, &f64)| {
            let mut scores: Vec<f32> =
                forecasts.iter().flat_map(|scores| scores[place].iter().copied()).collect();
            let found = quantile(&mut scores, *level).ln();
            let lasting = if found > 0.0 { folds / (folds + FOLDS) } else { 1.0 };
            let few = student(now, *level).ln();
            ((found * lasting * count + few * FORECASTS) / (count + FORECASTS)).exp()
        };
        let mut factors: Vec<f64> = levels.iter().enumerate().map(factor).collect();
        if factors.iter().any(|factor| !factor.is_finite()) {
            factors.fill(1.0);
        }
        Self { levels: levels.to_vec(), factors }
    }

    /// The levels there are factors for.
    pub(crate) fn levels(&self) -> &[f64] {
        &self.levels
    }

    /// One for each level.
    pub(crate) fn factors(&self) -> &[f64] {
        &self.factors
    }

    /// The factor for the interval of a probability, between those of the levels asked for.
    pub(crate) fn factor(&self, trust: f64) -> f64 {
        let above = self.levels.partition_point(|level| *level < trust);
        match (above.checked_sub(1), self.factors.get(above)) {
            (None, Some(factor)) => *factor,
            (Some(below), Some(factor)) => {
                let (left, right) = (self.levels[below], self.levels[above]);
                let share = (trust - left) / (right - left);
                self.factors[below] + share * (factor - self.factors[below])
            }
            (_, None) => self.factors.last().copied().unwrap_or(1.0),
        }
    }
}

/// By how much further the tail of an error is that is known from so few independent ones (Student
/// 1908): the errors of one fold lie on one side more often than not. By the expansion of Abramowitz
/// and Stegun 1964, 26.7.5, within 4 % from two folds on.
fn student(folds: f64, level: f64) -> f64 {
    let normal: f64 = Normal::standard().inverse_cdf(0.5 + level / 2.0);
    let (square, few) = (normal * normal, folds.max(1.0).recip());
    let first = (square + 1.0) / 4.0;
    let second = (5.0 * square * square + 16.0 * square + 3.0) / 96.0;
    let third = (3.0 * square.powi(3) + 19.0 * square * square + 17.0 * square - 15.0) / 384.0;
    (1.0 + few * (first + few * (second + few * third))).clamp(1.0, MOST)
}

/// The score that a share of `level` does not exceed, 1 without scores.
fn quantile(scores: &mut [f32], level: f64) -> f64 {
    let rank = ((scores.len() as f64 + 1.0) * level).ceil() as usize;
    if scores.is_empty() || rank == 0 {
        return 1.0;
    }
    let place = rank.min(scores.len()) - 1;
    let (_, found, _) = scores.select_nth_unstable_by(place, f32::total_cmp);
    f64::from(*found).clamp(LEAST, MOST)
}

#[cfg(test)]
mod tests;
