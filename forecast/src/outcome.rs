//! The way out: what was published, as tables.

use polars::prelude::{
    BooleanChunked, Column, DataFrame, Float64Chunked, Int32Chunked, IntoColumn, NewChunkedArray,
    PolarsResult, StringChunked,
};

use crate::engine::{Point, Published};
use crate::series::Shortage;

/// Four tables, rows in order of series (and of date). Values are in the unit of the history.
///
/// Interval columns are named after the levels asked for, `lower_80` for 0.80.
#[derive(Debug, Clone)]
pub struct Outcome {
    /// `series: String`, `date: Date`, `horizon: i32` (days after the origin, from 1), `value`,
    /// `lower_80`, `upper_80`, `lower_95`, `upper_95: f64`, `model: String`.
    pub forecasts: DataFrame,
    /// One row for every series and every model tried, seasonal naive and the combination
    /// included: `series`, `model: String`, `chosen: bool`, `observations` (values compared),
    /// `folds` (origins) `: i32`, `wape`, `bias` (above zero: too high), `mase`, `rmsse`,
    /// `coverage_80`, `coverage_95`, `value_added_over_seasonal_naive` (1 − MASE / seasonal
    /// naive's MASE) `: f64`, null where there is nothing to divide by or too little to measure.
    pub accuracy: DataFrame,
    /// What the chosen model said one horizon ago, knowing only what was known then: `series:
    /// String`, `origin`, `date: Date`, `horizon: i32`, `value`, the interval columns, `actual:
    /// f64`.
    pub backtest: DataFrame,
    /// Series that were not forecast: `series`, `reason: String`.
    pub refused: DataFrame,
}

/// One series' name, length of history and result.
pub(crate) struct Entry {
    pub(crate) name: String,
    pub(crate) length: usize,
    pub(crate) result: Result<Published, Shortage>,
}

impl Outcome {
    /// Lays entries out as tables; `origin` is the last day of history as a day number.
    pub(crate) fn new(
        entries: &[Entry],
        origin: i32,
        levels: [f64; 2],
        unit: &str,
    ) -> PolarsResult<Self> {
        let published: Vec<_> = entries
            .iter()
            .filter_map(|entry| entry.result.as_ref().ok().map(|result| (entry, result)))
            .collect();
        Ok(Self {
            forecasts: forecasts(&published, origin, levels)?,
            accuracy: accuracy(&published, levels)?,
            backtest: backtest(&published, origin, levels)?,
            refused: refused(entries, unit)?,
        })
    }
}

type Rows<'a> = [(&'a Entry, &'a Published)];

fn forecasts(published: &Rows<'_>, origin: i32, levels: [f64; 2]) -> PolarsResult<DataFrame> {
    let mut points = Points::default();
    let mut models = Vec::new();
    for (entry, result) in published {
        for (step, point) in (1..).zip(&result.points) {
            points.add(&entry.name, origin, step, *point);
            models.push(result.model);
        }
    }
    let mut columns = points.columns(levels);
    columns.push(strings("model", models));
    DataFrame::new_infer_height(columns)
}

fn backtest(published: &Rows<'_>, origin: i32, levels: [f64; 2]) -> PolarsResult<DataFrame> {
    let mut points = Points::default();
    let (mut origins, mut actuals) = (Vec::new(), Vec::new());
    for (entry, result) in published {
        // A series ends on the origin, so that its fold lies as far back as it knew less.
        let back = i32::try_from(entry.length - result.last_origin).unwrap_or(i32::MAX);
        for (step, (point, actual)) in (1..).zip(&result.last_fold) {
            points.add(&entry.name, origin - back, step, *point);
            origins.push(origin - back);
            actuals.push(Some(*actual));
        }
    }
    let mut columns = points.columns(levels);
    columns.insert(1, dates("origin", origins));
    columns.push(numbers("actual", actuals));
    DataFrame::new_infer_height(columns)
}

fn accuracy(published: &Rows<'_>, levels: [f64; 2]) -> PolarsResult<DataFrame> {
    let rows: Vec<_> = published
        .iter()
        .flat_map(|(entry, result)| result.candidates.iter().map(|row| (entry.name.as_str(), row)))
        .collect();
    let count = |value: usize| i32::try_from(value).unwrap_or(i32::MAX);
    let [first, second] = levels.map(|level| format!("coverage_{}", percent(level)));
    DataFrame::new_infer_height(vec![
        strings("series", rows.iter().map(|(name, _)| *name)),
        strings("model", rows.iter().map(|(_, row)| row.model)),
        BooleanChunked::from_iter_values("chosen".into(), rows.iter().map(|(_, row)| row.chosen))
            .into_column(),
        integers("observations", rows.iter().map(|(_, row)| count(row.accuracy.observations))),
        integers("folds", rows.iter().map(|(_, row)| count(row.accuracy.folds))),
        numbers("wape", rows.iter().map(|(_, row)| row.accuracy.wape)),
        numbers("bias", rows.iter().map(|(_, row)| row.accuracy.bias)),
        numbers("mase", rows.iter().map(|(_, row)| row.accuracy.mase)),
        numbers("rmsse", rows.iter().map(|(_, row)| row.accuracy.rmsse)),
        numbers(&first, rows.iter().map(|(_, row)| row.coverage[0])),
        numbers(&second, rows.iter().map(|(_, row)| row.coverage[1])),
        numbers("value_added_over_seasonal_naive", rows.iter().map(|(_, row)| row.value_added)),
    ])
}

fn refused(entries: &[Entry], unit: &str) -> PolarsResult<DataFrame> {
    let short: Vec<_> = entries
        .iter()
        .filter_map(|entry| entry.result.as_ref().err().map(|shortage| (&entry.name, shortage)))
        .collect();
    let reason = |shortage: &Shortage| {
        format!("{} {unit} of history, {} are needed", shortage.have, shortage.need)
    };
    DataFrame::new_infer_height(vec![
        strings("series", short.iter().map(|(name, _)| name.as_str())),
        strings("reason", short.iter().map(|(_, shortage)| reason(shortage))),
    ])
}

/// The columns that forecasts and back-tests share.
#[derive(Default)]
struct Points<'a> {
    series: Vec<&'a str>,
    days: Vec<i32>,
    steps: Vec<i32>,
    points: Vec<Point>,
}

impl<'a> Points<'a> {
    fn add(&mut self, series: &'a str, origin: i32, step: i32, point: Point) {
        self.series.push(series);
        self.days.push(origin.saturating_add(step));
        self.steps.push(step);
        self.points.push(point);
    }

    fn columns(self, levels: [f64; 2]) -> Vec<Column> {
        let mut columns = vec![
            strings("series", self.series),
            dates("date", self.days),
            integers("horizon", self.steps),
            numbers("value", self.points.iter().map(|point| Some(point.value))),
        ];
        for (index, level) in levels.into_iter().enumerate() {
            let bounds = self.points.iter().map(|point| point.bounds[index]);
            let (lower, upper): (Vec<_>, Vec<_>) =
                bounds.map(|(lower, upper)| (Some(lower), Some(upper))).unzip();
            columns.push(numbers(&format!("lower_{}", percent(level)), lower));
            columns.push(numbers(&format!("upper_{}", percent(level)), upper));
        }
        columns
    }
}

/// 0.80 as "80", 0.975 as "97.5".
fn percent(level: f64) -> String {
    let tenths = (level * 1000.0).round() / 10.0;
    format!("{tenths}")
}

fn strings(name: &str, values: impl IntoIterator<Item = impl AsRef<str>>) -> Column {
    StringChunked::from_iter_values(name.into(), values.into_iter()).into_column()
}

fn integers(name: &str, values: impl IntoIterator<Item = i32>) -> Column {
    Int32Chunked::from_iter_values(name.into(), values.into_iter()).into_column()
}

fn dates(name: &str, days: Vec<i32>) -> Column {
    Int32Chunked::from_vec(name.into(), days).into_date().into_column()
}

fn numbers(name: &str, values: impl IntoIterator<Item = Option<f64>>) -> Column {
    Float64Chunked::from_iter_options(name.into(), values.into_iter()).into_column()
}

#[cfg(test)]
mod tests;
