//! One series' back-test: every model that means anything for it, from every origin and the end.

use crate::accuracy::Scale;
use crate::backtest::{Plan, Track, run};
use crate::covariance::Covariances;
use crate::effort::Effort;
use crate::fill::fill;
use crate::models::{Parameters, Workspace, restrain};
use crate::opinion::Own;
use crate::series::{Cadence, magnitude};

/// A history in the unit that models work in.
#[derive(Debug)]
pub(crate) struct Known {
    /// What was not observed is filled in, for models to learn from; nothing if all was observed.
    filled: Option<Vec<f64>>,
    /// Not a number where nothing was observed: what forecasts are measured against.
    pub(crate) observed: Vec<f64>,
    pub(crate) unit: f64,
}

impl Known {
    pub(crate) fn new(values: &[f64], cadence: &Cadence) -> Self {
        let unit = magnitude(values);
        let observed: Vec<f64> = values.iter().map(|value| value / unit).collect();
        let complete = observed.iter().all(|value| !value.is_nan());
        let filled = (!complete).then(|| fill(&observed, cadence.short_season(observed.len())));
        Self { filled, observed, unit }
    }

    /// A value for every period.
    pub(crate) fn history(&self) -> &[f64] {
        self.filled.as_deref().unwrap_or(&self.observed)
    }

    pub(crate) fn both(&self) -> (&[f64], &[f64]) {
        (self.history(), &self.observed)
    }

    /// Puts a value back into the unit it came in. What would then exceed the largest number stays
    /// at it.
    pub(crate) fn back(&self, value: f64) -> f64 {
        (value * self.unit).clamp(f64::MIN, f64::MAX)
    }
}

/// A model's forecasts of one series: from every origin of its plan, and from its end.
#[derive(Debug)]
pub(crate) struct Attempt {
    /// Which model of the panel's it is.
    pub(crate) slot: usize,
    pub(crate) track: Track,
    pub(crate) ahead: Vec<f64>,
    /// What was learned from the whole history; nothing where it was learned from other series too.
    pub(crate) parameters: Option<Parameters>,
}

/// A finished back-test of every model that applies.
#[derive(Debug)]
pub(crate) struct Trial<'a> {
    pub(crate) known: &'a Known,
    pub(crate) plan: &'a Plan,
    /// One for each model, the benchmark first.
    pub(crate) slots: Vec<usize>,
    pub(crate) tracks: Vec<Track>,
    pub(crate) aheads: Vec<Vec<f64>>,
    pub(crate) parameters: Vec<Option<Parameters>>,
    pub(crate) own: Own,
    /// Which of them err alike.
    pub(crate) covariances: Covariances,
    /// What MASE and RMSSE are scaled by.
    pub(crate) scale: Scale,
}

impl<'a> Trial<'a> {
    /// Tries the models of `effort`; `peers` are forecasts by what learned from other series too.
    pub(crate) fn new(
        known: &'a Known,
        plan: &'a Plan,
        (effort, cadence): (&Effort, &Cadence),
        peers: Vec<Attempt>,
        work: &mut Workspace,
    ) -> Self {
        let history = known.history();
        let mut attempts = Vec::with_capacity(effort.models.len() + peers.len());
        for (slot, model) in effort.models.iter().enumerate() {
            if !model.applies(history, cadence) {
                continue;
            }
            let track = run(*model, history, plan, cadence, work);
            // What has never been tried is not published.
            if (0..plan.origins.len()).any(|fold| track.has(fold)) {
                let parameters = model.fit(history, cadence, work);
                let mut ahead = vec![0.0; plan.horizon];
                model.forecast(&parameters, history, cadence, work, &mut ahead);
                restrain(history, &mut ahead);
                attempts.push(Attempt { slot, track, ahead, parameters: Some(parameters) });
            }
        }
        attempts.extend(peers);
        let scale = Scale::new(&known.observed[..plan.origins[0]], cadence.scale_lag);
        let (mut slots, mut tracks, mut aheads) = (Vec::new(), Vec::new(), Vec::new());
        let mut learned = Vec::new();
        for Attempt { slot, track, ahead, parameters } in attempts {
            learned.push(parameters);
            slots.push(slot);
            tracks.push(track);
            aheads.push(ahead);
        }
        let own = Own::new(&tracks, &known.observed, plan);
        let covariances = Covariances::new(&tracks, &known.observed, plan);
        let parameters = learned;
        Self { known, plan, slots, tracks, aheads, parameters, own, covariances, scale }
    }
}

#[cfg(test)]
mod tests;
