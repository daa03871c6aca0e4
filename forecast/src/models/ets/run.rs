//! Exponential smoothing run through a history: states carried on, and how likely the history was.

use super::form::{Effect, Form};
use crate::models::smoothing::{Line, Weights};

/// The longest season smoothed position by position; longer ones have too little to say on each.
pub(super) const LONGEST_SEASON: usize = 24;

/// Level, slope and one seasonal effect a position, position 0 being that of the first value.
#[derive(Debug, Clone, Copy)]
pub(super) struct State {
    pub(super) line: Line,
    pub(super) season: [f64; LONGEST_SEASON],
}

/// Runs `state` through `values` and returns minus twice the log-likelihood, less what is the same
/// for every form (Hyndman et al. 2008, eq. 5.3). The kind of error only changes the likelihood.
pub(super) fn run(
    values: &[f64],
    period: usize,
    form: Form,
    weights: Weights,
    state: &mut State,
) -> f64 {
    match form.error {
        Effect::Additive => smooth::<false>(values, period, form.season, weights, state),
        Effect::Multiplicative => smooth::<true>(values, period, form.season, weights, state),
    }
}

fn smooth<const RELATIVE: bool>(
    values: &[f64],
    period: usize,
    season: Option<Effect>,
    weights: Weights,
    state: &mut State,
) -> f64 {
    match season {
        None => plain::<RELATIVE>(values, weights, state),
        Some(effect) => seasonal::<RELATIVE>(values, period, effect, weights, state),
    }
}

/// Sums that the likelihood is made of.
struct Tally<const RELATIVE: bool> {
    squares: f64,
    logarithm: f64,
    product: f64,
}

impl<const RELATIVE: bool> Tally<RELATIVE> {
    fn new() -> Self {
        Self { squares: 0.0, logarithm: 0.0, product: 1.0 }
    }

    #[inline]
    fn add(&mut self, expected: f64, error: f64) {
        if !RELATIVE {
            self.squares += error * error;
            return;
        }
        let relative = error / expected;
        self.squares += relative * relative;
        // A logarithm of many factors at once costs a fraction of one for each.
        self.product *= expected.abs();
        if !(1e-100..1e100).contains(&self.product) {
            self.logarithm += self.product.ln();
            self.product = 1.0;
        }
    }

    fn deviance(&self, count: usize) -> f64 {
        let squares = self.squares.max(f64::MIN_POSITIVE);
        count as f64 * squares.ln() + 2.0 * (self.logarithm + self.product.ln())
    }
}

fn plain<const RELATIVE: bool>(values: &[f64], weights: Weights, state: &mut State) -> f64 {
    let mut tally = Tally::<RELATIVE>::new();
    let mut line = state.line;
    for value in values {
        let expected = weights.step(None, &mut line, &mut 0.0, *value);
        tally.add(expected, value - expected);
    }
    state.line = line;
    tally.deviance(values.len())
}

fn seasonal<const RELATIVE: bool>(
    values: &[f64],
    period: usize,
    effect: Effect,
    weights: Weights,
    state: &mut State,
) -> f64 {
    let mut tally = Tally::<RELATIVE>::new();
    let mut line = state.line;
    for block in values.chunks(period) {
        for (value, season) in block.iter().zip(&mut state.season) {
            let expected = weights.step(Some(effect), &mut line, season, *value);
            tally.add(expected, value - expected);
        }
    }
    state.line = line;
    tally.deviance(values.len())
}
