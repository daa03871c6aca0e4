//! What is usual in a series: a level that moves slowly, a season, and how far values spread.

use crate::limits::Limits;

/// The level is the median of at least this many values to either side, and of one season.
const LEAST_REACH: usize = 7;

/// The level is worked out at this many places a season.
const PLACES_A_SEASON: usize = 7;

/// Rounds of taking off the season and the level by turns.
const ROUNDS: usize = 2;

/// Spread is read off these quantiles, which of a normal distribution lie so many deviations out.
const TAIL: f64 = 0.05;
const TAIL_DEVIATIONS: f64 = 1.645;
const MAD_TO_DEVIATION: f64 = 1.4826;

/// The deviation of the root of a Poisson count (Bartlett 1936): no count spreads less.
const ROOT_OF_COUNT: f64 = 0.5;

/// A series beside what is usual in it.
///
/// Values that are never negative are looked at by their roots: those of counts and of amounts of
/// any dispersion have tails like those of a normal distribution, while the values' own are longer.
pub(super) struct Usual<'a> {
    /// The values as they came, not a number where nobody saw them.
    pub(super) values: &'a [f64],
    rooted: bool,
    /// The values, or their roots, without the season.
    pub(super) adjusted: Vec<f64>,
    pub(super) level: Vec<f64>,
    effects: Vec<f64>,
    /// Deviations to either side of the level.
    pub(super) below: f64,
    pub(super) above: f64,
    pub(super) season: usize,
}

impl<'a> Usual<'a> {
    /// What is usual in values with a season of so many, 1 for none.
    pub(super) fn new(values: &'a [f64], season: usize) -> Self {
        let rooted = values.iter().all(|value| value.is_nan() || *value >= 0.0);
        let rescaled = |value: &f64| if rooted { value.sqrt() } else { *value };
        let raw: Vec<f64> = values.iter().map(rescaled).collect();
        let mut usual = Self {
            values,
            rooted,
            level: Vec::new(),
            adjusted: raw.clone(),
            effects: vec![0.0; season],
            below: 0.0,
            above: 0.0,
            season,
        };
        for _ in 0..ROUNDS {
            usual.level = levels(&usual.adjusted, season);
            usual.take_season(&raw);
        }
        usual.level = levels(&usual.adjusted, season);
        usual.spread();
        usual
    }

    /// Takes each position's median distance from the level off.
    fn take_season(&mut self, raw: &[f64]) {
        if self.season < 2 {
            return;
        }
        let mut apart = Vec::with_capacity(raw.len() / self.season + 1);
        for position in 0..self.season {
            apart.clear();
            let places = (position..raw.len()).step_by(self.season);
            apart.extend(places.map(|place| raw[place] - self.level[place]));
            self.effects[position] = quantile(&mut apart, 0.5).unwrap_or(0.0);
        }
        for (place, (adjusted, raw)) in self.adjusted.iter_mut().zip(raw).enumerate() {
            *adjusted = raw - self.effects[place % self.season];
        }
    }

    /// Reads the spread off the residuals. The two sides have their own, as skewed demand asks.
    fn spread(&mut self) {
        let residual = |place: usize| self.adjusted[place] - self.level[place];
        let mut residuals: Vec<f64> = (0..self.values.len()).map(residual).collect();
        let low = quantile(&mut residuals, TAIL).unwrap_or(0.0);
        let high = quantile(&mut residuals, 1.0 - TAIL).unwrap_or(0.0);
        residuals.iter_mut().for_each(|residual| *residual = residual.abs());
        let middle = quantile(&mut residuals, 0.5).unwrap_or(0.0) * MAD_TO_DEVIATION;
        let least = middle.max(self.least_spread());
        self.below = least.max(-low / TAIL_DEVIATIONS);
        self.above = least.max(high / TAIL_DEVIATIONS);
    }

    fn least_spread(&self) -> f64 {
        let seen: Vec<f64> = self.values.iter().copied().filter(|value| !value.is_nan()).collect();
        let grain = Limits::new(&seen).grain().filter(|_| self.rooted);
        grain.map_or(0.0, |grain| ROOT_OF_COUNT * grain.sqrt())
    }

    /// How many deviations a value lies above what is usual there, below zero where it lies below.
    pub(super) fn score(&self, place: usize) -> f64 {
        let apart = self.adjusted[place] - self.level[place];
        let spread = if apart > 0.0 { self.above } else { self.below };
        if spread > 0.0 { apart / spread } else { 0.0 }
    }

    /// What is usual at a place, in the unit of the values.
    pub(super) fn at(&self, place: usize) -> f64 {
        let usual = self.level[place] + self.effects[place % self.season];
        if self.rooted { usual.max(0.0).powi(2) } else { usual }
    }
}

/// The median of the values around each place: it follows a level that jumps at once, and not a
/// value that is alone.
fn levels(values: &[f64], season: usize) -> Vec<f64> {
    let reach = season.max(LEAST_REACH);
    let stride = (season / PLACES_A_SEASON).max(1);
    let mut window = Vec::with_capacity(2 * reach + 1);
    let mut levels = vec![0.0; values.len()];
    let mut last = 0.0;
    for (number, levels) in levels.chunks_mut(stride).enumerate() {
        let centre = (number * stride + stride / 2).min(values.len() - 1);
        window.clear();
        let end = (centre + reach + 1).min(values.len());
        window.extend_from_slice(&values[centre.saturating_sub(reach)..end]);
        last = quantile(&mut window, 0.5).unwrap_or(last);
        levels.fill(last);
    }
    levels
}

/// The quantile of what is a number, nothing where nothing is; the order of `values` is lost.
pub(super) fn quantile(values: &mut Vec<f64>, probability: f64) -> Option<f64> {
    values.retain(|value| !value.is_nan());
    let place = (values.len().checked_sub(1)? as f64 * probability).round() as usize;
    let (_, found, _) = values.select_nth_unstable_by(place, f64::total_cmp);
    Some(*found)
}
