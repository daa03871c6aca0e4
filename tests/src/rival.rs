//! Other engines, run by the Python that `tests/run` furnished.

use std::{
    collections::BTreeMap,
    io::Write as _,
    path::Path,
    process::{Command, Stdio},
};

use anyhow::{Context as _, Result, ensure};
use serde_json::{Value, json};

use crate::{binary::finish, lake::FACT_TABLES, repository::root};

/// Exit code of a script whose engine is not installed.
const MISSING: i32 = 3;

/// What an engine found in a table of the lake.
#[derive(Debug)]
pub struct Found {
    /// How many rows.
    pub rows: u64,
    /// The highest LSN.
    pub newest: u64,
    /// One exact figure of the table: see `rivals/read_lake.py`.
    pub sum: String,
}

/// Reads a table of a store's lake with an engine: `duckdb`, `polars` or `deltalake`. Nothing where
/// it is not installed.
///
/// # Errors
/// Where it cannot read the table.
pub fn read_lake(python: &Path, engine: &str, data: &Path, table: &str) -> Result<Option<Found>> {
    let mut command = Command::new(python);
    command.arg(root().join("tests/rivals/read_lake.py")).arg(engine);
    command.arg(data.join("lake").join(table)).arg(table);
    let read = finish(command)?;
    if read.code == MISSING {
        return Ok(None);
    }
    ensure!(read.code == 0, "{engine}, {table}: {}", read.stderr);
    let told: Value = serde_json::from_str(&read.stdout)?;
    let number = |name: &str| told[name].as_u64().with_context(|| format!("no {name}: {told}"));
    let sum = told["sum"].as_str().context("no sum")?.to_owned();
    Ok(Some(Found { rows: number("rows")?, newest: number("newest")?, sum }))
}

/// The answers of DuckDB to queries over a store's lake, with instants cut in a time zone: rows of
/// texts and nulls, or its refusal.
///
/// # Errors
/// Where DuckDB cannot read the lake.
pub fn duckdb(
    python: &Path,
    data: &Path,
    zone: &str,
    queries: &[&str],
) -> Result<Vec<Result<Rows, String>>> {
    let folders = FACT_TABLES.map(|table| (table, data.join("lake").join(table)));
    let tables: BTreeMap<_, _> = folders.into_iter().filter(|(_, it)| it.exists()).collect();
    // A file rather than a pipe: what nobody reads yet would stop the script.
    let mut job = tempfile::tempfile()?;
    let asked = json!({ "tables": tables, "zone": zone, "queries": queries });
    job.write_all(asked.to_string().as_bytes())?;
    std::io::Seek::rewind(&mut job)?;
    let mut command = Command::new(python);
    command.arg(root().join("tests/rivals/run_queries.py")).stdin(Stdio::from(job));
    let told = finish(command)?;
    ensure!(told.code == 0, "DuckDB: {}", told.stderr);
    let answers: Vec<_> = told.stdout.lines().map(answer).collect::<Result<_>>()?;
    ensure!(answers.len() == queries.len(), "{} answers of {}", answers.len(), queries.len());
    Ok(answers)
}

/// Rows of texts, truths and nulls.
pub type Rows = Vec<Vec<Value>>;

fn answer(line: &str) -> Result<Result<Rows, String>> {
    let mut told: Value = serde_json::from_str(line)?;
    match told["error"].as_str() {
        Some(error) => Ok(Err(error.to_owned())),
        None => Ok(Ok(serde_json::from_value(told["rows"].take())?)),
    }
}
