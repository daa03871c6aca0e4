//! Rolling-origin back-test: every model forecasts from many past days what has since happened.

use crate::models::{Model, Parameters, Workspace, restrain};
use crate::series::{Cadence, Shortage};

/// The most origins tried; more add time and say little, since neighbours overlap.
const MOST_FOLDS: usize = 26;

/// Parameters are learned anew at every this many origins, always from what was known there.
const FOLDS_A_FIT: usize = 13;

/// From where each forecast of a back-test is made (Tashman 2000, rolling origins).
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Plan {
    /// How many observations are known at each origin, rising; the last is a horizon before the end.
    pub(crate) origins: Vec<usize>,
    /// Steps ahead.
    pub(crate) horizon: usize,
}

impl Plan {
    /// Spreads origins over at most the latter half of `length` observations. They are a season
    /// and one observation apart at most, so that every weekday comes to stand at every step.
    pub(crate) fn new(length: usize, horizon: usize, cadence: &Cadence) -> Result<Self, Shortage> {
        let need = cadence.least_training + horizon;
        if length < need {
            return Err(Shortage { have: length, need });
        }
        let last = length - horizon;
        let room = last - cadence.least_training.max(last / 2).min(last);
        let widest = cadence.short_season(length) + 1;
        let stride = (room / (MOST_FOLDS - 1)).clamp(1, widest);
        let folds = (room / stride + 1).min(MOST_FOLDS);
        let origins = (0..folds).rev().map(|fold| last - fold * stride).collect();
        Ok(Self { origins, horizon })
    }

    /// How many steps of the forecast made at `fold` had been observed when `origin` was reached.
    pub(crate) fn known(&self, fold: usize, origin: usize) -> usize {
        origin.saturating_sub(self.origins[fold]).min(self.horizon)
    }

    /// What happened after `fold`; not a number where nobody saw it.
    pub(crate) fn actual<'a>(&self, observed: &'a [f64], fold: usize) -> &'a [f64] {
        &observed[self.origins[fold]..self.origins[fold] + self.horizon]
    }
}

/// What one model forecast at every origin of a plan.
#[derive(Debug, Clone)]
pub(crate) struct Track {
    pub(crate) model: &'static str,
    horizon: usize,
    steps: Vec<f64>,
}

impl Track {
    /// A track with nothing forecast yet.
    pub(crate) fn new(model: &'static str, plan: &Plan) -> Self {
        let steps = vec![0.0; plan.origins.len() * plan.horizon];
        Self { model, horizon: plan.horizon, steps }
    }

    /// The forecast made at `fold`.
    pub(crate) fn fold(&self, fold: usize) -> &[f64] {
        &self.steps[fold * self.horizon..(fold + 1) * self.horizon]
    }

    /// The forecast made at `fold`, to write.
    pub(crate) fn fold_mut(&mut self, fold: usize) -> &mut [f64] {
        &mut self.steps[fold * self.horizon..(fold + 1) * self.horizon]
    }

    /// The mean over origins of the root mean squared error, counting only what had been observed
    /// when `origin` was reached; nothing if that is nothing. A mean of roots, so that one wild
    /// day weighs on its own origins only.
    pub(crate) fn error(&self, observed: &[f64], plan: &Plan, origin: usize) -> Option<f64> {
        let (mut sum, mut count) = (0.0, 0.0);
        for fold in 0..plan.origins.len() {
            let known = plan.known(fold, origin);
            if known == 0 {
                break;
            }
            let pairs = self.fold(fold)[..known].iter().zip(plan.actual(observed, fold));
            let (mut squares, mut seen) = (0.0, 0.0);
            for (step, actual) in pairs.filter(|(_, actual)| !actual.is_nan()) {
                squares += (step - actual).powi(2);
                seen += 1.0;
            }
            if seen > 0.0 {
                sum += f64::sqrt(squares / seen);
                count += 1.0;
            }
        }
        (count > 0.0).then(|| sum / count)
    }
}

/// Runs `model` from every origin of `plan`; at none does it see what lies after.
pub(crate) fn run(
    model: &dyn Model,
    history: &[f64],
    plan: &Plan,
    cadence: &Cadence,
    work: &mut Workspace,
) -> Track {
    let mut track = Track::new(model.name(), plan);
    let mut parameters = Parameters::default();
    for (fold, origin) in plan.origins.iter().enumerate() {
        let known = &history[..*origin];
        if fold % FOLDS_A_FIT == 0 {
            parameters = model.fit(known, cadence, work);
        }
        let ahead = track.fold_mut(fold);
        model.forecast(&parameters, known, cadence, work, ahead);
        restrain(known, ahead);
    }
    track
}

#[cfg(test)]
mod tests;
