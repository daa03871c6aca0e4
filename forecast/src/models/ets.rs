//! Exponential smoothing with error, trend and season chosen by the data.

mod form;
mod run;
mod start;

use super::intermittent::is_intermittent;
use super::mstl::has_several_exact;
use super::simplex::{Axis, MOST_AXES, Point, minimise};
use super::smoothing::{Line, Smoothing, Weights, ahead};
use super::{Model, Parameters, Recursion, Workspace};
use crate::series::{Cadence, mean};
use form::{FORMS, Form, Trend};
use run::{LONGEST_SEASON, State, run};
use start::start;

/// The exponential smoothing state space models of Hyndman, Koehler, Ord and Snyder, *Forecasting
/// with Exponential Smoothing* (2008), fitted by maximum likelihood and chosen by the corrected
/// Akaike criterion (7.1).
pub(crate) struct Ets;

/// Beyond this many values the search costs more than a start so long ago can matter.
const LONGEST: usize = 4_000;

/// The least number of values: fewer leave no freedom to any form.
const LEAST: usize = 10;

/// Ranges of the level's weight, of the trend's share of it and the season's share of what it
/// leaves (the usual region, Hyndman et al. 2008, 10.1), and of the damping.
const LEVEL: (f64, f64) = (1e-4, 0.9999);
const SHARE: (f64, f64) = (1e-4, 0.9999);
const DAMPING: (f64, f64) = (0.80, 0.98);

/// The most evaluations a form is given; most need half of it.
const MOST_EVALUATIONS: usize = 400;

/// What `Parameters` holds: the form's place in the list, the period, four weights, level and
/// slope, then the seasonal effects.
const SEASON: usize = 8;

/// One fitted form.
#[derive(Debug, Clone, Copy)]
struct Fit {
    form: usize,
    weights: Weights,
    state: State,
    criterion: f64,
}

impl Fit {
    fn pack(&self, period: usize) -> Parameters {
        let mut packed = Parameters::default();
        let Weights { level, trend, season, damping } = self.weights;
        let head = [self.form as f64, period as f64, level, trend, season, damping];
        packed[..6].copy_from_slice(&head);
        packed[6..SEASON].copy_from_slice(&[self.state.line.level, self.state.line.slope]);
        packed[SEASON..].copy_from_slice(&self.state.season);
        packed
    }
}

/// The form, the period, the weights and the starting state that `Fit::pack` laid down.
fn unpack(packed: &Parameters) -> (Form, usize, Weights, State) {
    let [form, period, level, trend, season, damping, first, slope, ..] = *packed;
    let line = Line { level: first, slope };
    let mut state = State { line, season: [0.0; LONGEST_SEASON] };
    state.season.copy_from_slice(&packed[SEASON..]);
    let weights = Weights { level, trend, season, damping };
    (FORMS[form as usize], period as usize, weights, state)
}

/// The axes searched for a form: weight of the level, level, then for a trend its share and the
/// slope, the damping, and the season's share.
fn axes(form: Form, start: &State, unit: f64, axes: &mut [Axis; MOST_AXES]) -> usize {
    let bounded = |start, step, (low, high)| Axis { start, step, low, high };
    axes[0] = bounded(0.3, 0.2, LEVEL);
    axes[1] = Axis::free(start.line.level, unit);
    let mut count = 2;
    let mut push = |axis| {
        axes[count] = axis;
        count += 1;
    };
    if form.trend != Trend::None {
        // From near none, so that a short history has to show that its trend changes.
        push(bounded(0.02, 0.02, SHARE));
        push(Axis::free(start.line.slope, unit / 5.0));
    }
    if form.trend == Trend::Damped {
        push(bounded(0.95, 0.025, DAMPING));
    }
    if form.season.is_some() {
        push(bounded(0.1, 0.1, SHARE));
    }
    count
}

/// Weights and starting state at a point of the search.
fn at(form: Form, point: &Point, start: &State) -> (Weights, State) {
    let mut weights = Weights { level: point[0], trend: 0.0, season: 0.0, damping: 1.0 };
    let mut line = Line { level: point[1], slope: 0.0 };
    let mut next = 2;
    if form.trend != Trend::None {
        weights.trend = weights.level * point[2];
        line.slope = point[3];
        next = 4;
    }
    if form.trend == Trend::Damped {
        weights.damping = point[4];
        next = 5;
    }
    if form.season.is_some() {
        weights.season = (1.0 - weights.level) * point[next];
    }
    (weights, State { line, season: start.season })
}

/// The usual size of a change from one value to the next, the unit that states are searched in.
fn usual_change(values: &[f64]) -> f64 {
    let changes = values.windows(2).map(|pair| (pair[1] - pair[0]).abs());
    changes.sum::<f64>() / values.len() as f64
}

/// Fits one form and gives its corrected Akaike criterion, or nothing if the history is too short.
fn fit_form(values: &[f64], period: usize, place: usize, scratch: &mut Vec<f64>) -> Option<Fit> {
    let form = FORMS[place];
    let period = if form.season.is_some() { period } else { 1 };
    let (count, estimated) = (values.len() as f64, form.estimated(period) as f64);
    if estimated + 2.0 > count {
        return None;
    }
    let start = start(values, period, form, scratch);
    let mut searched = [Axis::free(0.0, 0.0); MOST_AXES];
    let used = axes(form, &start, usual_change(values), &mut searched);
    let (point, deviance) = minimise(&searched[..used], MOST_EVALUATIONS, |point| {
        let (weights, mut state) = at(form, point, &start);
        run(values, period, form, weights, &mut state)
    });
    let correction = 2.0 * estimated * (estimated + 1.0) / (count - estimated - 1.0);
    let criterion = deviance + 2.0 * estimated + correction;
    let (weights, state) = at(form, &point, &start);
    Some(Fit { form: place, weights, state, criterion })
}

/// Chooses in two steps, first the error and the season without a trend, then the trend beside
/// them: as good as trying every form (M3, M4 and tourism data) in a third of the time.
fn select(values: &[f64], period: usize, scratch: &mut Vec<f64>) -> Fit {
    let positive = values.iter().all(|value| *value > 0.0);
    let mut best = Fit {
        form: 0,
        weights: Weights { level: 0.2, trend: 0.0, season: 0.0, damping: 1.0 },
        state: State {
            line: Line { level: mean(values), slope: 0.0 },
            season: [0.0; LONGEST_SEASON],
        },
        criterion: f64::INFINITY,
    };
    let mut attempt = |best: &mut Fit, wanted: &dyn Fn(Form) -> bool| {
        for (place, form) in FORMS.iter().enumerate() {
            if form.suits(positive, period) && wanted(*form) {
                let fit = fit_form(values, period, place, scratch);
                if let Some(fit) = fit.filter(|fit| fit.criterion < best.criterion) {
                    *best = fit;
                }
            }
        }
    };
    attempt(&mut best, &|form| form.trend == Trend::None);
    let Form { error, season, .. } = FORMS[best.form];
    attempt(&mut best, &|form| {
        form.trend != Trend::None && form.error == error && form.season == season
    });
    best
}

/// Learns from values whose season has `period` positions, 1 for none.
pub(super) fn fit(values: &[f64], period: usize, scratch: &mut Vec<f64>) -> Parameters {
    let best = select(values, period, scratch);
    let seasonal = FORMS[best.form].season.is_some();
    best.pack(if seasonal { period } else { 1 })
}

/// Runs what was learned through `values` and writes the steps after them.
pub(super) fn forecast(packed: &Parameters, values: &[f64], steps: &mut [f64]) {
    let (form, period, weights, mut state) = unpack(packed);
    run(values, period, form, weights, &mut state);
    let (season, acting) = (&state.season[..period], (form.season, weights.damping));
    let expected = ahead(state.line, season, values.len() % period, acting);
    steps.iter_mut().zip(expected).for_each(|(step, expected)| *step = expected);
}

/// The season smoothed position by position, 1 where there is none or it is too long for that.
fn period(history: &[f64], cadence: &Cadence) -> usize {
    let season = cadence.short_season(history.len());
    if season <= LONGEST_SEASON { season } else { 1 }
}

impl Model for Ets {
    fn name(&self) -> &'static str {
        "ets"
    }

    fn applies(&self, history: &[f64], cadence: &Cadence) -> bool {
        let alone = !has_several_exact(cadence, history.len());
        (LEAST..=LONGEST).contains(&history.len()) && alone && !is_intermittent(history)
    }

    fn fit(&self, history: &[f64], cadence: &Cadence, work: &mut Workspace) -> Parameters {
        fit(history, period(history, cadence), &mut work.indices)
    }

    fn forecast(
        &self,
        parameters: &Parameters,
        history: &[f64],
        _: &Cadence,
        _: &mut Workspace,
        ahead: &mut [f64],
    ) {
        forecast(parameters, history, ahead);
    }

    fn recursion(
        &self,
        parameters: &Parameters,
        history: &[f64],
        _: &Cadence,
        _: &mut Workspace,
    ) -> Option<Recursion> {
        let (form, period, weights, mut state) = unpack(parameters);
        run(history, period, form, weights, &mut state);
        Some(Recursion::Smoothing(Smoothing {
            effect: form.season,
            weights,
            line: state.line,
            season: state.season[..period].into(),
            place: history.len() % period,
        }))
    }
}

#[cfg(test)]
mod tests;
