//! The week's shape and the year's shape together, on a level tracked by exponential smoothing.

use std::f64::consts::TAU;

use super::{Model, Parameters, Workspace};
use crate::least_squares::{COLUMNS, Normal, Row};
use crate::search::minimise;
use crate::season::{Form, indices};
use crate::series::{Cadence, mean};

/// Value = level × index of the weekday × effect of the day of the year, or their sum where values
/// may be negative.
///
/// The year's effect is a Fourier series (harmonic regression: Hyndman and Athanasopoulos,
/// *Forecasting: Principles and Practice*, 3rd ed., 12.1) fitted to weekly means by ridge
/// regression beside a straight trend, so that growth is not taken for a season. Without a year
/// and a quarter of history only the week's shape is used.
pub(crate) struct WeeklyYearly;

/// Harmonics that fit beside an intercept and a slope.
const MOST_HARMONICS: usize = (COLUMNS - 2) / 2;

/// Each year seen allows this many harmonics.
const HARMONICS_PER_CYCLE: f64 = 3.0;

/// The ridge, in weekly observations: with two years a harmonic is shrunk by about a tenth.
const RIDGE: f64 = 5.0;

/// Weeks without demand are lifted by this share of the mean before their logarithm is taken.
const LIFT: f64 = 0.1;

/// The range of the level's weight: days are noisy, a level that follows one day is too quick.
const ALPHA: (f64, f64) = (0.01, 0.6);

/// Parameters: the level's weight, how many harmonics, then cosine and sine of each.
const WEIGHT: usize = 0;
const HARMONICS: usize = 1;
const FIRST: usize = 2;

/// Learns the year's effect from means of whole weeks, counted back from the end of `history`.
fn fit_year(history: &[f64], week: usize, year: f64, form: Form, found: &mut Parameters) {
    let average = mean(history);
    if form == Form::Multiplicative && average <= 0.0 {
        return;
    }
    let harmonics =
        ((history.len() as f64 / year * HARMONICS_PER_CYCLE) as usize).min(MOST_HARMONICS);
    let mut sums = Normal::new();
    let mut end = history.len();
    while end >= week {
        let weekly = mean(&history[end - week..end]);
        let centre = end as f64 - week as f64 / 2.0 - 0.5;
        let response = match form {
            Form::Additive => weekly,
            Form::Multiplicative => (weekly / average + LIFT).ln(),
        };
        sums.add(&regressors(centre, history.len() as f64, year, harmonics), response);
        end -= week;
    }
    let coefficients = sums.solve(RIDGE);
    found[HARMONICS] = harmonics as f64;
    found[FIRST..FIRST + 2 * MOST_HARMONICS].copy_from_slice(&coefficients[2..]);
}

/// Intercept, trend, and cosine and sine of each harmonic at `time`.
fn regressors(time: f64, length: f64, year: f64, harmonics: usize) -> Row {
    let mut row = [0.0; COLUMNS];
    row[0] = 1.0;
    row[1] = 2.0 * time / length - 1.0;
    for harmonic in 1..=harmonics {
        let (sine, cosine) = (TAU * harmonic as f64 * time / year).sin_cos();
        row[2 * harmonic] = cosine;
        row[2 * harmonic + 1] = sine;
    }
    row
}

/// Writes the year's effect at each of the first `length` observations into `work.profile`.
fn year_profile(
    parameters: &Parameters,
    length: usize,
    year: Option<f64>,
    form: Form,
    profile: &mut Vec<f64>,
) {
    profile.clear();
    profile.resize(length, form.neutral());
    let harmonics = parameters[HARMONICS] as usize;
    let Some(year) = year.filter(|_| harmonics > 0) else { return };
    let coefficients = &parameters[FIRST..FIRST + 2 * harmonics];
    let (step_sine, step_cosine) = (TAU / year).sin_cos();
    let (mut cosine, mut sine) = (1.0, 0.0);
    for effect in profile.iter_mut() {
        let (mut wave_cosine, mut wave_sine, mut sum) = (cosine, sine, 0.0);
        for pair in coefficients.chunks_exact(2) {
            sum += pair[0] * wave_cosine + pair[1] * wave_sine;
            // The next harmonic, and below the next day, by the addition theorem: products
            // instead of sines; over ten years the rounding stays below 1e-12.
            (wave_cosine, wave_sine) =
                (wave_cosine * cosine - wave_sine * sine, wave_sine * cosine + wave_cosine * sine);
        }
        *effect = if form == Form::Additive { sum } else { sum.exp() };
        (cosine, sine) =
            (cosine * step_cosine - sine * step_sine, sine * step_cosine + cosine * step_sine);
    }
}

/// Puts the combined effect of week and year into `work.profile`, the weekday's index being
/// estimated from `history` with the year's effect taken off.
fn combined_profile(
    parameters: &Parameters,
    history: &[f64],
    ahead: usize,
    cadence: &Cadence,
    work: &mut Workspace,
) {
    let form = Form::of(history);
    let week = cadence.short_season(history.len());
    let year = cadence.long_season(history.len());
    year_profile(parameters, history.len() + ahead, year, form, &mut work.profile);
    if week == 1 {
        return;
    }
    work.adjusted.clear();
    let pairs = history.iter().zip(&work.profile);
    work.adjusted.extend(pairs.map(|(value, effect)| form.take(*value, *effect).unwrap_or(*value)));
    indices(&work.adjusted, week, form, &mut work.indices);
    for (time, effect) in work.profile.iter_mut().enumerate() {
        *effect = form.put(*effect, work.indices[time % week]);
    }
}

/// Tracks the level under `profile`; returns one-step squared errors' sum and the last level.
///
/// A day whose effect is small says little about the level and moves it little.
fn track(history: &[f64], profile: &[f64], form: Form, weight: f64, start: f64) -> (f64, f64) {
    let mut level = start;
    let mut squares = 0.0;
    for (value, effect) in history.iter().zip(profile) {
        let error = value - form.put(level, *effect);
        squares += error * error;
        level += match form {
            Form::Additive => weight * error,
            Form::Multiplicative => weight * error / effect.max(1.0),
        };
    }
    (squares, level)
}

/// The level before the first observation: the mean of the first four weeks with effects off.
fn starting_level(history: &[f64], profile: &[f64], form: Form, week: usize) -> f64 {
    let first = (4 * week).min(history.len());
    match form {
        Form::Additive => mean(&history[..first]) - mean(&profile[..first]),
        Form::Multiplicative => {
            let effect = mean(&profile[..first]);
            if effect > 0.0 { mean(&history[..first]) / effect } else { 0.0 }
        }
    }
}

impl Model for WeeklyYearly {
    fn name(&self) -> &'static str {
        "weekly_yearly"
    }

    fn applies(&self, history: &[f64], cadence: &Cadence) -> bool {
        cadence.short_season(history.len()) > 1 || cadence.long_season(history.len()).is_some()
    }

    fn fit(&self, history: &[f64], cadence: &Cadence, work: &mut Workspace) -> Parameters {
        let mut found = Parameters::default();
        let form = Form::of(history);
        let week = cadence.short_season(history.len());
        if let Some(year) = cadence.long_season(history.len()) {
            fit_year(history, week, year, form, &mut found);
        }
        combined_profile(&found, history, 0, cadence, work);
        let start = starting_level(history, &work.profile, form, week);
        let cost = |p: &[f64; 1]| track(history, &work.profile, form, p[0], start).0;
        found[WEIGHT] = minimise([ALPHA], [0.1], cost)[0];
        found
    }

    fn forecast(
        &self,
        parameters: &Parameters,
        history: &[f64],
        cadence: &Cadence,
        work: &mut Workspace,
        ahead: &mut [f64],
    ) {
        let form = Form::of(history);
        combined_profile(parameters, history, ahead.len(), cadence, work);
        let week = cadence.short_season(history.len());
        let start = starting_level(history, &work.profile, form, week);
        let (_, level) = track(history, &work.profile, form, parameters[WEIGHT], start);
        let effects = &work.profile[history.len()..];
        for (value, effect) in ahead.iter_mut().zip(effects) {
            *value = form.put(level, *effect);
        }
    }
}

#[cfg(test)]
mod tests;
