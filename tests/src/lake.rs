//! The lake as a stranger sees it: Delta log files and Parquet, read without our reader.

use std::{
    collections::BTreeSet,
    fs::File,
    path::{Path, PathBuf},
};

use anyhow::{Context as _, Result};
use arrow::{
    array::AsArray as _,
    compute::cast,
    datatypes::{DataType, UInt64Type},
};
use parquet::arrow::{ProjectionMask, arrow_reader::ParquetRecordBatchReaderBuilder};
use serde_json::Value;

/// The fact tables that are sealed.
pub const FACT_TABLES: [&str; 5] =
    ["events", "order_lines", "order_status_changes", "payments", "stock_movements"];

/// One table of the lake, at its latest version.
#[derive(Debug)]
pub struct LakeTable {
    /// The Parquet files that the log says are part of it.
    pub files: Vec<PathBuf>,
}

impl LakeTable {
    /// Reads the log of a table of the store in this folder; a table never sealed has no files.
    ///
    /// # Errors
    /// Where a log file cannot be read.
    pub fn open(data: &Path, name: &str) -> Result<Self> {
        let folder = data.join("lake").join(name);
        let mut live = BTreeSet::new();
        for commit in commits(&folder.join("_delta_log"))? {
            for line in std::fs::read_to_string(&commit)?.lines() {
                apply(&mut live, &serde_json::from_str(line)?);
            }
        }
        Ok(Self { files: live.into_iter().map(|path| folder.join(path)).collect() })
    }

    /// How many rows it has, by the footers of its files.
    ///
    /// # Errors
    /// Where a file cannot be read.
    pub fn row_count(&self) -> Result<u64> {
        self.files.iter().map(|path| rows_by_footer(path)).sum()
    }

    /// A column of whole numbers.
    ///
    /// # Errors
    /// Where a file cannot be read or has no such column.
    pub fn numbers(&self, column: &str) -> Result<Vec<u64>> {
        let mut values = Vec::new();
        for array in self.column(column, &DataType::UInt64)? {
            values.extend(array.as_primitive::<UInt64Type>().iter().flatten());
        }
        Ok(values)
    }

    /// A column of texts.
    ///
    /// # Errors
    /// Where a file cannot be read or has no such column.
    pub fn texts(&self, column: &str) -> Result<Vec<String>> {
        let mut values = Vec::new();
        for array in self.column(column, &DataType::Utf8)? {
            values.extend(array.as_string::<i32>().iter().flatten().map(str::to_owned));
        }
        Ok(values)
    }

    fn column(&self, name: &str, data_type: &DataType) -> Result<Vec<arrow::array::ArrayRef>> {
        let mut arrays = Vec::new();
        for path in &self.files {
            let file = File::open(path).with_context(|| path.display().to_string())?;
            let builder = ParquetRecordBatchReaderBuilder::try_new(file)?;
            let mask = ProjectionMask::columns(builder.parquet_schema(), [name]);
            for batch in builder.with_projection(mask).build()? {
                let batch = batch?;
                let column = batch.column_by_name(name).with_context(|| format!("no {name}"))?;
                arrays.push(cast(column, data_type)?);
            }
        }
        Ok(arrays)
    }
}

fn rows_by_footer(path: &Path) -> Result<u64> {
    let file = File::open(path).with_context(|| path.display().to_string())?;
    let footer = ParquetRecordBatchReaderBuilder::try_new(file)?.metadata().file_metadata().clone();
    Ok(footer.num_rows().try_into()?)
}

fn commits(log: &Path) -> Result<Vec<PathBuf>> {
    if !log.exists() {
        return Ok(Vec::new());
    }
    let entries = std::fs::read_dir(log)?.map(|entry| Ok(entry?.path()));
    let mut paths = entries.collect::<Result<Vec<_>>>()?;
    paths.retain(|path| path.extension().is_some_and(|extension| extension == "json"));
    paths.sort();
    Ok(paths)
}

fn apply(live: &mut BTreeSet<String>, action: &Value) {
    if let Some(path) = action["add"]["path"].as_str() {
        live.insert(path.replace("%3D", "=").replace("%20", " "));
    }
    if let Some(path) = action["remove"]["path"].as_str() {
        live.remove(&path.replace("%3D", "=").replace("%20", " "));
    }
}
