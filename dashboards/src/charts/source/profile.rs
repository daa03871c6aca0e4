//! Seasonal indices: what a period is beside the average period of its group.

use crate::charts::SeasonalIndex;

/// The index of each of `N` periods over several groups of them (weeks of weekdays, years of months),
/// in percent of the group's mean, so that growth from group to group is no season.
///
/// The mean of a period is that over all groups, the ends of its spread are the quartiles (for
/// fewer than four groups the least and the largest). Groups that have nothing or that lack a period
/// (`None`) say nothing of it; a period that no group has is nothing.
pub(super) fn indices<const N: usize>(groups: &[[Option<f64>; N]]) -> [Option<SeasonalIndex>; N] {
    let relative: Vec<[Option<f64>; N]> = groups.iter().filter_map(relative).collect();
    std::array::from_fn(|period| {
        let mut seen: Vec<f64> = relative.iter().filter_map(|group| group[period]).collect();
        seen.sort_by(f64::total_cmp);
        spread(&seen)
    })
}

/// A group in percent of its mean; nothing for a group without demand.
fn relative<const N: usize>(group: &[Option<f64>; N]) -> Option<[Option<f64>; N]> {
    let known: Vec<f64> = group.iter().flatten().copied().collect();
    let mean = known.iter().sum::<f64>() / known.len().max(1) as f64;
    (mean > 0.0).then(|| group.map(|value| value.map(|value| value / mean * 100.0)))
}

/// Mean and quartiles of sorted values.
fn spread(sorted: &[f64]) -> Option<SeasonalIndex> {
    let (first, last) = (*sorted.first()?, *sorted.last()?);
    let mean = sorted.iter().sum::<f64>() / sorted.len() as f64;
    if sorted.len() < 4 {
        return Some(SeasonalIndex { mean, lower: first, upper: last });
    }
    Some(SeasonalIndex { mean, lower: quantile(sorted, 0.25), upper: quantile(sorted, 0.75) })
}

/// Linear between neighbours (type 7 of Hyndman and Fan, *Sample quantiles*, 1996).
fn quantile(sorted: &[f64], probability: f64) -> f64 {
    let place = probability * (sorted.len() - 1) as f64;
    let (below, share) = (place.floor() as usize, place.fract());
    let above = (below + 1).min(sorted.len() - 1);
    sorted[below] + (sorted[above] - sorted[below]) * share
}

#[cfg(test)]
mod tests;
