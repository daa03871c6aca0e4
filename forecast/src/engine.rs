//! One series, from history to a published forecast: try, measure, choose, forecast.

use crate::accuracy::{Accuracy, Scale};
use crate::backtest::{Plan, Track, run};
use crate::interval::{Bounds, Measured, assumed_error, fan, measure};
use crate::limits::Limits;
use crate::models::{COMBINATION, Combination, MODELS, Model, Workspace, restrain};
use crate::series::{Cadence, Shortage, magnitude};

/// A single model replaces the combination only if its error is below this share of the
/// combination's: the best of many is partly luck, their mean is less so.
const CLEARLY_BETTER: f64 = 0.97;

/// One forecast value with its narrow and its wide interval.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Point {
    pub(crate) value: f64,
    pub(crate) bounds: [Bounds; 2],
}

/// What a model did in the back-test.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Candidate {
    pub(crate) model: &'static str,
    pub(crate) chosen: bool,
    pub(crate) accuracy: Accuracy,
    pub(crate) coverage: [Option<f64>; 2],
    pub(crate) value_added: Option<f64>,
}

/// Everything that is published of one series. Steps count from 1 at index 0.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Published {
    pub(crate) model: &'static str,
    pub(crate) points: Vec<Point>,
    /// The benchmark first, the combination last.
    pub(crate) candidates: Vec<Candidate>,
    /// Observations known at the last origin of the back-test.
    pub(crate) last_origin: usize,
    /// The chosen model's forecast there, and what happened.
    pub(crate) last_fold: Vec<(Point, f64)>,
}

/// Forecasts `horizon` steps after `history`, or says how much more history is needed.
pub(crate) fn forecast(
    history: &[f64],
    horizon: usize,
    levels: [f64; 2],
    cadence: &Cadence,
    work: &mut Workspace,
) -> Result<Published, Shortage> {
    let plan = Plan::new(history.len(), horizon, cadence)?;
    let unit = magnitude(history);
    let scaled: Vec<f64> = history.iter().map(|value| value / unit).collect();
    let trial = Trial::new(&scaled, plan, levels, cadence, work);
    let mut published = trial.publish(cadence, work);
    published.rescale(unit);
    Ok(published)
}

/// A finished back-test of every model that applies, and of their combination.
struct Trial<'a> {
    history: &'a [f64],
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
        history: &'a [f64],
        plan: Plan,
        levels: [f64; 2],
        cadence: &Cadence,
        work: &mut Workspace,
    ) -> Self {
        let first = &history[..plan.origins[0]];
        let models: Vec<_> =
            MODELS.iter().copied().filter(|model| model.applies(first, cadence)).collect();
        let mut tracks: Vec<_> =
            models.iter().map(|model| run(*model, history, &plan, cadence, work)).collect();
        tracks.push(combine(&tracks, history, &plan));
        let combination = weights(&tracks[..models.len()], history, &plan, history.len());
        let chosen = choose(&tracks, history, &plan);
        let assumed = assumed_error(first, cadence.scale_lag);
        let limits = Limits::new(history, levels);
        let measured =
            tracks.iter().map(|track| measure(track, history, &plan, limits, assumed)).collect();
        Self { history, plan, limits, models, tracks, measured, combination, chosen }
    }

    /// Learns from the whole history and forecasts from its end.
    fn publish(&self, cadence: &Cadence, work: &mut Workspace) -> Published {
        let ahead = self.ahead(cadence, work);
        let measured = &self.measured[self.chosen];
        let bounds = fan(&measured.calibration, &ahead, self.history, self.limits);
        let last = self.plan.origins.len() - 1;
        let track = &self.tracks[self.chosen];
        let known = points(track.fold(last), &measured.last);
        let actual = self.plan.actual(self.history, last).iter().copied();
        Published {
            model: track.model,
            points: points(&ahead, &bounds).collect(),
            candidates: self.candidates(cadence),
            last_origin: self.plan.origins[last],
            last_fold: known.zip(actual).collect(),
        }
    }

    /// The chosen model's steps after the whole history.
    fn ahead(&self, cadence: &Cadence, work: &mut Workspace) -> Vec<f64> {
        let mut one = |model: &dyn Model| {
            let mut ahead = vec![0.0; self.plan.horizon];
            let parameters = model.fit(self.history, cadence, work);
            model.forecast(&parameters, self.history, cadence, work, &mut ahead);
            restrain(self.history, &mut ahead);
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

    fn candidates(&self, cadence: &Cadence) -> Vec<Candidate> {
        let scale = Scale::new(&self.history[..self.plan.origins[0]], cadence.scale_lag);
        let score = |track| Accuracy::new(track, self.history, &self.plan, scale);
        let benchmark = score(&self.tracks[0]);
        let measured = self.tracks.iter().zip(&self.measured).enumerate();
        measured
            .map(|(index, (track, measured))| {
                let accuracy = score(track);
                Candidate {
                    model: track.model,
                    chosen: index == self.chosen,
                    accuracy,
                    coverage: measured.coverage,
                    value_added: accuracy.value_added(&benchmark),
                }
            })
            .collect()
    }
}

impl Published {
    /// Puts values back into the unit they came in; accuracies have none. What would then exceed
    /// the largest number stays at it.
    fn rescale(&mut self, unit: f64) {
        let tested = self.last_fold.iter_mut().map(|(point, actual)| {
            *actual *= unit;
            point
        });
        let back = |value: &mut f64| *value = (*value * unit).clamp(f64::MIN, f64::MAX);
        for point in self.points.iter_mut().chain(tested) {
            back(&mut point.value);
            for (lower, upper) in &mut point.bounds {
                back(lower);
                back(upper);
            }
        }
    }
}

fn points<'a>(values: &'a [f64], bounds: &'a [[Bounds; 2]]) -> impl Iterator<Item = Point> + 'a {
    values.iter().zip(bounds).map(|(value, bounds)| Point { value: *value, bounds: *bounds })
}

/// Weights from errors known when `origin` was reached.
fn weights(tracks: &[Track], history: &[f64], plan: &Plan, origin: usize) -> Combination {
    let errors: Vec<_> = tracks.iter().map(|track| track.error(history, plan, origin)).collect();
    Combination::new(&errors)
}

/// The combination's own back-test: at every origin it is weighted by what was known there, so
/// that its measured error is one it could have had.
fn combine(tracks: &[Track], history: &[f64], plan: &Plan) -> Track {
    let mut combined = Track::new(COMBINATION, plan);
    for (fold, origin) in plan.origins.iter().enumerate() {
        let combination = weights(tracks, history, plan, *origin);
        let steps = tracks.iter().map(|track| track.fold(fold));
        combination.combine(steps, combined.fold_mut(fold));
    }
    combined
}

/// The combination, unless a single model was clearly better or as good as can be.
fn choose(tracks: &[Track], history: &[f64], plan: &Plan) -> usize {
    let error = |track: &Track| track.error(history, plan, history.len()).unwrap_or(0.0);
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
