//! Which occasions move a panel, and by how much: a search by turns with a spike-and-slab prior.
//!
//! What all series did on one day beyond their own levels is one observation, however many series
//! there are: weather and campaigns move them together. So an effect is held against the spread of
//! such days (Mitchell and Beauchamp 1988 for the prior, matching pursuit of Mallat and Zhang 1993 for the
//! search).

use super::occasions::Occasion;
use super::{Guest, Line, Pace};

/// The standard deviation of the logarithm of an effect that is one.
const SLAB: f64 = 0.4;

/// A period in which all but nothing was sold counts as this logarithm.
const CLOSED: f64 = -4.0;

/// The most occasions that move a panel.
const MOST: usize = 80;

/// The share of ordinary days within so many standard deviations, by which their spread is read:
/// 90 % within 1.645.
const WITHIN: (f64, f64) = (0.9, 1.645);

/// The least spread that is believed.
const LEAST_SPREAD: f64 = 0.02;

/// A time of an occasion that nobody knows of must stand out from ordinary days by this much of
/// their spread.
const STANDS_OUT: f64 = 1.5;

/// And by this share of its mean from the same weekday, or the weeks, on either side of it.
const ALONE: f64 = 0.4;

/// A period takes part in an occasion from this share on.
pub(super) const PART: f64 = 0.3;

/// An occasion that moves the panel.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Found {
    /// Its place among the occasions.
    pub(super) occasion: usize,
    /// The logarithm of the factor, as far as it is believed.
    pub(super) effect: f64,
    /// How wrong that may be the next time.
    pub(super) doubt: f64,
}

/// The logarithm of what a whole panel did beside its levels, by place on the line; not a number
/// where nobody observed anything.
pub(super) struct Panel {
    rest: Vec<f64>,
    spread: f64,
    /// Periods from one to its neighbours.
    apart: usize,
}

impl Panel {
    /// Adds all series up, each by how well its level tells it: neither the largest nor the noisiest
    /// decides.
    pub(super) fn new(
        guests: &[Guest<'_>],
        levels: &[Vec<f64>],
        known: &[&[f64]],
        line: &Line,
    ) -> Self {
        let mut sums = vec![(0.0, 0.0); line.starts.len()];
        for ((guest, levels), known) in guests.iter().zip(levels).zip(known) {
            let weight = weight(known, levels);
            for (place, (value, level)) in known.iter().zip(levels).enumerate() {
                let expected = level * guest.moved(place);
                if !value.is_nan() && expected > 0.0 {
                    let (sum, of) = &mut sums[guest.places[place] as usize];
                    *sum += weight * value;
                    *of += weight * expected;
                }
            }
        }
        let rest: Vec<f64> = sums
            .iter()
            .map(|(sum, of)| if *of > 0.0 { (sum / of).ln().max(CLOSED) } else { f64::NAN })
            .collect();
        let spread = spread(&rest);
        let apart = if line.pace == Pace::Days { 7 } else { 2 };
        Self { rest, spread, apart }
    }
}

/// The mean over the variance of what the level leaves, in which values weigh best; nothing for a
/// series without demand.
fn weight(known: &[f64], levels: &[f64]) -> f64 {
    let (mut sum, mut squares) = (0.0, 0.0);
    for (value, level) in known.iter().zip(levels) {
        if !value.is_nan() && !level.is_nan() {
            sum += value;
            squares += (value - level).powi(2);
        }
    }
    if sum > 0.0 && squares > 0.0 { sum / squares } else { 0.0 }
}

/// The standard deviation of ordinary days.
fn spread(rest: &[f64]) -> f64 {
    let mut sizes: Vec<f64> =
        rest.iter().filter(|one| !one.is_nan()).map(|one| one.abs()).collect();
    if sizes.is_empty() {
        return LEAST_SPREAD;
    }
    let place = ((sizes.len() - 1) as f64 * WITHIN.0) as usize;
    let (_, found, _) = sizes.select_nth_unstable_by(place, f64::total_cmp);
    (*found / WITHIN.1).max(LEAST_SPREAD)
}

/// The occasions that move the panel, the plainest first.
pub(super) fn choose(occasions: &[Occasion], panel: &Panel) -> Vec<Found> {
    let mut rest = panel.rest.clone();
    let mut found: Vec<Found> = Vec::new();
    while found.len() < MOST {
        let tried = occasions.iter().enumerate().filter_map(|(place, occasion)| {
            let is_new = found.iter().all(|known| known.occasion != place);
            let judged = judge(occasion, &rest, (panel.spread, panel.apart)).filter(|_| is_new)?;
            Some((judged.0, Found { occasion: place, ..judged.1 }))
        });
        let Some((odds, best)) = tried.max_by(|one, other| one.0.total_cmp(&other.0)) else {
            break;
        };
        if odds <= 0.0 {
            break;
        }
        for (place, share) in &occasions[best.occasion].shares {
            rest[*place] -= best.effect * share;
        }
        found.push(best);
    }
    found
}

/// The logarithm of the odds that an occasion moves what is left, and by how much; nothing where it
/// was not seen often enough.
fn judge(occasion: &Occasion, rest: &[f64], (spread, apart): (f64, usize)) -> Option<(f64, Found)> {
    let seen = || {
        let shares = occasion.shares.iter().map(|(place, share)| (*share, rest[*place]));
        shares.filter(|(_, rest)| !rest.is_nan())
    };
    let squares: f64 = seen().map(|(share, _)| share * share).sum();
    let times = seen().filter(|(share, _)| *share > PART).count();
    if times < occasion.renown.least_times() || squares < PART {
        return None;
    }
    let mean = seen().map(|(share, rest)| share * rest).sum::<f64>() / squares;
    if occasion.renown.least_times() > 1 {
        let least = (STANDS_OUT * spread).max(ALONE * mean.abs());
        let parts =
            occasion.shares.iter().filter(|(place, share)| *share > PART && !rest[*place].is_nan());
        let missed = parts
            .filter(|(place, share)| beside(rest, *place, apart) * mean.signum() < least * share);
        if missed.count() > times / 4 {
            return None;
        }
    }
    // What differs from one time to the next says how far the next one may lie.
    let errors: f64 = seen().map(|(share, rest)| (rest - share * mean).powi(2)).sum();
    let between = errors / (times as f64 - 1.0).max(1.0);
    let variance = between.max(spread * spread);
    let of_mean = variance / squares;
    let slab = SLAB * SLAB;
    let evidence = 0.5 * (of_mean / (of_mean + slab)).ln()
        + 0.5 * mean * mean / of_mean * slab / (slab + of_mean);
    let chance = occasion.renown.chance();
    let odds = (chance / (1.0 - chance)).ln() + evidence;
    let believed = 1.0 / (1.0 + (-odds).exp());
    // Limited translation (Efron and Morris 1971): what is plain, a closed day, is not drawn in.
    let drawn = mean * slab / (slab + of_mean);
    let effect = believed * drawn.clamp(mean - of_mean.sqrt(), mean + of_mean.sqrt());
    let doubt = (variance - spread * spread).max(0.0) + of_mean;
    Some((odds, Found { occasion: 0, effect, doubt: doubt.sqrt() }))
}

/// How far a place stands out from both of its neighbours, the nearer one counting: where a season
/// changes its shape one of them is like it.
fn beside(rest: &[f64], place: usize, apart: usize) -> f64 {
    let here = rest[place];
    let other = |at: Option<usize>| {
        let found = at.and_then(|at| rest.get(at)).copied().filter(|one| !one.is_nan());
        here - found.unwrap_or(0.0)
    };
    let sides = [other(place.checked_sub(apart)), other(place.checked_add(apart)), here];
    let nearest = sides.into_iter().map(f64::abs).fold(f64::INFINITY, f64::min);
    if sides.iter().all(|side| side.signum() == here.signum()) {
        nearest * here.signum()
    } else {
        0.0
    }
}

/// The logarithm of the factor of each place on the line.
pub(super) fn sum(found: &[Found], occasions: &[Occasion], count: usize) -> Vec<f64> {
    let mut sums = vec![0.0; count];
    for one in found {
        for (place, share) in &occasions[one.occasion].shares {
            sums[*place] += one.effect * share;
        }
    }
    sums
}
