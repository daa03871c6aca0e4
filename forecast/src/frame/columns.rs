//! The columns of a table of history, checked and brought to one type each.

use std::sync::Arc;

use polars::prelude::{Column, DataFrame, DataType, StringChunked, TimeUnit};

use crate::ForecastError;

const MICROSECONDS_A_DAY: i64 = 86_400_000_000;

/// What is read of a table; the columns are equally long.
pub(super) struct Columns<'a> {
    pub(super) names: &'a StringChunked,
    /// Microseconds since 1970 began.
    pub(super) times: Vec<i64>,
    /// Not a number where nothing was observed.
    pub(super) values: Vec<f64>,
    /// Further numeric columns, in order of their names; not a number where a cell is empty.
    pub(super) regressors: Vec<Named>,
}

/// A column's name and its cells.
pub(super) type Named = (Arc<str>, Vec<f64>);

impl<'a> Columns<'a> {
    pub(super) fn new(history: &'a DataFrame) -> Result<Self, ForecastError> {
        let series = full(history, "series", "a String")?;
        if series.dtype() != &DataType::String {
            return Err(wrong("series", "a String", series.dtype().to_string()));
        }
        let value = column(history, "value", "a 64-bit float")?;
        if value.dtype() != &DataType::Float64 {
            return Err(wrong("value", "a 64-bit float", value.dtype().to_string()));
        }
        Ok(Self {
            names: series.str()?,
            times: times(history)?,
            values: numbers(value)?,
            regressors: regressors(history)?,
        })
    }
}

fn wrong(column: &str, expected: &'static str, found: String) -> ForecastError {
    ForecastError::Column { column: column.to_owned(), expected, found }
}

fn column<'a>(
    history: &'a DataFrame,
    name: &str,
    expected: &'static str,
) -> Result<&'a Column, ForecastError> {
    history.column(name).map_err(|_| wrong(name, expected, "absent".to_owned()))
}

/// The column, if it is there and has no empty cells.
fn full<'a>(
    history: &'a DataFrame,
    name: &str,
    expected: &'static str,
) -> Result<&'a Column, ForecastError> {
    let column = column(history, name, expected)?;
    match column.null_count() {
        0 => Ok(column),
        count => Err(ForecastError::Empty { column: name.to_owned(), count }),
    }
}

fn times(history: &DataFrame) -> Result<Vec<i64>, ForecastError> {
    let expected = "a Date or a Datetime without a zone";
    let column = full(history, "time", expected)?;
    match column.dtype() {
        DataType::Date => {
            let days = column.date()?.physical().iter().flatten();
            Ok(days.map(|day| i64::from(day) * MICROSECONDS_A_DAY).collect())
        }
        DataType::Datetime(unit, None) => {
            let units = column.datetime()?.physical().iter().flatten();
            Ok(match unit {
                TimeUnit::Nanoseconds => units.map(|time| time.div_euclid(1_000)).collect(),
                TimeUnit::Microseconds => units.collect(),
                TimeUnit::Milliseconds => units.map(|time| time.saturating_mul(1_000)).collect(),
            })
        }
        other => Err(wrong("time", expected, other.to_string())),
    }
}

fn numbers(column: &Column) -> Result<Vec<f64>, ForecastError> {
    Ok(column.f64()?.iter().map(|value| value.unwrap_or(f64::NAN)).collect())
}

/// All numeric columns beside the value; text beside them says nothing to a model here.
fn regressors(history: &DataFrame) -> Result<Vec<Named>, ForecastError> {
    let mut found: Vec<Named> = Vec::new();
    for column in history.columns() {
        let name = column.name().as_str();
        let numeric = column.dtype().is_primitive_numeric() || column.dtype().is_bool();
        if ["series", "time", "value"].contains(&name) || !numeric {
            continue;
        }
        found.push((Arc::from(name), numbers(&column.cast(&DataType::Float64)?)?));
    }
    found.sort_by(|left, right| left.0.cmp(&right.0));
    Ok(found)
}
