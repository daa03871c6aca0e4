//! Slow movers: demand of few whole units, whose quantiles are those of a count distribution.

use serde::{Deserialize, Serialize};
use statrs::distribution::{DiscreteCDF, NegativeBinomial, Poisson};

use crate::backtest::{Plan, Track};
use crate::interval::{Bounds, Fan};
use crate::limits::Limits;
use crate::models::is_intermittent;
use crate::series::mean;

/// A mean of more units a period is measured rather than counted.
const MOST_UNITS: f64 = 5.0;

/// The same of demand that comes now and then, and then in bursts.
const MOST_INTERMITTENT_UNITS: f64 = 50.0;

/// A value of the history says as much of the spread as this many errors of the back-test, which
/// overlap and are few where they are large beside forecasts near zero (car parts, by measurement).
const HISTORY: f64 = 4.0;

/// The history says as much of the spread of a sum as this many paths of the back-test.
const HISTORY_PATHS: f64 = 8.0;

/// Up to this mean probabilities are added up unit by unit, beyond it they are searched.
const FEW: f64 = 500.0;

/// Values whose variance is a smaller share of their mean do not come as orders do: a standing order
/// of four each day is no count of anything.
const LEAST_RATIO: f64 = 0.7;

/// A variance within this share of the mean is taken for the mean: Poisson.
const POISSON: f64 = 1e-3;

/// A negative binomial distribution around the forecast whose variance is a fixed multiple of its
/// mean (the form NB1 of Cameron and Trivedi 1986). That multiple is read off the errors of the
/// back-test and, while there are few, off the history's own variance.
///
/// The errors' own quantiles say little where most values are 0: those of a slow mover jump from one
/// count to the next, and the one large order of a year is all there is of the tail.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub(crate) struct Counts {
    /// What is counted, in the models' unit.
    grain: f64,
    /// The variance and the mean of the history, in grains, times what they count for.
    squares: f64,
    means: f64,
}

impl Counts {
    /// What a history says by itself; nothing where it is not counted, may be negative, is too brisk,
    /// too even or without any demand.
    pub(crate) fn new(history: &[f64], limits: Limits) -> Option<Self> {
        let grain = limits.grain().filter(|_| limits.never_negative())?;
        let average = mean(history) / grain;
        let squares: f64 = history.iter().map(|value| (value / grain - average).powi(2)).sum();
        let means = average * history.len() as f64;
        let most = if is_intermittent(history) { MOST_INTERMITTENT_UNITS } else { MOST_UNITS };
        let slow = average > 0.0 && average <= most && squares >= LEAST_RATIO * means;
        slow.then_some(Self { grain, squares: HISTORY * squares, means: HISTORY * means })
    }

    /// Takes in what was forecast of a value.
    fn learn(&mut self, forecast: f64, actual: f64) {
        if !actual.is_nan() && !forecast.is_nan() {
            self.squares += ((actual - forecast) / self.grain).powi(2);
            self.means += forecast.max(0.0) / self.grain;
        }
    }

    /// The variance of a value over its mean.
    fn ratio(&self) -> f64 {
        self.squares / self.means
    }

    /// What a value with this mean stays at or below with a probability: the smallest such count.
    pub(crate) fn quantile(&self, mean: f64, probability: f64) -> f64 {
        quantile(mean / self.grain, self.ratio(), probability) * self.grain
    }

    /// The same of a sum with this mean, whose errors along the back-test were `errors`. Errors that
    /// hold on from step to step spread a sum more than each step's own.
    pub(crate) fn sum_quantile(&self, mean: f64, errors: &[f64], probability: f64) -> f64 {
        let mean = mean / self.grain;
        let squares: f64 = errors.iter().map(|error| (error / self.grain).powi(2)).sum();
        let paths = errors.len() as f64;
        let measured = if mean > 0.0 { squares / mean } else { 0.0 };
        let ratio = (measured + HISTORY_PATHS * self.ratio()) / (paths + HISTORY_PATHS);
        quantile(mean, ratio.max(self.ratio()), probability) * self.grain
    }

    /// The central interval of a probability around a mean.
    pub(crate) fn bounds(&self, mean: f64, level: f64) -> Bounds {
        let tail = (1.0 - level) / 2.0;
        (self.quantile(mean, tail), self.quantile(mean, 1.0 - tail))
    }

    /// The intervals of every step ahead.
    pub(crate) fn fan(&self, ahead: &[f64], levels: &[f64]) -> Fan {
        let bounds =
            |mean: &f64| levels.iter().map(|level| self.bounds(*mean, *level)).collect::<Vec<_>>();
        Fan::new(levels.len(), ahead.iter().flat_map(bounds).collect())
    }
}

/// The smallest count whose cumulative probability reaches `probability`, with this mean and ratio
/// of variance and mean.
fn quantile(mean: f64, ratio: f64, probability: f64) -> f64 {
    if mean <= 0.0 {
        return 0.0;
    }
    if mean > FEW {
        return searched(mean, ratio, probability);
    }
    let overdispersed = ratio > 1.0 + POISSON;
    let size = mean / (ratio - 1.0);
    // Γ(count + size) / (Γ(size) count!) (1 − 1/ratio)^count ratio^(−size), from each count to the
    // next (Johnson, Kemp and Kotz 2005, 5.1).
    let mut mass = if overdispersed { (-size * ratio.ln()).exp() } else { (-mean).exp() };
    let (mut count, mut reached) = (0.0, mass);
    while reached < probability && mass > f64::MIN_POSITIVE.max(reached * f64::EPSILON * 1e-3) {
        count += 1.0;
        mass *= if overdispersed {
            (size + count - 1.0) / count * (1.0 - 1.0 / ratio)
        } else {
            mean / count
        };
        reached += mass;
    }
    count
}

fn searched(mean: f64, ratio: f64, probability: f64) -> f64 {
    let size = mean / (ratio - 1.0);
    let found = if ratio > 1.0 + POISSON {
        NegativeBinomial::new(size, 1.0 / ratio).map(|counts| counts.inverse_cdf(probability)).ok()
    } else {
        Poisson::new(mean).map(|counts| counts.inverse_cdf(probability)).ok()
    };
    found.map_or(mean, |count| count as f64)
}

/// The intervals of every origin of a back-test by what was known there, and the counts at the end;
/// nothing where the series is no slow mover.
pub(crate) fn fans(
    track: &Track,
    (history, observed): (&[f64], &[f64]),
    plan: &Plan,
    limits: Limits,
    levels: &[f64],
) -> Option<(Vec<Fan>, Counts)> {
    let at = |origin: usize| -> Option<Counts> {
        let mut counts = Counts::new(&history[..origin], limits)?;
        for fold in 0..plan.origins.len() {
            let known = plan.known(fold, origin);
            let pairs = track.fold(fold).iter().zip(plan.actual(observed, fold));
            pairs.take(known).for_each(|(forecast, actual)| counts.learn(*forecast, *actual));
        }
        Some(counts)
    };
    let end = at(history.len())?;
    let fan = |(fold, origin): (usize, &usize)| {
        // Before the first demand the spread is that of a single unit.
        let counts = at(*origin).unwrap_or(Counts { squares: 1.0, means: 1.0, ..end });
        counts.fan(track.fold(fold), levels)
    };
    Some((plan.origins.iter().enumerate().map(fan).collect(), end))
}

#[cfg(test)]
mod tests;
