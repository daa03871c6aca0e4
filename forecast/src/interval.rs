//! Intervals from held-out errors: conformal prediction by horizon band, nothing assumed normal.

use statrs::distribution::{ContinuousCDF, Normal};

use crate::accuracy::ratio;
use crate::backtest::{Plan, Track};
use crate::limits::Limits;
use crate::widening::{Scores, Widening};

/// Errors are gathered in this many bands of the horizon: the further ahead, the wider.
pub(crate) const BANDS: usize = 4;

/// With fewer errors than this a band cannot show a tail of 2.5 %, and all bands are taken together.
const ENOUGH: usize = 39;

/// With fewer errors than this in all, tails are taken from a normal distribution.
const FEW: usize = 20;

/// The level an error is measured against is the mean magnitude of this many last observations.
pub(crate) const RECENT: usize = 28;

/// Below this share of the level a forecast is not taken for a sign of smaller errors.
const LEAST_SHARE: f64 = 0.1;

/// Root mean square of a normal distribution with mean magnitude 1.
const MAGNITUDE_TO_DEVIATION: f64 = 1.2533;

/// Lower and upper bound of one interval.
pub(crate) type Bounds = (f64, f64);

/// Held-out errors, scaled, sorted, by horizon band.
///
/// Split conformal prediction (Vovk, Gammerman and Shafer 2005) with a band's own quantiles
/// (Stankeviciute, Alaa and van der Schaar 2021) of signed errors, so that intervals of skewed
/// demand are skewed. An error is divided by the root of level times forecast before it is kept
/// (Lei et al. 2018, locally weighted): demand of four times the size errs about twice as much.
#[derive(Debug, Clone)]
pub(crate) struct Calibration {
    bands: [Vec<f64>; BANDS],
    horizon: usize,
    fallback: f64,
}

/// The typical error of `forecast` while the recent level is `level`, up to a constant factor.
pub(crate) fn typical(forecast: f64, level: f64) -> f64 {
    (level * forecast.abs().max(LEAST_SHARE * level)).sqrt()
}

/// The mean magnitude of the last observations known at an origin; of all where those are zero.
pub(crate) fn recent_level(known: &[f64]) -> f64 {
    let recent = &known[known.len().saturating_sub(RECENT)..];
    level_of(mean_magnitude(recent), mean_magnitude(known))
}

/// The level that errors are measured against, from the mean magnitude of late and of all.
pub(crate) fn level_of(recent: f64, lasting: f64) -> f64 {
    // A quiet month does not make a SKU certain, hence a tenth of the lasting level.
    recent.max(LEAST_SHARE * lasting)
}

impl Calibration {
    /// No errors yet; `fallback` is the mean magnitude of an error, relative to the level, to
    /// assume until there are some.
    pub(crate) fn new(horizon: usize, fallback: f64) -> Self {
        Self { bands: Default::default(), horizon, fallback }
    }

    /// Keeps the error of one step (from 0) of a forecast.
    fn keep(&mut self, step: usize, forecast: f64, actual: f64, level: f64) {
        let typical = typical(forecast, level);
        let error = if typical > 0.0 { (actual - forecast) / typical } else { 0.0 };
        let band = step * BANDS / self.horizon;
        let errors = &mut self.bands[band];
        let place = errors.partition_point(|other| *other < error);
        errors.insert(place, error);
    }

    /// Every band's tails for an interval of probability `trust`.
    pub(crate) fn all_tails(&self, trust: f64) -> [Bounds; BANDS] {
        let pooled = self.pooled();
        std::array::from_fn(|band| {
            let own = self.bands[band].as_slice();
            self.tails(if own.len() < ENOUGH { &pooled } else { own }, trust)
        })
    }

    /// All bands' errors in order, if there is a band with too few of its own.
    fn pooled(&self) -> Vec<f64> {
        if self.bands.iter().all(|errors| errors.len() >= ENOUGH) {
            return Vec::new();
        }
        let mut pooled = self.bands.concat();
        pooled.sort_unstable_by(f64::total_cmp);
        pooled
    }

    /// The interval around `forecast` at `step` (from 0).
    pub(crate) fn bounds(
        &self,
        tails: &[Bounds; BANDS],
        step: usize,
        forecast: f64,
        level: f64,
    ) -> Bounds {
        between(tails, (step, self.horizon), forecast, level)
    }

    /// Lower and upper quantile of ordered errors with the conformal rank correction.
    pub(crate) fn tails(&self, errors: &[f64], trust: f64) -> Bounds {
        if errors.len() < FEW {
            return self.normal_tails(errors, trust);
        }
        let count = errors.len();
        let beyond = ((count as f64 + 1.0) * (1.0 - trust) / 2.0).floor() as usize;
        if beyond > 0 {
            return (errors[beyond - 1], errors[count - beyond]);
        }
        // Too few to show this tail: the extreme, or further if a normal tail lies further.
        let (lower, upper) = self.normal_tails(errors, trust);
        (errors[0].min(lower), errors[count - 1].max(upper))
    }

    /// Tails of a normal distribution with the errors' mean magnitude.
    fn normal_tails(&self, errors: &[f64], trust: f64) -> Bounds {
        let magnitude = if errors.len() < FEW {
            self.fallback.max(mean_magnitude(errors))
        } else {
            mean_magnitude(errors)
        };
        let quantile = Normal::standard().inverse_cdf(0.5 + trust / 2.0);
        let reach = quantile * MAGNITUDE_TO_DEVIATION * magnitude;
        (-reach, reach)
    }

    /// How many errors are kept.
    pub(crate) fn len(&self) -> usize {
        self.bands.iter().map(Vec::len).sum()
    }
}

/// The interval around `forecast` at `step` (from 0) of so many. Bands are read at their centres and
/// joined by straight lines, so that no step jumps.
pub(crate) fn between(
    tails: &[Bounds; BANDS],
    (step, steps): (usize, usize),
    forecast: f64,
    level: f64,
) -> Bounds {
    let typical = typical(forecast, level);
    let place =
        ((step as f64 + 0.5) * BANDS as f64 / steps as f64 - 0.5).clamp(0.0, (BANDS - 1) as f64);
    let near = place as usize;
    let (left, right) = (tails[near], tails[(near + 1).min(BANDS - 1)]);
    let join = |left: f64, right: f64| left + (place - near as f64) * (right - left);
    let lower = forecast + typical * join(left.0, right.0).min(0.0);
    let upper = forecast + typical * join(left.1, right.1).max(0.0);
    (lower, upper)
}

pub(crate) fn mean_magnitude(errors: &[f64]) -> f64 {
    errors.iter().map(|error| error.abs()).sum::<f64>() / errors.len().max(1) as f64
}

/// Every level's interval for every step ahead, those of a step side by side.
#[derive(Debug, Clone, Default)]
pub(crate) struct Fan {
    levels: usize,
    bounds: Vec<Bounds>,
}

impl Fan {
    /// Bounds step by step, of each step as many as there are levels.
    pub(crate) fn new(levels: usize, bounds: Vec<Bounds>) -> Self {
        Self { levels, bounds }
    }

    /// The intervals of a step, from 0, in order of their levels.
    pub(crate) fn step(&self, step: usize) -> &[Bounds] {
        &self.bounds[step * self.levels..(step + 1) * self.levels]
    }

    /// The intervals to publish: widened around the forecast, and kept to the limits.
    pub(crate) fn widened(&self, ahead: &[f64], widening: &Widening, limits: Limits) -> Self {
        let mut bounds = Vec::with_capacity(self.bounds.len());
        for (step, value) in ahead.iter().enumerate() {
            for ((lower, upper), factor) in self.step(step).iter().zip(widening.factors()) {
                // So written, a factor of 1 leaves a bound what it is.
                let wider = |bound: f64| bound + (factor - 1.0) * (bound - value);
                bounds.push(limits.keep((wider(*lower), wider(*upper))));
            }
        }
        Self { levels: self.levels, bounds }
    }

    /// How many times its width each interval would have had to have to hold what happened, by
    /// level. A count within a whole one of the bound is held, since bounds move out to counts.
    pub(crate) fn scores(&self, ahead: &[f64], actual: &[f64], limits: Limits) -> Scores {
        let mut scores = vec![Vec::with_capacity(ahead.len()); self.levels];
        let grain = limits.grain().unwrap_or(0.0);
        for (step, (value, actual)) in ahead.iter().zip(actual).enumerate() {
            if actual.is_nan() {
                continue;
            }
            let miss = ((actual - value).abs() - grain).max(0.0);
            for (scores, (lower, upper)) in scores.iter_mut().zip(self.step(step)) {
                let reach = if actual > value { upper - value } else { value - lower };
                let score = if miss > 0.0 { miss / reach } else { 0.0 };
                scores.push(score as f32);
            }
        }
        scores
    }
}

/// A track's calibration, fed origin by origin with what became known, and the intervals it gave
/// on the way.
#[derive(Debug)]
pub(crate) struct Measured {
    /// Fed with every error of the back-test; what the published forecast's intervals rest on.
    pub(crate) calibration: Calibration,
    /// Every origin's intervals, from errors known there, neither widened nor kept to limits.
    pub(crate) fans: Vec<Fan>,
    /// The first origin at which enough errors were known to measure coverage by.
    pub(crate) trusted: usize,
}

/// Walks through a back-test in time order: first forecasts with what is known, then learns.
/// `history` is complete; `observed` is not a number where nobody saw it.
pub(crate) fn measure(
    track: &Track,
    (history, observed): (&[f64], &[f64]),
    plan: &Plan,
    levels: &[f64],
    fallback: f64,
) -> Measured {
    let mut calibration = Calibration::new(plan.horizon, fallback);
    let mut fans = Vec::with_capacity(plan.origins.len());
    let mut trusted = 0;
    let mut lessons: Vec<_> =
        plan.origins.iter().map(|origin| Lesson::new(history, *origin)).collect();
    for (fold, origin) in plan.origins.iter().enumerate() {
        learn(&mut calibration, &mut lessons, track, observed, plan, *origin);
        fans.push(fan(&calibration, track.fold(fold), &history[..*origin], levels));
        if calibration.len() < ENOUGH {
            trusted = fold + 1;
        }
    }
    learn(&mut calibration, &mut lessons, track, observed, plan, history.len());
    Measured { calibration, fans, trusted }
}

impl Measured {
    /// How wide the intervals of the last origin should have been.
    pub(crate) fn latest_scores(
        &self,
        track: &Track,
        observed: &[f64],
        plan: &Plan,
        limits: Limits,
    ) -> Scores {
        let last = plan.origins.len() - 1;
        self.fans[last].scores(track.fold(last), plan.actual(observed, last), limits)
    }

    /// How often the intervals, widened and kept, held what happened.
    pub(crate) fn covered(
        &self,
        track: &Track,
        observed: &[f64],
        plan: &Plan,
        (widening, limits): (&Widening, Limits),
    ) -> Covered {
        let mut covered = Covered::new(plan.horizon, widening.levels());
        for (fold, fan) in self.fans.iter().enumerate().skip(self.trusted) {
            let steps = track.fold(fold);
            let fan = fan.widened(steps, widening, limits);
            covered.count(steps, &fan, plan.actual(observed, fold));
        }
        covered
    }
}

/// What has been learned from one origin's forecast.
struct Lesson {
    /// The recent level at that origin.
    level: f64,
    /// How many of its steps' errors are kept.
    kept: usize,
}

impl Lesson {
    fn new(history: &[f64], origin: usize) -> Self {
        Self { level: recent_level(&history[..origin]), kept: 0 }
    }
}

/// Keeps the errors that became known by `origin`.
fn learn(
    calibration: &mut Calibration,
    lessons: &mut [Lesson],
    track: &Track,
    observed: &[f64],
    plan: &Plan,
    origin: usize,
) {
    for (fold, lesson) in lessons.iter_mut().enumerate() {
        let known = plan.known(fold, origin);
        let pairs = track.fold(fold).iter().zip(plan.actual(observed, fold));
        for (step, (forecast, actual)) in pairs.enumerate().take(known).skip(lesson.kept) {
            if !actual.is_nan() && !forecast.is_nan() {
                calibration.keep(step, *forecast, *actual, lesson.level);
            }
        }
        lesson.kept = known;
    }
}

/// All intervals of every step of `ahead`, forecast when `known` was known, neither widened nor
/// kept to limits.
pub(crate) fn fan(calibration: &Calibration, ahead: &[f64], known: &[f64], levels: &[f64]) -> Fan {
    let level = recent_level(known);
    let tails: Vec<_> = levels.iter().map(|trust| calibration.all_tails(*trust)).collect();
    let mut bounds = Vec::with_capacity(ahead.len() * levels.len());
    for (step, value) in ahead.iter().enumerate() {
        bounds.extend(tails.iter().map(|tails| calibration.bounds(tails, step, *value, level)));
    }
    Fan { levels: levels.len(), bounds }
}

/// How many actual values there were at each step, and how many fell inside each interval.
#[derive(Debug, Clone)]
pub(crate) struct Covered {
    levels: Vec<f64>,
    /// By step, the levels of a step side by side.
    inside: Vec<f64>,
    seen: Vec<f64>,
    /// The sum of pinball losses at every bound and at the value.
    pinball: f64,
}

impl Covered {
    fn new(horizon: usize, levels: &[f64]) -> Self {
        let inside = vec![0.0; horizon * levels.len()];
        Self { levels: levels.to_vec(), inside, seen: vec![0.0; horizon], pinball: 0.0 }
    }

    fn count(&mut self, steps: &[f64], fan: &Fan, actual: &[f64]) {
        let count = self.levels.len();
        let observed = actual.iter().enumerate().filter(|(_, actual)| !actual.is_nan());
        for (step, actual) in observed {
            self.seen[step] += 1.0;
            self.pinball += pinball(steps[step], *actual, 0.5);
            let inside = &mut self.inside[step * count..(step + 1) * count];
            for ((inside, level), (lower, upper)) in
                inside.iter_mut().zip(&self.levels).zip(fan.step(step))
            {
                *inside += f64::from(u8::from(lower <= actual && actual <= upper));
                let tail = (1.0 - level) / 2.0;
                self.pinball += pinball(*lower, *actual, tail);
                self.pinball += pinball(*upper, *actual, 1.0 - tail);
            }
        }
    }

    /// Share of actual values inside the interval of each level; nothing where too few errors were
    /// known to measure it.
    pub(crate) fn shares(&self) -> Vec<Option<f64>> {
        let seen: f64 = self.seen.iter().sum();
        let inside = |level: usize| self.inside.iter().skip(level).step_by(self.levels.len());
        (0..self.levels.len()).map(|level| ratio(inside(level).sum(), seen)).collect()
    }

    /// The same of one step, from 0.
    pub(crate) fn shares_at(&self, step: usize) -> Vec<Option<f64>> {
        let count = self.levels.len();
        let inside = &self.inside[step * count..(step + 1) * count];
        inside.iter().map(|inside| ratio(*inside, self.seen[step])).collect()
    }

    /// The mean pinball loss over the value, as the median, and the bounds of all intervals
    /// (Koenker and Bassett 1978).
    pub(crate) fn pinball(&self) -> Option<f64> {
        let seen: f64 = self.seen.iter().sum();
        ratio(self.pinball, seen * (1.0 + 2.0 * self.levels.len() as f64))
    }
}

/// The loss of naming `quantile` as the value that stays above `actual` with `probability`.
fn pinball(quantile: f64, actual: f64, probability: f64) -> f64 {
    let gap = actual - quantile;
    (probability * gap).max((probability - 1.0) * gap)
}

/// The mean magnitude of a seasonal naive error relative to the level: what to assume of a model
/// nothing has been measured of.
pub(crate) fn assumed_error(known: &[f64], lag: usize) -> f64 {
    let level = mean_magnitude(known);
    let errors = known.iter().zip(known.get(lag..).unwrap_or_default());
    let (sum, count) =
        errors.fold((0.0, 0.0), |(sum, count), (old, new)| (sum + (new - old).abs(), count + 1.0));
    if level > 0.0 && count > 0.0 { sum / count / level } else { 0.0 }
}

#[cfg(test)]
mod tests;
