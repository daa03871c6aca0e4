//! The way out: what was published, as tables.

mod column;

use polars::prelude::{Column, DataFrame, PolarsResult};

use crate::engine::{Point, Published};
use crate::findings::Finding;
use crate::projection::Projection;
use crate::series::{Series, Shortage};
use crate::state::SeriesState;
use crate::timeline::Timeline;

use column::{flags, integers, numbers, percent, strings, times};

/// Seven tables and the distributions behind them, rows in order of series (and of time). Values are
/// in the unit of the history, times are `Datetime` in microseconds without a zone, named as the
/// history names its periods.
///
/// Interval columns are named after the levels asked for, `lower_80` for 0.80.
#[derive(Debug, Clone)]
pub struct Outcome {
    /// `series: String`, `time`, `horizon: i32` (open periods after the series' end, from 1),
    /// `value`, `lower_80`, `upper_80`, … `: f64`, `model: String`.
    pub forecasts: DataFrame,
    /// One row for every series and every model tried, seasonal naive and the combination
    /// included: `series`, `model: String`, `chosen: bool`, `observations` (values compared),
    /// `folds` (origins) `: i32`, `wape`, `bias` (above zero: too high), `mase`, `rmsse`, `pinball`
    /// (mean over all bounds and the value as median, in units of the seasonal naive error),
    /// `coverage_80`, …, `value_added_over_seasonal_naive` (1 − MASE / seasonal naive's MASE)
    /// `: f64`, null where there is nothing to divide by or too little to measure.
    pub accuracy: DataFrame,
    /// The published model's errors by how far ahead it looked: `series: String`, `horizon: i32`,
    /// `wape`, `bias`, `rmsse`, `coverage_80`, … `: f64`.
    pub accuracy_by_horizon: DataFrame,
    /// What the chosen model said one horizon ago, knowing only what was known then: `series:
    /// String`, `origin`, `time`, `horizon: i32`, `value`, the interval columns, `actual: f64`
    /// (null where nothing was observed).
    pub backtest: DataFrame,
    /// The published model's errors of sums over 1, 7, 14 and 28 periods, as far as the horizon goes:
    /// `series: String`, `periods`, `sums` (how many) `: i32`, `expected`, `came` (all of them
    /// together), `squared_error` (added up) `: f64`.
    pub sums: DataFrame,
    /// Series that were not forecast: `series`, `reason: String`.
    pub refused: DataFrame,
    /// What was noticed: `series: String`, `time`, `kind`, `detail: String`. Kinds: `censored`
    /// (periods that were not observed), `level_shift` (from here on values are higher or lower for
    /// good; three at most), `additive_outlier` and `temporary_change` (one period, or several in a
    /// row, far from what is usual; five at most, the furthest first), `ignored_regressor` (not
    /// known at every period ahead).
    pub findings: DataFrame,
    /// The distributions, in order of series.
    pub projections: Vec<Projection>,
    /// The same series as something that goes on with new values until the next fit, in order.
    pub states: Vec<SeriesState>,
}

/// One series and what came of it.
pub(crate) struct Entry {
    pub(crate) series: Series,
    pub(crate) result: Result<Published, Shortage>,
    /// What stands out in its history.
    pub(crate) noticed: Vec<Finding>,
}

impl Entry {
    /// The time of an observation, or of a step ahead counted on from the last one.
    fn time(&self, timeline: &Timeline, place: usize) -> i64 {
        timeline.time(self.series.periods.at(place))
    }
}

impl Outcome {
    /// Lays entries out as tables.
    pub(crate) fn new(
        entries: Vec<Entry>,
        timeline: &Timeline,
        levels: &[f64],
        unit: &str,
    ) -> PolarsResult<Self> {
        let published: Vec<_> = entries
            .iter()
            .filter_map(|entry| entry.result.as_ref().ok().map(|result| (entry, result)))
            .collect();
        let mut outcome = Self {
            forecasts: forecasts(&published, timeline, levels)?,
            accuracy: accuracy(&published, levels)?,
            accuracy_by_horizon: accuracy_by_horizon(&published, levels)?,
            backtest: backtest(&published, timeline, levels)?,
            sums: sums(&published)?,
            refused: refused(&entries, unit)?,
            findings: findings(&entries, timeline)?,
            projections: Vec::new(),
            states: Vec::new(),
        };
        (outcome.projections, outcome.states) = lasting(entries);
        Ok(outcome)
    }
}

type Rows<'a> = [(&'a Entry, &'a Published)];

fn lasting(entries: Vec<Entry>) -> (Vec<Projection>, Vec<SeriesState>) {
    let published = entries.into_iter().filter_map(|entry| entry.result.ok());
    published.map(|result| (result.projection, result.state)).unzip()
}

fn forecasts(published: &Rows<'_>, timeline: &Timeline, levels: &[f64]) -> PolarsResult<DataFrame> {
    let mut points = Points::default();
    let mut models = Vec::new();
    for (entry, result) in published {
        points.add(entry, timeline, entry.series.values.len(), &result.points);
        models.resize(models.len() + result.points.len(), result.model);
    }
    let mut columns = points.columns(levels);
    columns.push(strings("model", models));
    DataFrame::new_infer_height(columns)
}

fn backtest(published: &Rows<'_>, timeline: &Timeline, levels: &[f64]) -> PolarsResult<DataFrame> {
    let mut points = Points::default();
    let (mut origins, mut actuals) = (Vec::new(), Vec::new());
    for (entry, result) in published {
        let origin = entry.time(timeline, result.last_origin - 1);
        points.add(entry, timeline, result.last_origin, result.last_fold.iter().map(|it| &it.0));
        origins.resize(origins.len() + result.last_fold.len(), origin);
        let actual = |(_, actual): &(Point, f64)| (!actual.is_nan()).then_some(*actual);
        actuals.extend(result.last_fold.iter().map(actual));
    }
    let mut columns = points.columns(levels);
    columns.insert(1, times("origin", origins));
    columns.push(numbers("actual", actuals));
    DataFrame::new_infer_height(columns)
}

fn accuracy(published: &Rows<'_>, levels: &[f64]) -> PolarsResult<DataFrame> {
    let rows: Vec<_> = published
        .iter()
        .flat_map(|(entry, result)| {
            result.candidates.iter().map(|row| (entry.series.name.as_str(), row))
        })
        .collect();
    let count = |value: usize| i32::try_from(value).unwrap_or(i32::MAX);
    let mut columns = vec![
        strings("series", rows.iter().map(|(name, _)| *name)),
        strings("model", rows.iter().map(|(_, row)| row.model)),
        flags("chosen", rows.iter().map(|(_, row)| row.chosen)),
        integers("observations", rows.iter().map(|(_, row)| count(row.accuracy.observations))),
        integers("folds", rows.iter().map(|(_, row)| count(row.accuracy.folds))),
        numbers("wape", rows.iter().map(|(_, row)| row.accuracy.wape)),
        numbers("bias", rows.iter().map(|(_, row)| row.accuracy.bias)),
        numbers("mase", rows.iter().map(|(_, row)| row.accuracy.mase)),
        numbers("rmsse", rows.iter().map(|(_, row)| row.accuracy.rmsse)),
        numbers("pinball", rows.iter().map(|(_, row)| row.pinball)),
    ];
    let coverage = |index: usize| rows.iter().map(move |(_, row)| row.coverage[index]);
    columns.extend(by_level("coverage", levels, coverage));
    let added = rows.iter().map(|(_, row)| row.value_added);
    columns.push(numbers("value_added_over_seasonal_naive", added));
    DataFrame::new_infer_height(columns)
}

fn accuracy_by_horizon(published: &Rows<'_>, levels: &[f64]) -> PolarsResult<DataFrame> {
    let rows: Vec<_> = published
        .iter()
        .flat_map(|(entry, result)| {
            let steps = (1..).zip(&result.by_horizon);
            steps.map(|(step, row)| (entry.series.name.as_str(), step, row))
        })
        .collect();
    let mut columns = vec![
        strings("series", rows.iter().map(|(name, ..)| *name)),
        integers("horizon", rows.iter().map(|(_, step, _)| *step)),
        numbers("wape", rows.iter().map(|(.., row)| row.accuracy.wape)),
        numbers("bias", rows.iter().map(|(.., row)| row.accuracy.bias)),
        numbers("rmsse", rows.iter().map(|(.., row)| row.accuracy.rmsse)),
    ];
    let coverage = |index: usize| rows.iter().map(move |(.., row)| row.coverage[index]);
    columns.extend(by_level("coverage", levels, coverage));
    DataFrame::new_infer_height(columns)
}

fn sums(published: &Rows<'_>) -> PolarsResult<DataFrame> {
    let rows: Vec<_> = published
        .iter()
        .flat_map(|(entry, result)| result.sums.iter().map(|sum| (&entry.series.name, sum)))
        .collect();
    let count = |value: usize| i32::try_from(value).unwrap_or(i32::MAX);
    DataFrame::new_infer_height(vec![
        strings("series", rows.iter().map(|(name, _)| *name)),
        integers("periods", rows.iter().map(|(_, sum)| count(sum.periods))),
        integers("sums", rows.iter().map(|(_, sum)| count(sum.count))),
        numbers("expected", rows.iter().map(|(_, sum)| Some(sum.expected))),
        numbers("came", rows.iter().map(|(_, sum)| Some(sum.came))),
        numbers("squared_error", rows.iter().map(|(_, sum)| Some(sum.squares))),
    ])
}

/// One column for each level.
fn by_level<I: Iterator<Item = Option<f64>>>(
    name: &str,
    levels: &[f64],
    values: impl Fn(usize) -> I,
) -> Vec<Column> {
    let column = |(index, level)| numbers(&format!("{name}_{}", percent(level)), values(index));
    levels.iter().copied().enumerate().map(column).collect()
}

fn refused(entries: &[Entry], unit: &str) -> PolarsResult<DataFrame> {
    let short: Vec<_> = entries
        .iter()
        .filter_map(|entry| {
            entry.result.as_ref().err().map(|shortage| (&entry.series.name, shortage))
        })
        .collect();
    let reason = |shortage: &Shortage| {
        format!("{} {unit} of history, {} are needed", shortage.have, shortage.need)
    };
    DataFrame::new_infer_height(vec![
        strings("series", short.iter().map(|(name, _)| name.as_str())),
        strings("reason", short.iter().map(|(_, shortage)| reason(shortage))),
    ])
}

fn findings(entries: &[Entry], timeline: &Timeline) -> PolarsResult<DataFrame> {
    let (mut names, mut found, mut kinds, mut details) =
        (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    for entry in entries {
        let series = &entry.series;
        let censored = series.values.iter().filter(|value| value.is_nan()).count();
        let first = series.values.iter().position(|value| value.is_nan());
        let mut add = |place, kind, detail| {
            names.push(series.name.as_str());
            found.push(entry.time(timeline, place));
            kinds.push(kind);
            details.push(detail);
        };
        if let Some(first) = first {
            let detail = format!("{censored} of {} were not observed", series.values.len());
            add(first, "censored", detail);
        }
        for Finding { place, kind, detail, .. } in &entry.noticed {
            add(*place, kind.name(), detail.clone());
        }
        for regressor in &series.ignored {
            let detail = format!("{regressor:?} is not known at every period ahead");
            add(series.values.len(), "ignored_regressor", detail);
        }
    }
    DataFrame::new_infer_height(vec![
        strings("series", names),
        times("time", found),
        strings("kind", kinds),
        strings("detail", details),
    ])
}

/// The columns that forecasts and back-tests share.
#[derive(Default)]
struct Points<'a> {
    series: Vec<&'a str>,
    times: Vec<i64>,
    steps: Vec<i32>,
    points: Vec<&'a Point>,
}

impl<'a> Points<'a> {
    /// Adds the steps that follow the first `known` observations.
    fn add(
        &mut self,
        entry: &'a Entry,
        timeline: &Timeline,
        known: usize,
        points: impl IntoIterator<Item = &'a Point>,
    ) {
        for (place, (step, point)) in (known..).zip((1..).zip(points)) {
            self.series.push(&entry.series.name);
            self.times.push(entry.time(timeline, place));
            self.steps.push(step);
            self.points.push(point);
        }
    }

    fn columns(self, levels: &[f64]) -> Vec<Column> {
        let mut columns = vec![
            strings("series", self.series),
            times("time", self.times),
            integers("horizon", self.steps),
            numbers("value", self.points.iter().map(|point| Some(point.value))),
        ];
        for (index, level) in levels.iter().enumerate() {
            let bounds = || self.points.iter().map(|point| point.bounds[index]);
            let level = percent(*level);
            columns
                .push(numbers(&format!("lower_{level}"), bounds().map(|(lower, _)| Some(lower))));
            columns
                .push(numbers(&format!("upper_{level}"), bounds().map(|(_, upper)| Some(upper))));
        }
        columns
    }
}

#[cfg(test)]
mod tests;
