//! What one series says of the effects of its columns.
//!
//! The estimate is that of Poisson's likelihood, or of least squares where values may be negative,
//! level and season taken out of values and columns alike (Frisch and Waugh 1933), by Newton's
//! steps.

use super::form::Form;
use super::level::Level;

/// Times that level and coefficients are refined by turns.
const TURNS: usize = 4;

/// The variance of a coefficient before anything was seen: half of a doubling is usual.
pub(super) const PRIOR: f64 = 0.25;

/// Errors that last longer than this from one to the next are taken to last so long.
const LONGEST: f64 = 0.95;

/// Minus the logarithm of the likelihood of coefficients β is about half of β'Aβ, less b'β.
#[derive(Debug, Clone)]
pub(super) struct Evidence {
    /// A, row by row.
    pub(super) information: Vec<Vec<f64>>,
    /// b.
    pub(super) score: Vec<f64>,
}

impl Evidence {
    /// That says nothing of so many coefficients.
    pub(super) fn nothing(count: usize) -> Self {
        Self { information: vec![vec![0.0; count]; count], score: vec![0.0; count] }
    }

    /// What `values` say, not a number where nothing was observed.
    pub(super) fn gather(
        values: &[f64],
        columns: &[Vec<f64>],
        (form, level): (Form, &Level),
    ) -> Self {
        let count = columns.len();
        let (none, wide) = (vec![0.0; count], vec![PRIOR; count]);
        let centred: Vec<Vec<f64>> =
            columns.iter().map(|column| level.centred(&seen(column, values))).collect();
        let unit = form.unit(values);
        let mut found = Self::nothing(count);
        for _ in 0..TURNS {
            let coefficients = found.likeliest(&none, &wide);
            let effects = form.effects(columns, &coefficients, unit, values.len());
            let rest = level.without(values, &effects, form);
            let pairs = rest.iter().zip(&effects);
            let expected: Vec<f64> = pairs.map(|(rest, effect)| form.put(*rest, *effect)).collect();
            let steps = Errors { values, expected: &expected, form, unit };
            found = steps.evidence(&centred, &coefficients);
        }
        found
    }

    /// The likeliest coefficients under a prior of these means and variances.
    pub(super) fn likeliest(&self, means: &[f64], variances: &[f64]) -> Vec<f64> {
        let mut matrix = self.information.clone();
        let mut right = self.score.clone();
        for (place, (mean, variance)) in means.iter().zip(variances).enumerate() {
            matrix[place][place] += 1.0 / variance;
            right[place] += mean / variance;
        }
        solve(matrix, right)
    }
}

/// A column where something was observed.
fn seen(column: &[f64], values: &[f64]) -> Vec<f64> {
    let pairs = column.iter().zip(values);
    pairs.map(|(cell, value)| if value.is_nan() { f64::NAN } else { *cell }).collect()
}

/// Values beside what some coefficients make of them.
struct Errors<'a> {
    values: &'a [f64],
    expected: &'a [f64],
    form: Form,
    unit: f64,
}

impl Errors<'_> {
    /// What effects multiply, squared over what errors spread by: Poisson's mean, or the unit's
    /// square; nothing where nothing was observed or expected.
    fn weight(&self, time: usize) -> Option<f64> {
        let weight = match self.form {
            Form::Multiplicative => self.expected[time],
            Form::Additive => self.unit * self.unit,
        };
        (weight > 0.0 && !self.values[time].is_nan()).then_some(weight)
    }

    /// An error as a change of the likelihood with a column of ones.
    fn slope(&self, time: usize) -> f64 {
        let error = self.values[time] - self.expected[time];
        if self.form == Form::Multiplicative { error } else { error * self.unit }
    }

    fn evidence(&self, columns: &[Vec<f64>], coefficients: &[f64]) -> Evidence {
        let mut found = Evidence::nothing(columns.len());
        let mut spread = Spread::default();
        let weighed = |time| Some((time, self.weight(time)?));
        for (time, weight) in (0..self.values.len()).filter_map(weighed) {
            spread.add(self.slope(time) / weight.sqrt());
            for (one, column) in columns.iter().enumerate().filter(|(_, it)| it[time] != 0.0) {
                found.score[one] += column[time] * self.slope(time);
                for (cell, beside) in found.information[one].iter_mut().zip(&columns[..=one]) {
                    *cell += weight * column[time] * beside[time];
                }
            }
        }
        let share = spread.share();
        for one in 0..columns.len() {
            for other in 0..=one {
                found.information[one][other] *= share;
                found.information[other][one] = found.information[one][other];
            }
        }
        for (score, row) in found.score.iter_mut().zip(&found.information) {
            *score = *score * share + dot(row, coefficients);
        }
        found
    }
}

/// How much errors spread, in units of what was assumed, and how long they last.
#[derive(Default)]
struct Spread {
    squares: f64,
    neighbours: f64,
    count: f64,
    before: f64,
}

impl Spread {
    fn add(&mut self, error: f64) {
        self.squares += error * error;
        self.neighbours += error * self.before;
        self.count += 1.0;
        self.before = error;
    }

    /// What the likelihood of independent errors of spread one is worth: errors that last say less
    /// than as many that do not.
    fn share(&self) -> f64 {
        if self.squares <= 0.0 {
            return 0.0;
        }
        let lasting = (self.neighbours / self.squares).clamp(0.0, LONGEST);
        self.count / self.squares * (1.0 - lasting) / (1.0 + lasting)
    }
}

fn dot(left: &[f64], right: &[f64]) -> f64 {
    left.iter().zip(right).map(|(left, right)| left * right).sum()
}

/// Solves a positive definite system by Cholesky's factorisation.
fn solve(mut matrix: Vec<Vec<f64>>, mut right: Vec<f64>) -> Vec<f64> {
    for line in 0..right.len() {
        for column in 0..=line {
            let done = dot(&matrix[line][..column], &matrix[column][..column]);
            let rest = matrix[line][column] - done;
            matrix[line][column] = if line == column {
                rest.max(f64::MIN_POSITIVE).sqrt()
            } else {
                rest / matrix[column][column]
            };
        }
        let done = dot(&matrix[line][..line], &right[..line]);
        right[line] = (right[line] - done) / matrix[line][line];
    }
    for line in (0..right.len()).rev() {
        let later = line + 1..right.len();
        let done: f64 = later.map(|inner| matrix[inner][line] * right[inner]).sum();
        right[line] = (right[line] - done) / matrix[line][line];
    }
    right
}

#[cfg(test)]
mod tests;
