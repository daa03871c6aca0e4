//! The ledger in a table of DuckDB, filled from our lake: see `rivals/stock_ledger.py`.

use std::{
    io::Write as _,
    process::{Child, ChildStdout, Command, Stdio},
};

use anyhow::{Context as _, Result, ensure};
use marea_tests::{lake::LakeTable, repository::root};
use serde::Deserialize;
use serde_json::{Value, json};

use super::{RUNS, answer::Answer, question::Question};
use crate::{duckdb::DuckDb, table::progress};

/// What the script tells.
#[derive(Deserialize)]
struct Told {
    /// Of each question, what each run took.
    milliseconds: Vec<Vec<f64>>,
    /// The most memory while it answered, in mebibytes.
    memory: f64,
}

/// Starts the export of the ledger as CSV, in the order of the columns of
/// `rivals/stock_ledger.sql`.
pub(super) fn export(duckdb: &DuckDb, lake: &LakeTable) -> Result<(Child, ChildStdout)> {
    let mut child = start(duckdb, "export", &json!({ "files": lake.files }))?;
    let rows = child.stdout.take().context("no stdout")?;
    Ok((child, rows))
}

/// Fills a table, then asks all questions; gives the answers, and the most memory in mebibytes.
pub(super) fn ask(
    duckdb: &DuckDb,
    lake: &LakeTable,
    questions: &[Question],
) -> Result<(Vec<Answer>, f64)> {
    progress("DuckDB: all questions");
    let folder = tempfile::tempdir()?;
    let path = |number: usize| folder.path().join(format!("{number}.csv"));
    let asked = questions.iter().enumerate();
    let asked = asked.map(|(number, it)| json!({ "sql": it.theirs(), "file": path(number) }));
    let job = json!({
        "files": lake.files,
        "database": folder.path().join("ledger.duckdb"),
        "runs": RUNS + 1,
        "questions": asked.collect::<Vec<_>>(),
    });
    let output = start(duckdb, "time", &job)?.wait_with_output()?;
    ensure!(output.status.success(), "DuckDB failed");
    let told: Told = serde_json::from_slice(&output.stdout)?;
    ensure!(told.milliseconds.len() == questions.len(), "DuckDB left questions out");
    let answers = told.milliseconds.iter().enumerate();
    let answers = answers.map(|(number, took)| Answer::of(took, std::fs::read(path(number))?));
    Ok((answers.collect::<Result<_>>()?, told.memory))
}

fn start(duckdb: &DuckDb, mode: &str, job: &Value) -> Result<Child> {
    let mut child = Command::new(duckdb.python())
        .arg(root().join("tests/rivals/stock_ledger.py"))
        .arg(mode)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()?;
    child.stdin.take().context("no stdin")?.write_all(job.to_string().as_bytes())?;
    Ok(child)
}
