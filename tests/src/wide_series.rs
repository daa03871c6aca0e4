//! Public sets that lie a series a row: its name first, its values after it.

use std::{fs::File, path::Path};

use anyhow::{Context as _, Result};
use flate2::read::GzDecoder;

/// A series of such a file.
#[derive(Debug)]
pub struct WideSeries {
    /// Its name.
    pub name: String,
    /// Its values, oldest first; not a number where there was none among them.
    pub values: Vec<f64>,
}

/// Reads a gzipped file, in its order.
///
/// # Errors
/// Where it cannot be read or a value is no number.
pub fn read(path: &Path) -> Result<Vec<WideSeries>> {
    let file = File::open(path).with_context(|| path.display().to_string())?;
    let mut reader = csv::ReaderBuilder::new().flexible(true).from_reader(GzDecoder::new(file));
    reader.records().map(|record| series(&record?)).collect()
}

fn series(record: &csv::StringRecord) -> Result<WideSeries> {
    let mut fields = record.iter();
    let name = fields.next().context("a row without a name")?.to_owned();
    let mut values = fields
        .map(|field| match field {
            "" | "NA" => Ok(f64::NAN),
            number => number.parse().with_context(|| format!("{name}: `{number}` is no number")),
        })
        .collect::<Result<Vec<f64>>>()?;
    // Rows are as long as the longest.
    values.truncate(values.iter().rposition(|it| !it.is_nan()).map_or(0, |last| last + 1));
    Ok(WideSeries { name, values })
}
