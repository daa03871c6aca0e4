//! Any of the charts, and its way into a file.

use super::{
    AccuracyChart, ChartError, ChartFormat, ChartSize, FanChart, SeasonalProfile, StaffingChart,
    StockChart, accuracy,
    canvas::{Mark, render},
    fan, seasonal, staffing, stock, typeface,
};

/// A chart, ready to be drawn.
#[derive(Debug, Clone, PartialEq)]
pub enum Chart {
    /// History, forecast and back-test.
    Demand(FanChart),
    /// How demand differs by weekday, month and hour.
    SeasonalProfile(Box<SeasonalProfile>),
    /// Error and coverage by horizon.
    Accuracy(AccuracyChart),
    /// The stock of a SKU in a warehouse.
    Stock(StockChart),
    /// People by day and hour.
    Staffing(StaffingChart),
}

/// Draws `chart`. What there is no data for, the picture says in words.
///
/// # Errors
///
/// A size out of bounds, a value that is not finite or a span of more than a century: see
/// [`ChartError`].
pub fn draw(chart: &Chart, format: ChartFormat, size: ChartSize) -> Result<Vec<u8>, ChartError> {
    let size = size.check()?;
    if !matches!(chart, Chart::Demand(_)) {
        size.check_roomy()?;
    }
    typeface::register()?;
    render(&marks(chart, size)?, format, size)
}

fn marks(chart: &Chart, size: ChartSize) -> Result<Vec<Mark>, ChartError> {
    match chart {
        Chart::Demand(chart) => fan::marks(chart, size),
        Chart::SeasonalProfile(chart) => seasonal::marks(chart, size),
        Chart::Accuracy(chart) => accuracy::marks(chart, size),
        Chart::Stock(chart) => stock::marks(chart, size),
        Chart::Staffing(chart) => Ok(staffing::marks(chart, size)),
    }
}

/// The largest magnitude an axis can label with letters to spare.
const LARGEST: f64 = 1e15;

/// A century and more; what is longer is a mistyped year.
const MOST_DAYS: i64 = 40_000;

/// Refuses values without a place on an axis, and spans that no axis shows.
pub(super) fn check_days(
    values: impl Iterator<Item = (chrono::NaiveDate, f64)>,
) -> Result<(), ChartError> {
    let mut span: Option<(chrono::NaiveDate, chrono::NaiveDate)> = None;
    for (date, value) in values {
        if value.is_nan() || value.abs() >= LARGEST {
            return Err(ChartError::Value { of: date.to_string() });
        }
        let (first, last) = span.unwrap_or((date, date));
        span = Some((first.min(date), last.max(date)));
    }
    let days = span.map_or(0, |(first, last)| (last - first).num_days());
    if days > MOST_DAYS {
        return Err(ChartError::Span { days, most: MOST_DAYS });
    }
    Ok(())
}

/// Refuses a value without a place on an axis; `of` says whose it is.
pub(super) fn check_value(value: f64, of: impl std::fmt::Display) -> Result<(), ChartError> {
    if value.is_nan() || value.abs() >= LARGEST {
        return Err(ChartError::Value { of: of.to_string() });
    }
    Ok(())
}
