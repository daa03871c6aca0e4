//! Intervals from held-out errors: conformal prediction by horizon band, nothing assumed normal.

use crate::backtest::{Plan, Track};
use crate::limits::Limits;

/// Errors are gathered in this many bands of the horizon: the further ahead, the wider.
const BANDS: usize = 4;

/// With fewer errors than this a band cannot show a tail of 2.5 %, and all bands are taken together.
const ENOUGH: usize = 39;

/// With fewer errors than this in all, tails are taken from a normal distribution.
const FEW: usize = 20;

/// The level an error is measured against is the mean magnitude of this many last observations.
const RECENT: usize = 28;

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
fn typical(forecast: f64, level: f64) -> f64 {
    (level * forecast.abs().max(LEAST_SHARE * level)).sqrt()
}

/// The mean magnitude of the last observations known at an origin; of all where those are zero.
pub(crate) fn recent_level(known: &[f64]) -> f64 {
    let recent = &known[known.len().saturating_sub(RECENT)..];
    // A quiet month does not make a SKU certain, hence a tenth of the lasting level.
    mean_magnitude(recent).max(LEAST_SHARE * mean_magnitude(known))
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
    fn all_tails(&self, trust: f64) -> [Bounds; BANDS] {
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

    /// The interval around `forecast` at `step` (from 0). Bands are read at their centres and
    /// joined by straight lines, so that no step jumps.
    fn bounds(&self, tails: &[Bounds; BANDS], step: usize, forecast: f64, level: f64) -> Bounds {
        let typical = typical(forecast, level);
        let place = ((step as f64 + 0.5) * BANDS as f64 / self.horizon as f64 - 0.5)
            .clamp(0.0, (BANDS - 1) as f64);
        let near = place as usize;
        let (left, right) = (tails[near], tails[(near + 1).min(BANDS - 1)]);
        let join = |left: f64, right: f64| left + (place - near as f64) * (right - left);
        let lower = forecast + typical * join(left.0, right.0).min(0.0);
        let upper = forecast + typical * join(left.1, right.1).max(0.0);
        (lower, upper)
    }

    /// Lower and upper quantile of ordered errors with the conformal rank correction.
    fn tails(&self, errors: &[f64], trust: f64) -> Bounds {
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
        let reach = normal_quantile(0.5 + trust / 2.0) * MAGNITUDE_TO_DEVIATION * magnitude;
        (-reach, reach)
    }

    /// How many errors are kept.
    pub(crate) fn len(&self) -> usize {
        self.bands.iter().map(Vec::len).sum()
    }
}

fn mean_magnitude(errors: &[f64]) -> f64 {
    errors.iter().map(|error| error.abs()).sum::<f64>() / errors.len().max(1) as f64
}

/// The standard normal quantile for probabilities of at least one half, to 0.00045 (Abramowitz and
/// Stegun 1964, 26.2.23).
fn normal_quantile(probability: f64) -> f64 {
    let root = (-2.0 * (1.0 - probability).ln()).sqrt();
    let above = 2.515_517 + root * (0.802_853 + root * 0.010_328);
    let below = 1.0 + root * (1.432_788 + root * (0.189_269 + root * 0.001_308));
    root - above / below
}

/// Intervals at both levels for every step ahead.
pub(crate) type Fan = Vec<[Bounds; 2]>;

/// A track's calibration, fed origin by origin with what became known, and the share of actual
/// values its intervals covered on the way.
pub(crate) struct Measured {
    /// Fed with every error of the back-test; what the published forecast's intervals rest on.
    pub(crate) calibration: Calibration,
    /// Share of actual values inside the narrow and the wide interval, both computed only from
    /// errors known at their origin; nothing where too few were known.
    pub(crate) coverage: [Option<f64>; 2],
    /// The last origin's intervals, from errors known there.
    pub(crate) last: Fan,
}

/// Walks through a back-test in time order: first forecasts with what is known, then learns.
pub(crate) fn measure(
    track: &Track,
    history: &[f64],
    plan: &Plan,
    limits: Limits,
    fallback: f64,
) -> Measured {
    let mut calibration = Calibration::new(plan.horizon, fallback);
    let mut covered = Covered::default();
    let mut last = Fan::new();
    let mut lessons: Vec<_> =
        plan.origins.iter().map(|origin| Lesson::new(history, *origin)).collect();
    for (fold, origin) in plan.origins.iter().enumerate() {
        learn(&mut calibration, &mut lessons, track, history, plan, *origin);
        last = fan(&calibration, track.fold(fold), &history[..*origin], limits);
        if calibration.len() >= ENOUGH {
            covered.count(&last, plan.actual(history, fold));
        }
    }
    learn(&mut calibration, &mut lessons, track, history, plan, history.len());
    Measured { calibration, coverage: covered.shares(), last }
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
    history: &[f64],
    plan: &Plan,
    origin: usize,
) {
    for (fold, lesson) in lessons.iter_mut().enumerate() {
        let known = plan.known(fold, origin);
        let pairs = track.fold(fold).iter().zip(plan.actual(history, fold));
        for (step, (forecast, actual)) in pairs.enumerate().take(known).skip(lesson.kept) {
            calibration.keep(step, *forecast, *actual, lesson.level);
        }
        lesson.kept = known;
    }
}

/// Both intervals of every step of `ahead`, forecast when `known` was known.
pub(crate) fn fan(calibration: &Calibration, ahead: &[f64], known: &[f64], limits: Limits) -> Fan {
    let level = recent_level(known);
    let tails = limits.levels.map(|trust| calibration.all_tails(trust));
    let steps = ahead.iter().enumerate();
    let bounds = |step, forecast| {
        tails.map(|tails| limits.keep(calibration.bounds(&tails, step, forecast, level)))
    };
    steps.map(|(step, value)| bounds(step, *value)).collect()
}

/// How many actual values there were, and how many fell inside each interval.
#[derive(Default)]
struct Covered {
    inside: [f64; 2],
    seen: f64,
}

impl Covered {
    fn count(&mut self, fan: &Fan, actual: &[f64]) {
        for (bounds, value) in fan.iter().zip(actual) {
            self.seen += 1.0;
            for (inside, (lower, upper)) in self.inside.iter_mut().zip(bounds) {
                *inside += f64::from(u8::from(lower <= value && value <= upper));
            }
        }
    }

    fn shares(&self) -> [Option<f64>; 2] {
        self.inside.map(|inside| (self.seen > 0.0).then(|| inside / self.seen))
    }
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
