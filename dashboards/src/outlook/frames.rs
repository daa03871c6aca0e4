//! Between Arrow, which the query service speaks, and polars, which the forecast speaks.

use std::collections::HashMap;

use anyhow::Context as _;
use arrow::{
    array::{Array, ArrayRef, AsArray, RecordBatch},
    datatypes::{Date32Type, Float64Type, SchemaRef},
};
use chrono::NaiveDate;
use marea_forecast::Outcome;
use marea_ingest::{
    columns::TableRow,
    identity::Lsn,
    table_row,
    time::{Day, Instant},
};
use polars::prelude::{Column, DataFrame, DataType, IntoColumn, NamedFrom, Series};
use serde::Serialize;

use super::{Run, SeriesOutlook};

/// A day of a forecast or a back-test.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub(crate) struct Point {
    pub date: NaiveDate,
    #[serde(skip)]
    pub horizon: i32,
    pub value: f64,
    pub lower_80: f64,
    pub upper_80: f64,
    pub lower_95: f64,
    pub upper_95: f64,
    #[serde(skip)]
    pub model: String,
}

/// How well a model did on a series.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Accuracy {
    pub model: String,
    pub chosen: bool,
    pub mase: Option<f64>,
    pub coverage_95: Option<f64>,
}

table_row! {
    /// A row of `demand_forecast`.
    #[derive(Debug)]
    ForecastRow {
        /// What is forecast: `shop` or `sku`.
        level: String,
        /// Of what: `units`, or `revenue` in the shop's currency.
        measure: String,
        /// Which SKU; null for the shop.
        sku: Option<String>,
        /// Which day of the shop.
        date: Day,
        /// How many days after the origin.
        horizon: i64,
        /// The expected value.
        value: f64,
        /// Lower end of the 80 % interval.
        lower_80: f64,
        /// Upper end of the 80 % interval.
        upper_80: f64,
        /// Lower end of the 95 % interval.
        lower_95: f64,
        /// Upper end of the 95 % interval.
        upper_95: f64,
        /// Which model.
        model: String,
        /// Its mean absolute scaled error in the back-test.
        mase: Option<f64>,
        /// That of seasonal naive in the same back-test.
        mase_seasonal_naive: Option<f64>,
        /// The last day of history that it saw.
        origin: Day,
        /// What the history was true at.
        history_lsn: Lsn,
        /// When it was made.
        computed_at: Instant,
    }
}

table_row! {
    /// A row of `forecast_accuracy`.
    #[derive(Debug)]
    AccuracyRow {
        /// What was forecast: `shop` or `sku`.
        level: String,
        /// Of what.
        measure: String,
        /// Which SKU; null for the shop.
        sku: Option<String>,
        /// Which model.
        model: String,
        /// Whether its forecast is the published one.
        chosen: bool,
        /// Pairs of forecast and actual that were compared.
        observations: i64,
        /// Origins that were forecast from.
        folds: i64,
        /// Weighted absolute percentage error, as a fraction.
        wape: Option<f64>,
        /// Mean error as a fraction of mean demand; above zero is too high.
        bias: Option<f64>,
        /// Mean absolute scaled error.
        mase: Option<f64>,
        /// Root mean squared scaled error.
        rmsse: Option<f64>,
        /// Share of actuals within the 80 % interval.
        coverage_80: Option<f64>,
        /// Share of actuals within the 95 % interval.
        coverage_95: Option<f64>,
        /// How much lower the error is than seasonal naive's, as a fraction.
        value_added_over_seasonal_naive: Option<f64>,
        /// The last day of history that it saw.
        origin: Day,
        /// When it was made.
        computed_at: Instant,
    }
}

/// The history as the forecast wants it: series, date, value.
pub(super) fn history(batches: &[RecordBatch]) -> anyhow::Result<DataFrame> {
    let (mut names, mut days, mut values): (Vec<String>, Vec<i32>, Vec<f64>) = Default::default();
    for batch in batches {
        let series = arrow::compute::cast(batch.column(0), &arrow::datatypes::DataType::Utf8)?;
        let series: &ArrayRef = &series;
        let dates = batch.column(1).as_primitive::<Date32Type>();
        let numbers = batch.column(2).as_primitive::<Float64Type>();
        names.extend(series.as_string::<i32>().iter().map(|it| it.unwrap_or_default().to_owned()));
        days.extend(dates.values());
        values.extend(
            (0..numbers.len())
                .map(|row| if numbers.is_null(row) { 0.0 } else { numbers.value(row) }),
        );
    }
    let dates = Series::new("time".into(), days).cast(&DataType::Date)?;
    let columns = vec![
        Series::new("series".into(), names).into_column(),
        dates.into_column(),
        Series::new("value".into(), values).into_column(),
    ];
    Ok(DataFrame::new(columns.first().map_or(0, Column::len), columns)?)
}

fn texts(frame: &DataFrame, name: &str) -> anyhow::Result<Vec<String>> {
    let column = frame.column(name)?.str()?;
    Ok(column.iter().map(|text| text.unwrap_or_default().to_owned()).collect())
}

fn numbers(frame: &DataFrame, name: &str) -> anyhow::Result<Vec<Option<f64>>> {
    Ok(frame.column(name)?.f64()?.iter().collect())
}

fn integers(frame: &DataFrame, name: &str) -> anyhow::Result<Vec<i32>> {
    let column = frame.column(name)?.cast(&DataType::Int32)?;
    Ok(column.i32()?.iter().map(Option::unwrap_or_default).collect())
}

/// The days of a table of the forecast.
fn days(frame: &DataFrame) -> anyhow::Result<Vec<i32>> {
    let days = frame.column("time")?.cast(&DataType::Date)?.cast(&DataType::Int32)?;
    Ok(days.i32()?.iter().map(Option::unwrap_or_default).collect())
}

/// Forecasts or back-tests, by series.
pub(super) fn points(frame: &DataFrame) -> anyhow::Result<Vec<(String, Point)>> {
    let series = texts(frame, "series")?;
    let days = days(frame)?;
    let horizons = integers(frame, "horizon")?;
    let value = |name: &str| -> anyhow::Result<Vec<f64>> {
        Ok(numbers(frame, name)?.into_iter().map(Option::unwrap_or_default).collect())
    };
    let (values, l80, u80) = (value("value")?, value("lower_80")?, value("upper_80")?);
    let (l95, u95) = (value("lower_95")?, value("upper_95")?);
    let models = texts(frame, "model").unwrap_or_else(|_| vec![String::new(); series.len()]);
    let point = |(at, name): (usize, String)| {
        let point = Point {
            date: Day(days[at]).date(),
            horizon: horizons[at],
            value: values[at],
            lower_80: l80[at],
            upper_80: u80[at],
            lower_95: l95[at],
            upper_95: u95[at],
            model: models[at].clone(),
        };
        (name, point)
    };
    Ok(series.into_iter().enumerate().map(point).collect())
}

/// The error of every model that was tried, by series.
pub(super) fn accuracy(frame: &DataFrame) -> anyhow::Result<Vec<(String, Accuracy)>> {
    let (series, models) = (texts(frame, "series")?, texts(frame, "model")?);
    let chosen = frame.column("chosen")?.bool()?;
    let (mase, coverage) = (numbers(frame, "mase")?, numbers(frame, "coverage_95")?);
    let all = series.into_iter().zip(models).enumerate().map(|(at, (name, model))| {
        let chosen = chosen.get(at).unwrap_or(false);
        (name, Accuracy { model, chosen, mase: mase[at], coverage_95: coverage[at] })
    });
    Ok(all.collect())
}

/// Why a series has no forecast.
pub(super) fn refused(frame: &DataFrame) -> anyhow::Result<HashMap<String, String>> {
    Ok(texts(frame, "series")?.into_iter().zip(texts(frame, "reason")?).collect())
}

/// A table to publish: its name, its columns, its rows.
pub(super) type Table = (&'static str, SchemaRef, RecordBatch);

/// Level, measure and SKU of a series.
fn parts(series: &str) -> (String, String, Option<String>) {
    let mut parts = series.splitn(3, '/');
    let mut next = || parts.next().map(str::to_owned);
    (next().unwrap_or_default(), next().unwrap_or_default(), next())
}

/// The tables that SQL sees.
pub(super) fn tables(
    outcome: &Outcome,
    run: &Run,
    series: &HashMap<String, SeriesOutlook>,
) -> anyhow::Result<[Table; 2]> {
    let rows = points(&outcome.forecasts)?
        .into_iter()
        .map(|(name, point)| forecast_row(&name, &point, run, series.get(&name)));
    let forecasts: Vec<ForecastRow> = rows.collect();
    let accuracies = accuracy_rows(&outcome.accuracy, run)?;
    Ok([
        ("demand_forecast", ForecastRow::schema(), ForecastRow::batch(&forecasts)),
        ("forecast_accuracy", AccuracyRow::schema(), AccuracyRow::batch(&accuracies)),
    ])
}

/// What a table holds, and each of its columns.
pub(crate) fn about(table: &str) -> Option<(&'static str, &'static [&'static str])> {
    match table {
        "demand_forecast" => {
            let whole =
                "The demand of the coming days, by series, with its interval and its error.";
            Some((whole, ForecastRow::columns_about()))
        }
        "forecast_accuracy" => {
            let whole = "How well each model did in back-tests, by series.";
            Some((whole, AccuracyRow::columns_about()))
        }
        _ => None,
    }
}

/// The tables before there is a forecast.
pub(super) fn no_tables() -> anyhow::Result<[Table; 2]> {
    Ok([
        ("demand_forecast", ForecastRow::schema(), ForecastRow::batch(&[])),
        ("forecast_accuracy", AccuracyRow::schema(), AccuracyRow::batch(&[])),
    ])
}

fn forecast_row(
    name: &str,
    point: &Point,
    run: &Run,
    series: Option<&SeriesOutlook>,
) -> ForecastRow {
    let (level, measure, sku) = parts(name);
    let mase = |it: Option<&Accuracy>| it.and_then(|it| it.mase);
    ForecastRow {
        level,
        measure,
        sku,
        date: point.date.into(),
        horizon: point.horizon.into(),
        value: point.value,
        lower_80: point.lower_80,
        upper_80: point.upper_80,
        lower_95: point.lower_95,
        upper_95: point.upper_95,
        model: point.model.clone(),
        mase: mase(series.and_then(|it| it.chosen.as_ref())),
        mase_seasonal_naive: mase(series.and_then(|it| it.seasonal_naive.as_ref())),
        origin: run.origin.into(),
        history_lsn: run.lsn,
        computed_at: run.computed_at.into(),
    }
}

fn accuracy_rows(frame: &DataFrame, run: &Run) -> anyhow::Result<Vec<AccuracyRow>> {
    let (series, models) = (texts(frame, "series")?, texts(frame, "model")?);
    let chosen = frame.column("chosen")?.bool()?;
    let (observations, folds) = (integers(frame, "observations")?, integers(frame, "folds")?);
    let names = [
        "wape",
        "bias",
        "mase",
        "rmsse",
        "coverage_80",
        "coverage_95",
        "value_added_over_seasonal_naive",
    ];
    let figures: Vec<Vec<Option<f64>>> =
        names.iter().map(|name| numbers(frame, name)).collect::<anyhow::Result<_>>()?;
    let [wape, bias, mase, rmsse, coverage_80, coverage_95, added] = &figures[..] else {
        anyhow::bail!("seven figures were asked for");
    };
    let row = |at: usize| -> anyhow::Result<AccuracyRow> {
        let (level, measure, sku) = parts(&series[at]);
        Ok(AccuracyRow {
            level,
            measure,
            sku,
            model: models[at].clone(),
            chosen: chosen.get(at).context("a row without an end")?,
            observations: observations[at].into(),
            folds: folds[at].into(),
            wape: wape[at],
            bias: bias[at],
            mase: mase[at],
            rmsse: rmsse[at],
            coverage_80: coverage_80[at],
            coverage_95: coverage_95[at],
            value_added_over_seasonal_naive: added[at],
            origin: run.origin.into(),
            computed_at: run.computed_at.into(),
        })
    };
    (0..series.len()).map(row).collect()
}
