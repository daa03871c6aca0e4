//! The fan chart's data, and what is refused before anything is drawn.

use chrono::NaiveDate;

use super::canvas::render;
use super::layout::marks;
use super::{ChartError, ChartFormat, ChartSize, typeface};

/// A century and more; what is longer is a mistyped year.
const MOST_DAYS: i64 = 40_000;

/// The largest magnitude an axis can label with letters to spare.
const LARGEST: f64 = 1e15;

/// History, forecast with intervals, and the back-test, as one picture.
#[derive(Debug, Clone, PartialEq)]
pub struct FanChart {
    /// What is shown, e.g. "Demand a day, whole shop".
    pub title: String,
    /// What to see in it, or which part of the shop; may be empty.
    pub subtitle: String,
    /// What the values count: "units", or a currency code.
    pub unit: String,
    /// The time zone the days are cut in, e.g. "Europe/Madrid".
    pub time_zone: String,
    /// Model, origin, LSN and error, so that a printed chart can be traced.
    pub source: String,
    /// What happened: shop's day and value, in any order.
    pub history: Vec<(NaiveDate, f64)>,
    /// What the same model said one horizon ago, knowing only what was known then.
    pub backtest: Vec<FanPoint>,
    /// What is expected.
    pub forecast: Vec<FanPoint>,
}

/// One day's forecast with its intervals, in the chart's unit.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct FanPoint {
    /// The shop's day.
    pub date: NaiveDate,
    /// The forecast.
    pub value: f64,
    /// Lower end of the 80 % interval.
    pub lower_80: f64,
    /// Upper end of the 80 % interval.
    pub upper_80: f64,
    /// Lower end of the 95 % interval.
    pub lower_95: f64,
    /// Upper end of the 95 % interval.
    pub upper_95: f64,
}

impl FanPoint {
    /// The forecast and every bound.
    pub(super) fn values(&self) -> [f64; 5] {
        [self.value, self.lower_80, self.upper_80, self.lower_95, self.upper_95]
    }
}

impl FanChart {
    /// Every date and value of the chart.
    pub(super) fn values(&self) -> impl Iterator<Item = (NaiveDate, f64)> + '_ {
        let points = self.backtest.iter().chain(&self.forecast);
        let fans = points.flat_map(|point| point.values().map(|value| (point.date, value)));
        self.history.iter().copied().chain(fans)
    }

    /// First and last day, or nothing where there is no day.
    pub(super) fn span(&self) -> Option<(NaiveDate, NaiveDate)> {
        let first = self.values().map(|(date, _)| date).min()?;
        let last = self.values().map(|(date, _)| date).max()?;
        Some((first, last))
    }

    fn check(&self) -> Result<(), ChartError> {
        let wild = |value: f64| value.is_nan() || value.abs() >= LARGEST;
        if let Some((date, _)) = self.values().find(|(_, value)| wild(*value)) {
            return Err(ChartError::Value { date });
        }
        let days = self.span().map_or(0, |(first, last)| (last - first).num_days());
        if days > MOST_DAYS {
            return Err(ChartError::Span { days, most: MOST_DAYS });
        }
        Ok(())
    }

    /// The same chart with its days in order.
    fn ordered(&self) -> Self {
        let mut chart = self.clone();
        chart.history.sort_by_key(|(date, _)| *date);
        chart.backtest.sort_by_key(|point| point.date);
        chart.forecast.sort_by_key(|point| point.date);
        chart
    }
}

/// Draws `chart`. Without history and forecast the picture says so in words; a single day is a dot.
///
/// # Errors
///
/// A size out of bounds, a value that is not finite or a span of more than a century: see
/// [`ChartError`].
pub fn fan_chart(
    chart: &FanChart,
    format: ChartFormat,
    size: ChartSize,
) -> Result<Vec<u8>, ChartError> {
    let size = size.check()?;
    chart.check()?;
    typeface::register()?;
    render(&marks(&chart.ordered(), size), format, size)
}

#[cfg(test)]
pub(super) mod tests;
