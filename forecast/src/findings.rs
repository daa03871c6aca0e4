//! What was noticed in a history: periods far from what is usual, and lasting changes of level.
//!
//! Named after Chen and Liu 1993, *Joint estimation of model parameters and outlier effects in time
//! series*, Journal of the American Statistical Association 88: an additive outlier is one period
//! that is out of line, a temporary change several in a row, a level shift lasts. They are said, and
//! the models learn from the history as it is: the mean of many models, some of them medians, is
//! moved little by single days.

mod outliers;
mod shifts;
mod usual;

use crate::series::{Cadence, Series};
use usual::Usual;

/// With fewer values than this nothing is usual yet.
const LEAST_VALUES: usize = 30;

/// Something noticed in a history.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Finding {
    /// The first observation it concerns.
    pub(crate) place: usize,
    pub(crate) kind: Kind,
    /// How far beyond chance it is, in standard errors; below zero where values are too low.
    score: f64,
    pub(crate) detail: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    AdditiveOutlier,
    TemporaryChange,
    LevelShift,
}

impl Kind {
    /// The name in the table.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::AdditiveOutlier => "additive_outlier",
            Self::TemporaryChange => "temporary_change",
            Self::LevelShift => "level_shift",
        }
    }
}

/// What is noticed in a series: level shifts, then outliers, of each the largest few, the largest
/// first.
pub(crate) fn of(series: &Series, cadence: &Cadence) -> Vec<Finding> {
    let seen = series.values.iter().filter(|value| !value.is_nan()).count();
    if seen < LEAST_VALUES {
        return Vec::new();
    }
    let usual = Usual::new(&series.values, cadence.longest_whole_season(series.values.len(), 3));
    let mut found = shifts::find(&usual);
    found.extend(outliers::find(&usual));
    found
}

/// The largest `most` of what was found.
fn largest(mut found: Vec<Finding>, most: usize) -> Vec<Finding> {
    found.sort_by(|one, other| {
        other.score.abs().total_cmp(&one.score.abs()).then(one.place.cmp(&other.place))
    });
    found.truncate(most);
    found
}

/// A value with three digits that mean something, for people.
fn shown(value: f64) -> String {
    let digits = 2 - value.abs().max(1e-9).log10().floor().clamp(-6.0, 2.0) as i32;
    let digits = usize::try_from(digits).unwrap_or(0);
    let text = format!("{value:.digits$}");
    let trimmed = if digits > 0 { text.trim_end_matches('0').trim_end_matches('.') } else { &text };
    trimmed.to_owned()
}

#[cfg(test)]
mod tests;
