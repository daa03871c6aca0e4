//! Complex exponential smoothing: a level and what it may become, smoothed as one complex number.

use super::intermittent::is_intermittent;
use super::simplex::{Axis, minimise};
use super::{Model, Parameters, Workspace};
use crate::season::{Form as Action, indices};
use crate::series::{Cadence, mean};

/// The models of Svetunkov, Kourentzes and Ord 2022, *Complex exponential smoothing*, Naval
/// Research Logistics 69: without a season, with seasonal levels, and with a season added to the
/// level, chosen by the corrected Akaike criterion.
pub(crate) struct Ces;

/// How the season enters.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Form {
    /// No season.
    None,
    /// Level and potential of one season ago.
    Simple,
    /// A season added to the level.
    Partial,
}

const FORMS: [Form; 3] = [Form::None, Form::Simple, Form::Partial];

/// Real and imaginary part of the complex smoothing parameter, and the season's weight.
#[derive(Debug, Clone, Copy)]
struct Weights {
    real: f64,
    imaginary: f64,
    season: f64,
}

/// Ranges of the weights, those of the authors' package `smooth`.
const REAL: (f64, f64) = (0.01, 1.8);
const IMAGINARY: (f64, f64) = (0.01, 1.9);
const SEASON: (f64, f64) = (0.01, 0.9);

/// The most evaluations of one form.
const MOST_EVALUATIONS: usize = 200;

/// The potential starts this much below the level.
const POTENTIAL: f64 = 1.0 / 1.1;

/// Beyond this many values nothing is learned that is worth the time.
const LONGEST: usize = 4_000;

/// States of the model, one for each position of a season where levels are seasonal.
#[derive(Debug, Default)]
pub(crate) struct States {
    level: Vec<f64>,
    potential: Vec<f64>,
    season: Vec<f64>,
    /// The states before the first value, kept while weights are tried.
    starting: Vec<f64>,
}

impl Weights {
    /// Whether an error dies out instead of growing: both eigenvalues of the discount matrix lie
    /// inside the unit circle (the paper's stability condition).
    fn stable(self) -> bool {
        let (plus, minus) = (self.real + self.imaginary, self.real - self.imaginary);
        let trace = (1.0 - minus) + (1.0 - self.real);
        let determinant = (1.0 - minus) * (1.0 - self.real) + (1.0 - self.imaginary) * (1.0 - plus);
        determinant.abs() < 1.0 && trace.abs() < 1.0 + determinant
    }
}

impl States {
    /// Puts the starting states of `form` into `starting`: means of the first values, or the first
    /// season's own values, and for an added season its classical decomposition.
    fn prepare(&mut self, values: &[f64], period: usize, form: Form) {
        self.starting.clear();
        match form {
            Form::None => self.starting.push(mean(&values[..period.max(10).min(values.len())])),
            Form::Simple => self.starting.extend_from_slice(&values[..period]),
            Form::Partial => self.starting.push(mean(&values[..period])),
        }
        self.season.clear();
        if form == Form::Partial {
            indices(values, period, Action::Additive, &mut self.season);
            self.starting.extend_from_slice(&self.season);
        } else {
            self.season.push(0.0);
            self.starting.push(0.0);
        }
    }

    /// Goes back to the starting states.
    fn reset(&mut self, period: usize, form: Form) {
        let levels = if form == Form::Simple { period } else { 1 };
        self.level.clear();
        self.level.extend_from_slice(&self.starting[..levels]);
        self.potential.clear();
        self.potential.extend(self.level.iter().map(|level| level * POTENTIAL));
        self.season.copy_from_slice(&self.starting[levels..]);
    }

    /// Runs through `values` and returns the sum of squared one-step errors.
    fn run(&mut self, values: impl Iterator<Item = f64>, weights: Weights) -> f64 {
        let (plus, minus) = (weights.real + weights.imaginary, weights.real - weights.imaginary);
        let (keep, turn) = (1.0 - weights.real, 1.0 - weights.imaginary);
        let (mut place, mut position) = (0, 0);
        let mut squares = 0.0;
        for value in values {
            let (level, potential) = (self.level[place], self.potential[place]);
            let error = value - level - self.season[position];
            self.level[place] = level - turn * potential + minus * error;
            self.potential[place] = level + keep * potential + plus * error;
            self.season[position] += weights.season * error;
            squares += error * error;
            place = if place + 1 == self.level.len() { 0 } else { place + 1 };
            position = if position + 1 == self.season.len() { 0 } else { position + 1 };
        }
        squares
    }

    /// Writes the expected values after `length` values: the states go on by themselves.
    fn ahead(&mut self, length: usize, weights: Weights, ahead: &mut [f64]) {
        let (keep, turn) = (1.0 - weights.real, 1.0 - weights.imaginary);
        for (step, value) in ahead.iter_mut().enumerate() {
            let place = (length + step) % self.level.len();
            let (level, potential) = (self.level[place], self.potential[place]);
            *value = level + self.season[(length + step) % self.season.len()];
            self.level[place] = level - turn * potential;
            self.potential[place] = level + keep * potential;
        }
    }
}

/// Fits one form: its weights and its criterion, or nothing if the history is too short for it.
fn fit_form(
    values: &[f64],
    period: usize,
    form: Form,
    states: &mut States,
) -> Option<(Weights, f64)> {
    let (weights, estimated) = match form {
        Form::None => (2, 2 + 2),
        Form::Simple => (2, 2 + 2 * period),
        Form::Partial => (3, 3 + 2 + period),
    };
    let (count, estimated) = (values.len() as f64, (estimated + 1) as f64);
    if estimated + 2.0 > count || (form != Form::None && period < 2) {
        return None;
    }
    states.prepare(values, period, form);
    let axis = |start, step, (low, high)| Axis { start, step, low, high };
    let axes = [axis(1.3, -0.1, REAL), axis(1.0, 0.05, IMAGINARY), axis(0.1, 0.1, SEASON)];
    let at = |point: &[f64]| Weights {
        real: point[0],
        imaginary: point[1],
        season: if form == Form::Partial { point[2] } else { 0.0 },
    };
    let (point, deviance) = minimise(&axes[..weights], MOST_EVALUATIONS, |point| {
        if !at(point).stable() {
            return f64::INFINITY;
        }
        states.reset(period, form);
        let squares = states.run(values.iter().copied(), at(point));
        count * squares.max(f64::MIN_POSITIVE).ln()
    });
    let correction = 2.0 * estimated * (estimated + 1.0) / (count - estimated - 1.0);
    Some((at(&point), deviance + 2.0 * estimated + correction))
}

impl Model for Ces {
    fn name(&self) -> &'static str {
        "ces"
    }

    fn applies(&self, history: &[f64], _: &Cadence) -> bool {
        (12..=LONGEST).contains(&history.len()) && !is_intermittent(history)
    }

    fn fit(&self, history: &[f64], cadence: &Cadence, work: &mut Workspace) -> Parameters {
        let period = cadence.short_season(history.len());
        let mut best = (0, Weights { real: 1.3, imaginary: 1.0, season: 0.0 }, f64::INFINITY);
        for (place, form) in FORMS.iter().enumerate() {
            match fit_form(history, period, *form, &mut work.complex) {
                Some((weights, criterion)) if criterion < best.2 => {
                    best = (place, weights, criterion);
                }
                _ => {}
            }
        }
        let mut found = Parameters::default();
        let (place, weights, _) = best;
        found[..2].copy_from_slice(&[place as f64, period as f64]);
        found[2..5].copy_from_slice(&[weights.real, weights.imaginary, weights.season]);
        found
    }

    fn forecast(
        &self,
        parameters: &Parameters,
        history: &[f64],
        _: &Cadence,
        work: &mut Workspace,
        ahead: &mut [f64],
    ) {
        let [place, period, real, imaginary, season, ..] = *parameters;
        let (form, period) = (FORMS[place as usize], period as usize);
        let weights = Weights { real, imaginary, season };
        work.complex.prepare(history, period, form);
        work.complex.reset(period, form);
        work.complex.run(history.iter().copied(), weights);
        work.complex.ahead(history.len(), weights, ahead);
    }
}

#[cfg(test)]
mod tests;
