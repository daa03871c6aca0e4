//! One series, from its back-test to a published forecast: weigh, combine, measure, publish.

use crate::accuracy::{Accuracy, Errors};
use crate::backtest::Track;
use crate::counts::{self, Counts};
use crate::feasts::put;
use crate::interval::{Bounds, Covered, Fan, Measured, assumed_error, fan, measure};
use crate::limits::Limits;
use crate::models::{COMBINATION, Combination, restrain};
use crate::opinion::Opinion;
use crate::projection::{Paths, Projection};
use crate::series::Cadence;
use crate::state::{Intervals, SeriesState};
use crate::sums::{self, SumErrors};
use crate::trial::{Lesson, Trial};
use crate::widening::{Scores, Widening};

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
    /// One for each level, of the chosen only: others have no intervals.
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
    pub(crate) sums: Vec<SumErrors>,
    pub(crate) state: SeriesState,
}

/// A trial whose models were weighed and combined, and the combination's errors measured.
#[derive(Debug)]
pub(crate) struct Combined<'a> {
    trial: Trial<'a>,
    cadence: &'a Cadence,
    /// How many levels there are intervals for.
    levels: usize,
    limits: Limits,
    combination: Combination,
    track: Track,
    ahead: Vec<f64>,
    /// The candidate that is published, where the combination is nothing but it.
    alone: Option<usize>,
    measured: Measured,
    /// Of slow movers, whose intervals are those of counts.
    counts: Option<Counts>,
}

impl<'a> Combined<'a> {
    /// Weighs the models by their own errors and the panel's opinion. At every origin of the
    /// back-test they are weighed by what was known there, so that the combination's measured error
    /// is one it could have had.
    pub(crate) fn new(
        trial: Trial<'a>,
        opinion: &Opinion,
        levels: &[f64],
        cadence: &'a Cadence,
    ) -> Self {
        let (known, plan) = (trial.known, trial.plan);
        let mut track = Track::new(COMBINATION, plan);
        for fold in 0..plan.origins.len() {
            let combination = weights(&trial, opinion, fold);
            let steps = trial.tracks.iter().map(|track| track.fold(fold));
            combination.combine(steps, track.fold_mut(fold));
        }
        let combination = weights(&trial, opinion, plan.origins.len());
        let mut ahead = vec![0.0; plan.horizon];
        combination.combine(trial.aheads.iter().map(Vec::as_slice), &mut ahead);
        put(known.effects(Lesson::Whole), known.observed.len(), &mut ahead);
        restrain(known.history(), &mut ahead);
        let alone = combination.alone();
        let published = alone.map_or(&track, |place| &trial.tracks[place]);
        let assumed = assumed_error(&known.history()[..plan.origins[0]], cadence.scale_lag);
        let mut measured = measure(published, known.both(), plan, levels, assumed);
        let limits = Limits::new(known.history());
        let counted = counts::fans(published, known.both(), plan, limits, levels);
        let counts = counted.map(|(fans, counts)| {
            measured.fans = fans;
            counts
        });
        let levels = levels.len();
        Self { trial, cadence, levels, limits, combination, track, ahead, alone, measured, counts }
    }

    /// The published model's back-test.
    fn published(&self) -> &Track {
        self.alone.map_or(&self.track, |place| &self.trial.tracks[place])
    }

    /// How many independent folds the intervals of the last origin rested on, and those published.
    pub(crate) fn folds(&self) -> (f64, f64) {
        let count = self.trial.plan.origins.len();
        (self.trial.own.folds[count - 1], self.trial.own.folds[count])
    }

    /// How wide the intervals of the last origin should have been; nothing of counts.
    pub(crate) fn scores(&self) -> Scores {
        if self.counts.is_some() {
            return vec![Vec::new(); self.levels];
        }
        let observed = &self.trial.known.observed;
        self.measured.latest_scores(self.published(), observed, self.trial.plan, self.limits)
    }

    /// Lays out what is published, with intervals widened as the panel found right.
    pub(crate) fn publish(&self, name: &str, widening: &Widening) -> Published {
        let (known, plan) = (self.trial.known, self.trial.plan);
        let track = self.published();
        let history = known.history();
        let calibration = &self.measured.calibration;
        let levels = widening.levels();
        // Counts spread as they do: what a panel lacked in errors tells nothing of them.
        let none = Widening::none(levels);
        let widening = if self.counts.is_some() { &none } else { widening };
        let bounds = match &self.counts {
            Some(counts) => counts.fan(&self.ahead, levels),
            None => fan(calibration, &self.ahead, history, levels),
        };
        let bounds = bounds.widened(&self.ahead, widening, self.limits);
        let paths = Paths::new(track, known.both(), plan);
        let projection = Projection::new(
            (name, track.model),
            (history, &self.ahead),
            (calibration.clone(), paths),
            (widening.clone(), self.limits),
            known.unit,
        )
        .counting(self.counts);
        let covered = self.measured.covered(track, &known.observed, plan, (widening, self.limits));
        let last = plan.origins.len() - 1;
        let steps = track.fold(last);
        let tested = self.measured.fans[last].widened(steps, widening, self.limits);
        let actual = plan.actual(&known.observed, last).iter().map(|value| known.back(*value));
        Published {
            model: track.model,
            points: self.points(&self.ahead, &bounds).collect(),
            candidates: self.candidates(&covered),
            by_horizon: self.by_horizon(&covered),
            last_origin: plan.origins[last],
            last_fold: self.points(steps, &tested).zip(actual).collect(),
            projection,
            sums: sums::errors(track, &known.observed, plan, known.unit),
            state: self.state(widening).named(name),
        }
    }

    /// What goes on from here by itself.
    fn state(&self, widening: &Widening) -> SeriesState {
        let published = (self.combination.weights(), self.published());
        let found = (&self.measured.calibration, widening);
        let intervals = Intervals::new(found, (self.limits, self.counts), self.trial.plan.horizon);
        SeriesState::new(&self.trial, published, intervals, self.cadence)
    }

    /// Values and intervals in the unit they came in.
    fn points(&self, values: &[f64], fan: &Fan) -> impl Iterator<Item = Point> {
        let back = |value: f64| self.trial.known.back(value);
        values.iter().enumerate().map(move |(step, value)| {
            let bounds = fan.step(step).iter().map(|(lower, upper)| (back(*lower), back(*upper)));
            Point { value: back(*value), bounds: bounds.collect() }
        })
    }

    fn candidates(&self, covered: &Covered) -> Vec<Candidate> {
        let trial = &self.trial;
        let score = |track| Accuracy::new(track, &trial.known.observed, trial.plan, trial.scale);
        let benchmark = score(&trial.tracks[0]);
        let size = trial.scale.absolute();
        let tracks = trial.tracks.iter().chain([&self.track]).enumerate();
        tracks
            .map(|(place, track)| {
                let chosen = place == self.alone.unwrap_or(trial.tracks.len());
                let accuracy = score(track);
                let shares = covered.shares();
                let coverage = if chosen { shares } else { vec![None; shares.len()] };
                let pinball = covered.pinball().filter(|_| chosen && size > 0.0);
                Candidate {
                    model: track.model,
                    chosen,
                    accuracy,
                    coverage,
                    pinball: pinball.map(|loss| loss / size),
                    value_added: accuracy.value_added(&benchmark),
                }
            })
            .collect()
    }

    fn by_horizon(&self, covered: &Covered) -> Vec<StepAccuracy> {
        let (track, plan) = (self.published(), self.trial.plan);
        let folds = plan.origins.len();
        let step = |step: usize| {
            let mut errors = Errors::default();
            for fold in 0..folds {
                let actual = plan.actual(&self.trial.known.observed, fold)[step];
                errors.add(track.fold(fold)[step], actual);
            }
            let accuracy = errors.score(folds, self.trial.scale);
            StepAccuracy { accuracy, coverage: covered.shares_at(step) }
        };
        (0..plan.horizon).map(step).collect()
    }
}

/// Weights by what was known at an origin: of the least error by the models' covariance, held on to
/// what their own errors say. A model with no forecast there has none, and one that nobody has an
/// opinion of is taken for an average one.
fn weights(trial: &Trial<'_>, opinion: &Opinion, place: usize) -> Combination {
    let shrunk = opinion.shrink(&trial.own, place, &trial.slots);
    let last = trial.plan.origins.len();
    let there = |model: usize| place == last || trial.tracks[model].has(place);
    let errors: Vec<_> = shrunk
        .into_iter()
        .enumerate()
        .map(|(model, error)| there(model).then(|| error.unwrap_or(0.0)))
        .collect();
    let alone = Combination::new(&errors);
    let covariance = opinion.covariance.shrink(&trial.covariances, last - place, &trial.slots);
    covariance.map_or_else(
        || alone.clone(),
        |(covariance, hold)| alone.of_least_error((&covariance, hold), there),
    )
}

#[cfg(test)]
mod public_data;
#[cfg(test)]
mod tests;
