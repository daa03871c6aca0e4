//! Exponential smoothing run through a history: states carried on, and how likely the history was.

use super::form::{Effect, Form};

/// The longest season smoothed position by position; longer ones have too little to say on each.
pub(super) const LONGEST_SEASON: usize = 24;

/// Weights of one error on level, trend and season, and the trend's damping.
#[derive(Debug, Clone, Copy)]
pub(super) struct Weights {
    pub(super) level: f64,
    pub(super) trend: f64,
    pub(super) season: f64,
    pub(super) damping: f64,
}

/// Level, slope and one seasonal effect a position, position 0 being that of the first value.
#[derive(Debug, Clone, Copy)]
pub(super) struct State {
    pub(super) level: f64,
    pub(super) slope: f64,
    pub(super) season: [f64; LONGEST_SEASON],
}

/// Runs `state` through `values` and returns minus twice the log-likelihood, less what is the same
/// for every form (Hyndman et al. 2008, eq. 5.3).
///
/// Written with the difference of value and expectation, additive and multiplicative errors move
/// the states alike; only their likelihoods differ.
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
        Some(Effect::Additive) => additive::<RELATIVE>(values, period, weights, state),
        Some(Effect::Multiplicative) => multiplicative::<RELATIVE>(values, period, weights, state),
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
    let State { mut level, mut slope, .. } = *state;
    for value in values {
        let damped = weights.damping * slope;
        let expected = level + damped;
        let error = value - expected;
        tally.add(expected, error);
        level = expected + weights.level * error;
        slope = damped + weights.trend * error;
    }
    (state.level, state.slope) = (level, slope);
    tally.deviance(values.len())
}

fn additive<const RELATIVE: bool>(
    values: &[f64],
    period: usize,
    weights: Weights,
    state: &mut State,
) -> f64 {
    let mut tally = Tally::<RELATIVE>::new();
    let State { mut level, mut slope, .. } = *state;
    for block in values.chunks(period) {
        for (value, season) in block.iter().zip(&mut state.season) {
            let damped = weights.damping * slope;
            let base = level + damped;
            let expected = base + *season;
            let error = value - expected;
            tally.add(expected, error);
            level = base + weights.level * error;
            slope = damped + weights.trend * error;
            *season += weights.season * error;
        }
    }
    (state.level, state.slope) = (level, slope);
    tally.deviance(values.len())
}

fn multiplicative<const RELATIVE: bool>(
    values: &[f64],
    period: usize,
    weights: Weights,
    state: &mut State,
) -> f64 {
    let mut tally = Tally::<RELATIVE>::new();
    let State { mut level, mut slope, .. } = *state;
    for block in values.chunks(period) {
        for (value, season) in block.iter().zip(&mut state.season) {
            let damped = weights.damping * slope;
            let base = level + damped;
            let expected = base * *season;
            let error = value - expected;
            tally.add(expected, error);
            level = base + weights.level * error / *season;
            slope = damped + weights.trend * error / *season;
            *season += weights.season * error / base;
        }
    }
    (state.level, state.slope) = (level, slope);
    tally.deviance(values.len())
}

/// Writes the expected values after `state`, whose history had `length` values.
pub(super) fn ahead(
    state: &State,
    length: usize,
    period: usize,
    form: Form,
    damping: f64,
    ahead: &mut [f64],
) {
    let (mut level, mut slope) = (state.level, state.slope);
    for (step, value) in ahead.iter_mut().enumerate() {
        slope *= damping;
        level += slope;
        let season = state.season[(length + step) % period];
        *value = match form.season {
            None => level,
            Some(Effect::Additive) => level + season,
            Some(Effect::Multiplicative) => level * season,
        };
    }
}
