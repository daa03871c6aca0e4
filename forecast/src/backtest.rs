//! Rolling-origin back-test: every model forecasts from many past days what has since happened.

use crate::models::{Model, Parameters, Workspace, restrain};
use crate::series::{Cadence, Shortage};

/// Parameters are learned anew once a history has grown to this multiple of what they were learned
/// from: what is added to a long one changes them little.
const GROWN: f64 = 1.2;

/// From where each forecast of a back-test is made (Tashman 2000, rolling origins).
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Plan {
    /// How many observations are known at each origin, rising; the last is a horizon before the end.
    pub(crate) origins: Vec<usize>,
    /// Steps ahead.
    pub(crate) horizon: usize,
}

impl Plan {
    /// Spreads at most `folds` origins over the latter half of `length` observations, a horizon and
    /// one apart at most, since what shares no step says more, and never a whole number of seasons,
    /// so that every weekday comes to stand at every step. They lie within a year, or as near as a
    /// season and one apart brings them: errors of long ago say little of today's.
    pub(crate) fn new(
        length: usize,
        horizon: usize,
        cadence: &Cadence,
        folds: usize,
    ) -> Result<Self, Shortage> {
        let room = room(length, horizon, cadence)?;
        let season = cadence.short_season(length);
        let widest = (horizon + 1).min(cadence.year / folds.max(1)).max(season + 1);
        let stride = (room / folds.saturating_sub(1).max(1)).clamp(1, widest);
        let stride = stride - usize::from(season > 1 && stride.is_multiple_of(season));
        Self::with_stride(length, horizon, cadence, folds, stride)
    }

    /// The same with origins so far apart, so that those of many series lie equally far before
    /// their ends.
    pub(crate) fn with_stride(
        length: usize,
        horizon: usize,
        cadence: &Cadence,
        folds: usize,
        stride: usize,
    ) -> Result<Self, Shortage> {
        let room = room(length, horizon, cadence)?;
        let folds = (room / stride + 1).min(folds);
        let last = length - horizon;
        let origins = (0..folds).rev().map(|fold| last - fold * stride).collect();
        Ok(Self { origins, horizon })
    }

    /// The distance between origins; a horizon where there is only one.
    pub(crate) fn stride(&self) -> usize {
        let pair = self.origins.windows(2).next();
        pair.map_or(self.horizon, |pair| pair[1] - pair[0])
    }

    /// How many forecasts that share no step the first `folds` are worth.
    pub(crate) fn independent(&self, folds: usize) -> f64 {
        match folds.min(self.origins.len()).checked_sub(1) {
            None => 0.0,
            Some(last) => 1.0 + (self.origins[last] - self.origins[0]) as f64 / self.horizon as f64,
        }
    }

    /// How many steps of each fold were observed, up to and with each step.
    pub(crate) fn counts(&self, observed: &[f64]) -> Vec<f64> {
        let mut counts = Vec::with_capacity(self.origins.len() * self.horizon);
        for fold in 0..self.origins.len() {
            let mut count = 0.0;
            for actual in self.actual(observed, fold) {
                count += f64::from(u8::from(!actual.is_nan()));
                counts.push(count);
            }
        }
        counts
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

    /// The sums of squared errors of each fold, up to and with each step; not a number in a fold
    /// without a forecast.
    pub(crate) fn squares(&self, observed: &[f64], plan: &Plan) -> Vec<f64> {
        let mut sums = Vec::with_capacity(self.steps.len());
        for fold in 0..plan.origins.len() {
            let mut sum = 0.0;
            for (step, actual) in self.fold(fold).iter().zip(plan.actual(observed, fold)) {
                sum += if actual.is_nan() { 0.0 * step } else { (step - actual).powi(2) };
                sums.push(sum);
            }
        }
        sums
    }

    /// Whether there is a forecast from an origin.
    pub(crate) fn has(&self, fold: usize) -> bool {
        self.fold(fold).first().is_some_and(|step| !step.is_nan())
    }
}

/// How many observations the first origin may lie before the last.
fn room(length: usize, horizon: usize, cadence: &Cadence) -> Result<usize, Shortage> {
    let need = cadence.least_training + horizon;
    if length < need {
        return Err(Shortage { have: length, need });
    }
    let last = length - horizon;
    Ok(last - cadence.least_training.max(last / 2).min(last))
}

/// Runs `model` from every origin of `plan` that it means anything for; at none does it see what
/// lies after. What it does not forecast is not a number.
pub(crate) fn run(
    model: &dyn Model,
    history: &[f64],
    plan: &Plan,
    cadence: &Cadence,
    work: &mut Workspace,
) -> Track {
    let mut track = Track::new(model.name(), plan);
    let mut learned: Option<(usize, Parameters)> = None;
    for (fold, origin) in plan.origins.iter().enumerate() {
        let known = &history[..*origin];
        let ahead = track.fold_mut(fold);
        if learned.is_none_or(|(length, _)| *origin as f64 > GROWN * length as f64) {
            let applies = model.applies(known, cadence);
            learned = applies.then(|| (*origin, model.fit(known, cadence, work)));
        }
        let Some((_, parameters)) = &learned else {
            ahead.fill(f64::NAN);
            continue;
        };
        model.forecast(parameters, known, cadence, work, ahead);
        restrain(known, ahead);
    }
    track
}

#[cfg(test)]
mod tests;
