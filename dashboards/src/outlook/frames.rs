//! Between Arrow, which the query service speaks, and polars, which the forecast speaks.

use std::{collections::HashMap, sync::Arc};

use arrow::{
    array::{ArrayRef, AsArray, RecordBatch},
    datatypes::{Date32Type, Float64Type},
};
use chrono::{DateTime, NaiveDate};
use marea_forecast::Outcome;
use polars::prelude::{Column, DataFrame, DataType, IntoColumn, NamedFrom, Series};
use serde::{Deserialize, Serialize};

/// A day of a forecast or a back-test.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct Point {
    pub date: NaiveDate,
    #[serde(skip)]
    pub horizon: i32,
    pub value: f64,
    pub lower_80: f64,
    pub upper_80: f64,
    pub lower_95: f64,
    pub upper_95: f64,
}

/// How well a model did on a series.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub(crate) struct Accuracy {
    pub model: String,
    pub chosen: bool,
    pub observations: i32,
    pub folds: i32,
    pub wape: Option<f64>,
    pub bias: Option<f64>,
    pub mase: Option<f64>,
    pub rmsse: Option<f64>,
    pub pinball: Option<f64>,
    pub coverage_80: Option<f64>,
    pub coverage_95: Option<f64>,
    pub value_added: Option<f64>,
}

/// How well the published model did a number of days ahead.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct StepAccuracy {
    pub horizon: i32,
    pub wape: Option<f64>,
    pub bias: Option<f64>,
    pub rmsse: Option<f64>,
    pub coverage_80: Option<f64>,
    pub coverage_95: Option<f64>,
}

/// How far sums over so many days were from what was forecast of them.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub(crate) struct SumErrors {
    pub days: i32,
    /// How many sums there were.
    pub count: i32,
    /// All of them together, as they were forecast and as they came.
    pub expected: f64,
    pub came: f64,
    pub squares: f64,
}

/// Rows of a history, as the forecast wants them.
#[derive(Debug, Default)]
pub(crate) struct History {
    series: Vec<Arc<str>>,
    days: Vec<i32>,
    values: Vec<Option<f64>>,
}

/// Days from the first of the common era to the first of 1970.
const EPOCH: NaiveDate = NaiveDate::from_ymd_opt(1970, 1, 1).unwrap();

/// The number of a day, counted from 1970-01-01.
pub(crate) fn day_number(date: NaiveDate) -> i32 {
    i32::try_from((date - EPOCH).num_days()).unwrap_or(i32::MAX)
}

impl History {
    /// One value of a series; nothing where it was not observed.
    pub(crate) fn push(&mut self, series: &Arc<str>, date: NaiveDate, value: Option<f64>) {
        self.add(series, day_number(date), value);
    }

    /// The same by the number of the day.
    pub(super) fn add(&mut self, series: &Arc<str>, day: i32, value: Option<f64>) {
        self.series.push(Arc::clone(series));
        self.days.push(day);
        self.values.push(value);
    }

    /// Takes the rows of an answer with the columns series, time, value.
    pub(crate) fn extend(&mut self, batches: &[RecordBatch]) -> anyhow::Result<()> {
        let mut known: HashMap<String, Arc<str>> = HashMap::new();
        for batch in batches {
            let series = texts_of(batch.column(0))?;
            let dates = batch.column(1).as_primitive::<Date32Type>();
            let values = batch.column(2).as_primitive::<Float64Type>();
            for (row, name) in series.as_string::<i32>().iter().enumerate() {
                let name = name.unwrap_or_default();
                if !known.contains_key(name) {
                    known.insert(name.to_owned(), name.into());
                }
                self.series.extend(known.get(name).map(Arc::clone));
                self.days.push(dates.value(row));
                // A day whose every line lacks an exchange rate sold nothing that could be added.
                let value =
                    if arrow::array::Array::is_null(values, row) { 0.0 } else { values.value(row) };
                self.values.push(Some(value));
            }
        }
        Ok(())
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.series.is_empty()
    }

    /// Every row: its series, its day since 1970-01-01, its value.
    pub(crate) fn rows(&self) -> impl Iterator<Item = (&str, i32, Option<f64>)> {
        let rows = self.series.iter().zip(&self.days).zip(&self.values);
        rows.map(|((series, day), value)| (series.as_ref(), *day, *value))
    }

    /// The table that is forecast.
    pub(crate) fn frame(self) -> anyhow::Result<DataFrame> {
        let names: Vec<&str> = self.series.iter().map(AsRef::as_ref).collect();
        let columns = vec![
            Series::new("series".into(), names).into_column(),
            Series::new("time".into(), self.days).cast(&DataType::Date)?.into_column(),
            Series::new("value".into(), self.values).into_column(),
        ];
        Ok(DataFrame::new(columns.first().map_or(0, Column::len), columns)?)
    }
}

/// A column of text, however it is laid out.
pub(crate) fn texts_of(column: &ArrayRef) -> anyhow::Result<ArrayRef> {
    Ok(arrow::compute::cast(column, &arrow::datatypes::DataType::Utf8)?)
}

/// A column of texts.
pub(super) fn texts(frame: &DataFrame, name: &str) -> anyhow::Result<Vec<String>> {
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

/// A column of times, as the days they lie in.
pub(super) fn dates(frame: &DataFrame, name: &str) -> anyhow::Result<Vec<NaiveDate>> {
    let micros = frame.column(name)?.cast(&DataType::Int64)?;
    let date = |micros: Option<i64>| {
        DateTime::from_timestamp_micros(micros.unwrap_or_default()).unwrap_or_default().date_naive()
    };
    Ok(micros.i64()?.iter().map(date).collect())
}

/// Forecasts or back-tests, by series.
pub(super) fn points(frame: &DataFrame) -> anyhow::Result<Vec<(String, Point)>> {
    let series = texts(frame, "series")?;
    let (days, horizons) = (dates(frame, "time")?, integers(frame, "horizon")?);
    let value = |name: &str| -> anyhow::Result<Vec<f64>> {
        Ok(numbers(frame, name)?.into_iter().map(Option::unwrap_or_default).collect())
    };
    let values = value("value")?;
    let (l80, u80) = (value("lower_80")?, value("upper_80")?);
    let (l95, u95) = (value("lower_95")?, value("upper_95")?);
    let point = |(at, name): (usize, String)| {
        let point = Point {
            date: days[at],
            horizon: horizons[at],
            value: values[at],
            lower_80: l80[at],
            upper_80: u80[at],
            lower_95: l95[at],
            upper_95: u95[at],
        };
        (name, point)
    };
    Ok(series.into_iter().enumerate().map(point).collect())
}

/// The error of every model that was tried, by series.
pub(super) fn accuracy(frame: &DataFrame) -> anyhow::Result<Vec<(String, Accuracy)>> {
    let (series, models) = (texts(frame, "series")?, texts(frame, "model")?);
    let chosen: Vec<Option<bool>> = frame.column("chosen")?.bool()?.iter().collect();
    let (observations, folds) = (integers(frame, "observations")?, integers(frame, "folds")?);
    let (wape, bias) = (numbers(frame, "wape")?, numbers(frame, "bias")?);
    let (mase, rmsse) = (numbers(frame, "mase")?, numbers(frame, "rmsse")?);
    let pinball = numbers(frame, "pinball")?;
    let (c80, c95) = (numbers(frame, "coverage_80")?, numbers(frame, "coverage_95")?);
    let added = numbers(frame, "value_added_over_seasonal_naive")?;
    let row = |(at, (name, model)): (usize, (String, String))| {
        let accuracy = Accuracy {
            model,
            chosen: chosen[at] == Some(true),
            observations: observations[at],
            folds: folds[at],
            wape: wape[at],
            bias: bias[at],
            mase: mase[at],
            rmsse: rmsse[at],
            pinball: pinball[at],
            coverage_80: c80[at],
            coverage_95: c95[at],
            value_added: added[at],
        };
        (name, accuracy)
    };
    Ok(series.into_iter().zip(models).enumerate().map(row).collect())
}

/// The published model's error by days ahead, by series.
pub(super) fn by_horizon(frame: &DataFrame) -> anyhow::Result<Vec<(String, StepAccuracy)>> {
    let (series, horizon) = (texts(frame, "series")?, integers(frame, "horizon")?);
    let (wape, bias) = (numbers(frame, "wape")?, numbers(frame, "bias")?);
    let rmsse = numbers(frame, "rmsse")?;
    let (c80, c95) = (numbers(frame, "coverage_80")?, numbers(frame, "coverage_95")?);
    let row = |(at, name): (usize, String)| {
        let accuracy = StepAccuracy {
            horizon: horizon[at],
            wape: wape[at],
            bias: bias[at],
            rmsse: rmsse[at],
            coverage_80: c80[at],
            coverage_95: c95[at],
        };
        (name, accuracy)
    };
    Ok(series.into_iter().enumerate().map(row).collect())
}

/// The published model's errors of sums, by series.
pub(super) fn sums(frame: &DataFrame) -> anyhow::Result<Vec<(String, SumErrors)>> {
    let series = texts(frame, "series")?;
    let (days, counts) = (integers(frame, "periods")?, integers(frame, "sums")?);
    let (expected, came) = (numbers(frame, "expected")?, numbers(frame, "came")?);
    let squares = numbers(frame, "squared_error")?;
    let row = |(at, name): (usize, String)| {
        let sums = SumErrors {
            days: days[at],
            count: counts[at],
            expected: expected[at].unwrap_or_default(),
            came: came[at].unwrap_or_default(),
            squares: squares[at].unwrap_or_default(),
        };
        (name, sums)
    };
    Ok(series.into_iter().enumerate().map(row).collect())
}

/// Why a series has no forecast.
pub(super) fn refused(outcome: &Outcome) -> anyhow::Result<Vec<(String, String)>> {
    let frame = &outcome.refused;
    Ok(texts(frame, "series")?.into_iter().zip(texts(frame, "reason")?).collect())
}
