//! What a forecast of many series may cost: all models and origins for a few, the best value for
//! a hundred thousand.

use crate::models::{EXPLAINED, Explained, MODELS, Model};

/// The most origins of a back-test; more add time and say little, since neighbours overlap.
pub(crate) const MOST_FOLDS: usize = 26;

/// Up to so many observations in all, every model is tried from every origin.
const FULL: usize = 3_000_000;

/// Up to so many, every model is tried from fewer origins.
const REDUCED: usize = 12_000_000;

/// Models that cost least for what they add, by measurement on the public sets.
const THRIFTY: [&str; 10] = [
    "seasonal_naive",
    "simple_smoothing",
    "optimised_theta",
    "weekly_yearly",
    "seasonal_regression",
    "seasonal_median",
    "window_average",
    "croston_sba",
    "tsb",
    "imapa",
];

/// The memory that the back-tests of one group of series may take together, in bytes.
const GROUP_BYTES: usize = 256 << 20;

/// A group of series says something of all its models from this many on.
const LEAST_GROUP: usize = 16;

/// Which models are tried, from how many origins.
#[derive(Clone)]
pub(crate) struct Effort {
    pub(crate) models: Vec<&'static dyn Model>,
    /// Models of what regressors leave, where there are any.
    pub(crate) explained: Vec<Explained>,
    pub(crate) folds: usize,
}

impl Effort {
    /// The effort for so many observations of all series together.
    pub(crate) fn new(observations: usize) -> Self {
        let (models, folds): (Vec<&'static dyn Model>, usize) = match observations {
            0..FULL => (MODELS.to_vec(), MOST_FOLDS),
            FULL..REDUCED => (MODELS.to_vec(), 10),
            _ => {
                let chosen = MODELS.iter().filter(|model| THRIFTY.contains(&model.name()));
                (chosen.copied().collect(), 6)
            }
        };
        let tried = |name| models.iter().any(|model| model.name() == name);
        let explained = EXPLAINED.iter().copied().filter(|it| tried(it.model.name())).collect();
        Self { models, explained, folds }
    }

    /// How many series are worked on at once, so that their back-tests fit into memory; `further`
    /// models are tried beside those of single series.
    pub(crate) fn group(&self, horizon: usize, further: usize) -> usize {
        let track = self.folds * horizon * size_of::<f64>();
        let each = (self.models.len() + further) * 2 * track.max(1);
        (GROUP_BYTES / each).max(LEAST_GROUP)
    }
}

#[cfg(test)]
mod tests;
