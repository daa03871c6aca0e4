//! The forecasting engine as the SQL function `forecast()` calls it.

use std::sync::Arc;

use arrow::{
    array::{
        Array, ArrayRef, AsArray, Float64Array, Int32Array, RecordBatch, StringArray,
        TimestampMicrosecondArray,
    },
    datatypes::{Float64Type, TimestampMicrosecondType},
};
use marea_forecast::{Frequency, Missing, Outcome, Request, calendar::Country};
use marea_query::{ForecastRequest, Forecaster, forecast_schema};
use polars::prelude::{Column, DataFrame, DataType, IntoColumn, NamedFrom, Series, TimeUnit};

/// Answers `forecast()` with the engine.
#[derive(Debug)]
pub(crate) struct Engine;

impl Forecaster for Engine {
    fn forecast(
        &self,
        history: &[RecordBatch],
        request: &ForecastRequest,
    ) -> Result<RecordBatch, String> {
        let rows = Rows::of(history)?;
        let request = asked(&rows, request)?;
        let history = rows.into_frame().map_err(|error| error.to_string())?;
        let outcome = marea_forecast::forecast(&history, &request);
        let outcome = outcome.map_err(|error| error.to_string())?;
        answer(&outcome).map_err(|error| format!("{error:#}"))
    }
}

/// The history, column by column.
#[derive(Default)]
struct Rows {
    names: Vec<String>,
    times: Vec<i64>,
    values: Vec<Option<f64>>,
}

impl Rows {
    fn of(history: &[RecordBatch]) -> Result<Self, String> {
        let mut rows = Self::default();
        for batch in history {
            let names = batch.column(0).as_string::<i32>();
            let times = batch.column(1).as_primitive::<TimestampMicrosecondType>();
            let values = batch.column(2).as_primitive::<Float64Type>();
            if times.null_count() > 0 {
                return Err("time: expected a time in every row, got a null".into());
            }
            rows.names.extend(names.iter().map(|name| name.unwrap_or("").to_owned()));
            rows.times.extend(times.values());
            rows.values.extend(values.iter());
        }
        Ok(rows)
    }

    fn named_times(&self) -> impl Iterator<Item = (&str, i64)> {
        self.names.iter().map(String::as_str).zip(self.times.iter().copied())
    }

    fn into_frame(self) -> anyhow::Result<DataFrame> {
        let local = DataType::Datetime(TimeUnit::Microseconds, None);
        let columns = vec![
            Series::new("series".into(), self.names).into_column(),
            Series::new("time".into(), self.times).cast(&local)?.into_column(),
            Series::new("value".into(), self.values).into_column(),
        ];
        Ok(DataFrame::new(columns.first().map_or(0, Column::len), columns)?)
    }
}

/// The request in the words of the engine.
fn asked(rows: &Rows, request: &ForecastRequest) -> Result<Request, String> {
    let frequency = match &request.frequency {
        Some(name) => name.parse::<Frequency>().map_err(|error| error.to_string())?,
        None => Frequency::seen(rows.named_times()).ok_or(
            "frequency: the times are too few or too uneven to see one; name it, as in \
             frequency => 'daily'",
        )?,
    };
    let mut asked = Request::new(frequency, request.horizon);
    asked.seasons.clone_from(&request.seasons);
    asked.seasons.sort_unstable_by(f64::total_cmp);
    asked.levels = vec![request.level];
    asked.country = match &request.country {
        Some(name) => Some(name.parse::<Country>().map_err(|error| error.to_string())?),
        None => None,
    };
    asked.missing = match request.missing.as_deref() {
        None | Some("zero") => Missing::Zero,
        Some("unknown") => Missing::Unknown,
        Some("closed") => Missing::Closed,
        Some(other) => {
            return Err(format!("missing: expected zero, unknown or closed, got \"{other}\""));
        }
    };
    Ok(asked)
}

/// The forecast and what was refused, in the columns of the function.
fn answer(outcome: &Outcome) -> anyhow::Result<RecordBatch> {
    let (forecast, refused) = (&outcome.forecasts, &outcome.refused);
    let mut names = texts(forecast, "series")?;
    let mut models = texts(forecast, "model")?;
    let mut times: Vec<Option<i64>> =
        forecast.column("time")?.datetime()?.physical().iter().collect();
    let mut horizons: Vec<Option<i32>> = forecast.column("horizon")?.i32()?.iter().collect();
    let mut numbers: Vec<Vec<Option<f64>>> = Vec::new();
    for place in 3..6 {
        numbers.push(forecast.columns()[place].f64()?.iter().collect());
    }
    for (name, reason) in texts(refused, "series")?.into_iter().zip(texts(refused, "reason")?) {
        names.push(name);
        models.push(format!("none: {reason}"));
        times.push(None);
        horizons.push(None);
        numbers.iter_mut().for_each(|column| column.push(None));
    }
    let mut columns: Vec<ArrayRef> = vec![
        Arc::new(StringArray::from(names)),
        Arc::new(TimestampMicrosecondArray::from(times)),
        Arc::new(Int32Array::from(horizons)),
    ];
    columns.extend(numbers.into_iter().map(|it| Arc::new(Float64Array::from(it)) as ArrayRef));
    columns.push(Arc::new(StringArray::from(models)));
    Ok(RecordBatch::try_new(forecast_schema(), columns)?)
}

fn texts(frame: &DataFrame, name: &str) -> anyhow::Result<Vec<String>> {
    let column = frame.column(name)?.str()?;
    Ok(column.iter().map(|text| text.unwrap_or_default().to_owned()).collect())
}

#[cfg(test)]
mod tests;
