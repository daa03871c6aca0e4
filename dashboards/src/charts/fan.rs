//! The fan chart: its data, what is refused before anything is drawn, and where it all stands.

mod layout;

use chrono::NaiveDate;

use super::canvas::Mark;
use super::chart::check_days;
use super::{Caption, ChartError, ChartSize};

/// History, forecast with intervals, and the back-test, as one picture.
#[derive(Debug, Clone, PartialEq)]
pub struct FanChart {
    /// What the chart says of itself.
    pub caption: Caption,
    /// What the values count: "units", or a currency code.
    pub unit: String,
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

    /// The same chart with its days in order.
    fn ordered(&self) -> Self {
        let mut chart = self.clone();
        chart.history.sort_by_key(|(date, _)| *date);
        chart.backtest.sort_by_key(|point| point.date);
        chart.forecast.sort_by_key(|point| point.date);
        chart
    }
}

/// Lays out `chart`. Without history and forecast the picture says so in words; a single day is a
/// dot.
pub(super) fn marks(chart: &FanChart, size: ChartSize) -> Result<Vec<Mark>, ChartError> {
    check_days(chart.values())?;
    Ok(layout::marks(&chart.ordered(), size))
}

#[cfg(test)]
pub(super) mod tests;
