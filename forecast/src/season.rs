//! Seasons taken out of a series and put back: is there one, its indices, a smooth yearly profile.

use serde::{Deserialize, Serialize};

use crate::series::mean;

/// Indices are estimated from at most this many of the latest seasons, so that habits may change.
const LATEST_SEASONS: usize = 52;

/// Below this index a position says nothing about the level (a shop closed on Sundays).
pub(crate) const SILENT: f64 = 0.05;

/// How a season acts on the level.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum Form {
    /// Value = level + season; for series that may be negative.
    Additive,
    /// Value = level × season; for series that never are.
    Multiplicative,
}

impl Form {
    /// Demand scales with its level, unless it can be negative and a factor has no meaning.
    pub(crate) fn of(history: &[f64]) -> Self {
        if history.iter().any(|value| *value < 0.0) { Self::Additive } else { Self::Multiplicative }
    }

    /// The season that changes nothing.
    pub(crate) fn neutral(self) -> f64 {
        match self {
            Self::Additive => 0.0,
            Self::Multiplicative => 1.0,
        }
    }

    /// The level with the season put on.
    #[inline]
    pub(crate) fn put(self, level: f64, season: f64) -> f64 {
        match self {
            Self::Additive => level + season,
            Self::Multiplicative => level * season,
        }
    }

    /// The level left when the season is taken off, or nothing where the season hides it.
    #[inline]
    pub(crate) fn take(self, value: f64, season: f64) -> Option<f64> {
        match self {
            Self::Additive => Some(value - season),
            Self::Multiplicative => (season >= SILENT).then(|| value / season),
        }
    }
}

/// Whether lag `season` is correlated beyond chance at 90 %, the test used by the M4 competition
/// for its seasonal adjustment (Makridakis, Spiliotis and Assimakopoulos 2020; Bartlett's formula).
pub(crate) fn is_seasonal(history: &[f64], season: usize) -> bool {
    if season < 2 || history.len() < 3 * season {
        return false;
    }
    let centre = mean(history);
    let variance: f64 = history.iter().map(|value| (value - centre).powi(2)).sum();
    if variance <= 0.0 {
        return false;
    }
    let correlation = |lag: usize| {
        let pairs = history.iter().zip(&history[lag..]);
        pairs.map(|(left, right)| (left - centre) * (right - centre)).sum::<f64>() / variance
    };
    let spread: f64 = (1..season).map(|lag| correlation(lag).powi(2)).sum();
    let limit = 1.645 * ((1.0 + 2.0 * spread) / history.len() as f64).sqrt();
    correlation(season) > limit
}

/// Writes one index per position of the season into `indices`, position 0 being the first
/// observation of `history`: classical decomposition against a centred moving average.
///
/// A multiplicative index is the ratio of sums, not the mean of ratios, so that days of no demand
/// do no harm. Indices average to [`Form::neutral`].
pub(crate) fn indices(history: &[f64], season: usize, form: Form, indices: &mut Vec<f64>) {
    indices.clear();
    indices.resize(2 * season, 0.0);
    let (values, levels) = indices.split_at_mut(season);
    let half = season / 2;
    // Whole seasons only, so that every position is counted equally often.
    let seasons = (history.len().saturating_sub(2 * half) / season).min(LATEST_SEASONS);
    let end = history.len().saturating_sub(half);
    for centre in end - seasons * season..end {
        values[centre % season] += history[centre];
        levels[centre % season] += centred_average(history, centre, season);
    }
    let per_position = seasons.max(1) as f64;
    for (value, level) in values.iter_mut().zip(levels.iter()) {
        *value = match form {
            Form::Additive => (*value - level) / per_position,
            Form::Multiplicative if *level > 0.0 => *value / level,
            Form::Multiplicative => 1.0,
        };
    }
    indices.truncate(season);
    centre_indices(indices, form);
}

/// The mean over one season around `centre`; an even season takes half of each end.
#[inline]
fn centred_average(history: &[f64], centre: usize, season: usize) -> f64 {
    let half = season / 2;
    let window = &history[centre - half..=centre + half];
    let sum: f64 = window.iter().sum();
    let ends = if season.is_multiple_of(2) { (window[0] + window[2 * half]) / 2.0 } else { 0.0 };
    (sum - ends) / season as f64
}

/// Moves the indices so that they average to no effect.
fn centre_indices(indices: &mut [f64], form: Form) {
    let average = mean(indices);
    for index in indices.iter_mut() {
        match form {
            Form::Additive => *index -= average,
            Form::Multiplicative if average > 0.0 => *index /= average,
            Form::Multiplicative => *index = 1.0,
        }
    }
}

#[cfg(test)]
mod tests;
