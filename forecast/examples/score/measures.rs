//! The measures of the M4 and M5 competitions, over all series of a set.

use std::collections::BTreeMap;
use std::fmt;

use chrono::NaiveDateTime;
use marea_forecast::Outcome;
use polars::prelude::PolarsResult;

use super::arguments::{Arguments, Format};
use super::tables::Sets;

/// A forecast of one period.
pub(crate) struct Step {
    /// The value and its interval.
    pub(crate) values: [f64; 3],
    pub(crate) model: String,
}

/// Forecasts by series and time.
pub(crate) struct Future {
    pub(crate) steps: BTreeMap<String, BTreeMap<NaiveDateTime, Step>>,
}

impl Future {
    pub(crate) fn of(outcome: &Outcome) -> PolarsResult<Self> {
        let table = &outcome.forecasts;
        let names = table.column("series")?.str()?;
        let models = table.column("model")?.str()?;
        let times = table.column("time")?.datetime()?;
        let mut columns = Vec::new();
        for place in [3, 4, 5] {
            columns.push(table.columns()[place].f64()?);
        }
        let mut steps: BTreeMap<String, BTreeMap<NaiveDateTime, Step>> = BTreeMap::new();
        for (row, time) in times.as_datetime_iter().enumerate() {
            let value = |place: usize| columns[place].get(row).unwrap_or(f64::NAN);
            let values = [value(0), value(1), value(2)];
            let text = |cell: Option<&str>| cell.unwrap_or_default().to_owned();
            let step = Step { values, model: text(models.get(row)) };
            steps.entry(text(names.get(row))).or_default().insert(time.unwrap_or_default(), step);
        }
        Ok(Self { steps })
    }
}

/// Means over series of sMAPE, MASE, RMSSE, MSIS and pinball; WAPE, bias and coverage over all.
#[derive(Debug, Default)]
pub(crate) struct Measures {
    count: f64,
    smape: f64,
    scaled: [Mean; 4],
    absolute: f64,
    signed: f64,
    size: f64,
    inside: f64,
    seen: f64,
    level: f64,
    weekly: bool,
}

/// A mean over those series that have a scale.
#[derive(Debug, Default, Clone, Copy)]
struct Mean {
    sum: f64,
    count: f64,
}

impl Mean {
    fn add(&mut self, value: f64, scale: f64) {
        if scale > 0.0 {
            self.sum += value / scale;
            self.count += 1.0;
        }
    }

    fn mean(self) -> f64 {
        self.sum / self.count
    }
}

impl Measures {
    pub(crate) fn new(sets: &Sets, future: &Future, arguments: &Arguments) -> Self {
        let weekly = arguments.format == Format::M4;
        let mut found = Self { level: arguments.level, weekly, ..Self::default() };
        for (name, actual) in &sets.test {
            let (Some(known), Some(steps)) = (sets.known.get(name), future.steps.get(name)) else {
                continue;
            };
            let known: Vec<f64> = known.values().copied().collect();
            found.add(&known, actual, steps, arguments.scale_lag());
        }
        found
    }

    pub(crate) fn series(&self) -> usize {
        self.count as usize
    }

    fn add(
        &mut self,
        known: &[f64],
        actual: &BTreeMap<NaiveDateTime, f64>,
        steps: &BTreeMap<NaiveDateTime, Step>,
        lag: usize,
    ) {
        let scale = naive(known, lag, f64::abs);
        let mut sums = [0.0; 5];
        for (time, actual) in actual {
            let Some(step) = steps.get(time) else { continue };
            let [value, lower, upper] = step.values;
            let error = value - actual;
            let size = value.abs() + actual.abs();
            sums[0] += 1.0;
            sums[1] += if size > 0.0 { 200.0 * error.abs() / size } else { 0.0 };
            sums[2] += error.abs();
            sums[3] += error * error;
            let reach = 2.0 / (1.0 - self.level);
            sums[4] +=
                upper - lower + reach * ((lower - actual).max(0.0) + (actual - upper).max(0.0));
            self.signed += error;
            self.size += actual.abs();
            self.inside += f64::from(u8::from(lower <= *actual && *actual <= upper));
        }
        let [count, relative, absolute, squared, interval] = sums;
        if count == 0.0 {
            return;
        }
        self.count += 1.0;
        self.seen += count;
        self.absolute += absolute;
        self.smape += relative / count;
        self.scaled[0].add(absolute / count, scale);
        let square = naive(known, 1, |error| error * error);
        self.scaled[1].add((squared / count).sqrt(), square.sqrt());
        self.scaled[2].add(interval / count, scale);
        // An interval's score is its two pinball losses, times two over the share left out.
        self.scaled[3].add(interval / count * (1.0 - self.level) / 4.0, scale);
    }
}

/// The mean size of the errors of repeating the value `lag` ago.
fn naive(known: &[f64], lag: usize, size: impl Fn(f64) -> f64) -> f64 {
    let lag = if known.len() > lag { lag } else { 1 };
    let pairs = known.iter().zip(known.get(lag..).unwrap_or_default());
    let count = known.len().saturating_sub(lag).max(1);
    pairs.map(|(old, new)| size(new - old)).sum::<f64>() / count as f64
}

impl fmt::Display for Measures {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let [mase, rmsse, msis, pinball] = self.scaled.map(Mean::mean);
        let smape = self.smape / self.count;
        write!(out, "sMAPE {smape:.3} MASE {mase:.3} RMSSE {rmsse:.3}")?;
        write!(out, " WAPE {:.3} bias {:+.3}", self.absolute / self.size, self.signed / self.size)?;
        write!(out, " pinball {pinball:.4} MSIS {msis:.2}")?;
        write!(out, " coverage {:.3} of {}", self.inside / self.seen, self.level)?;
        if self.weekly {
            // Naive2's 9.161 and 2.777 are the competition's.
            write!(out, " OWA {:.3}", (smape / 9.161 + mase / 2.777) / 2.0)?;
        }
        Ok(())
    }
}
