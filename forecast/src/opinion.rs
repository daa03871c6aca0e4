//! How wrong each model was, by a series' own back-test and by that of the whole panel.
//!
//! A series has few independent folds, and the best of twenty models on them is partly luck. What
//! the model did on all series of the panel says more, unless the series has much to say itself:
//! the mean of both, weighted by how much there is of each, is an empirical Bayes estimate (Efron
//! and Morris 1975).

use crate::backtest::{Plan, Track};
use crate::covariance::PanelCovariance;

/// The panel counts as much as this many independent folds of the series.
const PANEL_FOLDS: f64 = 4.0;

/// Logarithms of relative errors are kept to this range in the mean of a panel.
const FAR: f64 = 2.0;

/// A model that was never wrong.
const PERFECT: f64 = -20.0;

/// A model that was wrong where most were never.
const HOPELESS: f64 = 3.0;

/// Logarithms of models' errors relative to the middle one's; nothing where none was measured.
pub(crate) type Relative = Vec<Option<f64>>;

/// A series' own measurements, by origin.
#[derive(Debug, Clone)]
pub(crate) struct Own {
    /// What was known at each origin of the plan, and last at the end of the history.
    pub(crate) at: Vec<Relative>,
    /// How many independent folds that rests on.
    pub(crate) folds: Vec<f64>,
}

impl Own {
    /// Measures every track at every origin, counting only what had been observed there.
    pub(crate) fn new(tracks: &[Track], observed: &[f64], plan: &Plan) -> Self {
        let sums: Vec<Vec<f64>> =
            tracks.iter().map(|track| track.squares(observed, plan)).collect();
        let counts = plan.counts(observed);
        let ends = plan.origins.iter().copied().chain([observed.len()]);
        let mut found = Self { at: Vec::new(), folds: Vec::new() };
        for origin in ends {
            let mut totals = Totals::new(tracks.len());
            for fold in 0..plan.origins.len() {
                let known = plan.known(fold, origin);
                let count = if known > 0 { counts[fold * plan.horizon + known - 1] } else { 0.0 };
                if count > 0.0 {
                    let place = fold * plan.horizon + known - 1;
                    totals.add(sums.iter().map(|sums| (sums[place] / count).sqrt()));
                }
            }
            found.folds.push(plan.independent(totals.folds));
            found.at.push(totals.relative());
        }
        found
    }
}

/// Sums of roots of mean squared errors over folds, beside those of the middle model of the same
/// folds. Of roots, so that one wild day weighs on its own folds only; beside the middle model, so
/// that a model with fewer folds is not judged by how hard those were.
struct Totals {
    errors: Vec<f64>,
    middles: Vec<f64>,
    measured: Vec<bool>,
    folds: usize,
    order: Vec<f64>,
}

impl Totals {
    fn new(models: usize) -> Self {
        Self {
            errors: vec![0.0; models],
            middles: vec![0.0; models],
            measured: vec![false; models],
            folds: 0,
            order: Vec::with_capacity(models),
        }
    }

    fn add(&mut self, errors: impl Iterator<Item = f64> + Clone) {
        self.order.clear();
        self.order.extend(errors.clone().filter(|error| !error.is_nan()));
        if self.order.is_empty() {
            return;
        }
        self.order.sort_unstable_by(f64::total_cmp);
        let middle = self.order[self.order.len() / 2];
        self.folds += 1;
        for (model, error) in errors.enumerate() {
            if !error.is_nan() {
                self.errors[model] += error;
                self.middles[model] += middle;
                self.measured[model] = true;
            }
        }
    }

    fn relative(&self) -> Relative {
        let one = |model: usize| {
            let (error, middle) = (self.errors[model], self.middles[model]);
            self.measured[model].then(|| match (error > 0.0, middle > 0.0) {
                (false, false) => 0.0,
                (false, true) => PERFECT,
                (true, false) => HOPELESS,
                (true, true) => (error / middle).ln().clamp(PERFECT, HOPELESS),
            })
        };
        (0..self.errors.len()).map(one).collect()
    }
}

/// What a panel says of the models, by how many origins before the end; 0 is the end itself.
#[derive(Debug, Clone, Default)]
pub(crate) struct Opinion {
    by_origin: Vec<Vec<Sum>>,
    pub(crate) covariance: PanelCovariance,
}

#[derive(Debug, Clone, Copy, Default)]
struct Sum {
    sum: f64,
    count: f64,
}

impl Opinion {
    /// Adds a series; `slots` says which model each of its candidates is.
    pub(crate) fn add(&mut self, own: &Own, slots: &[usize], models: usize) {
        for (back, relative) in own.at.iter().rev().enumerate() {
            if self.by_origin.len() <= back {
                self.by_origin.push(vec![Sum::default(); models]);
            }
            for (slot, error) in slots.iter().zip(relative) {
                if let Some(error) = error {
                    let sum = &mut self.by_origin[back][*slot];
                    sum.sum += error.clamp(-FAR, FAR);
                    sum.count += 1.0;
                }
            }
        }
    }

    /// The series' own measurements at one of its origins, shrunk to the panel's.
    pub(crate) fn shrink(&self, own: &Own, place: usize, slots: &[usize]) -> Relative {
        let back = own.at.len() - 1 - place;
        let folds = own.folds[place];
        let one = |(slot, own): (&usize, &Option<f64>)| {
            let sum = self.by_origin.get(back).map(|sums| sums[*slot]).unwrap_or_default();
            let panel = if sum.count > 0.0 { Some(sum.sum / sum.count) } else { None };
            match (own, panel) {
                // Never wrong is not a matter of opinion.
                (Some(own), _) if *own <= PERFECT => Some(PERFECT),
                (Some(own), Some(panel)) => {
                    Some((folds * own + PANEL_FOLDS * panel) / (folds + PANEL_FOLDS))
                }
                (own, panel) => own.or(panel),
            }
        };
        slots.iter().zip(&own.at[place]).map(one).collect()
    }
}

#[cfg(test)]
mod tests;
