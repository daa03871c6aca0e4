//! Seasons as a regression, and what it leaves as an autoregression.

mod year;

use super::autoregression::Lags;
use super::box_cox::Scale;
use super::decomposed::first_used;
use super::intermittent::is_intermittent;
use super::mstl::{Season, seasons};
use super::{Model, Parameters, Workspace};
use crate::least_squares::COLUMNS;
use crate::season::is_seasonal;
use crate::series::{Cadence, mean};
use year::{effect as year_effect, fit as fit_year};

/// Dynamic harmonic regression (Young, Pedregal and Tych 1999; Hyndman and Athanasopoulos,
/// *Forecasting: Principles and Practice*, 3rd ed., 10.5): a mean for each position of the longest
/// season that repeats exactly, the hours of a week; a Fourier series for a season of the year;
/// and the errors explained by those before them and a season ago.
pub(crate) struct SeasonalRegression;

/// What `Parameters` holds: the scale, the first observation used, the length learned from, how
/// many harmonics; cosine and sine of each harmonic; the autoregression's coefficients;
/// and whether it explains changes.
const SCALE: usize = 0;
const START: usize = 1;
const LEARNED: usize = 2;
const HARMONICS: usize = 3;
const WAVES: usize = 4;
const ERRORS: usize = 17;
const CHANGES: usize = 31;

/// A position of the long season is drawn to the same position of the short one by as much as
/// this many seasons say.
const SHRINKAGE: f64 = 1.0;

/// Where no season repeats exactly the level is a moving average over this many values.
const LEVEL: usize = 13;

/// Errors that change by less than this share of their variance have no mean to return to, and
/// their changes are explained instead (differencing: Box and Jenkins 1970, 4.1).
const STEADY: f64 = 0.1;

/// A season counts half of the one this many long seasons after it: habits change.
const HALF_LIFE: f64 = 8.0;

/// The seasons of a history of some length, told apart by how they are modelled.
#[derive(Debug, Clone, Copy)]
struct Rhythm {
    /// Periods of the shortest and of the longest season that repeats exactly, 1 for none.
    short: usize,
    long: usize,
    /// The length of the year, if it was seen often enough.
    year: Option<f64>,
}

impl Rhythm {
    fn new(cadence: &Cadence, length: usize) -> Self {
        let exact = |season: &Season| !season.gentle;
        let period = |season: Season| season.length.round() as usize;
        let short = seasons(cadence, length).find(exact).map_or(1, period);
        let long = seasons(cadence, length).filter(exact).last().map_or(1, period);
        let year = seasons(cadence, length).find(|season| season.gentle);
        Self { short, long, year: year.map(|season| season.length) }
    }

    /// The errors that say something of the next one: the last three, and those around the same
    /// moment of each season.
    fn lags(&self, length: usize) -> Lags {
        let year = self.year.map_or(1, |year| year.round() as usize);
        let (short, long) = (self.short, self.long);
        let wanted = [1, 2, 3, short, short + 1, long, long + 1, 2 * short, 2 * long, year];
        Lags::new(wanted.into_iter().filter(|lag| *lag > 3 || *lag <= length / 8), length / 3)
    }
}

/// Writes a mean for each position of the season of `period`, recent seasons counting more;
/// `towards` is what positions are drawn to.
fn profile(values: &[f64], period: usize, towards: &[f64], profile: &mut Vec<f64>) {
    profile.clear();
    profile.resize(2 * period, 0.0);
    let (sums, weights) = profile.split_at_mut(period);
    let decay = 0.5_f64.powf(1.0 / HALF_LIFE);
    let seasons = values.len().div_ceil(period);
    let mut weight = decay.powf(seasons as f64);
    for season in values.chunks(period) {
        weight /= decay;
        for (place, value) in season.iter().enumerate() {
            sums[place] += weight * value;
            weights[place] += weight;
        }
    }
    for (place, sum) in sums.iter_mut().enumerate() {
        let prior = towards.get(place % towards.len().max(1)).copied();
        let (drawn, shrinkage) = prior.map_or((0.0, 0.0), |prior| (prior, SHRINKAGE));
        *sum = (*sum + shrinkage * drawn) / (weights[place] + shrinkage).max(f64::MIN_POSITIVE);
    }
    profile.truncate(period);
}

/// Writes the differences of `values` from their moving average over a season.
fn centre(values: &[f64], period: usize, centred: &mut Vec<f64>) {
    centred.clear();
    let half = period / 2;
    let window = 2 * half + 1;
    if period < 2 || values.len() < window {
        let average = mean(values);
        centred.extend(values.iter().map(|value| value - average));
        return;
    }
    let mut sum: f64 = values[..window].iter().sum();
    for (time, value) in values.iter().enumerate() {
        if time > half && time + half < values.len() {
            sum += values[time + half] - values[time - half - 1];
        }
        // An even period takes half of each end, so that it counts every position once.
        let first = time.clamp(half, values.len() - 1 - half) - half;
        let ends = f64::midpoint(values[first], values[first + window - 1]);
        let whole = if period.is_multiple_of(2) { sum - ends } else { sum };
        centred.push(value - whole / period as f64);
    }
}

/// Whether `errors` have no mean that they return to.
fn wander(errors: &[f64]) -> bool {
    let average = mean(errors);
    let spread: f64 = errors.iter().map(|error| (error - average).powi(2)).sum();
    let changes: f64 = errors.windows(2).map(|pair| (pair[1] - pair[0]).powi(2)).sum();
    changes < STEADY * spread
}

/// Leaves the changes from each value to the next; the first is none.
fn difference(values: &mut [f64]) {
    for time in (1..values.len()).rev() {
        values[time] -= values[time - 1];
    }
    if let Some(first) = values.first_mut() {
        *first = 0.0;
    }
}

/// Puts `values` on the scale, takes year and profile off, and leaves the errors in
/// `work.adjusted`, the profile in `work.indices`.
fn take_apart(
    parameters: &Parameters,
    values: &[f64],
    rhythm: Rhythm,
    lift: f64,
    work: &mut Workspace,
) {
    let scale = Scale::from_number(parameters[SCALE]);
    work.adjusted.clear();
    work.adjusted.extend(
        values.iter().enumerate().map(|(time, value)| {
            scale.put(*value, lift) - year_effect(parameters, time, rhythm.year)
        }),
    );
    // The level goes off first: where it rises, every season would look like a saw's tooth.
    let window = if rhythm.long > 1 { rhythm.long } else { LEVEL };
    centre(&work.adjusted, window, &mut work.profile);
    profile(&work.profile, rhythm.short, &[], &mut work.state);
    profile(&work.profile, rhythm.long, &work.state, &mut work.indices);
    for (time, value) in work.adjusted.iter_mut().enumerate() {
        *value -= work.indices[time % rhythm.long];
    }
}

/// Learns everything on one scale; returns minus twice the log-likelihood beside the parameters.
fn fit_on(scale: Scale, values: &[f64], rhythm: Rhythm, work: &mut Workspace) -> (f64, Parameters) {
    let mut found = Parameters::default();
    let lift = Scale::lift(values);
    (found[SCALE], found[LEARNED]) = (scale.number(), values.len() as f64);
    if let Some(year) = rhythm.year {
        work.adjusted.clear();
        work.adjusted.extend(values.iter().map(|value| scale.put(*value, lift)));
        fit_year(&work.adjusted, rhythm.long, year, &mut found);
    }
    take_apart(&found, values, rhythm, lift, work);
    if wander(&work.adjusted) {
        found[CHANGES] = 1.0;
        difference(&mut work.adjusted);
    }
    let lags = rhythm.lags(values.len());
    let coefficients = lags.fit(&work.adjusted);
    found[ERRORS..ERRORS + COLUMNS].copy_from_slice(&coefficients);
    let squares = lags.squares(&coefficients, &work.adjusted);
    let deviance = values.len() as f64 * squares.max(f64::MIN_POSITIVE).ln();
    (deviance + scale.deviance(values, lift), found)
}

impl Model for SeasonalRegression {
    fn name(&self) -> &'static str {
        "seasonal_regression"
    }

    /// Also for intermittent demand, where it shows a season beyond chance.
    fn applies(&self, history: &[f64], cadence: &Cadence) -> bool {
        let Rhythm { long, year, .. } = Rhythm::new(cadence, history.len());
        let any = long > 1 || year.is_some();
        any && history.len() >= 3 * long
            && (!is_intermittent(history) || is_seasonal(history, long))
    }

    fn fit(&self, history: &[f64], cadence: &Cadence, work: &mut Workspace) -> Parameters {
        let start = first_used(seasons(cadence, history.len()), history.len());
        let values = &history[start..];
        let rhythm = Rhythm::new(cadence, values.len());
        let (_, mut best) = fit_on(Scale::Plain, values, rhythm, work);
        // Roots and logarithms of demand that is mostly none have no use for its mean.
        if values.iter().all(|value| *value >= 0.0) && !is_intermittent(history) {
            let tried = Scale::ALL.map(|scale| fit_on(scale, values, rhythm, work));
            let least = tried.iter().min_by(|left, right| left.0.total_cmp(&right.0));
            best = least.map_or(best, |(_, found)| *found);
        }
        best[START] = start as f64;
        best
    }

    fn forecast(
        &self,
        parameters: &Parameters,
        history: &[f64],
        cadence: &Cadence,
        work: &mut Workspace,
        ahead: &mut [f64],
    ) {
        let values = &history[parameters[START] as usize..];
        let learned = parameters[LEARNED] as usize;
        let rhythm = Rhythm::new(cadence, learned);
        let scale = Scale::from_number(parameters[SCALE]);
        let lift = Scale::lift(values);
        take_apart(parameters, values, rhythm, lift, work);
        let mut coefficients = [0.0; COLUMNS];
        coefficients.copy_from_slice(&parameters[ERRORS..ERRORS + COLUMNS]);
        let last = work.adjusted.last().copied().unwrap_or(0.0);
        let changes = parameters[CHANGES] > 0.0;
        if changes {
            difference(&mut work.adjusted);
        }
        rhythm.lags(learned).forecast(&coefficients, &work.adjusted, ahead);
        if changes {
            accumulate(last, ahead);
        }
        let effect = |time: usize| {
            work.indices[time % rhythm.long] + year_effect(parameters, time, rhythm.year)
        };
        let remainder = |time: usize| work.profile[time] - work.indices[time % rhythm.long];
        let smearing = smearing(values, scale, lift, remainder);
        for (step, value) in ahead.iter_mut().enumerate() {
            let expected = *value + effect(values.len() + step);
            *value = (scale.take(expected, lift) + lift) * smearing - lift;
        }
    }
}

/// Adds changes up, from the last value on.
fn accumulate(last: f64, changes: &mut [f64]) {
    let mut level = last;
    for change in changes {
        level += *change;
        *change = level;
    }
}

/// The mean of the latter half of `values` over that of what level and season say of them: the
/// correction that makes a forecast from roots or logarithms one of the mean (Duan 1983).
fn smearing(values: &[f64], scale: Scale, lift: f64, remainder: impl Fn(usize) -> f64) -> f64 {
    if scale == Scale::Plain {
        return 1.0;
    }
    let (mut seen, mut fitted) = (0.0, 0.0);
    for (time, value) in values.iter().enumerate().skip(values.len() / 2) {
        seen += value + lift;
        fitted += scale.take(scale.put(*value, lift) - remainder(time), lift) + lift;
    }
    if fitted > 0.0 { (seen / fitted).clamp(1.0, 3.0) } else { 1.0 }
}

#[cfg(test)]
mod tests;
