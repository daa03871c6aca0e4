//! The ledger in PostgreSQL, copied from our lake.

use std::io::{Cursor, Read as _};

use anyhow::{Context as _, Result, ensure};
use futures::{SinkExt as _, TryStreamExt as _, pin_mut};
use marea_tests::{lake::LakeTable, repository::root, stopwatch::Stopwatch};
use tokio_postgres::Client;

use super::{RUNS, answer::Answer, duckdb, question::Question};
use crate::{duckdb::DuckDb, postgres::Postgres, table::progress};

/// What a careful user gives a session that reports: sums by 60,000 keys stay in memory.
const SESSION: &str = "SET work_mem = '256MB'; SET jit = off;";
const INDEX: &str = "CREATE INDEX ON stock_movements (sku, warehouse, occurred_at)";

/// Copies the ledger, then asks all questions.
pub(super) async fn ask(
    postgres: &Postgres,
    duckdb: Option<&DuckDb>,
    lake: &LakeTable,
    questions: &[Question],
) -> Result<Vec<Answer>> {
    let client = postgres.connect().await?;
    let reader = duckdb.context("PostgreSQL is filled by DuckDB, which is not there")?;
    progress("copying the ledger into PostgreSQL");
    copy(&client, reader, lake).await?;
    client.batch_execute(INDEX).await?;
    client.batch_execute("VACUUM (ANALYZE) stock_movements").await?;
    let client = postgres.connect().await?;
    client.batch_execute(SESSION).await?;
    let mut answers = Vec::new();
    for question in questions {
        progress(&format!("PostgreSQL: {}", question.name()));
        answers.push(time(&client, &question.theirs()).await?);
    }
    Ok(answers)
}

async fn copy(client: &Client, reader: &DuckDb, lake: &LakeTable) -> Result<()> {
    let layout = std::fs::read_to_string(root().join("tests/rivals/stock_ledger.sql"))?;
    client.batch_execute(&layout).await?;
    let (mut export, mut rows) = duckdb::export(reader, lake)?;
    let sink = client.copy_in("COPY stock_movements FROM STDIN (FORMAT csv)").await?;
    pin_mut!(sink);
    loop {
        let mut chunk = vec![0; 1 << 20];
        let read = tokio::task::block_in_place(|| rows.read(&mut chunk))?;
        if read == 0 {
            break;
        }
        chunk.truncate(read);
        sink.send(Cursor::new(chunk)).await?;
    }
    let copied = sink.finish().await?;
    ensure!(export.wait()?.success(), "the export from the lake failed");
    let rows = lake.row_count()?;
    ensure!(copied == rows, "{copied} of {rows} rows were copied");
    Ok(())
}

async fn time(client: &Client, sql: &str) -> Result<Answer> {
    let copy = format!("COPY ({sql}) TO STDOUT (FORMAT csv, HEADER)");
    let mut took = Vec::new();
    let mut csv = Vec::new();
    for _ in 0..=RUNS {
        let watch = Stopwatch::start();
        let rows = client.copy_out(&copy).await?;
        let answer = rows.try_fold(Vec::new(), |mut whole, chunk| async move {
            whole.extend_from_slice(&chunk);
            Ok(whole)
        });
        csv = answer.await?;
        took.push(watch.elapsed().as_secs_f64() * 1_000.0);
    }
    Answer::of(&took, csv)
}
