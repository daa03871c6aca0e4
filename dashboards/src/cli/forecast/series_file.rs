//! Forecasts of the series in a file: read, ask, write.

mod columns;
mod gaps;
mod header;
mod number;
mod regressor;
mod request;
mod rows;
mod source;
mod time;
mod written;

use std::path::{Path, PathBuf};

use anyhow::Context as _;
use clap::{Args, ValueEnum};
use indicatif::ProgressBar;

use self::{request::asked, rows::Rows, written::Written};
use super::ForecastArguments;
use crate::cli::{complain, spinner::spinner};

/// How a file of series is read and forecast.
#[derive(Args)]
pub(super) struct FileArguments {
    /// A file of series, CSV (also gzipped) or Parquet; - for standard input.
    #[arg(long, value_name = "FILE")]
    input: Option<PathBuf>,
    /// How long a period is: 5min 10min 15min 30min H D W M Q Y, in pandas' or plain words (hourly).
    /// Found from the times where it is left out.
    #[arg(long, visible_alias = "frequency", requires = "input")]
    freq: Option<String>,
    /// Length of a season in periods, as 7 or 365.25; repeat it, or separate by commas. What is
    /// usual for the frequency where it is left out.
    #[arg(long, value_delimiter = ',', requires = "input")]
    season: Vec<f64>,
    /// Periods ahead. What rows of the future there are where it is left out, or else 28.
    #[arg(long, requires = "input")]
    horizon: Option<usize>,
    /// Probability of the interval, as 0.95 (or 95); repeat it, or separate by commas. 0.95 where
    /// it is left out.
    #[arg(long, value_delimiter = ',', requires = "input")]
    level: Vec<f64>,
    /// What a period without a row means.
    #[arg(long, value_enum, default_value = "auto", requires = "input")]
    missing: MissingRows,
    /// Public holidays that the models know, as ES (ISO 3166). None where it is left out.
    #[arg(long, value_name = "CODE", requires = "input")]
    country: Option<String>,
    /// The last complete period of all series, in the form of the file's times. Each series' own
    /// last value where it is left out.
    #[arg(long, value_name = "TIME", requires = "input")]
    origin: Option<String>,
    /// Learn from each series alone, not across them.
    #[arg(long, requires = "input")]
    no_pooling: bool,
    /// Which column names the series.
    #[arg(long, value_name = "COLUMN", requires = "input")]
    series_column: Option<String>,
    /// Which column holds the time.
    #[arg(long, value_name = "COLUMN", requires = "input")]
    time_column: Option<String>,
    /// Which column holds the value.
    #[arg(long, value_name = "COLUMN", requires = "input")]
    value_column: Option<String>,
    /// A column to leave out; repeat it, or separate by commas.
    #[arg(long, value_name = "COLUMN", value_delimiter = ',', requires = "input")]
    ignore: Vec<String>,
    /// The error by steps ahead, to a file.
    #[arg(long, value_name = "FILE", requires = "input")]
    accuracy_by_horizon: Option<PathBuf>,
    /// The last back-test beside what came, to a file.
    #[arg(long, value_name = "FILE", requires = "input")]
    backtest: Option<PathBuf>,
    /// What was seen in the history (outliers, level shifts …), to a file.
    #[arg(long, value_name = "FILE", requires = "input")]
    findings: Option<PathBuf>,
}

impl FileArguments {
    pub(super) fn input(&self) -> Option<&Path> {
        self.input.as_deref()
    }
}

/// What a period without a row means.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum MissingRows {
    /// Closed where hours or days of the week never have rows; no demand where the file never
    /// writes a zero; not known otherwise.
    Auto,
    /// There was no demand.
    Zero,
    /// It was not observed.
    Unknown,
    /// Hours or days of the week that never have rows are closed, also ahead.
    Closed,
}

pub(super) fn forecast(input: &Path, arguments: &ForecastArguments) -> anyhow::Result<()> {
    let file = &arguments.file;
    let progress = spinner()?;
    let rows = read(input, file, &progress)?;
    let asked = asked(&rows, file)?;
    for note in rows.notes().iter().chain(&asked.notes) {
        progress.suspend(|| complain(note));
    }
    progress.set_message(format!("forecasting {} series", rows.series_count()));
    let outcome = marea_forecast::forecast(&rows.frame()?, &asked.request)?;
    progress.set_message("writing");
    let written = Written { outcome: &outcome, time: rows.time_form(), asked: &asked };
    let refused = written.refused()?;
    progress.suspend(|| name_refused(&refused));
    anyhow::ensure!(refused.len() < rows.series_count(), "no series has enough history");
    written.extras(file)?;
    if let Some(path) = arguments.accuracy_file() {
        written.accuracy(Some(path))?;
    }
    if arguments.only_accuracy() {
        written.accuracy(arguments.output_file())?;
    } else {
        written.forecasts(arguments.output_file())?;
    }
    let (made, of) = (rows.series_count() - refused.len(), rows.series_count());
    let took = progress.elapsed().as_secs_f64();
    progress.finish_and_clear();
    complain(&format!("{made} of {of} series forecast in {took:.1} s"));
    let found = outcome.findings.height();
    if found > 0 && file.findings.is_none() {
        complain(&format!("{found} findings in the histories: --findings FILE tells them"));
    }
    Ok(())
}

fn read(input: &Path, file: &FileArguments, progress: &ProgressBar) -> anyhow::Result<Rows> {
    let named = if input.as_os_str() == super::STANDARD {
        "standard input".to_owned()
    } else {
        input.display().to_string()
    };
    progress.set_message(format!("reading {named}"));
    let seen = |rows: usize| progress.set_message(format!("reading {named}: {rows} rows"));
    let rows = source::open(input).and_then(|source| Rows::read(source, file, seen));
    rows.with_context(|| named.clone())
}

/// Series without a forecast are named one by one up to this many.
const NAMED: usize = 10;

fn name_refused(refused: &[(String, String)]) {
    for (name, reason) in refused.iter().take(NAMED) {
        complain(&format!("no forecast of \"{name}\": {reason}"));
    }
    if refused.len() > NAMED {
        complain(&format!("and none of {} more series", refused.len() - NAMED));
    }
}

#[cfg(test)]
mod tests;
