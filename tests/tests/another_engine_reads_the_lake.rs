//! DuckDB, polars and the Delta reader of Python read the lake without us, each with its own
//! reader and while it is written, and find the rows and sums that SQL shows.

use std::path::Path;

use anyhow::{Result, ensure};
use marea_tests::{
    client::{Client, decimal},
    environment::{generator, python, skip},
    rival::{Found, read_lake},
    server::{Server, Store},
    traffic::{Traffic, opening},
};
use serde_json::json;

const TABLES: [&str; 4] = ["events", "order_lines", "order_status_changes", "stock_movements"];

#[tokio::test]
async fn duckdb_reads_the_lake() -> Result<()> {
    check("duckdb").await
}

#[tokio::test]
async fn polars_reads_the_lake() -> Result<()> {
    check("polars").await
}

#[tokio::test]
async fn the_delta_reader_of_python_reads_the_lake() -> Result<()> {
    check("deltalake").await
}

async fn check(engine: &str) -> Result<()> {
    let Some(python) = python() else {
        skip(engine, "no Python with other engines; tests/run furnishes one");
        return Ok(());
    };
    let store = Store::new()?;
    let server = store.serve().with("--seal-rows", 500).start()?;
    let client = server.client()?;
    client.record(&opening()).await?;
    let mut writer = Traffic::new(0, generator());
    while writer.acknowledged.len() < 3_000 {
        ensure!(writer.post(&client).await?, "no answer");
    }
    let writing = tokio::spawn(write(server.client()?, writer));
    let outcome = compare(&server, &store, engine, &python).await;
    writing.abort();
    outcome?;
    server.stop()
}

/// Goes on writing until it is stopped, no faster than a shop does.
async fn write(client: Client, mut writer: Traffic) -> Result<()> {
    while writer.post(&client).await? {
        tokio::time::sleep(std::time::Duration::from_millis(50)).await;
    }
    Ok(())
}

async fn compare(server: &Server, store: &Store, engine: &str, python: &Path) -> Result<()> {
    for table in TABLES {
        let (python, data) = (python.to_owned(), store.data());
        let name = engine.to_owned();
        let read = move || read_lake(&python, &name, &data, table);
        let Some(theirs) = tokio::task::spawn_blocking(read).await?? else {
            skip(engine, "not installed");
            return Ok(());
        };
        agree(&server.client()?, table, &theirs).await?;
    }
    Ok(())
}

async fn agree(client: &Client, table: &str, theirs: &Found) -> Result<()> {
    ensure!(theirs.rows > 400, "{table}: {theirs:?}");
    let figures = [("count(*)", theirs.rows.to_string()), (sum(table), theirs.sum.clone())];
    for (sql, theirs_told) in figures {
        let ours = format!("SELECT {sql} FROM {table} WHERE lsn <= {}", theirs.newest);
        let (ours, theirs) = (client.number(&ours).await?, decimal(&json!(theirs_told))?);
        ensure!(ours == theirs, "{table}: {sql} is {ours} here and {theirs} there");
    }
    Ok(())
}

/// One exact figure of each table; the script asks for the same.
fn sum(table: &str) -> &'static str {
    match table {
        "order_lines" => "sum(quantity * unit_price)",
        "stock_movements" => "sum(on_hand_change) + sum(committed_change)",
        _ => "sum(lsn)",
    }
}
