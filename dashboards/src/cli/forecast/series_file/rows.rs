//! The rows of a file of series, as columns.

use std::collections::HashMap;

use chrono::{DateTime, NaiveDateTime};
use csv::StringRecord;
use marea_forecast::Frequency;
use polars::prelude::{Column, DataFrame, DataType, IntoColumn, NamedFrom, Series, TimeUnit};

use super::{
    FileArguments,
    columns::Collected,
    gaps,
    header::Header,
    regressor::Use,
    source::{Place, Source},
    time::TimeForm,
};

/// More rows than this are refused rather than fill the memory: about three gigabytes.
const MOST_ROWS: usize = 50_000_000;
/// Progress is told every so many rows.
const TOLD: usize = 100_000;

/// What a file holds.
#[derive(Debug)]
pub(super) struct Rows {
    names: Vec<String>,
    series: Vec<u32>,
    times: Vec<i64>,
    /// NaN where it is not known.
    values: Vec<f64>,
    regressors: Vec<(String, Vec<f64>)>,
    form: TimeForm,
    frequency: Frequency,
    notes: Vec<String>,
}

impl Rows {
    pub(super) fn read(
        source: Source,
        asked: &FileArguments,
        seen: impl Fn(usize),
    ) -> anyhow::Result<Self> {
        anyhow::ensure!(!source.header().is_empty(), "the file is empty");
        let header = Header::new(source.header(), asked)?;
        let mut collected = Collected::new(&header);
        source.each(|place: Place, record: &StringRecord| {
            let count = collected.len();
            anyhow::ensure!(count < MOST_ROWS, "{place}: more than {MOST_ROWS} rows; split it");
            if count.is_multiple_of(TOLD) {
                seen(count);
            }
            collected.add(place, record, &header)
        })?;
        anyhow::ensure!(collected.len() > 0, "no rows under the header");
        Self::of(collected, asked)
    }

    fn of(collected: Collected, asked: &FileArguments) -> anyhow::Result<Self> {
        let Collected { names, series, mut times, values, regressors, time_reader, .. } = collected;
        anyhow::ensure!(
            values.iter().any(|value| !value.is_nan()),
            "the column of values is empty throughout"
        );
        let mut form = time_reader.form();
        let (mut notes, mut known) = (Vec::new(), Vec::new());
        let frequency = match &asked.freq {
            Some(text) => frequency(text)?,
            None => {
                let found = gaps::usual_frequency(&series, &times, &form)?;
                notes.push(format!("the series are {found}, as their times show"));
                found
            }
        };
        form.place(frequency, &mut times);
        for regressor in regressors {
            match regressor.used(&series) {
                Use::Known(columns) => known.extend(columns),
                Use::Ignored(note) => notes.push(note),
            }
        }
        Ok(Self { names, series, times, values, regressors: known, form, frequency, notes })
    }

    pub(super) fn notes(&self) -> &[String] {
        &self.notes
    }

    pub(super) fn frequency(&self) -> Frequency {
        self.frequency
    }

    pub(super) fn time_form(&self) -> &TimeForm {
        &self.form
    }

    pub(super) fn series_count(&self) -> usize {
        self.names.len()
    }

    /// Every row: its series' place, its time, its value.
    pub(super) fn cells(&self) -> impl Iterator<Item = (u32, NaiveDateTime, f64)> {
        let cells = self.series.iter().zip(&self.times).zip(&self.values);
        cells.map(|((series, time), value)| (*series, local(*time), *value))
    }

    /// The last time with a value, of all series.
    pub(super) fn last_value(&self) -> Option<NaiveDateTime> {
        let known = self.times.iter().zip(&self.values).filter(|(_, value)| !value.is_nan());
        known.map(|(time, _)| *time).max().map(local)
    }

    /// The most rows that any series has after its last value.
    pub(super) fn rows_ahead(&self) -> usize {
        let ends = self.ends();
        let mut ahead: HashMap<u32, usize> = HashMap::new();
        for (series, time) in self.series.iter().zip(&self.times) {
            let after = ends.get(series).is_some_and(|(last, _)| time > last);
            *ahead.entry(*series).or_default() += usize::from(after);
        }
        ahead.into_values().max().unwrap_or(0)
    }

    /// Whether the series end together: nearly all have their last value at the same time, or all
    /// have rows at it or after. A series that has no value there was not observed of late.
    pub(super) fn end_together(&self) -> bool {
        let ends = self.ends();
        let Some(end) = ends.values().map(|(value, _)| *value).max() else { return false };
        let all_have_rows = ends.values().all(|(_, row)| *row >= end);
        let at_the_end = ends.values().filter(|(value, _)| *value == end).count();
        all_have_rows || at_the_end * 10 >= ends.len() * 9
    }

    /// The time of the last value and of the last row, of each series that has a value.
    fn ends(&self) -> HashMap<u32, (i64, i64)> {
        let mut ends: HashMap<u32, (i64, i64)> = HashMap::new();
        for ((series, time), value) in self.series.iter().zip(&self.times).zip(&self.values) {
            let (last_value, last_row) = ends.entry(*series).or_insert((i64::MIN, i64::MIN));
            *last_row = (*last_row).max(*time);
            if !value.is_nan() {
                *last_value = (*last_value).max(*time);
            }
        }
        ends.retain(|_, (value, _)| *value > i64::MIN);
        ends
    }

    /// The table that is forecast.
    pub(super) fn frame(&self) -> anyhow::Result<DataFrame> {
        let names: Vec<&str> =
            self.series.iter().map(|series| self.names[*series as usize].as_str()).collect();
        let times = Series::new("time".into(), &self.times)
            .cast(&DataType::Datetime(TimeUnit::Microseconds, None))?;
        let mut columns = vec![
            Series::new("series".into(), names).into_column(),
            times.into_column(),
            numbers("value", &self.values),
        ];
        columns.extend(self.regressors.iter().map(|(name, cells)| numbers(&free(name), cells)));
        Ok(DataFrame::new(self.series.len(), columns)?)
    }
}

/// A regressor may not be called what the table's own columns are.
fn free(name: &str) -> String {
    let taken = ["series", "time", "value"].contains(&name);
    if taken { format!("{name}_") } else { name.to_owned() }
}

fn numbers(name: &str, cells: &[f64]) -> Column {
    let cells: Vec<Option<f64>> =
        cells.iter().map(|number| (!number.is_nan()).then_some(*number)).collect();
    Series::new(name.into(), cells).into_column()
}

fn local(micros: i64) -> NaiveDateTime {
    DateTime::from_timestamp_micros(micros).unwrap_or_default().naive_utc()
}

/// A frequency in any spelling; a 1 before it is as if it were not there.
fn frequency(text: &str) -> anyhow::Result<Frequency> {
    let plain = text.trim();
    let one = plain.strip_prefix('1').filter(|rest| rest.starts_with(char::is_alphabetic));
    let plain = if plain.eq_ignore_ascii_case("7d") { "W" } else { one.unwrap_or(plain) };
    plain.parse().map_err(|error| anyhow::anyhow!("--freq: {error}"))
}

#[cfg(test)]
mod tests;
