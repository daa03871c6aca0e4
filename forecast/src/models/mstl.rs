//! A series taken apart into several seasons, a trend and what is left.

mod kept;

use super::box_cox::Scale;
use super::loess::Loess;
use super::stl::{Buffers, Stl};
use crate::series::Cadence;
pub(crate) use kept::Decompositions;

/// The most seasons taken off at once.
pub(super) const MOST_SEASONS: usize = 3;

/// Seasons are refined by turns this many times (Bandara, Hyndman and Bergmeir 2021).
const ROUNDS: usize = 2;

/// A season that follows the calendar year is smoothed over this share of itself, divided by how
/// often it was seen: two summers do not tell one day from the next.
const SHARE_SMOOTHED: f64 = 0.25;

/// A season as it is taken off.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Season {
    /// In observations, perhaps not whole.
    pub(super) length: f64,
    /// Its effect changes little from one observation to the next, like that of a year of days;
    /// other than that of a week of hours.
    pub(super) gentle: bool,
}

impl Season {
    const NONE: Self = Self { length: 1.0, gentle: false };

    fn period(self) -> usize {
        self.length.round() as usize
    }
}

/// The seasons that `length` observations hold twice at least, shortest first. One that is no
/// whole multiple of the one before it is of the calendar's year, and gentle.
pub(super) fn seasons(cadence: &Cadence, length: usize) -> impl Iterator<Item = Season> {
    let mut shorter = 1.0;
    let held = cadence.seasons.iter().copied().filter_map(move |season| {
        let multiple: f64 = season / shorter;
        let gentle = (multiple - multiple.round()).abs() > 1e-9;
        shorter = season;
        let whole = season.round();
        (whole >= 2.0 && 2.0 * whole <= length as f64).then_some(Season { length: season, gentle })
    });
    held.take(MOST_SEASONS)
}

/// The positions of the shortest season held twice, 1 for none. Other than the cadence's short
/// season it may be a year of weeks.
pub(super) fn shortest_period(cadence: &Cadence, length: usize) -> usize {
    seasons(cadence, length).next().map_or(1, Season::period)
}

/// Whether several seasons repeat exactly, hours of days and days of weeks: a model that knows one
/// of them only takes the other for noise.
pub(super) fn has_several_exact(cadence: &Cadence, length: usize) -> bool {
    seasons(cadence, length).filter(|season| !season.gentle).count() > 1
}

/// The seasons that a decomposition takes off. A year of hours is left in the trend, which follows
/// it as well at a tenth of the cost.
pub(super) fn decomposed_seasons(cadence: &Cadence, length: usize) -> impl Iterator<Item = Season> {
    let exact_only = has_several_exact(cadence, length);
    seasons(cadence, length).filter(move |season| !(exact_only && season.gentle))
}

/// A decomposition and what it is computed with.
#[derive(Debug, Default)]
struct Mstl {
    stl: Buffers,
    kernel: Vec<f64>,
    scratch: Vec<f64>,
    seasons: Vec<(Season, usize)>,
    effects: [Vec<f64>; MOST_SEASONS],
    /// The values without any season.
    adjusted: Vec<f64>,
    trend: Vec<f64>,
    lift: f64,
}

impl Mstl {
    /// Takes `values` apart on `scale`: the algorithm of Bandara, Hyndman and Bergmeir (2021),
    /// *MSTL*, arXiv 2107.13462, shortest season first. The k-th is smoothed over 7 + 4 k seasons.
    fn decompose(&mut self, values: &[f64], scale: Scale, cadence: &Cadence) {
        self.take_apart(values, scale, cadence, false);
    }

    /// The same with a local fit at every observation, which takes longer.
    #[cfg(test)]
    fn decompose_exactly(&mut self, values: &[f64], scale: Scale, cadence: &Cadence) {
        self.take_apart(values, scale, cadence, true);
    }

    fn take_apart(&mut self, values: &[f64], scale: Scale, cadence: &Cadence, exact: bool) {
        self.lift = Scale::lift(values);
        self.adjusted.clear();
        self.adjusted.extend(values.iter().map(|value| scale.put(*value, self.lift)));
        self.trend.clear();
        self.trend.resize(values.len(), 0.0);
        self.seasons.clear();
        let seasons = decomposed_seasons(cadence, values.len());
        self.seasons.extend(seasons.zip((0..).map(|rank| 11 + 4 * rank)));
        for effects in &mut self.effects {
            effects.clear();
            effects.resize(values.len(), 0.0);
        }
        let rounds = if self.seasons.len() > 1 { ROUNDS } else { 1 };
        for _ in 0..rounds {
            for place in 0..self.seasons.len() {
                self.refine(place, exact);
            }
        }
    }

    /// Puts one season back, and takes it off again as it shows beside the others.
    fn refine(&mut self, place: usize, exact: bool) {
        let (season, width) = self.seasons[place];
        let effects = &mut self.effects[place];
        for (value, effect) in self.adjusted.iter_mut().zip(effects.iter()) {
            *value += effect;
        }
        let stl = Stl::new(season.period(), width, exact);
        stl.decompose(&self.adjusted, &mut self.stl, effects, &mut self.trend);
        if season.gentle {
            smooth_gently(season, effects, &mut self.kernel, &mut self.scratch);
        }
        for (value, effect) in self.adjusted.iter_mut().zip(effects.iter()) {
            *value -= effect;
        }
    }

    /// The mean of `values` over the mean of what the parts without the remainder say of them: the
    /// correction that makes a forecast from roots or logarithms one of the mean (Duan 1983).
    fn smearing(&self, values: &[f64], scale: Scale) -> f64 {
        if scale == Scale::Plain {
            return 1.0;
        }
        let (mut seen, mut fitted) = (0.0, 0.0);
        for (time, value) in values.iter().enumerate() {
            let effects: f64 = self.effects.iter().map(|effects| effects[time]).sum();
            seen += value + self.lift;
            fitted += scale.take(self.trend[time] + effects, self.lift) + self.lift;
        }
        if fitted > 0.0 { (seen / fitted).clamp(1.0, 3.0) } else { 1.0 }
    }

    /// Minus twice the log-likelihood of `values` as seasons, trend and independent remainders.
    fn deviance(&self, values: &[f64], scale: Scale) -> f64 {
        let remainders = self.adjusted.iter().zip(&self.trend);
        let squares: f64 = remainders.map(|(value, trend)| (value - trend).powi(2)).sum();
        values.len() as f64 * squares.max(f64::MIN_POSITIVE).ln()
            + scale.deviance(values, self.lift)
    }
}

/// Smooths the effect of a gentle season over a few neighbours.
fn smooth_gently(
    season: Season,
    effects: &mut [f64],
    kernel: &mut Vec<f64>,
    scratch: &mut Vec<f64>,
) {
    let seen = effects.len() as f64 / season.length;
    let width = 2 * ((season.length * SHARE_SMOOTHED / seen) as usize / 2) + 1;
    if width < 3 {
        return;
    }
    scratch.clear();
    scratch.extend_from_slice(effects);
    // A window reaches half a width beyond the kernel's last weight, which is nothing.
    let loess = Loess { width: width + 2, linear: true, jump: 1 };
    loess.smooth(scratch, kernel, effects);
}

#[cfg(test)]
mod tests;
