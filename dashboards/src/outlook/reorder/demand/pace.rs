//! A forecast, and what the year before says to it.
//!
//! Of all SKUs those with the lowest forecasts are too low and those with the highest too high, as
//! with any estimate that is picked by its size (regression to the mean; James and Stein 1961). What
//! came over a lead time is told best by a part of the forecast and a part of the mean of a year, and
//! the fewer units are forecast, the more the year counts: one unit that was sold off season says
//! little, and the next season begins before it shows in the last days.
//!
//! Measured on a simulated shop whose demand is known, 8 origins of 350 SKUs in warehouses: least
//! squares give the year 0.22 of what came and the forecast 0.81. Stock meant to last with a
//! probability of 0.95 lasted with 0.92, off season with 0.68 where hardly anything was forecast; by
//! these weights with 0.95 and 0.93, with less stock in all.

/// Days of a year.
const YEAR: usize = 365;
/// What the year's pace counts for where nothing is forecast.
const MOST: f64 = 0.5;
/// Units of a forecast of which the year counts half as much as of none.
const FEW_UNITS: f64 = 4.0;

/// Expected units by day, drawn towards the mean of the last year's days, newest last. A year that is
/// not over counts by as much of it as was observed.
pub(super) fn drawn(means: Vec<f64>, days: &[Option<f64>]) -> Vec<f64> {
    let year = &days[days.len().saturating_sub(YEAR)..];
    let observed: Vec<f64> = year.iter().flatten().copied().collect();
    let Some(pace) = mean(&observed) else { return means };
    let expected: f64 = means.iter().map(|mean| mean.max(0.0)).sum();
    let whole = observed.len() as f64 / YEAR as f64;
    let share = MOST * whole * FEW_UNITS / (FEW_UNITS + expected);
    means.into_iter().map(|mean| mean + share * (pace - mean)).collect()
}

fn mean(days: &[f64]) -> Option<f64> {
    (!days.is_empty()).then(|| (days.iter().sum::<f64>() / days.len() as f64).max(0.0))
}

#[cfg(test)]
mod tests;
