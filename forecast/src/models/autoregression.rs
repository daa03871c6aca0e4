//! Values explained by earlier ones: a regression on chosen lags, run forward.

use crate::least_squares::{COLUMNS, Normal, Row};
use crate::series::mean;

/// The most lags beside the intercept.
pub(super) const MOST_LAGS: usize = COLUMNS - 1;

/// The ridge, as a share of the sum of squares: it decides only between lags that say the same.
const RIDGE: f64 = 1e-3;

/// Which earlier values explain one; the rest of the array is not used.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Lags {
    lags: [usize; MOST_LAGS],
    count: usize,
}

impl Lags {
    /// The given lags without repetition, as many as fit, none longer than `longest`.
    pub(super) fn new(wanted: impl IntoIterator<Item = usize>, longest: usize) -> Self {
        let mut found = Self { lags: [0; MOST_LAGS], count: 0 };
        for lag in wanted {
            let known = found.get().contains(&lag);
            if found.count < MOST_LAGS && !known && (1..=longest).contains(&lag) {
                found.lags[found.count] = lag;
                found.count += 1;
            }
        }
        found
    }

    pub(super) fn get(&self) -> &[usize] {
        &self.lags[..self.count]
    }

    fn longest(&self) -> usize {
        self.get().iter().copied().max().unwrap_or(0)
    }

    /// The coefficients, intercept first, of the ridge regression of each value on its lags
    /// (conditional least squares: Box and Jenkins 1970, 7.1).
    pub(super) fn fit(&self, values: &[f64]) -> Row {
        let mut sums = Normal::new();
        let average = mean(values);
        let mut squares = 0.0;
        for time in self.longest()..values.len() {
            let mut row = [0.0; COLUMNS];
            row[0] = 1.0;
            for (cell, lag) in row[1..].iter_mut().zip(self.get()) {
                *cell = values[time - lag];
            }
            sums.add(&row, values[time]);
            squares += (values[time] - average).powi(2);
        }
        sums.solve((RIDGE * squares).max(1e-12))
    }

    /// The one-step expectation at `time`.
    fn expected(&self, coefficients: &Row, values: &[f64], time: usize) -> f64 {
        let terms = coefficients[1..].iter().zip(self.get());
        coefficients[0]
            + terms.map(|(coefficient, lag)| coefficient * values[time - lag]).sum::<f64>()
    }

    /// The sum of squared one-step errors, as if the first values had erred like the others.
    pub(super) fn squares(&self, coefficients: &Row, values: &[f64]) -> f64 {
        let first = self.longest();
        let errors = (first..values.len())
            .map(|time| (values[time] - self.expected(coefficients, values, time)).powi(2));
        errors.sum::<f64>() * values.len() as f64 / (values.len() - first).max(1) as f64
    }

    /// Expected values after `values`, each from those before it.
    pub(super) fn forecast(&self, coefficients: &Row, values: &[f64], ahead: &mut [f64]) {
        for step in 0..ahead.len() {
            let mut sum = coefficients[0];
            for (coefficient, lag) in coefficients[1..].iter().zip(self.get()) {
                let before = match step.checked_sub(*lag) {
                    Some(earlier) => ahead[earlier],
                    None => values[values.len() + step - lag],
                };
                sum += coefficient * before;
            }
            ahead[step] = sum;
        }
    }
}

#[cfg(test)]
mod tests;
