//! How far demand over a span of days strays from what it was thought to be.
//!
//! The back-test of a forecast measures days; an order waits for weeks of them, whose errors hold
//! on from day to day. So the spread is measured on spans: from past origins, the units of the
//! next days against the pace of the eight weeks before. Its size is told as units squared per
//! unit of demand (the index of dispersion, 1 for Poisson), so that it carries over to other levels
//! of demand; what one SKU has too few units to tell is filled in by all of them. The distribution
//! is a negative binomial with the forecast's mean and this spread: whole units, never below zero.

use marea_forecast::inventory::{Family, IndependentDays, InventoryError};

use super::super::stocked::Stocked;

/// Spans that are measured, in days; those between lie on straight lines.
const SPANS: [usize; 4] = [1, 7, 14, 28];
/// Days of history that are measured.
const MEASURED_DAYS: usize = 365;
/// Days that say what the pace was.
const PACE_DAYS: usize = 56;
/// What all SKUs tell counts as much as so many units of a SKU's own.
const PRIOR_UNITS: f64 = 20.0;
/// Demand is never thought to be surer than that of customers who come one by one.
const LEAST_DISPERSION: f64 = 1.0;

/// Squared errors and units of each span.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
struct Measured {
    squares: [f64; SPANS.len()],
    units: [f64; SPANS.len()],
}

/// The spread that all SKUs show together.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Spread {
    of_all: [f64; SPANS.len()],
}

impl Spread {
    /// Measures all SKUs in all places, up to a day.
    pub(super) fn measure(stocked: &Stocked, last: chrono::NaiveDate) -> Self {
        let mut all = Measured::default();
        for days in stocked.all_days(last, MEASURED_DAYS + PACE_DAYS) {
            all.add(&measured(&days));
        }
        let of_all = std::array::from_fn(|span| ratio(all.squares[span], all.units[span]));
        Self { of_all }
    }

    /// The demand ahead of a SKU: these means by day, spread as its history and all others say.
    pub(super) fn ahead(
        &self,
        means: &[f64],
        history: &[Option<f64>],
    ) -> Result<IndependentDays, InventoryError> {
        let own = measured(history);
        let dispersion: [f64; SPANS.len()] = std::array::from_fn(|span| {
            let squares = own.squares[span] + PRIOR_UNITS * self.of_all[span];
            (squares / (own.units[span] + PRIOR_UNITS)).max(LEAST_DISPERSION)
        });
        let (mut sum, mut before) = (0.0, 0.0);
        let days = means.iter().zip(1..).map(|(mean, days)| {
            sum += mean.max(0.0);
            // Rising, although rounding or a shorter span may say less.
            let variance = f64::max(sum * at(&dispersion, days), before);
            let added = variance - before;
            before = variance;
            (mean.max(0.0), added)
        });
        let days: Vec<(f64, f64)> = days.collect();
        IndependentDays::new(Family::NegativeBinomial, &days)
    }
}

impl Measured {
    fn add(&mut self, other: &Self) {
        for span in 0..SPANS.len() {
            self.squares[span] += other.squares[span];
            self.units[span] += other.units[span];
        }
    }
}

fn ratio(squares: f64, units: f64) -> f64 {
    if units > 0.0 { (squares / units).max(LEAST_DISPERSION) } else { LEAST_DISPERSION }
}

/// The dispersion over so many days; beyond the longest span that of the longest.
fn at(dispersion: &[f64; SPANS.len()], days: usize) -> f64 {
    let after = SPANS.partition_point(|span| *span < days);
    if after == 0 || after == SPANS.len() {
        return dispersion[after.min(SPANS.len() - 1)];
    }
    let place = |span: usize| f64::from(u32::try_from(span).unwrap_or(u32::MAX));
    let (low, high) = (place(SPANS[after - 1]), place(SPANS[after]));
    let share = (place(days) - low) / (high - low);
    dispersion[after - 1] + share * (dispersion[after] - dispersion[after - 1])
}

/// Measures one history, newest day last; a day that was not observed is left out.
fn measured(history: &[Option<f64>]) -> Measured {
    let mut found = Measured::default();
    for (place, span) in SPANS.into_iter().enumerate() {
        let mut origin = history.len().saturating_sub(span);
        let first = history.len().saturating_sub(MEASURED_DAYS).max(PACE_DAYS);
        while origin >= first {
            if let Some((expected, units)) = compared(history, origin, span) {
                found.squares[place] += (units - expected).powi(2);
                found.units[place] += units;
            }
            origin = origin.saturating_sub(span);
        }
    }
    found
}

/// Units of the days after an origin, and what the pace before let expect; nothing where most of
/// them were not observed.
fn compared(history: &[Option<f64>], origin: usize, span: usize) -> Option<(f64, f64)> {
    let pace = mean(&history[origin.checked_sub(PACE_DAYS)?..origin])?;
    let after = history.get(origin..origin + span)?;
    let days = f64::from(u32::try_from(span).ok()?);
    Some((pace * days, mean(after)? * days))
}

fn mean(days: &[Option<f64>]) -> Option<f64> {
    let observed = days.iter().flatten().count();
    let count = f64::from(u32::try_from(observed).ok()?);
    (2 * observed >= days.len() && observed > 0).then(|| days.iter().flatten().sum::<f64>() / count)
}

#[cfg(test)]
mod tests;
