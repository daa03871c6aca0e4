//! The way in: from a table of rows in any order to dense series that end on the origin.

use std::collections::HashMap;

use chrono::{Days, NaiveDate};
use polars::prelude::{Column, DataFrame, DataType};

use crate::ForecastError;
use crate::series::Series;

/// Days further back than this are not read: ten years hold every season often enough, and a row
/// with a mistyped year does not make a series of a million days.
const MOST_DAYS: usize = 3_653;

/// One row: the series' place in name order, the day since 1970-01-01, the value.
type Row = (u32, i32, f64);

/// Reads `series`, `date` and `value`, adds up the rows of a day, fills missing days with zero.
/// Series come in name order, so that what follows does not depend on the order of rows.
pub(crate) fn read(history: &DataFrame, origin: NaiveDate) -> Result<Vec<Series>, ForecastError> {
    let (names, mut rows) = rows(history)?;
    let last = day_number(origin);
    if let Some((series, day, _)) = rows.iter().find(|(_, day, _)| *day > last) {
        let (series, date) = (names[*series as usize].to_owned(), date_of(*day));
        return Err(ForecastError::AfterOrigin { series, date, origin });
    }
    // Sums of floats depend on their order, so that of equal days is fixed too.
    rows.sort_unstable_by(|left, right| {
        (left.0, left.1).cmp(&(right.0, right.1)).then(left.2.total_cmp(&right.2))
    });
    let groups = rows.chunk_by(|left, right| left.0 == right.0);
    groups.map(|rows| dense(names[rows[0].0 as usize], rows, last)).collect()
}

/// The names in order, and every row with its name's place among them.
fn rows(history: &DataFrame) -> Result<(Vec<&str>, Vec<Row>), ForecastError> {
    let names = column(history, "series", &DataType::String, "a String")?.str()?;
    let dates = column(history, "date", &DataType::Date, "a Date")?.date()?.physical();
    let values = column(history, "value", &DataType::Float64, "a 64-bit float")?.f64()?;
    let mut places: HashMap<&str, u32> = names.iter().flatten().map(|name| (name, 0)).collect();
    let mut ordered: Vec<&str> = places.keys().copied().collect();
    ordered.sort_unstable();
    for (place, name) in (0..).zip(&ordered) {
        places.insert(name, place);
    }
    let cells = names.iter().flatten().zip(dates.iter().flatten()).zip(values.iter().flatten());
    let rows = cells.map(|((name, day), value)| (places[name], day, value)).collect();
    Ok((ordered, rows))
}

/// The column, if it is there, of the right type and without empty cells.
fn column<'a>(
    history: &'a DataFrame,
    name: &'static str,
    data_type: &DataType,
    expected: &'static str,
) -> Result<&'a Column, ForecastError> {
    let wrong = |found: String| ForecastError::Column { column: name, expected, found };
    let column = history.column(name).map_err(|_| wrong("absent".to_owned()))?;
    if column.dtype() != data_type {
        return Err(wrong(column.dtype().to_string()));
    }
    match column.null_count() {
        0 => Ok(column),
        count => Err(ForecastError::Empty { column: name, count }),
    }
}

/// One series from its sorted rows: a value for every day from its first row to `last`.
fn dense(name: &str, rows: &[Row], last: i32) -> Result<Series, ForecastError> {
    let span = |day: i32| usize::try_from(i64::from(last) - i64::from(day)).unwrap_or(0);
    let length = (span(rows[0].1) + 1).min(MOST_DAYS);
    let mut values = vec![0.0; length];
    for (_, day, value) in rows {
        let Some(place) = (length - 1).checked_sub(span(*day)) else { continue };
        values[place] += value;
        if !f64::is_finite(values[place]) {
            return Err(ForecastError::NotFinite { series: name.to_owned(), date: date_of(*day) });
        }
    }
    Ok(Series { name: name.to_owned(), values })
}

/// Days since 1970-01-01, as polars counts them.
pub(crate) fn day_number(date: NaiveDate) -> i32 {
    let days = date.signed_duration_since(NaiveDate::default()).num_days();
    // Chrono's whole range is below a hundred million days.
    i32::try_from(days).unwrap_or(i32::MAX)
}

/// The date of a day number, for messages; the farthest date there is for a number beyond it.
fn date_of(day: i32) -> NaiveDate {
    let distance = Days::new(u64::from(day.unsigned_abs()));
    let epoch = NaiveDate::default();
    if day < 0 {
        epoch.checked_sub_days(distance).unwrap_or(NaiveDate::MIN)
    } else {
        epoch.checked_add_days(distance).unwrap_or(NaiveDate::MAX)
    }
}

#[cfg(test)]
mod tests;
