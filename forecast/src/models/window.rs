//! Forecasts read off the last values themselves: a season, its median, an average, a drift.

use serde::{Deserialize, Serialize};

/// The most seasons a median is taken of.
pub(super) const MOST_SEASONS: usize = 5;

/// What is read off the last values. `back` tells them, the last one by 1.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub(crate) enum Window {
    /// The last so many values again.
    Season(usize),
    /// The last season again, moved on by the mean change so far.
    Drift {
        season: usize,
        /// Sums of the first season and of the last one.
        first: f64,
        last: f64,
        /// Values so far.
        count: usize,
    },
    /// The median of each position's last values.
    Median { season: usize, seasons: usize },
    /// The mean of the last values.
    Average { count: usize, sum: f64 },
}

impl Window {
    /// How many of the last values it looks at.
    pub(crate) fn length(&self) -> usize {
        match *self {
            Self::Season(season) | Self::Drift { season, .. } => season,
            Self::Median { season, seasons } => season * seasons,
            Self::Average { count, .. } => count,
        }
    }

    /// Takes the next value in.
    pub(crate) fn observe(&mut self, value: f64, back: impl Fn(usize) -> f64) {
        match self {
            Self::Season(_) | Self::Median { .. } => {}
            Self::Drift { season, last, count, .. } => {
                *last += value - back(*season);
                *count += 1;
            }
            Self::Average { count, sum } => *sum += value - back(*count),
        }
    }

    /// What is expected `step` steps ahead, from 0.
    pub(crate) fn at(&self, step: usize, back: impl Fn(usize) -> f64) -> f64 {
        match *self {
            Self::Season(season) => back(season - step % season),
            Self::Drift { season, first, last, count } => {
                let change = (last - first) / (count - season) as f64;
                back(season - step % season) + (step / season + 1) as f64 * change
            }
            Self::Median { season, seasons } => {
                let mut seen = [0.0; MOST_SEASONS];
                let seen = &mut seen[..seasons];
                for (ago, cell) in seen.iter_mut().enumerate() {
                    *cell = back(season - step % season + ago * season);
                }
                seen.sort_unstable_by(f64::total_cmp);
                f64::midpoint(seen[seasons / 2], seen[(seasons - 1) / 2])
            }
            Self::Average { count, sum } => sum / count as f64,
        }
    }
}
