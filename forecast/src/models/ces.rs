//! Complex exponential smoothing: a level and what it may become, smoothed as one complex number.

mod going;

use serde::{Deserialize, Serialize};

use super::intermittent::is_intermittent;
use super::mstl::{has_several_exact, shortest_period};
use super::simplex::{Axis, minimise};
use super::{Model, Parameters, Recursion, Workspace};
use crate::season::{Form as Action, indices};
use crate::series::{Cadence, mean};

pub(crate) use going::GoingCes;

/// The models of Svetunkov, Kourentzes and Ord 2022, *Complex exponential smoothing*, Naval
/// Research Logistics 69: without a season, with seasonal levels, and with a season added to the
/// level that is a plain or itself a complex number; chosen by the corrected Akaike criterion.
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
    /// A season with a potential of its own added to the level.
    Full,
}

const FORMS: [Form; 4] = [Form::None, Form::Simple, Form::Partial, Form::Full];

/// A complex smoothing parameter.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
struct Complex {
    real: f64,
    imaginary: f64,
}

/// Smoothing parameters of level and season; of a plain season only the real part is used.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
struct Weights {
    level: Complex,
    season: Complex,
}

/// Ranges of the weights, those of the authors' package `smooth`.
const REAL: (f64, f64) = (0.01, 1.8);
const IMAGINARY: (f64, f64) = (0.01, 1.9);
const SEASON: (f64, f64) = (0.01, 0.9);
const FULL_SEASON: (f64, f64) = (0.01, 1.5);

/// The most evaluations of one form.
const MOST_EVALUATIONS: usize = 200;

/// The potential starts this much below the level.
const POTENTIAL: f64 = 1.0 / 1.1;

/// Beyond this many values nothing is learned that is worth the time.
const LONGEST: usize = 4_000;

/// States of the model, one for each position of a season where levels are seasonal.
#[derive(Debug, Default, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct States {
    level: Vec<f64>,
    potential: Vec<f64>,
    season: Vec<f64>,
    /// What each season's effect may become; empty where the season is plain.
    season_potential: Vec<f64>,
    /// The states before the first value, kept while weights are tried.
    starting: Vec<f64>,
}

impl Complex {
    /// Carries a state and its potential over an error (the paper's eq. 11).
    #[inline]
    fn next(self, state: f64, potential: f64, error: f64) -> (f64, f64) {
        let Self { real, imaginary } = self;
        (
            state - (1.0 - imaginary) * potential + (real - imaginary) * error,
            state + (1.0 - real) * potential + (real + imaginary) * error,
        )
    }

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
            Form::Partial | Form::Full => self.starting.push(mean(&values[..period])),
        }
        self.season.clear();
        if matches!(form, Form::Partial | Form::Full) {
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
        self.season_potential.clear();
        if form == Form::Full {
            self.season_potential.extend(self.season.iter().map(|effect| effect * POTENTIAL));
        }
    }

    /// Runs through `values` and returns the sum of squared one-step errors.
    fn run(&mut self, values: &[f64], weights: Weights) -> f64 {
        let mut squares = 0.0;
        let (mut place, mut position) = (0, 0);
        for value in values {
            let error = value - self.level[place] - self.season[position];
            self.step(place, position, weights, error);
            squares += error * error;
            place = if place + 1 == self.level.len() { 0 } else { place + 1 };
            position = if position + 1 == self.season.len() { 0 } else { position + 1 };
        }
        squares
    }

    /// Carries the states at a place of the levels and a position of the season over an error.
    #[inline]
    fn step(&mut self, place: usize, position: usize, weights: Weights, error: f64) {
        let (level, potential) =
            weights.level.next(self.level[place], self.potential[place], error);
        (self.level[place], self.potential[place]) = (level, potential);
        if let Some(potential) = self.season_potential.get_mut(position) {
            let effect = self.season[position];
            (self.season[position], *potential) = weights.season.next(effect, *potential, error);
        } else {
            self.season[position] += weights.season.real * error;
        }
    }

    /// Writes the expected values after `length` values: the states go on by themselves.
    fn ahead(&mut self, length: usize, weights: Weights, ahead: &mut [f64]) {
        for (step, value) in ahead.iter_mut().enumerate() {
            let place = (length + step) % self.level.len();
            let position = (length + step) % self.season.len();
            *value = self.level[place] + self.season[position];
            self.step(place, position, weights, 0.0);
        }
    }
}

/// The axes searched for a form, and how many numbers it estimates: the weights and the errors'
/// variance. The states are not searched but start where a decomposition puts them.
fn axes(form: Form, axes: &mut [Axis; 4]) -> (usize, usize) {
    let axis = |start, step, (low, high)| Axis { start, step, low, high };
    axes[0] = axis(1.3, -0.1, REAL);
    axes[1] = axis(1.0, 0.05, IMAGINARY);
    match form {
        Form::None | Form::Simple => (2, 3),
        Form::Partial => {
            axes[2] = axis(0.1, 0.1, SEASON);
            (3, 4)
        }
        Form::Full => {
            axes[2] = axis(1.3, -0.1, FULL_SEASON);
            axes[3] = axis(1.0, 0.05, FULL_SEASON);
            (4, 5)
        }
    }
}

/// The weights at a point of the search.
fn at(form: Form, point: &[f64]) -> Weights {
    let level = Complex { real: point[0], imaginary: point[1] };
    let season = match form {
        Form::None | Form::Simple => Complex { real: 0.0, imaginary: 0.0 },
        Form::Partial => Complex { real: point[2], imaginary: 0.0 },
        Form::Full => Complex { real: point[2], imaginary: point[3] },
    };
    Weights { level, season }
}

/// Fits one form: its weights and its criterion, or nothing if the history is too short for it.
fn fit_form(
    values: &[f64],
    period: usize,
    form: Form,
    states: &mut States,
) -> Option<(Weights, f64)> {
    let mut searched = [Axis::free(0.0, 0.0); 4];
    let (used, estimated) = axes(form, &mut searched);
    let (count, estimated) = (values.len() as f64, estimated as f64);
    if estimated + 2.0 > count || (form != Form::None && period < 2) {
        return None;
    }
    states.prepare(values, period, form);
    let (point, deviance) = minimise(&searched[..used], MOST_EVALUATIONS, |point| {
        let weights = at(form, point);
        if !weights.level.stable() || (form == Form::Full && !weights.season.stable()) {
            return f64::INFINITY;
        }
        states.reset(period, form);
        count * states.run(values, weights).max(f64::MIN_POSITIVE).ln()
    });
    let correction = 2.0 * estimated * (estimated + 1.0) / (count - estimated - 1.0);
    Some((at(form, &point), deviance + 2.0 * estimated + correction))
}

impl Model for Ces {
    fn name(&self) -> &'static str {
        "ces"
    }

    fn applies(&self, history: &[f64], cadence: &Cadence) -> bool {
        let alone = !has_several_exact(cadence, history.len());
        (12..=LONGEST).contains(&history.len()) && alone && !is_intermittent(history)
    }

    fn fit(&self, history: &[f64], cadence: &Cadence, work: &mut Workspace) -> Parameters {
        let period = shortest_period(cadence, history.len());
        let mut best = (0, at(Form::None, &[1.3, 1.0]), f64::INFINITY);
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
        let Weights { level, season } = weights;
        found[2..4].copy_from_slice(&[level.real, level.imaginary]);
        found[4..6].copy_from_slice(&[season.real, season.imaginary]);
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
        let weights = after(parameters, history, &mut work.complex);
        work.complex.ahead(history.len(), weights, ahead);
    }

    fn recursion(
        &self,
        parameters: &Parameters,
        history: &[f64],
        _: &Cadence,
        work: &mut Workspace,
    ) -> Option<Recursion> {
        let weights = after(parameters, history, &mut work.complex);
        let states = States { starting: Vec::new(), ..work.complex.clone() };
        Some(Recursion::Complex(GoingCes { states, weights, length: history.len() }))
    }
}

/// Runs what was learned to the end of `history`.
fn after(parameters: &Parameters, history: &[f64], states: &mut States) -> Weights {
    let (form, period) = (FORMS[parameters[0] as usize], parameters[1] as usize);
    let weights = at(form, &parameters[2..6]);
    states.prepare(history, period, form);
    states.reset(period, form);
    states.run(history, weights);
    weights
}

#[cfg(test)]
mod tests;
