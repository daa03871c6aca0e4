//! What came out, as CSV in the form of the file that went in.

use std::{
    io::{self, Write},
    path::Path,
};

use marea_forecast::Outcome;
use polars::prelude::{AnyValue, Column, DataFrame, DataType};

use super::{FileArguments, request::Asked, time::TimeForm};
use crate::cli::sql::Output;

/// An outcome, and how to write it.
pub(super) struct Written<'a> {
    pub(super) outcome: &'a Outcome,
    pub(super) time: &'a TimeForm,
    pub(super) asked: &'a Asked,
}

impl Written<'_> {
    /// series, time, mean, lower, upper, model; with several levels each bound names its own.
    pub(super) fn forecasts(&self, file: Option<&Path>) -> anyhow::Result<()> {
        let frame = &self.outcome.forecasts;
        let only_level = self.asked.request.levels.len() == 1;
        let mut columns = vec![("series", "series"), ("time", "time"), ("value", "mean")];
        for name in frame.get_column_names().into_iter().map(|name| name.as_str()) {
            match name.split_once('_').map(|(bound, _)| bound) {
                Some("lower") if only_level => columns.push((name, "lower")),
                Some("upper") if only_level => columns.push((name, "upper")),
                Some("lower" | "upper") => columns.push((name, name)),
                _ => (),
            }
        }
        columns.push(("model", "model"));
        self.csv(frame, &columns, file)
    }

    pub(super) fn accuracy(&self, file: Option<&Path>) -> anyhow::Result<()> {
        self.whole(&self.outcome.accuracy, file)
    }

    /// The tables that are asked for besides.
    pub(super) fn extras(&self, asked: &FileArguments) -> anyhow::Result<()> {
        let tables = [
            (&asked.accuracy_by_horizon, &self.outcome.accuracy_by_horizon),
            (&asked.backtest, &self.outcome.backtest),
            (&asked.findings, &self.outcome.findings),
        ];
        for (file, frame) in tables {
            if let Some(file) = file {
                self.whole(frame, Some(file))?;
            }
        }
        Ok(())
    }

    /// Which series have no forecast, and why.
    pub(super) fn refused(&self) -> anyhow::Result<Vec<(String, String)>> {
        let frame = &self.outcome.refused;
        let texts = |name: &str| -> anyhow::Result<Vec<String>> {
            let cells = frame.column(name)?.str()?;
            Ok(cells.iter().map(|cell| cell.unwrap_or_default().to_owned()).collect())
        };
        Ok(texts("series")?.into_iter().zip(texts("reason")?).collect())
    }

    fn whole(&self, frame: &DataFrame, file: Option<&Path>) -> anyhow::Result<()> {
        let names = frame.get_column_names().into_iter().map(|name| name.as_str());
        let columns: Vec<(&str, &str)> = names.map(|name| (name, name)).collect();
        self.csv(frame, &columns, file)
    }

    /// Writes columns under the second of their names.
    fn csv(
        &self,
        frame: &DataFrame,
        columns: &[(&str, &str)],
        file: Option<&Path>,
    ) -> anyhow::Result<()> {
        let mut output = Output::open("csv", file)?;
        let mut writer = csv::Writer::from_writer(io::BufWriter::new(Sink(&mut output)));
        writer.write_record(columns.iter().map(|(_, name)| name))?;
        let cells = columns.iter().map(|(name, _)| frame.column(name));
        let cells: Vec<&Column> = cells.collect::<Result<_, _>>()?;
        for row in 0..frame.height() {
            for column in &cells {
                writer.write_field(self.cell(&column.get(row)?))?;
            }
            writer.write_record(None::<&[u8]>)?;
        }
        writer.flush()?;
        drop(writer);
        output.finish()
    }

    fn cell(&self, value: &AnyValue) -> String {
        match value {
            AnyValue::Null => String::new(),
            AnyValue::String(text) => (*text).to_owned(),
            AnyValue::StringOwned(text) => text.to_string(),
            AnyValue::Float64(number) => number.to_string(),
            AnyValue::Datetime(..) | AnyValue::DatetimeOwned(..) | AnyValue::Date(_) => {
                let micros = value.cast(&DATETIME);
                micros.extract::<i64>().map_or_else(String::new, |micros| self.time.written(micros))
            }
            other => other.to_string(),
        }
    }
}

const DATETIME: DataType = DataType::Datetime(polars::prelude::TimeUnit::Microseconds, None);

/// An output as a writer.
struct Sink<'a>(&'a mut Output);

impl Write for Sink<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.write(bytes).map(|()| bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
