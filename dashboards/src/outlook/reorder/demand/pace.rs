//! A forecast, and what the year before says to it.
//!
//! Of all SKUs those with the lowest forecasts are too low and those with the highest too high, as
//! with any estimate that is picked by its size (regression to the mean; James and Stein 1961), and a
//! season begins before it shows in the last days. What comes over a lead time is told best by a part
//! of the forecast and a part of the year before, in which the same weeks count as much as all of it;
//! and the fewer units are forecast, the more: one unit that was sold off season says little.
//!
//! Measured on a simulated shop whose demand is known, 8 origins of 380 SKUs in warehouses: stock
//! meant to last with a probability of 0.95 lasted with 0.92, and with 0.68 where hardly anything was
//! forecast; by these weights with 0.95 and 0.91, with 3 % less safety stock.

/// Days of a year in whole weeks, and what is taken for the same time of it on both sides of a span.
const YEAR: usize = 364;
const ABOUT: usize = 14;
/// What the year before counts for where nothing is forecast.
const MOST: f64 = 0.5;
/// Units of a forecast of which the year before counts half as much as of none.
const FEW_UNITS: f64 = 4.0;

/// Expected units by day, drawn towards the pace of the year before. Of its days the newest is last;
/// a year that is not over counts by as much of it as was observed.
pub(super) fn drawn(means: Vec<f64>, days: &[Option<f64>]) -> Vec<f64> {
    let year = &days[days.len().saturating_sub(YEAR)..];
    let Some(of_year) = pace(year) else { return means };
    let of_weeks = pace(same_weeks(days, means.len())).unwrap_or(of_year);
    let pace = f64::midpoint(of_year, of_weeks);
    let expected: f64 = means.iter().map(|mean| mean.max(0.0)).sum();
    let whole = year.iter().flatten().count() as f64 / YEAR as f64;
    let share = MOST * whole * FEW_UNITS / (FEW_UNITS + expected);
    means.into_iter().map(|mean| mean + share * (pace - mean)).collect()
}

/// The days of a year ago that are about the next days; none where there was no such time yet.
fn same_weeks(days: &[Option<f64>], ahead: usize) -> &[Option<f64>] {
    let Some(tomorrow) = days.len().checked_sub(YEAR) else { return &[] };
    &days[tomorrow.saturating_sub(ABOUT)..(tomorrow + ahead + ABOUT).min(days.len())]
}

/// Units a day, of the days that were observed.
fn pace(days: &[Option<f64>]) -> Option<f64> {
    let observed: Vec<f64> = days.iter().flatten().copied().collect();
    let sum = observed.iter().sum::<f64>().max(0.0);
    (!observed.is_empty()).then(|| sum / observed.len() as f64)
}

#[cfg(test)]
mod tests;
