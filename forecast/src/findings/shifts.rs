//! Lasting changes of level: a step in the means of neighbouring seasons that no slope explains.

use super::usual::{Usual, quantile};
use super::{Finding, Kind, largest, shown};

/// So many blocks to either side of a step are looked at; a shift that is older or younger than the
/// least is not told from chance.
const BLOCKS: usize = 12;
const LEAST_BLOCKS: usize = 4;

/// A block is a season, or several until it has so many values.
const LEAST_VALUES: usize = 4;

/// A step is a shift from this many standard errors on. Of simulated series of two years without one
/// (negative binomial days, 0.05 to 300 of them, with a week and a year) 1 % have such a step by
/// chance; in one of 30 a day and size 10, two in three that halve and nineteen in twenty that double
/// are found.
const BEYOND: f64 = 4.25;

/// A change of the mean by less than this share is of no account.
const LEAST_CHANGE: f64 = 0.2;

/// Values count in a block's mean up to this many deviations from the level.
const CLIPPED: f64 = 3.0;

/// The most shifts that are said of a series.
const MOST: usize = 3;

/// A step after so many blocks.
#[derive(Debug, Clone, Copy)]
struct Step {
    after: usize,
    score: f64,
}

/// The means of blocks, the last of which ends with the history.
struct Blocks {
    means: Vec<f64>,
    /// Values in a block, and those left out at the beginning.
    width: usize,
    skipped: usize,
}

impl Blocks {
    fn new(usual: &Usual<'_>) -> Self {
        let width = usual.season * LEAST_VALUES.div_ceil(usual.season);
        let skipped = usual.values.len() % width;
        let clipped = |place: usize| {
            let (value, level) = (usual.adjusted[place], usual.level[place]);
            let (low, high) = (level - CLIPPED * usual.below, level + CLIPPED * usual.above);
            if value.is_nan() { value } else { value.max(low).min(high) }
        };
        let values: Vec<f64> = (skipped..usual.values.len()).map(clipped).collect();
        Self { means: values.chunks(width).map(mean_of_seen).collect(), width, skipped }
    }

    /// The blocks that are looked at for a step after `after` blocks.
    fn around(&self, after: usize) -> std::ops::Range<usize> {
        after.saturating_sub(BLOCKS)..(after + BLOCKS).min(self.means.len())
    }

    /// The first value after a step.
    fn place(&self, after: usize) -> usize {
        self.skipped + after * self.width
    }
}

/// The mean of what was seen, not a number where that is less than half.
fn mean_of_seen(values: &[f64]) -> f64 {
    let seen = values.iter().filter(|value| !value.is_nan());
    let (sum, count) = seen.fold((0.0, 0_usize), |(sum, count), value| (sum + value, count + 1));
    if 2 * count >= values.len() { sum / count as f64 } else { f64::NAN }
}

/// The step of a line that may jump once, and the variance that is left.
#[derive(Debug, Clone, Copy)]
struct Fitted {
    step: f64,
    /// The variance of the step where that of a block is 1.
    variance: f64,
    left: f64,
}

/// Least squares of level, slope and a step after `after`; nothing where too little was seen on
/// either side. The slope keeps a season of the year from passing for a shift.
fn fit(blocks: &Blocks, after: usize) -> Option<Fitted> {
    let seen = blocks.around(after).filter(|block| !blocks.means[*block].is_nan());
    let points: Vec<(f64, f64, f64)> = seen
        .map(|block| (block as f64, f64::from(u8::from(block >= after)), blocks.means[block]))
        .collect();
    let count = points.len() as f64;
    let later: f64 = points.iter().map(|(_, side, _)| side).sum();
    if later < LEAST_BLOCKS as f64 || count - later < LEAST_BLOCKS as f64 {
        return None;
    }
    let mean = |of: &dyn Fn(&(f64, f64, f64)) -> f64| points.iter().map(of).sum::<f64>() / count;
    let (time, side, value) = (mean(&|it| it.0), later / count, mean(&|it| it.2));
    let moment = |of: &dyn Fn(f64, f64, f64) -> f64| -> f64 {
        points.iter().map(|it| of(it.0 - time, it.1 - side, it.2 - value)).sum()
    };
    let (tt, ts, ss) =
        (moment(&|t, _, _| t * t), moment(&|t, s, _| t * s), moment(&|_, s, _| s * s));
    let (tv, sv, vv) =
        (moment(&|t, _, v| t * v), moment(&|_, s, v| s * v), moment(&|_, _, v| v * v));
    let own = ss - ts * ts / tt;
    let step = (sv - ts * tv / tt) / own;
    let left = (vv - tv * tv / tt - step * step * own).max(0.0) / (count - 3.0);
    Some(Fitted { step, variance: 1.0 / own, left })
}

/// Level shifts.
pub(super) fn find(usual: &Usual<'_>) -> Vec<Finding> {
    let blocks = Blocks::new(usual);
    let count = blocks.means.len();
    let fits: Vec<(usize, Fitted)> =
        (0..count).filter_map(|after| Some((after, fit(&blocks, after)?))).collect();
    let mut left: Vec<f64> = fits.iter().map(|(_, fitted)| fitted.left).collect();
    let Some(variance) = quantile(&mut left, 0.5).filter(|variance| *variance > 0.0) else {
        return Vec::new();
    };
    let step = |(after, fitted): &(usize, Fitted)| Step {
        after: *after,
        score: fitted.step / (fitted.variance * variance).sqrt(),
    };
    let mut steps: Vec<Step> =
        fits.iter().map(step).filter(|step| step.score.abs() > BEYOND).collect();
    steps.sort_by(|one, other| other.score.abs().total_cmp(&one.score.abs()));
    let mut kept: Vec<Step> = Vec::new();
    for step in steps {
        // Beside a step its neighbours show the same one.
        if kept.iter().all(|other| other.after.abs_diff(step.after) > BLOCKS) {
            kept.push(step);
        }
    }
    largest(kept.iter().filter_map(|step| finding(usual, &blocks, *step)).collect(), MOST)
}

/// The shift of a step; nothing where it does not last or is of no account.
fn finding(usual: &Usual<'_>, blocks: &Blocks, step: Step) -> Option<Finding> {
    let around = blocks.around(step.after);
    let median = |blocks: &[f64]| quantile(&mut blocks.to_vec(), 0.5);
    let before = median(&blocks.means[around.start..step.after])?;
    let after = median(&blocks.means[step.after..around.end])?;
    if (after - before) * step.score <= 0.0 {
        return None;
    }
    let place = place(usual, blocks, step);
    let (first, last) = (blocks.place(around.start), blocks.place(around.end));
    let (old, new) =
        (mean_of_seen(&usual.values[first..place]), mean_of_seen(&usual.values[place..last]));
    let change = (new - old) / old.abs();
    if change.is_nan() || change.abs() < LEAST_CHANGE || change * step.score < 0.0 {
        return None;
    }
    let score = step.score;
    let told =
        if change.is_finite() { format!(" ({:+.0} %)", 100.0 * change) } else { String::new() };
    let (old, new, far) = (shown(old), shown(new), shown(score.abs()));
    let detail = format!(
        "from about {old} a period to {new}{told}, {far} standard errors; the models learn from both"
    );
    Some(Finding { place, kind: Kind::LevelShift, score, detail })
}

/// The first value of the new level: where within a block of the step the two sides' means differ
/// by most for how many values they are of.
fn place(usual: &Usual<'_>, blocks: &Blocks, step: Step) -> usize {
    let around = blocks.around(step.after);
    let (first, last) = (blocks.place(around.start), blocks.place(around.end));
    let middle = blocks.place(step.after);
    let apart = |place: usize| {
        let (before, after) = (&usual.adjusted[first..place], &usual.adjusted[place..last]);
        let counts = (before.len() * after.len()) as f64 / (before.len() + after.len()) as f64;
        (mean_of_seen(after) - mean_of_seen(before)) * step.score.signum() * counts.sqrt()
    };
    let near = middle - blocks.width..=middle + blocks.width;
    near.max_by(|one, other| apart(*one).total_cmp(&apart(*other))).unwrap_or(middle)
}
