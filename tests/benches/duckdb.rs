//! The same aggregates in DuckDB, over the Parquet files that the lake's log names.

use std::{
    io::Write as _,
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

use anyhow::{Context as _, Result, ensure};
use marea_tests::{lake::LakeTable, repository::root};
use serde_json::Value;

/// A Python interpreter with DuckDB in it.
pub(crate) struct DuckDb {
    python: PathBuf,
}

/// What a query took, in milliseconds, in rising order.
pub(crate) struct Timed(Vec<f64>);

impl Timed {
    pub(crate) fn quantile(&self, quantile: f64) -> f64 {
        let last = self.0.len().saturating_sub(1);
        let place = (quantile * last as f64).round() as usize;
        self.0.get(place).copied().unwrap_or(f64::NAN)
    }
}

impl DuckDb {
    /// The one that `MAREA_BENCH_PYTHON` names, if it does.
    pub(crate) fn from_environment() -> Option<Self> {
        Some(Self { python: std::env::var_os("MAREA_BENCH_PYTHON")?.into() })
    }

    /// The interpreter.
    pub(crate) fn python(&self) -> &Path {
        &self.python
    }

    /// Times a query in which `{table}` stands for the files of a fact table.
    pub(crate) fn time(
        &self,
        data: &Path,
        table: &str,
        query: &str,
        times: usize,
    ) -> Result<Timed> {
        let files = LakeTable::open(data, table)?.files;
        ensure!(!files.is_empty(), "nothing of {table} is sealed");
        let names = files.iter().map(|file| format!("'{}'", file.display())).collect::<Vec<_>>();
        let query = query.replace("{table}", &format!("read_parquet([{}])", names.join(", ")));
        let mut child = Command::new(&self.python)
            .arg(root().join("tests/rivals/time_query.py"))
            .arg(times.to_string())
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()?;
        child.stdin.take().context("no stdin")?.write_all(query.as_bytes())?;
        let output = child.wait_with_output()?;
        ensure!(output.status.success(), "DuckDB failed");
        let answer: Value = serde_json::from_slice(&output.stdout)?;
        let figures = answer["milliseconds"].as_array().context("no figures")?;
        Ok(Timed(figures.iter().filter_map(Value::as_f64).collect()))
    }
}
