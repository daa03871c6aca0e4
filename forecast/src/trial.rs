//! One series' back-test: every model that means anything for it, from every origin and the end.

use crate::accuracy::Scale;
use crate::backtest::{Plan, Track, run};
use crate::covariance::Covariances;
use crate::effort::Effort;
use crate::feasts::{Effect, Effects, put, take, within};
use crate::fill::fill;
use crate::models::{Parameters, Workspace, restrain};
use crate::opinion::Own;
use crate::series::{Cadence, magnitude};

/// A history in the unit that models work in.
#[derive(Debug)]
pub(crate) struct Known {
    whole: Filled,
    /// Not a number where nothing was observed: what forecasts are measured against.
    pub(crate) observed: Vec<f64>,
    pub(crate) unit: f64,
    /// Without what comes round once a year, where anything does.
    calm: Option<Box<[Calm; 2]>>,
}

/// A history as it is learned from: what was not observed is filled in; nothing if all was observed.
#[derive(Debug)]
struct Filled(Option<Vec<f64>>);

/// A history without what comes round once a year, and what was taken off it.
#[derive(Debug)]
struct Calm {
    effects: Effects,
    observed: Vec<f64>,
    filled: Filled,
}

/// How much was known when effects were learned.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Lesson {
    /// What lies before the first origin of the back-test.
    Tested,
    /// Everything.
    Whole,
}

impl Filled {
    fn new(observed: &[f64], cadence: &Cadence) -> Self {
        let complete = observed.iter().all(|value| !value.is_nan());
        Self((!complete).then(|| fill(observed, cadence.short_season(observed.len()))))
    }

    fn of<'a>(&'a self, observed: &'a [f64]) -> &'a [f64] {
        self.0.as_deref().unwrap_or(observed)
    }
}

impl Calm {
    fn new(observed: &[f64], effects: Effects, cadence: &Cadence) -> Self {
        let mut observed = observed.to_vec();
        take(&effects, &mut observed);
        let filled = Filled::new(&observed, cadence);
        Self { effects, observed, filled }
    }
}

impl Known {
    pub(crate) fn new(values: &[f64], cadence: &Cadence) -> Self {
        let unit = magnitude(values);
        let observed: Vec<f64> = values.iter().map(|value| value / unit).collect();
        let whole = Filled::new(&observed, cadence);
        Self { whole, observed, unit, calm: None }
    }

    /// The same with effects to be taken off before models learn: those of each [`Lesson`].
    pub(crate) fn calmed(self, effects: [Effects; 2], cadence: &Cadence) -> Self {
        if effects.iter().all(Vec::is_empty) {
            return self;
        }
        let calm = effects.map(|effects| Calm::new(&self.observed, effects, cadence));
        Self { calm: Some(Box::new(calm)), ..self }
    }

    /// A value for every period.
    pub(crate) fn history(&self) -> &[f64] {
        self.whole.of(&self.observed)
    }

    fn calm(&self, lesson: Lesson) -> Option<&Calm> {
        self.calm.as_ref().map(|calm| &calm[lesson as usize])
    }

    /// A value for every period, without effects: what models learn from.
    pub(crate) fn learned_from(&self, lesson: Lesson) -> &[f64] {
        self.calm(lesson).map_or_else(|| self.history(), |calm| calm.filled.of(&calm.observed))
    }

    /// What was observed, without effects.
    pub(crate) fn observed_calm(&self, lesson: Lesson) -> &[f64] {
        self.calm(lesson).map_or(&self.observed, |calm| &calm.observed)
    }

    /// What moves the periods, by place; those ahead included.
    pub(crate) fn effects(&self, lesson: Lesson) -> &[Effect] {
        self.calm(lesson).map_or(&[], |calm| &calm.effects)
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
    /// Without the effects that are put on what is published.
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
        let [tested, history] = [Lesson::Tested, Lesson::Whole].map(|it| known.learned_from(it));
        let mut attempts = Vec::with_capacity(effort.models.len() + peers.len());
        for (slot, model) in effort.models.iter().enumerate() {
            if !model.applies(history, cadence) {
                continue;
            }
            let track = run(*model, tested, plan, cadence, work);
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
            tracks.push(moved(track, known, plan));
            aheads.push(ahead);
        }
        let own = Own::new(&tracks, &known.observed, plan);
        let covariances = Covariances::new(&tracks, &known.observed, plan);
        let parameters = learned;
        Self { known, plan, slots, tracks, aheads, parameters, own, covariances, scale }
    }
}

/// A back-test with the effects put on that had been taken off before it.
fn moved(mut track: Track, known: &Known, plan: &Plan) -> Track {
    let effects = known.effects(Lesson::Tested);
    for (fold, origin) in plan.origins.iter().enumerate() {
        if !within(effects, *origin, plan.horizon).is_empty() && track.has(fold) {
            let ahead = track.fold_mut(fold);
            put(effects, *origin, ahead);
            restrain(&known.history()[..*origin], ahead);
        }
    }
    track
}

#[cfg(test)]
mod tests;
