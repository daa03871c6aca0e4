//! The same questions to DuckDB and to ClickHouse: see `rivals/ask_questions.py`.

use std::{
    io::Write as _,
    path::Path,
    process::{Command, Stdio},
};

use anyhow::{Context as _, Result, ensure};
use marea_tests::{lake::LakeTable, repository::root};
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

use super::{
    RUNS,
    question::{Answer, Engine, Question},
};
use crate::table::progress;

/// Asks an engine all questions, one after the other, in one process.
pub(super) fn ask(
    python: &Path,
    engine: Engine,
    lake: &LakeTable,
    questions: &[Question],
) -> Result<Vec<Answer>> {
    progress(&format!("{}: all questions", engine.name()));
    let folder = tempfile::tempdir()?;
    let path = |place: usize| folder.path().join(format!("{place}.csv"));
    let asked = questions.iter().enumerate();
    let asked = asked.map(|(place, it)| json!({ "sql": it.of(engine), "file": path(place) }));
    let job = json!({
        "files": lake.files, "runs": RUNS + 1, "questions": asked.collect::<Vec<_>>(),
    });
    let took: Vec<Vec<f64>> = run(python, &["ask", engine.name()], &job)?;
    ensure!(took.len() == questions.len(), "{} left questions out", engine.name());
    let answers = took.iter().enumerate();
    answers.map(|(place, took)| Answer::of(took, std::fs::read(path(place))?)).collect()
}

/// How many questions DuckDB answers in a second to so many threads at once.
pub(super) fn together(
    python: &Path,
    lake: &LakeTable,
    questions: &[Question],
    clients: usize,
) -> Result<f64> {
    let asked: Vec<_> = questions.iter().map(|it| it.of(Engine::DuckDb)).collect();
    let job = json!({ "files": lake.files, "clients": clients, "questions": asked });
    run(python, &["together", "duckdb"], &job)
}

/// What an export tells.
#[derive(serde::Deserialize)]
pub(super) struct Exported {
    /// Until the first rows, in milliseconds.
    pub(super) first: f64,
    pub(super) rows: f64,
    pub(super) seconds: f64,
    /// The most memory of the process, in mebibytes.
    pub(super) memory: f64,
}

/// DuckDB's export of a selection as Arrow batches.
pub(super) fn export(python: &Path, lake: &LakeTable, sql: &str) -> Result<Exported> {
    run(python, &["export", "duckdb"], &json!({ "files": lake.files, "sql": sql }))
}

fn run<T: DeserializeOwned>(python: &Path, mode: &[&str], job: &Value) -> Result<T> {
    let mut child = Command::new(python)
        .arg(root().join("tests/rivals/ask_questions.py"))
        .args(mode)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()?;
    child.stdin.take().context("no stdin")?.write_all(job.to_string().as_bytes())?;
    let output = child.wait_with_output()?;
    ensure!(output.status.success(), "{mode:?} failed");
    // Engines may say something of their own before.
    let text = String::from_utf8(output.stdout)?;
    let last = text.lines().last().context("nothing was told")?;
    Ok(serde_json::from_str(last)?)
}
