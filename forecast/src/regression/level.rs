//! What a series would be without what is known ahead: a moving level and a season on it.

use super::form::Form;
use crate::series::Cadence;

/// The level of days and longer periods moves over this part of a year, that of shorter ones over
/// this: a quarter, and four weeks.
const PARTS_OF_A_YEAR: [usize; 2] = [4, 13];

/// A year of more observations than this is not one of days.
const LONGEST_YEAR: usize = 366;

/// The fewest values a level is a mean of.
const LEAST_WINDOW: usize = 5;

/// Times that level and season are worked out by turns.
const TURNS: usize = 2;

/// Over how many values the level moves, and how many positions the season has.
#[derive(Debug, Clone, Copy)]
pub(super) struct Level {
    half: usize,
    season: usize,
}

/// A sum and what it is to be divided by.
#[derive(Debug, Clone, Copy, Default)]
struct Share {
    sum: f64,
    of: f64,
}

impl Share {
    fn add(&mut self, value: f64, of: f64) {
        if !value.is_nan() {
            self.sum += value;
            self.of += of;
        }
    }

    fn quotient(self) -> Option<f64> {
        (self.of > 0.0).then(|| self.sum / self.of)
    }
}

impl Level {
    /// Of `length` values; no shorter than two seasons.
    pub(super) fn new(cadence: &Cadence, length: usize) -> Self {
        let season = cadence.longest_whole_season(length, 3);
        let part = cadence.year / PARTS_OF_A_YEAR[usize::from(cadence.year > LONGEST_YEAR)];
        let window = part.max(2 * season).max(LEAST_WINDOW);
        Self { half: window / 2, season }
    }

    /// Level and season together, once `effects` are taken off `values`; not a number where nothing
    /// was observed nearby.
    pub(super) fn without(&self, values: &[f64], effects: &[f64], form: Form) -> Vec<f64> {
        if form == Form::Multiplicative {
            return self.product(values, effects);
        }
        let pairs = values.iter().zip(effects);
        let plain: Vec<f64> = pairs.map(|(value, effect)| value - effect).collect();
        let errors = self.centred(&plain);
        plain.iter().zip(errors).map(|(value, error)| value - error).collect()
    }

    /// Ratios of sums, which are what Poisson's likelihood asks for.
    fn product(&self, values: &[f64], effects: &[f64]) -> Vec<f64> {
        let mut season = vec![1.0; self.season];
        let mut level = Vec::new();
        for _ in 0..TURNS {
            level = self.moving(values, |time| season[time % self.season] * effects[time]);
            let indices = self.positions(values, |time| level[time] * effects[time]);
            let index = |share: &Share| share.quotient().unwrap_or(1.0);
            season = indices.iter().map(index).collect();
        }
        level.iter().enumerate().map(|(time, level)| level * season[time % self.season]).collect()
    }

    /// `values` without their moving mean and without what is left of the season.
    pub(super) fn centred(&self, values: &[f64]) -> Vec<f64> {
        let level = self.moving(values, |_| 1.0);
        let pairs = values.iter().zip(level);
        let mut centred: Vec<f64> = pairs.map(|(value, level)| value - level).collect();
        let season = self.positions(&centred, |_| 1.0);
        for (time, value) in centred.iter_mut().enumerate() {
            *value -= season[time % self.season].quotient().unwrap_or(0.0);
        }
        centred
    }

    /// Values over what was `expected`, by position of the season.
    fn positions(&self, values: &[f64], expected: impl Fn(usize) -> f64) -> Vec<Share> {
        let mut shares = vec![Share::default(); self.season];
        for (time, value) in values.iter().enumerate() {
            shares[time % self.season].add(*value, expected(time));
        }
        shares
    }

    /// The sum of values over that of what was `expected`, in the window around each.
    fn moving(&self, values: &[f64], expected: impl Fn(usize) -> f64) -> Vec<f64> {
        let mut before = vec![Share::default()];
        for (time, value) in values.iter().enumerate() {
            let mut share = before[time];
            share.add(*value, expected(time));
            before.push(share);
        }
        let at = |time: usize| {
            let (from, until) = self.around(time, values.len());
            let (from, until) = (before[from], before[until]);
            let within = Share { sum: until.sum - from.sum, of: until.of - from.of };
            within.quotient().unwrap_or(f64::NAN)
        };
        (0..values.len()).map(at).collect()
    }

    /// The window around a place, moved inwards at the ends.
    fn around(&self, time: usize, length: usize) -> (usize, usize) {
        let whole = (2 * self.half + 1).min(length);
        let from = time.saturating_sub(self.half).min(length - whole);
        (from, from + whole)
    }
}

#[cfg(test)]
mod tests;
