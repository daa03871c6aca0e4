//! What a series would be on ordinary days: a local level, and of days the week on it.

use super::Pace;

/// Days and weeks on each side that the level is a mean of: two whole weeks on each side of a day.
const HALF: [usize; 2] = [14, 5];

/// The season of the level, in periods.
const SEASON: [usize; 2] = [7, 1];

/// Seasons on each side that the season is a mean of.
const SEASONS: usize = 13;

/// Times that level and season are worked out by turns.
const TURNS: usize = 2;

#[derive(Debug, Clone, Copy)]
pub(super) struct Level {
    half: usize,
    season: usize,
}

impl Level {
    pub(super) fn of(pace: Pace) -> Self {
        let place = usize::from(pace == Pace::Weeks);
        Self { half: HALF[place], season: SEASON[place] }
    }

    /// What is usual at each of `values`, before what is `expected` to multiply it; not a number
    /// where nothing was observed nearby. Ratios of sums, so that days without demand do no harm.
    pub(super) fn of_values(&self, values: &[f64], expected: &[f64]) -> Vec<f64> {
        let mut season = vec![1.0; values.len()];
        let mut level = Vec::new();
        for _ in 0..TURNS {
            let pairs = season.iter().zip(expected);
            let of: Vec<f64> = pairs.map(|(season, expected)| season * expected).collect();
            level = moving(values, &of, self.half);
            if self.season > 1 {
                let pairs = level.iter().zip(expected);
                let of: Vec<f64> = pairs.map(|(level, expected)| level * expected).collect();
                season = self.positions(values, &of);
            }
        }
        level.iter().zip(season).map(|(level, season)| level * season).collect()
    }

    /// The sum of values over that of what was expected, in so many seasons around each place at the
    /// same position: a Monday in summer need not be one in winter.
    fn positions(&self, values: &[f64], expected: &[f64]) -> Vec<f64> {
        let mut season = vec![1.0; values.len()];
        for position in 0..self.season {
            let at = |all: &[f64]| -> Vec<f64> {
                all.iter().skip(position).step_by(self.season).copied().collect()
            };
            let found = moving(&at(values), &at(expected), SEASONS);
            for (place, index) in found.into_iter().enumerate() {
                if !index.is_nan() {
                    season[position + place * self.season] = index;
                }
            }
        }
        season
    }
}

/// The sum of values over that of what was expected, within `half` on each side of each place; the
/// window is moved inwards at the ends.
fn moving(values: &[f64], expected: &[f64], half: usize) -> Vec<f64> {
    let mut sums = Vec::with_capacity(values.len() + 1);
    let (mut sum, mut of) = (0.0, 0.0);
    sums.push((sum, of));
    for (value, expected) in values.iter().zip(expected) {
        if !value.is_nan() && !expected.is_nan() {
            sum += value;
            of += expected;
        }
        sums.push((sum, of));
    }
    let whole = (2 * half + 1).min(values.len());
    let at = |place: usize| {
        let from = place.saturating_sub(half).min(values.len() - whole);
        let (before, after) = (sums[from], sums[from + whole]);
        let of = after.1 - before.1;
        if of > 0.0 { (after.0 - before.0) / of } else { f64::NAN }
    };
    (0..values.len()).map(at).collect()
}
