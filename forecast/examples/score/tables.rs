//! Files of series as tables, and forecasts as files.

use std::collections::{BTreeMap, BTreeSet};
use std::error::Error;
use std::fmt::Write as _;
use std::io::Read;

use chrono::{NaiveDate, NaiveDateTime};
use marea_forecast::Frequency;
use polars::prelude::{DataFrame, IntoColumn, NamedFrom, Series};

use super::arguments::{Arguments, Format};
use super::measures::Future;

/// Values by series and time.
pub(crate) type Values = BTreeMap<String, BTreeMap<NaiveDateTime, f64>>;

pub(crate) struct Sets {
    /// For the engine.
    pub(crate) train: DataFrame,
    /// The same, for scales: values that were observed.
    pub(crate) known: Values,
    pub(crate) test: Values,
}

/// One row of a long table: series, time, value, regressors.
type Row = (String, NaiveDateTime, Option<f64>, Vec<Option<f64>>);

impl Sets {
    pub(crate) fn read(arguments: &Arguments) -> Result<Self, Box<dyn Error>> {
        let [train, test] = &arguments.files;
        let (train, test) = (text(train)?, text(test)?);
        let (names, train, test) = match arguments.format {
            Format::Long => {
                let (names, rows) = long(&train, arguments.frequency)?;
                (names, rows, long(&test, arguments.frequency)?.1)
            }
            Format::M4 | Format::Carparts => {
                let (train, test) = wide(&train, &test, arguments.frequency);
                (Vec::new(), train, test)
            }
        };
        Ok(Self { known: values(&train), test: values(&test), train: table(&names, &train)? })
    }

    /// The longest future there is.
    pub(crate) fn horizon(&self) -> usize {
        self.test.values().map(BTreeMap::len).max().unwrap_or(1)
    }
}

fn text(file: &str) -> Result<String, Box<dyn Error>> {
    let bytes = std::fs::read(file).map_err(|error| format!("{file}: {error}"))?;
    let mut text = String::new();
    if file.ends_with(".gz") {
        flate2::read::GzDecoder::new(bytes.as_slice()).read_to_string(&mut text)?;
    } else {
        text = String::from_utf8(bytes)?;
    }
    Ok(text)
}

/// A time in any of the usual spellings, or the number of a period from 1.
fn time(text: &str, frequency: Frequency) -> Result<NaiveDateTime, String> {
    let start = NaiveDate::from_ymd_opt(2001, 1, 1).unwrap_or_default().into();
    let spelled = ["%Y-%m-%d %H:%M:%S", "%Y-%m-%d %H:%M", "%Y-%m-%dT%H:%M:%S"];
    let found = spelled.iter().find_map(|it| NaiveDateTime::parse_from_str(text, it).ok());
    let day = || NaiveDate::parse_from_str(text, "%Y-%m-%d").ok().map(NaiveDateTime::from);
    let number = || text.parse().ok().map(|period: i64| frequency.later(start, period - 1));
    found.or_else(day).or_else(number).ok_or_else(|| format!("{text:?} is no time"))
}

/// The names of the regressors, and all rows.
fn long(text: &str, frequency: Frequency) -> Result<(Vec<String>, Vec<Row>), String> {
    let mut lines = text.lines();
    let header = lines.next().unwrap_or_default().split(',').skip(3);
    let names: Vec<String> = header.map(str::to_owned).collect();
    let row = |line: &str| {
        let mut cells = line.split(',');
        let mut next = || cells.next().unwrap_or_default().trim_matches('"');
        let (name, at, value) = (next().to_owned(), time(next(), frequency)?, next().parse().ok());
        Ok((name, at, value, cells.map(|cell| cell.parse().ok()).collect()))
    };
    let rows = lines.map(row).collect::<Result<_, String>>()?;
    Ok((names, rows))
}

/// Rows of one series each; the test goes on where the training ends.
fn wide(train: &str, test: &str, frequency: Frequency) -> (Vec<Row>, Vec<Row>) {
    let start: NaiveDateTime = NaiveDate::from_ymd_opt(1901, 1, 1).unwrap_or_default().into();
    let cell = |cell: &str| cell.trim_matches('"').parse::<f64>().ok();
    let row = |line: &str| line.split(',').skip(1).map_while(cell).collect::<Vec<f64>>();
    let (mut known, mut future) = (Vec::new(), Vec::new());
    for (number, (train, test)) in train.lines().zip(test.lines()).enumerate().skip(1) {
        let (train, test) = (row(train), row(test));
        let at = |period: usize| frequency.later(start, i64::try_from(period).unwrap_or(0));
        let name = format!("{number:05}");
        let length = train.len();
        let one = |(period, value): (usize, f64)| (name.clone(), at(period), Some(value), vec![]);
        known.extend((0..).zip(train).map(one));
        future.extend((length..).zip(test).map(one));
    }
    (known, future)
}

fn values(rows: &[Row]) -> Values {
    let mut found = Values::new();
    for (name, time, value, _) in rows {
        if let Some(value) = value {
            found.entry(name.clone()).or_default().insert(*time, *value);
        }
    }
    found
}

fn table(names: &[String], rows: &[Row]) -> Result<DataFrame, Box<dyn Error>> {
    let series: Vec<&str> = rows.iter().map(|row| row.0.as_str()).collect();
    let times: Vec<NaiveDateTime> = rows.iter().map(|row| row.1).collect();
    let values: Vec<Option<f64>> = rows.iter().map(|row| row.2).collect();
    let mut columns = vec![
        Series::new("series".into(), series).into_column(),
        Series::new("time".into(), times).into_column(),
        Series::new("value".into(), values).into_column(),
    ];
    for (place, name) in names.iter().enumerate() {
        let cells: Vec<_> = rows.iter().map(|row| row.3.get(place).copied().flatten()).collect();
        columns.push(Series::new(name.as_str().into(), cells).into_column());
    }
    Ok(DataFrame::new_infer_height(columns)?)
}

/// Writes series, time, mean, lower, upper, model.
pub(crate) fn write(file: &str, future: &Future) -> Result<(), Box<dyn Error>> {
    let mut text = String::from("series,time,mean,lower,upper,model\n");
    let mut series: BTreeSet<&str> = BTreeSet::new();
    for (name, steps) in &future.steps {
        series.insert(name);
        for (time, step) in steps {
            let [mean, lower, upper] = step.values;
            writeln!(text, "{name},{time},{mean},{lower},{upper},{}", step.model)?;
        }
    }
    std::fs::write(file, text)?;
    Ok(())
}
