//! Answers of the contestants: how long they took, and whether they say the same.

use std::{collections::BTreeMap, str::FromStr as _};

use anyhow::{Context as _, Result, ensure};
use rust_decimal::{Decimal, prelude::ToPrimitive as _};

/// A contestant's answer to a question, as CSV with a heading.
pub(super) struct Answer {
    first: f64,
    middle: f64,
    csv: Vec<u8>,
}

/// Figures by SKU and warehouse; where all are 0, there is no entry.
type Figures = BTreeMap<(String, String), Vec<Decimal>>;

impl Answer {
    /// An answer with the milliseconds of each run, the first of them cold.
    pub(super) fn of(took: &[f64], csv: Vec<u8>) -> Result<Self> {
        let (first, rest) = took.split_first().context("never asked")?;
        let mut rest = rest.to_vec();
        rest.sort_by(f64::total_cmp);
        let middle = *rest.get(rest.len() / 2).context("asked only once")?;
        Ok(Self { first: *first, middle, csv })
    }

    /// What the first run took, in milliseconds.
    pub(super) fn first(&self) -> f64 {
        self.first
    }

    /// What the run in the middle of the others took, in milliseconds.
    pub(super) fn middle(&self) -> f64 {
        self.middle
    }

    fn figures(&self, columns: &[&str]) -> Result<Figures> {
        let mut reader = csv::Reader::from_reader(self.csv.as_slice());
        let heading = reader.headers()?.clone();
        let place = |name: &str| {
            let found = heading.iter().position(|column| column == name);
            found.with_context(|| format!("no column {name} in {heading:?}"))
        };
        let (sku, warehouse) = (place("sku")?, place("warehouse")?);
        let places = columns.iter().map(|name| place(name)).collect::<Result<Vec<_>>>()?;
        let mut figures = Figures::new();
        for record in reader.records() {
            let record = record?;
            let row = places.iter().map(|&at| decimal(&record[at])).collect::<Result<Vec<_>>>()?;
            if row.iter().any(|figure| !figure.is_zero()) {
                let key = (record[sku].to_owned(), record[warehouse].to_owned());
                let again = figures.insert(key, row);
                ensure!(again.is_none(), "{} is told of twice", &record[sku]);
            }
        }
        ensure!(!figures.is_empty(), "an answer without figures");
        Ok(figures)
    }
}

fn decimal(cell: &str) -> Result<Decimal> {
    match cell {
        "" => Ok(Decimal::ZERO),
        cell => Ok(Decimal::from_str(cell).or_else(|_| Decimal::from_scientific(cell))?),
    }
}

/// Holds two answers against each other.
///
/// # Errors
/// Where they differ in any of these columns, for any SKU and warehouse.
pub(super) fn agree(ours: &Answer, theirs: &Answer, columns: &[&str]) -> Result<()> {
    let (ours, theirs) = (ours.figures(columns)?, theirs.figures(columns)?);
    for (key, figures) in &ours {
        let other = theirs.get(key);
        ensure!(other == Some(figures), "{key:?}, {columns:?}: {figures:?}, but {other:?}");
    }
    let extra = theirs.keys().find(|key| !ours.contains_key(*key));
    ensure!(extra.is_none(), "{extra:?} is told of by one only");
    Ok(())
}

/// The sum of a column.
///
/// # Errors
/// Where there is no such column, or it holds anything but numbers.
pub(super) fn total(answer: &Answer, column: &str) -> Result<f64> {
    let total: Decimal = answer.figures(&[column])?.values().flatten().sum();
    total.to_f64().context("too large")
}
