//! Stock ahead: what there is, less the demand of each day, and what comes in.

use chrono::NaiveDate;

use crate::charts::StockPoint;

/// The probability that stock lies within the range.
pub(super) const LEVEL: f64 = 0.8;

/// Deviations of a normal distribution from its middle to an end of its middle 80 %.
const DEVIATIONS: f64 = 1.281_551_565_544_8;

/// How many times its mean the variance of a day's demand is where no forecast says it: more than
/// the one of Poisson, since customers buy several at a time.
const VARIANCE: f64 = 2.0;

/// The demand of a day.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Demand {
    date: NaiveDate,
    mean: f64,
    variance: f64,
}

impl Demand {
    /// From its forecast and the bounds of its middle 80 %.
    pub(super) fn forecast(date: NaiveDate, mean: f64, (lower, upper): (f64, f64)) -> Self {
        let deviation = (upper - lower).max(0.0) / (2.0 * DEVIATIONS);
        Self { date, mean, variance: deviation * deviation }
    }

    /// At a steady pace.
    pub(super) fn at_pace(date: NaiveDate, pace: f64) -> Self {
        Self { date, mean: pace, variance: pace * VARIANCE }
    }
}

/// Stock at the end of each day, with the range of the sum of its demand, whose days are taken as
/// independent. It is never below zero: what is not there cannot be sold.
pub(super) fn projection(
    available: f64,
    demand: &[Demand],
    incoming: &[(NaiveDate, f64)],
) -> Vec<StockPoint> {
    let (mut used, mut variance) = (0.0, 0.0);
    let point = |day: &Demand| {
        used += day.mean;
        variance += day.variance;
        let come: f64 = incoming.iter().filter(|(date, _)| *date <= day.date).map(|it| it.1).sum();
        let (left, half) = (available + come - used, DEVIATIONS * variance.sqrt());
        StockPoint {
            date: day.date,
            value: left.max(0.0),
            lower: (left - half).max(0.0),
            upper: (left + half).min(available + come).max(0.0),
        }
    };
    demand.iter().map(point).collect()
}

#[cfg(test)]
mod tests;
