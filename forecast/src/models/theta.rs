//! Theta: simple exponential smoothing of a bent series plus part of its linear trend.

use super::intermittent::is_intermittent;
use super::{Model, Parameters, Workspace};
use crate::search::minimise;
use crate::season::{Form, indices, is_seasonal};
use crate::series::Cadence;

/// The standard Theta model, θ = 2 (Assimakopoulos and Nikolopoulos 2000), in the state space form
/// STM of Fiorucci, Pellegrini, Louzada, Petropoulos and Koehler 2016, section 2.
pub(crate) struct Theta;

/// The dynamic optimised Theta model DOTM of Fiorucci et al. 2016: θ is fitted and the linear
/// trend is estimated anew at every observation.
pub(crate) struct OptimisedTheta;

/// Ranges of the level's weight α and of θ; with θ = 1 the trend has no part.
const ALPHA: (f64, f64) = (0.01, 0.99);
const THETA: (f64, f64) = (1.0, 8.0);

/// Errors of the first observations are not counted; the level has yet to find the series.
const WARM: usize = 4;

/// Intercept and slope of the least squares line over 1..=n (Fiorucci et al. 2016, eq. 3).
fn line(values: &[f64]) -> (f64, f64) {
    let length = values.len() as f64;
    let sum: f64 = values.iter().sum();
    let moment: f64 = (1_u32..).zip(values).map(|(time, value)| f64::from(time) * value).sum();
    if values.len() < 2 {
        return (sum, 0.0);
    }
    let slope =
        6.0 / (length * length - 1.0) * (2.0 / length * moment - (length + 1.0) / length * sum);
    (sum / length - (length + 1.0) / 2.0 * slope, slope)
}

/// One run of STM: the squared one-step errors' sum and the level at the end.
fn standard(values: &[f64], alpha: f64, (intercept, slope): (f64, f64)) -> (f64, f64) {
    let rest = 1.0 - alpha;
    let mut level = values[0];
    let mut power = 1.0;
    let mut squares = 0.0;
    for (time, value) in values.iter().enumerate() {
        let next = power * rest;
        let drift = 0.5 * (power * intercept + (1.0 - next) / alpha * slope);
        let error = value - (level + drift);
        squares += if time >= WARM { error * error } else { 0.0 };
        level = alpha * value + rest * level;
        power = next;
    }
    (squares, level)
}

/// The state of DOTM after some observations (Fiorucci et al. 2016, eq. 7 to 12).
struct Dynamic {
    alpha: f64,
    part: f64,
    level: f64,
    average: f64,
    intercept: f64,
    slope: f64,
    power: f64,
    time: f64,
    /// 1 / α and 1 / time: a division takes longer than all else in a step.
    per_alpha: f64,
    per_time: f64,
}

impl Dynamic {
    fn new(alpha: f64, theta: f64, first: f64) -> Self {
        Self {
            alpha,
            part: 1.0 - 1.0 / theta,
            level: first,
            average: 0.0,
            intercept: first,
            slope: 0.0,
            power: 1.0,
            time: 0.0,
            per_alpha: alpha.recip(),
            per_time: 1.0,
        }
    }

    /// The one-step forecast.
    #[inline]
    fn expected(&self) -> f64 {
        let bent = (1.0 - self.power * (1.0 - self.alpha)) * self.per_alpha;
        self.level + self.part * (self.power * self.intercept + bent * self.slope)
    }

    /// Takes the next observation in. The first two have no slope to update from.
    #[inline]
    fn observe(&mut self, value: f64) {
        self.time += 1.0;
        let (time, per_time) = (self.time, self.per_time);
        self.per_time = (time + 1.0).recip();
        if time > 1.0 {
            let surprise = 6.0 * per_time * (value - self.average);
            self.slope = ((time - 2.0) * self.slope + surprise) * self.per_time;
        }
        self.average += (value - self.average) * per_time;
        self.intercept = self.average - (time + 1.0) / 2.0 * self.slope;
        self.level += self.alpha * (value - self.level);
        self.power *= 1.0 - self.alpha;
    }

    /// Runs through `values` and returns the one-step squared errors' sum.
    fn run(&mut self, values: &[f64]) -> f64 {
        let mut squares = 0.0;
        for (time, value) in values.iter().enumerate() {
            let error = value - self.expected();
            squares += if time >= WARM { error * error } else { 0.0 };
            self.observe(*value);
        }
        squares
    }
}

/// Takes a significant short season off into `work.adjusted`, its indices into `work.indices`.
/// A position that hides the level (a closed day) repeats the level before it.
fn adjust(history: &[f64], season: usize, form: Form, work: &mut Workspace) {
    work.indices.clear();
    if season > 1 {
        indices(history, season, form, &mut work.indices);
    } else {
        work.indices.push(form.neutral());
    }
    work.adjusted.clear();
    let mut before = history[0];
    for (time, value) in history.iter().enumerate() {
        before = form.take(*value, work.indices[time % work.indices.len()]).unwrap_or(before);
        work.adjusted.push(before);
    }
}

/// The season to take off: the short one if it is beyond chance, kept as a parameter.
fn tested_season(history: &[f64], cadence: &Cadence) -> usize {
    let season = cadence.short_season(history.len());
    if is_seasonal(history, season) { season } else { 1 }
}

/// Puts the season back on the steps ahead.
fn reseason(history: &[f64], form: Form, indices: &[f64], ahead: &mut [f64]) {
    for (step, value) in ahead.iter_mut().enumerate() {
        *value = form.put(*value, indices[(history.len() + step) % indices.len()]);
    }
}

impl Model for Theta {
    fn name(&self) -> &'static str {
        "theta"
    }

    fn applies(&self, history: &[f64], _: &Cadence) -> bool {
        history.len() > WARM && !is_intermittent(history)
    }

    fn fit(&self, history: &[f64], cadence: &Cadence, work: &mut Workspace) -> Parameters {
        let season = tested_season(history, cadence);
        adjust(history, season, Form::of(history), work);
        let trend = line(&work.adjusted);
        let best = minimise([ALPHA], [0.3], |p| standard(&work.adjusted, p[0], trend).0);
        let mut found = Parameters::default();
        (found[0], found[1]) = (best[0], season as f64);
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
        let form = Form::of(history);
        adjust(history, parameters[1] as usize, form, work);
        let (intercept, slope) = line(&work.adjusted);
        let alpha = parameters[0];
        let (_, level) = standard(&work.adjusted, alpha, (intercept, slope));
        let power = (1.0 - alpha).powf(history.len() as f64);
        let bent = (1.0 - power * (1.0 - alpha)) / alpha;
        for (step, value) in ahead.iter_mut().enumerate() {
            *value = level + 0.5 * (power * intercept + (step as f64 + bent) * slope);
        }
        reseason(history, form, &work.indices, ahead);
    }
}

impl Model for OptimisedTheta {
    fn name(&self) -> &'static str {
        "optimised_theta"
    }

    /// Also for intermittent demand: with θ near 1 it is simple smoothing, and a SKU that fades
    /// slowly is met by a θ above.
    fn applies(&self, history: &[f64], _: &Cadence) -> bool {
        history.len() > WARM
    }

    fn fit(&self, history: &[f64], cadence: &Cadence, work: &mut Workspace) -> Parameters {
        let season = tested_season(history, cadence);
        adjust(history, season, Form::of(history), work);
        let values = &work.adjusted;
        let best = minimise([ALPHA, THETA], [0.3, 2.0], |p| {
            Dynamic::new(p[0], p[1], values[0]).run(values)
        });
        let mut found = Parameters::default();
        (found[0], found[1], found[2]) = (best[0], season as f64, best[1]);
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
        let form = Form::of(history);
        adjust(history, parameters[1] as usize, form, work);
        let mut state = Dynamic::new(parameters[0], parameters[2], work.adjusted[0]);
        state.run(&work.adjusted);
        for value in ahead.iter_mut() {
            *value = state.expected();
            state.observe(*value);
        }
        reseason(history, form, &work.indices, ahead);
    }
}

#[cfg(test)]
mod tests;
