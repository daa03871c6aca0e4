//! DuckDB, with its own reader of Delta tables, reads the lake without us and finds the rows and
//! sums that SQL shows.

use std::process::Command;

use anyhow::{Context as _, Result, ensure};
use marea_tests::{
    binary::finish,
    client::decimal,
    environment::{generator, python, skip},
    lake::FACT_TABLES,
    repository::root,
    server::Store,
    traffic::{Traffic, opening},
};
use serde_json::Value;

#[tokio::test]
async fn another_engine_reads_the_lake() -> Result<()> {
    let Some(python) = python() else {
        skip("another_engine_reads_the_lake", "no Python with DuckDB; tests/run furnishes one");
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
    for table in FACT_TABLES.into_iter().filter(|table| *table != "payments") {
        let mut command = Command::new(&python);
        command.arg(root().join("tests/rivals/read_lake.py"));
        let read = finish({
            command.arg(store.data().join("lake").join(table)).arg(table);
            command
        })?;
        ensure!(read.code == 0, "{table}: {}", read.stderr);
        let theirs: Value = serde_json::from_str(&read.stdout)?;
        let newest = theirs["newest"].as_u64().context("nothing sealed")?;
        ensure!(theirs["rows"].as_u64() > Some(400), "{table}: {theirs}");
        for (column, sql) in [("rows", "count(*)"), ("sum", sum(table))] {
            let ours = format!("SELECT {sql} FROM {table} WHERE lsn <= {newest}");
            let (ours, theirs) = (client.number(&ours).await?, decimal(&theirs[column])?);
            ensure!(ours == theirs, "{table}: {sql} is {ours} here and {theirs} there");
        }
    }
    server.stop()
}

/// One exact figure of each table; the script asks for the same.
fn sum(table: &str) -> &'static str {
    match table {
        "order_lines" => "sum(quantity * unit_price)",
        "stock_movements" => "sum(on_hand_change) + sum(committed_change)",
        _ => "sum(lsn)",
    }
}
