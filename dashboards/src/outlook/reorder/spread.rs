//! How far demand over a span of days strays from what it was thought to be.
//!
//! An order waits for weeks of days, whose errors hold on from day to day. So the spread is measured
//! on spans: what the back-test of a SKU's forecast said of sums over several days beside what came
//! ([`SumErrors`]), so that a season which the forecast knows of is not taken for chance. Where there
//! is no forecast it is the units of the next days against the pace of the eight weeks before. Its
//! size is told as units squared per unit of demand (the index of dispersion, 1 for Poisson). What
//! one SKU has too few units to tell is filled in by all of them: by a line through what they show,
//! since the index grows with the level (customers who buy several at once make the same index at
//! any level, a level that itself is uncertain makes one in proportion to it; variance
//! `a·m + k·m²`, as the negative binomial models NB1 and NB2 of Cameron and Trivedi 1986 together).
//! One index for all would lend the slow sellers the spread of the fast ones. The distribution is a
//! negative binomial with the forecast's mean and this spread: whole units, never below zero.

use marea_forecast::inventory::{Family, IndependentDays, InventoryError};

use crate::outlook::{frames::SumErrors, gathered::Gathered, series::SeriesName};

/// Spans that are measured, in days; those between lie on straight lines.
const SPANS: [usize; 4] = [1, 7, 14, 28];
/// The longest of them.
const LONGEST: usize = SPANS[SPANS.len() - 1];
/// Days of history that are measured.
const MEASURED_DAYS: usize = 365;
/// Days that say what the pace was.
const PACE_DAYS: usize = 56;
/// What all SKUs tell counts as much as so many units of a SKU's own,
const PRIOR_UNITS: f64 = 20.0;
/// and as much as so many sums: two that went well do not make sure.
const PRIOR_SUMS: f64 = 4.0;
/// Demand is never thought to be surer than that of customers who come one by one.
const LEAST_DISPERSION: f64 = 1.0;

/// Squared errors and units of each span.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub(super) struct Measured {
    squares: [f64; SPANS.len()],
    units: [f64; SPANS.len()],
}

impl Measured {
    /// What a back-test measured; nothing where there was none.
    pub(super) fn tested(sums: &[SumErrors]) -> Option<Self> {
        let mut found = Self::default();
        for (place, span) in SPANS.into_iter().enumerate() {
            let sum = sums.iter().find(|sum| usize::try_from(sum.days) == Ok(span))?;
            found.squares[place] = sum.squares;
            found.units[place] = sum.came.max(0.0);
        }
        Some(found)
    }

    /// What a history measures against its pace, newest day last; a day that was not observed is
    /// left out.
    pub(super) fn of(history: &[Option<f64>]) -> Self {
        let mut found = Self::default();
        for (place, span) in SPANS.into_iter().enumerate() {
            each(history, span, |expected, units| {
                found.squares[place] += (units - expected).powi(2);
                found.units[place] += units;
            });
        }
        found
    }

    /// With a share of what another demand showed, as if they went apart.
    pub(super) fn with(mut self, other: &Self, share: f64) -> Self {
        for place in 0..SPANS.len() {
            self.squares[place] += share * share * other.squares[place];
            self.units[place] += share * other.units[place];
        }
        self
    }
}

/// How the dispersion goes with the expected units.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Dispersion {
    /// That of demand so slow that its level does not count.
    least: f64,
    /// What each expected unit adds.
    slope: f64,
}

impl Dispersion {
    fn of(self, mean: f64) -> f64 {
        (self.least + self.slope * mean).max(LEAST_DISPERSION)
    }
}

/// The spread that all SKUs show together.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Spread {
    of_all: [Dispersion; SPANS.len()],
}

impl Spread {
    /// Measures all SKUs in all places, up to a day.
    pub(super) fn measure(gathered: &Gathered, last: chrono::NaiveDate) -> Self {
        let mut sums = [Sums::default(); SPANS.len()];
        for (sku, place) in gathered.goods.stocked.places() {
            let name = SeriesName::stocked(sku, place).to_string();
            let tested = gathered.series.get(&name).map(|series| &series.tested.sums);
            for (span, sums) in SPANS.into_iter().zip(&mut sums) {
                let mut found = tested.into_iter().flatten();
                let found = found.find(|it| usize::try_from(it.days) == Ok(span));
                match found {
                    Some(found) => sums.add_all(found),
                    None => {
                        let days = gathered.goods.stocked.days(sku, place, last);
                        each(&days, span, |expected, units| sums.add(expected, units));
                    }
                }
            }
        }
        Self { of_all: sums.map(|sums| sums.line()) }
    }

    /// The demand ahead of a SKU: these means by day, spread as its own past and all others say.
    pub(super) fn ahead(
        &self,
        means: &[f64],
        own: &Measured,
    ) -> Result<IndependentDays, InventoryError> {
        let dispersion: [f64; SPANS.len()] = std::array::from_fn(|span| {
            let expected = means.iter().take(SPANS[span]).map(|mean| mean.max(0.0)).sum::<f64>();
            let prior = PRIOR_UNITS.max(PRIOR_SUMS * expected);
            let squares = own.squares[span] + prior * self.of_all[span].of(expected);
            (squares / (own.units[span] + prior)).max(LEAST_DISPERSION)
        });
        let measured: f64 = means.iter().take(LONGEST).map(|mean| mean.max(0.0)).sum();
        let (mut sum, mut before) = (0.0, 0.0);
        let days = means.iter().zip(1..).map(|(mean, days)| {
            sum += mean.max(0.0);
            // Rising, although rounding or a shorter span may say less.
            let variance = f64::max(sum * beyond(at(&dispersion, days), sum, measured), before);
            let added = variance - before;
            before = variance;
            (mean.max(0.0), added)
        });
        let days: Vec<(f64, f64)> = days.collect();
        IndependentDays::new(Family::NegativeBinomial, &days)
    }
}

/// What a line of the dispersion is fitted to: squared errors beside expected units and their
/// squares, once as they are and once divided by the level, so that slow sellers count too.
#[derive(Debug, Clone, Copy, Default)]
struct Sums {
    squares: [f64; 2],
    expected: [f64; 2],
    of_level: [f64; 2],
}

impl Sums {
    /// Adds sums of a back-test, each as if it had been expected to be their mean.
    fn add_all(&mut self, sums: &SumErrors) {
        let count = f64::from(sums.count.max(1));
        let expected = (sums.expected / count).max(0.0);
        for (place, weight) in [1.0, 1.0 / (1.0 + expected)].into_iter().enumerate() {
            self.squares[place] += weight * sums.squares;
            self.expected[place] += weight * count * expected;
            self.of_level[place] += weight * count * expected * expected;
        }
    }

    fn add(&mut self, expected: f64, units: f64) {
        for (place, weight) in [1.0, 1.0 / (1.0 + expected)].into_iter().enumerate() {
            self.squares[place] += weight * (units - expected).powi(2);
            self.expected[place] += weight * expected;
            self.of_level[place] += weight * expected * expected;
        }
    }

    /// The line that both sums agree with; a level line, or one from Poisson on, where they would
    /// have it fall or begin below that.
    fn line(self) -> Dispersion {
        let [squares, weighed] = self.squares;
        let ([all, of_all], [level, of_level]) = (self.expected, self.of_level);
        let determinant = all * of_level - level * of_all;
        let poisson = Dispersion { least: LEAST_DISPERSION, slope: 0.0 };
        if all <= 0.0 || level <= 0.0 {
            return poisson;
        }
        let slope = (weighed * all - squares * of_all) / determinant;
        // Where all sell alike, nothing tells how the spread goes with the level.
        if determinant.abs() < 1e-9 * all * of_level || slope <= 0.0 {
            return Dispersion { least: (squares / all).max(LEAST_DISPERSION), slope: 0.0 };
        }
        let least = (squares - slope * level) / all;
        if least >= LEAST_DISPERSION {
            return Dispersion { least, slope };
        }
        let slope = ((squares - LEAST_DISPERSION * all) / level).max(0.0);
        Dispersion { slope, ..poisson }
    }
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

/// The dispersion of a sum that goes beyond what was measured: what makes demand higher or lower
/// for weeks does so for longer, so that what is more than of customers who come one by one grows with
/// the sum.
fn beyond(dispersion: f64, sum: f64, measured: f64) -> f64 {
    let growth = if measured > 0.0 { (sum / measured).max(1.0) } else { 1.0 };
    LEAST_DISPERSION + (dispersion - LEAST_DISPERSION) * growth
}

/// Tells of each span of so many days what was expected and what came.
fn each(history: &[Option<f64>], span: usize, mut tell: impl FnMut(f64, f64)) {
    let mut origin = history.len().saturating_sub(span);
    let first = history.len().saturating_sub(MEASURED_DAYS).max(PACE_DAYS);
    while origin >= first {
        if let Some((expected, units)) = compared(history, origin, span) {
            tell(expected, units);
        }
        origin = origin.saturating_sub(span);
    }
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
