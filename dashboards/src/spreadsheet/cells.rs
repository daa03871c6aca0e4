//! Arrow columns as the cells of a sheet.

use arrow::{
    array::{Array, ArrayRef, AsArray},
    compute::cast,
    datatypes::{DataType, Date32Type, TimeUnit, TimestampMicrosecondType},
    error::ArrowError,
    util::display::{ArrayFormatter, FormatOptions},
};
use chrono::{DateTime, Days, NaiveDate, NaiveDateTime};
use chrono_tz::Tz;

use super::column::Kind;

/// A cell.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Cell {
    Empty,
    Text(String),
    Number(f64),
    YesOrNo(bool),
    Date(NaiveDate),
    Time(NaiveDateTime),
}

/// Digits that a spreadsheet program keeps.
const DIGITS: usize = 15;

/// Each value as text; nothing where it is null.
pub(super) fn texts(column: &ArrayRef) -> Result<Vec<Option<String>>, ArrowError> {
    let options = FormatOptions::default();
    let formatter = ArrayFormatter::try_new(column.as_ref(), &options)?;
    let text = |row| {
        let value = column.is_valid(row).then(|| formatter.value(row));
        value.map(|value| value.try_to_string()).transpose()
    };
    (0..column.len()).map(text).collect()
}

/// The cells of a column, with instants as the clock of `zone` shows them.
pub(super) fn cells(column: &ArrayRef, kind: Kind, zone: Tz) -> Result<Vec<Cell>, ArrowError> {
    match kind {
        Kind::Text => Ok(each(texts(column)?, Cell::Text)),
        Kind::Number | Kind::Money | Kind::Share => Ok(each(texts(column)?, number)),
        Kind::YesOrNo => Ok(each(column.as_boolean().iter(), Cell::YesOrNo)),
        Kind::Date => {
            let days = cast(column, &DataType::Date32)?;
            Ok(each(days.as_primitive::<Date32Type>().iter(), date))
        }
        Kind::Time => times(column, zone),
    }
}

fn each<T>(values: impl IntoIterator<Item = Option<T>>, cell: impl Fn(T) -> Cell) -> Vec<Cell> {
    values.into_iter().map(|value| value.map_or(Cell::Empty, &cell)).collect()
}

/// A number, or its text where a spreadsheet program would round it or has no place for it.
///
/// A double that came with more digits than are kept is a double there too: only what is exact
/// here, decimals and integers, can lose by it, and these have no exponent and no more digits than
/// they say.
fn number(text: String) -> Cell {
    let digits = text.bytes().filter(u8::is_ascii_digit).count();
    let leading = text.trim_start_matches(['-', '0', '.']).len();
    let kept = digits.min(leading) <= DIGITS || is_double(&text);
    match text.parse::<f64>() {
        Ok(value) if kept && value.is_finite() => Cell::Number(value),
        _ => Cell::Text(text),
    }
}

/// Whether a text is the shortest one of a double, so that nothing of it is lost.
fn is_double(text: &str) -> bool {
    let value = text.parse::<f64>();
    text.contains(['.', 'e'])
        && value.is_ok_and(|value| format!("{value:?}") == *text || format!("{value}") == *text)
}

fn date(days: i32) -> Cell {
    let epoch = NaiveDate::default();
    let date = match u64::try_from(days) {
        Ok(days) => epoch.checked_add_days(Days::new(days)),
        Err(_) => epoch.checked_sub_days(Days::new(days.unsigned_abs().into())),
    };
    date.map_or(Cell::Empty, |date| {
        if is_known_to_spreadsheets(date) { Cell::Date(date) } else { Cell::Text(date.to_string()) }
    })
}

/// Their first day is 1 January 1900, their last 31 December 9999.
fn is_known_to_spreadsheets(date: NaiveDate) -> bool {
    use chrono::Datelike;
    (1900..=9999).contains(&date.year())
}

fn times(column: &ArrayRef, zone: Tz) -> Result<Vec<Cell>, ArrowError> {
    let zoned = matches!(column.data_type(), DataType::Timestamp(_, Some(_)));
    let unit = |zone| DataType::Timestamp(TimeUnit::Microsecond, zone);
    let micros = cast(column, &unit(zoned.then(|| "UTC".into())))?;
    let time = |micros: i64| {
        let Some(instant) = DateTime::from_timestamp_micros(micros) else { return Cell::Empty };
        let local =
            if zoned { instant.with_timezone(&zone).naive_local() } else { instant.naive_utc() };
        if is_known_to_spreadsheets(local.date()) {
            Cell::Time(local)
        } else {
            Cell::Text(local.to_string())
        }
    };
    Ok(each(micros.as_primitive::<TimestampMicrosecondType>().iter(), time))
}

#[cfg(test)]
mod tests;
