//! Asking Marea: each question alone, the same of its views, and eight who ask at once.

use std::process::{Command, Stdio};

use anyhow::{Context as _, Result, ensure};
use futures::future::try_join_all;
use marea_tests::{lake::LakeTable, repository::root, server::Server, stopwatch::Stopwatch};

use super::{
    RUNS, compare,
    question::{Answer, Engine, Question},
    report::Column,
    rivals,
};
use crate::{
    duckdb::DuckDb,
    load,
    table::{Measure, Target, progress},
    wire::{Connection, sql_as_csv},
};

const CLIENTS: usize = 8;
/// What the issue aims at for a view over HTTP at any size, in milliseconds.
const LONGEST_VIEW: f64 = 10.0;
const VIEW_QUERIES: usize = 200;

/// Asks all questions, one after the other.
pub(super) async fn all(
    server: &Server,
    lake: &LakeTable,
    questions: &[Question],
) -> Result<Vec<Answer>> {
    let mut connection = Connection::to(server.address()).await?;
    let mut answers = Vec::new();
    for question in questions {
        progress(&format!("Marea: {}", question.name));
        forget(lake)?;
        let one = one(&mut connection, question).await;
        answers.push(one.with_context(|| question.name.clone())?);
    }
    Ok(answers)
}

async fn one(connection: &mut Connection, question: &Question) -> Result<Answer> {
    let request = sql_as_csv(question.of(Engine::Marea));
    let (mut took, mut csv) = (Vec::new(), Vec::new());
    for _ in 0..=RUNS {
        let watch = Stopwatch::start();
        let body = connection.exchange(&request).await?;
        took.push(watch.elapsed().as_secs_f64() * 1_000.0);
        csv = body.to_vec();
    }
    Answer::of(&took, csv)
}

/// Puts the files out of the system's cache.
fn forget(lake: &LakeTable) -> Result<()> {
    let mut command = Command::new("python3");
    command.arg(root().join("tests/rivals/forget_files.py")).args(&lake.files);
    ensure!(command.stdin(Stdio::null()).status()?.success(), "the cache cannot be emptied");
    Ok(())
}

/// Asks the views what the facts were asked, beside DuckDB's scan of the facts.
pub(super) async fn views(
    server: &Server,
    questions: &[Question],
    columns: &[Column],
    measures: &mut Vec<Measure>,
) -> Result<()> {
    let rival = columns.iter().find(|column| column.engine == Engine::DuckDb);
    for (place, question) in questions.iter().enumerate() {
        let Some(view) = question.view() else { continue };
        progress(&format!("its view: {}", question.name));
        let mut connection = Connection::to(server.address()).await?;
        let shown = connection.exchange(&sql_as_csv(view)).await?.to_vec();
        let facts = &columns[0].answers[place];
        compare::rows(question, &facts.csv, &shown).context("the view")?;
        let took = load::query(server.address(), view, VIEW_QUERIES).await?;
        let scan = rival.map(|rival| rival.answers[place].median());
        for (label, quantile, target) in
            [("p50", 0.5, Target::None), ("p95", 0.95, Target::AtMost(LONGEST_VIEW))]
        {
            let name = format!("{}, from its view beside DuckDB's scan, {label}", question.name);
            let took = took.value_at_quantile(quantile) as f64 / 1_000.0;
            measures.push(Measure::ours(name, "ms", took).beside(scan).aimed(target));
        }
    }
    Ok(())
}

/// Eight clients ask all questions at once, each beginning with another.
pub(super) async fn together(
    server: &Server,
    python: Option<&DuckDb>,
    lake: &LakeTable,
    questions: &[Question],
    measures: &mut Vec<Measure>,
) -> Result<()> {
    progress("eight clients at once");
    let requests: Vec<_> = questions.iter().map(|it| sql_as_csv(it.of(Engine::Marea))).collect();
    let watch = Stopwatch::start();
    let clients = (0..CLIENTS).map(|client| {
        let (address, requests) = (server.address().to_owned(), requests.clone());
        tokio::spawn(async move {
            let mut connection = Connection::to(&address).await?;
            for place in 0..requests.len() {
                let request = &requests[(place + client * 3) % requests.len()];
                connection.exchange(request).await?;
            }
            anyhow::Ok(())
        })
    });
    for client in try_join_all(clients.collect::<Vec<_>>()).await? {
        client?;
    }
    let asked = (CLIENTS * questions.len()) as f64;
    let ours = asked / watch.elapsed().as_secs_f64();
    let theirs = match python {
        Some(python) => Some(rivals::together(python.python(), lake, questions, CLIENTS)?),
        None => None,
    };
    let name = "questions answered to eight clients at once beside DuckDB";
    measures.push(Measure::ours(name, "1/s", ours).beside(theirs));
    Ok(())
}
