//! One series, from history to a published forecast: try, measure, choose, forecast.

use crate::accuracy::{Accuracy, Errors, Scale};
use crate::backtest::{Plan, Track, run};
use crate::fill::fill;
use crate::interval::{Bounds, Fan, Measured, assumed_error, fan, measure};
use crate::limits::Limits;
use crate::models::{COMBINATION, Combination, MODELS, Model, Workspace, restrain};
use crate::projection::{Paths, Projection};
use crate::series::{Cadence, Series, Shortage, magnitude};

/// A single model replaces the combination only if its error is below this share of the
/// combination's: the best of many is partly luck, their mean is less so.
const CLEARLY_BETTER: f64 = 0.97;

/// One forecast value with an interval for every level.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Point {
    pub(crate) value: f64,
    pub(crate) bounds: Vec<Bounds>,
}

/// What a model did in the back-test.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Candidate {
    pub(crate) model: &'static str,
    pub(crate) chosen: bool,
    pub(crate) accuracy: Accuracy,
    /// One for each level.
    pub(crate) coverage: Vec<Option<f64>>,
    /// The mean pinball loss, in units of the seasonal naive error.
    pub(crate) pinball: Option<f64>,
    pub(crate) value_added: Option<f64>,
}

/// What the published model did so many steps ahead.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct StepAccuracy {
    pub(crate) accuracy: Accuracy,
    /// One for each level.
    pub(crate) coverage: Vec<Option<f64>>,
}

/// Everything that is published of one series. Steps count from 1 at index 0.
#[derive(Debug, Clone)]
pub(crate) struct Published {
    pub(crate) model: &'static str,
    pub(crate) points: Vec<Point>,
    /// The benchmark first, the combination last.
    pub(crate) candidates: Vec<Candidate>,
    pub(crate) by_horizon: Vec<StepAccuracy>,
    /// Observations known at the last origin of the back-test.
    pub(crate) last_origin: usize,
    /// The chosen model's forecast there, and what happened: not a number where nobody saw it.
    pub(crate) last_fold: Vec<(Point, f64)>,
    pub(crate) projection: Projection,
}

/// Forecasts `horizon` steps after a series, or says how much more history is needed.
pub(crate) fn forecast(
    series: &Series,
    horizon: usize,
    levels: &[f64],
    cadence: &Cadence,
    work: &mut Workspace,
) -> Result<Published, Shortage> {
    let plan = Plan::new(series.values.len(), horizon, cadence)?;
    let need = cadence.least_training + horizon;
    let have = series.values.iter().filter(|value| !value.is_nan()).count();
    if have < need {
        return Err(Shortage { have, need });
    }
    let known = Known::new(&series.values, cadence);
    let trial = Trial::new(&known, plan, levels, cadence, work);
    Ok(trial.publish(&series.name, levels, cadence, work))
}

/// A history in the unit that models work in.
struct Known {
    /// Complete: what was not observed is filled in, for models to learn from.
    history: Vec<f64>,
    /// Not a number where nothing was observed: what forecasts are measured against.
    observed: Vec<f64>,
    unit: f64,
}

impl Known {
    fn new(values: &[f64], cadence: &Cadence) -> Self {
        let unit = magnitude(values);
        let observed: Vec<f64> = values.iter().map(|value| value / unit).collect();
        let history = fill(&observed, cadence.short_season(observed.len()));
        Self { history, observed, unit }
    }

    fn both(&self) -> (&[f64], &[f64]) {
        (&self.history, &self.observed)
    }

    /// Puts a value back into the unit it came in. What would then exceed the largest number stays
    /// at it.
    fn back(&self, value: f64) -> f64 {
        (value * self.unit).clamp(f64::MIN, f64::MAX)
    }

    fn point(&self, value: f64, bounds: &[Bounds]) -> Point {
        let bounds = bounds.iter().map(|(lower, upper)| (self.back(*lower), self.back(*upper)));
        Point { value: self.back(value), bounds: bounds.collect() }
    }
}

/// A finished back-test of every model that applies, and of their combination.
struct Trial<'a> {
    known: &'a Known,
    plan: Plan,
    limits: Limits,
    models: Vec<&'static dyn Model>,
    /// One for each model, then the combination's.
    tracks: Vec<Track>,
    /// One for each track.
    measured: Vec<Measured>,
    combination: Combination,
    /// The index of the track that is published.
    chosen: usize,
}

impl<'a> Trial<'a> {
    fn new(
        known: &'a Known,
        plan: Plan,
        levels: &[f64],
        cadence: &Cadence,
        work: &mut Workspace,
    ) -> Self {
        let (history, observed) = known.both();
        let first = &history[..plan.origins[0]];
        let models: Vec<_> =
            MODELS.iter().copied().filter(|model| model.applies(first, cadence)).collect();
        let mut tracks: Vec<_> =
            models.iter().map(|model| run(*model, history, &plan, cadence, work)).collect();
        tracks.push(combine(&tracks, observed, &plan));
        let combination = weights(&tracks[..models.len()], observed, &plan, history.len());
        let chosen = choose(&tracks, observed, &plan);
        let assumed = assumed_error(first, cadence.scale_lag);
        let limits = Limits::new(history);
        let measured = tracks
            .iter()
            .map(|track| measure(track, known.both(), &plan, (limits, levels), assumed))
            .collect();
        Self { known, plan, limits, models, tracks, measured, combination, chosen }
    }

    /// Learns from the whole history and forecasts from its end.
    fn publish(
        &self,
        name: &str,
        levels: &[f64],
        cadence: &Cadence,
        work: &mut Workspace,
    ) -> Published {
        let ahead = self.ahead(cadence, work);
        let measured = &self.measured[self.chosen];
        let track = &self.tracks[self.chosen];
        let history = &self.known.history;
        let bounds = fan(&measured.calibration, &ahead, history, (self.limits, levels));
        let paths = Paths::new(track, self.known.both(), &self.plan);
        let calibration = measured.calibration.clone();
        let projection = Projection::new(
            (name, track.model),
            (history, &ahead),
            (calibration, paths),
            self.limits,
            self.known.unit,
        );
        let last = self.plan.origins.len() - 1;
        let actual = self.plan.actual(&self.known.observed, last);
        let tested = self.points(track.fold(last), &measured.last);
        Published {
            model: track.model,
            points: self.points(&ahead, &bounds).collect(),
            candidates: self.candidates(cadence),
            by_horizon: self.by_horizon(cadence),
            last_origin: self.plan.origins[last],
            last_fold: tested.zip(actual.iter().map(|value| self.known.back(*value))).collect(),
            projection,
        }
    }

    fn points(&self, values: &[f64], fan: &Fan) -> impl Iterator<Item = Point> {
        values.iter().enumerate().map(|(step, value)| self.known.point(*value, fan.step(step)))
    }

    /// The chosen model's steps after the whole history.
    fn ahead(&self, cadence: &Cadence, work: &mut Workspace) -> Vec<f64> {
        let history = &self.known.history;
        let mut one = |model: &dyn Model| {
            let mut ahead = vec![0.0; self.plan.horizon];
            let parameters = model.fit(history, cadence, work);
            model.forecast(&parameters, history, cadence, work, &mut ahead);
            restrain(history, &mut ahead);
            ahead
        };
        if let Some(model) = self.models.get(self.chosen) {
            return one(*model);
        }
        let steps: Vec<_> = self.models.iter().map(|model| one(*model)).collect();
        let mut ahead = vec![0.0; self.plan.horizon];
        self.combination.combine(steps.iter().map(Vec::as_slice), &mut ahead);
        ahead
    }

    fn scale(&self, cadence: &Cadence) -> Scale {
        Scale::new(&self.known.observed[..self.plan.origins[0]], cadence.scale_lag)
    }

    fn candidates(&self, cadence: &Cadence) -> Vec<Candidate> {
        let scale = self.scale(cadence);
        let score = |track| Accuracy::new(track, &self.known.observed, &self.plan, scale);
        let benchmark = score(&self.tracks[0]);
        let pinball = |loss: f64| (scale.absolute() > 0.0).then(|| loss / scale.absolute());
        let measured = self.tracks.iter().zip(&self.measured).enumerate();
        measured
            .map(|(index, (track, measured))| {
                let accuracy = score(track);
                Candidate {
                    model: track.model,
                    chosen: index == self.chosen,
                    accuracy,
                    coverage: measured.covered.shares(),
                    pinball: measured.covered.pinball().and_then(pinball),
                    value_added: accuracy.value_added(&benchmark),
                }
            })
            .collect()
    }

    fn by_horizon(&self, cadence: &Cadence) -> Vec<StepAccuracy> {
        let scale = self.scale(cadence);
        let (track, measured) = (&self.tracks[self.chosen], &self.measured[self.chosen]);
        let folds = self.plan.origins.len();
        let step = |step: usize| {
            let mut errors = Errors::default();
            for fold in 0..folds {
                let actual = self.plan.actual(&self.known.observed, fold)[step];
                errors.add(track.fold(fold)[step], actual);
            }
            let coverage = measured.covered.shares_at(step);
            StepAccuracy { accuracy: errors.score(folds, scale), coverage }
        };
        (0..self.plan.horizon).map(step).collect()
    }
}

/// Weights from errors known when `origin` was reached.
fn weights(tracks: &[Track], observed: &[f64], plan: &Plan, origin: usize) -> Combination {
    let errors: Vec<_> = tracks.iter().map(|track| track.error(observed, plan, origin)).collect();
    Combination::new(&errors)
}

/// The combination's own back-test: at every origin it is weighted by what was known there, so
/// that its measured error is one it could have had.
fn combine(tracks: &[Track], observed: &[f64], plan: &Plan) -> Track {
    let mut combined = Track::new(COMBINATION, plan);
    for (fold, origin) in plan.origins.iter().enumerate() {
        let combination = weights(tracks, observed, plan, *origin);
        let steps = tracks.iter().map(|track| track.fold(fold));
        combination.combine(steps, combined.fold_mut(fold));
    }
    combined
}

/// The combination, unless a single model was clearly better or as good as can be.
fn choose(tracks: &[Track], observed: &[f64], plan: &Plan) -> usize {
    let error = |track: &Track| track.error(observed, plan, observed.len()).unwrap_or(0.0);
    let combined = tracks.len() - 1;
    let mut best = (combined, CLEARLY_BETTER * error(&tracks[combined]));
    for (index, track) in tracks[..combined].iter().enumerate() {
        let own = error(track);
        if own < best.1 || own == 0.0 && best.0 == combined {
            best = (index, own);
        }
    }
    best.0
}

#[cfg(test)]
mod public_data;
#[cfg(test)]
mod tests;
