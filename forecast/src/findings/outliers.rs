//! Periods that are out of line with those around them.

use super::usual::Usual;
use super::{Finding, Kind, largest, shown};

/// A value is an outlier from this many deviations on. Of simulated series of two years without one
/// (negative binomial days, 0.05 to 300 of them, with a week and a year) 1 % have a day beyond it by
/// chance.
const BEYOND: f64 = 5.0;

/// The most outliers that are said of a series.
const MOST: usize = 5;

/// Outliers, those side by side as one.
pub(super) fn find(usual: &Usual<'_>) -> Vec<Finding> {
    let side = |place: usize| match usual.score(place) {
        score if score > BEYOND => 1,
        score if score < -BEYOND => -1,
        _ => 0,
    };
    let sides: Vec<i8> = (0..usual.values.len()).map(side).collect();
    let mut found = Vec::new();
    let mut first = 0;
    for run in sides.chunk_by(|one, other| one == other) {
        if run[0] != 0 {
            found.push(finding(usual, first, run.len()));
        }
        first += run.len();
    }
    largest(found, MOST)
}

fn finding(usual: &Usual<'_>, first: usize, count: usize) -> Finding {
    let places = first..first + count;
    let scores = places.clone().map(|place| usual.score(place));
    let score = scores.fold(0.0, |most: f64, one| if one.abs() > most.abs() { one } else { most });
    let sum: f64 = usual.values[places.clone()].iter().sum();
    let expected: f64 = places.map(|place| usual.at(place)).sum();
    let side = if score > 0.0 { "above" } else { "below" };
    let (sum, expected, far) = (shown(sum), shown(expected), shown(score.abs()));
    let said = if count == 1 {
        format!("{sum} where about {expected} is usual")
    } else {
        format!("{count} in a row, together {sum} where about {expected} is usual")
    };
    let detail = format!("{said}, {far} deviations {side}; the models learn from it as it is");
    let kind = if count == 1 { Kind::AdditiveOutlier } else { Kind::TemporaryChange };
    Finding { place: first, kind, score, detail }
}
