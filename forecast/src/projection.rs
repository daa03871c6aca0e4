//! What one series will do: expected values and the distribution of any step or sum of steps.

use std::ops::Range;

use crate::backtest::{Plan, Track};
use crate::counts::Counts;
use crate::interval::{Calibration, mean_magnitude, recent_level, typical};
use crate::limits::Limits;
use crate::widening::Widening;

/// The forecast of one series as a distribution (conformal, from back-test errors; of slow movers a
/// negative binomial one), for plans that need other quantiles than the tables have, or those of
/// demand over a lead time. Demand that is counted has counts for quantiles.
#[derive(Debug, Clone)]
pub struct Projection {
    series: String,
    model: &'static str,
    /// In the unit models work in.
    mean: Vec<f64>,
    /// The mean magnitude of the last observations.
    level: f64,
    /// What errors of sums are measured against.
    lasting: f64,
    calibration: Calibration,
    paths: Paths,
    widening: Widening,
    limits: Limits,
    /// Of slow movers.
    counts: Option<Counts>,
    /// What one of the models' units is.
    unit: f64,
}

impl Projection {
    pub(crate) fn new(
        (series, model): (&str, &'static str),
        (history, ahead): (&[f64], &[f64]),
        (calibration, paths): (Calibration, Paths),
        (widening, limits): (Widening, Limits),
        unit: f64,
    ) -> Self {
        Self {
            series: series.to_owned(),
            model,
            mean: ahead.to_vec(),
            level: recent_level(history),
            lasting: lasting_level(history),
            calibration,
            paths,
            widening,
            limits,
            counts: None,
            unit,
        }
        .in_unit()
    }

    /// The same with quantiles of counts, where there are any.
    pub(crate) fn counting(self, counts: Option<Counts>) -> Self {
        Self { counts, ..self }
    }

    /// The mean is read often: it is kept in the unit of the history.
    fn in_unit(mut self) -> Self {
        for value in &mut self.mean {
            *value = (*value * self.unit).clamp(f64::MIN, f64::MAX);
        }
        self
    }

    /// The series' name.
    #[must_use]
    pub fn series(&self) -> &str {
        &self.series
    }

    /// The model whose forecast it is.
    #[must_use]
    pub fn model(&self) -> &str {
        self.model
    }

    /// The expected value of each step ahead, in the unit of the history.
    #[must_use]
    pub fn mean(&self) -> &[f64] {
        &self.mean
    }

    /// What the value at `step`, counted from 0, stays at or below with `probability`. A step
    /// beyond the horizon is read as the last one, a probability outside 0 to 1 as its end.
    #[must_use]
    pub fn quantile(&self, step: usize, probability: f64) -> f64 {
        let step = step.min(self.mean.len().saturating_sub(1));
        let forecast = self.mean.get(step).copied().unwrap_or(0.0) / self.unit;
        if let Some(counts) = &self.counts {
            return self.kept(counts.quantile(forecast, inner(probability)));
        }
        let (trust, above) = tail(probability);
        let tails = self.calibration.all_tails(trust);
        let (lower, upper) = self.calibration.bounds(&tails, step, forecast, self.level);
        let bound = if above { upper } else { lower };
        self.kept(forecast + self.widening.factor(trust) * (bound - forecast))
    }

    /// The expected sum over `steps`, counted from 0, cut at the horizon.
    #[must_use]
    pub fn sum(&self, steps: Range<usize>) -> f64 {
        self.mean[self.inside(steps)].iter().fold(0.0, |sum, value| sum + value)
    }

    /// What the sum over `steps` stays at or below with `probability`, for example the demand
    /// during a lead time. From the sums of errors along the back-test's paths, so that errors that
    /// hold on from day to day do not cancel out.
    #[must_use]
    pub fn sum_quantile(&self, steps: Range<usize>, probability: f64) -> f64 {
        let steps = self.inside(steps);
        let typical: Vec<f64> =
            self.mean.iter().map(|value| typical(value / self.unit, self.lasting)).collect();
        let errors = self.paths.sums(steps.clone(), &typical);
        let sum = self.sum(steps) / self.unit;
        if let Some(counts) = &self.counts {
            return self.kept(counts.sum_quantile(sum, &errors, inner(probability)));
        }
        let (trust, above) = tail(probability);
        let (lower, upper) = self.calibration.tails(&errors, trust);
        let reach = if above { upper.max(0.0) } else { lower.min(0.0) };
        self.kept(sum + self.widening.factor(trust) * reach)
    }

    fn inside(&self, steps: Range<usize>) -> Range<usize> {
        let end = steps.end.min(self.mean.len());
        steps.start.min(end)..end
    }

    fn kept(&self, value: f64) -> f64 {
        (self.limits.keep_quantile(value) * self.unit).clamp(f64::MIN, f64::MAX)
    }
}

/// A probability that has a quantile.
fn inner(probability: f64) -> f64 {
    probability.clamp(1e-6, 1.0 - 1e-6)
}

/// The central interval that has this quantile for a bound, and whether it is the upper one.
fn tail(probability: f64) -> (f64, bool) {
    let probability = inner(probability);
    ((2.0 * probability - 1.0).abs(), probability >= 0.5)
}

/// The level that errors along a path are measured against: the recent one, but not less than the
/// mean of all. One sale after a quiet month is many times that month's level; so scaled it would be
/// taken for hundreds of sales once demand is back at its usual level.
fn lasting_level(known: &[f64]) -> f64 {
    recent_level(known).max(mean_magnitude(known))
}

/// Errors along the paths of a back-test, each divided by what is typical at its step.
#[derive(Debug, Clone, Default)]
pub(crate) struct Paths {
    horizon: usize,
    /// Origin by origin; not a number where nothing was observed.
    errors: Vec<f32>,
}

impl Paths {
    pub(crate) fn new(track: &Track, (history, observed): (&[f64], &[f64]), plan: &Plan) -> Self {
        let mut errors = Vec::with_capacity(plan.origins.len() * plan.horizon);
        for (fold, origin) in plan.origins.iter().enumerate() {
            let level = lasting_level(&history[..*origin]);
            for (forecast, actual) in track.fold(fold).iter().zip(plan.actual(observed, fold)) {
                let typical = typical(*forecast, level);
                let error = if typical > 0.0 { (actual - forecast) / typical } else { 0.0 };
                errors.push(error as f32);
            }
        }
        Self { horizon: plan.horizon, errors }
    }

    /// The sum of errors over `steps` of every path, in order of size; what was not observed counts
    /// as the mean of what was.
    fn sums(&self, steps: Range<usize>, typical: &[f64]) -> Vec<f64> {
        let mut sums: Vec<f64> = self
            .errors
            .chunks(self.horizon)
            .filter_map(|path| {
                let (mut sum, mut seen) = (0.0, 0.0);
                for step in steps.clone().filter(|step| !path[*step].is_nan()) {
                    sum += f64::from(path[step]) * typical[step];
                    seen += 1.0;
                }
                (seen > 0.0).then(|| sum * steps.len() as f64 / seen)
            })
            .collect();
        sums.sort_unstable_by(f64::total_cmp);
        sums
    }
}

#[cfg(test)]
mod tests;
