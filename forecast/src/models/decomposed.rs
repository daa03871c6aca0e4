//! Several seasons taken off, what is left forecast by itself, and the seasons put back.

use super::autoregression::Lags;
use super::box_cox::Scale;
use super::intermittent::is_intermittent;
use super::mstl::seasons;
use super::theta::Bend;
use super::{Model, Parameters, Workspace, ets, theta};
use crate::least_squares::COLUMNS;
use crate::series::Cadence;

/// MSTL (Bandara, Hyndman and Bergmeir 2021), its trend and remainder forecast by exponential
/// smoothing without season, as Hyndman and Athanasopoulos do, *Forecasting: Principles and
/// Practice*, 3rd ed., 12.1.
pub(crate) const MSTL_ETS: Decomposed = Decomposed { name: "mstl", rest: Rest::Smoothing };

/// MSTL, its trend and remainder forecast by the dynamic optimised Theta model (Fiorucci et al.
/// 2016).
pub(crate) const MSTL_THETA: Decomposed = Decomposed { name: "mstl_theta", rest: Rest::Theta };

/// MSTL with a level trend and a remainder that fades as an autoregression does: for hours, whose
/// remainders last for hours and not for weeks.
pub(crate) const MSTL_AUTOREGRESSION: Decomposed =
    Decomposed { name: "mstl_autoregression", rest: Rest::Autoregression };

/// A decomposition and what forecasts the rest of it.
pub(crate) struct Decomposed {
    name: &'static str,
    rest: Rest,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Rest {
    Smoothing,
    Theta,
    Autoregression,
}

/// Where `Parameters` keeps the scale and the first observation used.
const SCALE: usize = 30;
const START: usize = 31;

/// At least this many of the latest observations are looked at, as many as this of the seasons of
/// weeks and days, and of those of the year.
const OBSERVATIONS: usize = 2_000;
const SEASONS: f64 = 12.0;
const YEARS: f64 = 5.0;

/// The first observation of a history that is looked at: what is older says little of what
/// comes, and costs time.
pub(super) fn first_used(cadence: &Cadence, length: usize) -> usize {
    let spans = seasons(cadence, length)
        .map(|season| season.length * if season.gentle { YEARS } else { SEASONS });
    let longest = spans.fold(0.0, f64::max).ceil() as usize;
    length.saturating_sub(longest.max(OBSERVATIONS))
}

/// The lags that say something of a remainder: the last ones, and those around each season.
fn lags(cadence: &Cadence, length: usize) -> Lags {
    let around = seasons(cadence, length)
        .map(|season| season.length.round() as usize)
        .flat_map(|period| [period, period + 1]);
    Lags::new([1, 2, 3].into_iter().chain(around), length / 3)
}

/// The scale on which seasons, trend and independent remainders make the values most likely.
fn best_scale(values: &[f64], cadence: &Cadence, work: &mut Workspace) -> Scale {
    if values.iter().any(|value| *value < 0.0) {
        return Scale::Plain;
    }
    let mut deviance = |scale| {
        work.mstl.decompose(values, scale, cadence);
        work.mstl.deviance(values, scale)
    };
    let tried = Scale::ALL.map(|scale| (scale, deviance(scale)));
    let best = tried.iter().min_by(|left, right| left.1.total_cmp(&right.1));
    best.map_or(Scale::Plain, |(scale, _)| *scale)
}

impl Model for Decomposed {
    fn name(&self) -> &'static str {
        self.name
    }

    fn applies(&self, history: &[f64], cadence: &Cadence) -> bool {
        seasons(cadence, history.len()).next().is_some() && !is_intermittent(history)
    }

    fn fit(&self, history: &[f64], cadence: &Cadence, work: &mut Workspace) -> Parameters {
        let start = first_used(cadence, history.len());
        let values = &history[start..];
        let scale = best_scale(values, cadence, work);
        work.mstl.decompose(values, scale, cadence);
        let mut found = match self.rest {
            Rest::Smoothing => ets::fit(&work.mstl.adjusted, 1, &mut work.indices),
            Rest::Theta => {
                let mut found = Parameters::default();
                let Bend { alpha, theta } = theta::fit(&work.mstl.adjusted);
                (found[0], found[1]) = (alpha, theta);
                found
            }
            Rest::Autoregression => {
                let mut found = Parameters::default();
                work.mstl.remainder(&mut work.adjusted);
                let coefficients = lags(cadence, values.len()).fit(&work.adjusted);
                found[..COLUMNS].copy_from_slice(&coefficients);
                // How many lags there are depends on the length learned from.
                found[COLUMNS] = values.len() as f64;
                found
            }
        };
        (found[SCALE], found[START]) = (scale.number(), start as f64);
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
        let values = &history[parameters[START] as usize..];
        let scale = Scale::from_number(parameters[SCALE]);
        work.mstl.decompose(values, scale, cadence);
        match self.rest {
            Rest::Smoothing => {
                let mut plain = *parameters;
                (plain[SCALE], plain[START]) = (0.0, 0.0);
                ets::forecast(&plain, &work.mstl.adjusted, ahead);
            }
            Rest::Theta => {
                let [alpha, theta, ..] = *parameters;
                theta::forecast(Bend { alpha, theta }, &work.mstl.adjusted, ahead);
            }
            Rest::Autoregression => {
                work.mstl.remainder(&mut work.adjusted);
                let mut coefficients = [0.0; COLUMNS];
                coefficients.copy_from_slice(&parameters[..COLUMNS]);
                let lags = lags(cadence, parameters[COLUMNS] as usize);
                lags.forecast(&coefficients, &work.adjusted, ahead);
                let trend = work.mstl.trend.last().copied().unwrap_or(0.0);
                ahead.iter_mut().for_each(|value| *value += trend);
            }
        }
        let smearing = work.mstl.smearing(values, scale);
        for (step, value) in ahead.iter_mut().enumerate() {
            *value = work.mstl.take(scale, *value + work.mstl.effect_ahead(step), smearing);
        }
    }
}

#[cfg(test)]
mod tests;
