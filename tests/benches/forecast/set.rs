//! A set of series that forecasters are judged on, and the files that they are given.

use std::{ops::RangeInclusive, path::Path};

use anyhow::Result;
use chrono::NaiveDateTime;
use marea_tests::scoring::{Reality, Rules};

/// The probability that all intervals are asked for.
pub(super) const LEVEL: f64 = 0.95;
/// How times are written to the files.
const TIME: &str = "%Y-%m-%d %H:%M:%S";

/// Measures that something is aimed at, as the table names them.
pub(super) const OWA: &str = "OWA";
pub(super) const RMSSE: &str = "RMSSE";
pub(super) const BIAS: &str = "bias";
pub(super) const COVERAGE: &str = "coverage of 95 %";
pub(super) const MSIS: &str = "MSIS of 95 %";

/// One series with what came after its origin.
#[derive(Clone)]
pub(super) struct Series {
    pub(super) name: String,
    pub(super) times: Vec<NaiveDateTime>,
    /// As many as times; not a number where nothing was observed.
    pub(super) values: Vec<f64>,
    /// What is known ahead: a row a time, a figure for each of the set's regressors.
    pub(super) regressors: Vec<Vec<f64>>,
}

impl Series {
    /// A series without regressors.
    pub(super) fn plain(name: String, times: Vec<NaiveDateTime>, values: Vec<f64>) -> Self {
        Self { name, times, values, regressors: Vec::new() }
    }
}

/// Which measure the contest is about.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Main {
    /// Overall weighted average, as in the M4.
    Owa,
    /// Root mean squared scaled error, as in the M5.
    Rmsse,
}

impl Main {
    /// As the table names it.
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Owa => OWA,
            Self::Rmsse => RMSSE,
        }
    }
}

/// Series that are forecast together.
pub(super) struct Set {
    pub(super) name: &'static str,
    /// As `marea forecast --freq` has it.
    pub(super) frequency: &'static str,
    /// Lengths of the seasons in periods.
    pub(super) seasons: Vec<f64>,
    /// Periods that are forecast: the last ones of every series.
    pub(super) horizon: usize,
    /// Lag of the naive forecast that scales MASE.
    pub(super) lag: usize,
    /// As `marea forecast --missing` has it.
    pub(super) missing: &'static str,
    pub(super) regressors: Vec<&'static str>,
    pub(super) main: Main,
    /// By measure, between which figures ours is to lie. The main measure, where it is not among
    /// them, is to beat statsforecast's.
    pub(super) aims: Vec<(&'static str, RangeInclusive<f64>)>,
    pub(super) series: Vec<Series>,
}

impl Set {
    /// How its forecasts are scored.
    pub(super) fn rules(&self) -> Rules {
        Rules { lag: self.lag, level: LEVEL }
    }

    /// What is aimed at by a measure.
    pub(super) fn aim(&self, measure: &str) -> Option<&RangeInclusive<f64>> {
        self.aims.iter().find(|(name, _)| *name == measure).map(|(_, range)| range)
    }

    /// Of a series: what was known, and what came.
    pub(super) fn reality(&self, series: &Series) -> Reality {
        let (past, future) = series.values.split_at(self.origin(series));
        Reality { past: past.to_vec(), future: future.to_vec() }
    }

    /// The times that a series is forecast for.
    pub(super) fn ahead<'a>(&self, series: &'a Series) -> &'a [NaiveDateTime] {
        series.times.get(self.origin(series)..).unwrap_or_default()
    }

    /// How many values are known.
    pub(super) fn rows(&self) -> usize {
        self.series.iter().map(|series| self.origin(series)).sum()
    }

    fn origin(&self, series: &Series) -> usize {
        series.times.len().saturating_sub(self.horizon)
    }

    /// Writes `train.csv`, with the regressors of the horizon where there are some, and
    /// `future.csv`, the times to forecast. What came is in neither.
    pub(super) fn write(&self, folder: &Path) -> Result<()> {
        let mut train = csv::Writer::from_path(folder.join("train.csv"))?;
        let mut future = csv::Writer::from_path(folder.join("future.csv"))?;
        train.write_record(["series", "time", "value"].iter().chain(&self.regressors))?;
        future.write_record(["series", "time"])?;
        for series in &self.series {
            let origin = self.origin(series);
            for (place, time) in series.times.iter().enumerate() {
                let time = time.format(TIME).to_string();
                let known = place < origin;
                if !known {
                    future.write_record([&series.name, &time])?;
                }
                if known || !self.regressors.is_empty() {
                    train.write_record(self.row(series, place, &time, known))?;
                }
            }
        }
        train.flush()?;
        Ok(future.flush()?)
    }

    fn row(&self, series: &Series, place: usize, time: &str, known: bool) -> Vec<String> {
        let value = series.values[place];
        let value = if known && !value.is_nan() { value.to_string() } else { String::new() };
        let mut row = vec![series.name.clone(), time.to_owned(), value];
        let regressors = series.regressors.get(place).into_iter().flatten();
        row.extend(regressors.map(f64::to_string));
        row
    }
}
