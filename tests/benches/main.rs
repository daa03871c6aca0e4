//! Marea beside its rivals on the same machine in the same run: `bash tests/benches/run`.
//!
//! Writes go to a server over HTTP with every acknowledgement durable, and to PostgreSQL with
//! `synchronous_commit = on`; aggregates to the views, and to DuckDB over the same Parquet. Runs
//! alternate, and what is shown is the median of three. Words after the command limit it to those
//! parts: `batches singles visible views commands restart stock_at questions inflow pressure import
//! forecasts`, and `plans`, the last part of `forecasts`.

mod cache;
mod commands;
mod contest;
mod duckdb;
mod forecast;
mod load;
mod postgres;
mod process;
mod questions;
mod restart;
mod stock_at;
mod table;
mod wire;
mod workload;

use std::path::Path;

use anyhow::Result;
use marea_tests::{lake::LakeTable, repository::dataset, server::Store};

use crate::{contest::Contest, duckdb::DuckDb, postgres::Postgres};

const ORDER_BOOK: &str = "online_retail_2010-12_2011-08.csv.gz";

/// Whether a part that is also one of another was named itself.
fn wanted_alone(part: &str) -> bool {
    std::env::args().skip(1).any(|word| word == part)
}

/// Whether a part is to be measured: all are, unless some are named.
fn wanted(part: &str) -> bool {
    let named: Vec<_> = std::env::args().skip(1).filter(|word| !word.starts_with('-')).collect();
    named.is_empty() || named.iter().any(|name| name == part)
}

#[tokio::main]
async fn main() -> Result<()> {
    // Cargo passes `--bench`; what was asked for by `cargo test --benches` is not this.
    if !std::env::args().any(|argument| argument == "--bench") {
        return Ok(());
    }
    let postgres = Postgres::from_environment().await?;
    let mut contest = Contest::new(postgres, DuckDb::from_environment());
    // What was measured is shown, whatever became of the rest.
    let outcome = measure(&mut contest).await;
    table::print(&contest.measures);
    outcome
}

async fn measure(contest: &mut Contest) -> Result<()> {
    if ["batches", "singles", "visible", "views"].into_iter().any(wanted) {
        under_load(contest).await?;
    }
    if wanted("commands") {
        commands::measure(contest.postgres.as_ref(), &mut contest.measures).await?;
    }
    if wanted("restart") {
        restart::measure(&mut contest.measures).await?;
    }
    if wanted("stock_at") {
        let rivals = (contest.postgres.as_ref(), contest.duckdb.as_ref());
        stock_at::measure(rivals.0, rivals.1, &mut contest.measures).await?;
    }
    if wanted("questions") {
        questions::measure(contest.duckdb.as_ref(), &mut contest.measures).await?;
    }
    if wanted("inflow") {
        questions::inflow(&mut contest.measures).await?;
    }
    if wanted("pressure") {
        questions::pressure(&mut contest.measures).await?;
    }
    if wanted("forecasts") {
        let python = contest.duckdb.as_ref().map(DuckDb::python);
        forecast::measure(python, &mut contest.measures)?;
    }
    if wanted_alone("plans") {
        forecast::plans::measure(&mut contest.measures)?;
    }
    match dataset(ORDER_BOOK).filter(|_| wanted("import")) {
        Some(file) => real_shop(contest, &file).await,
        None => Ok(()),
    }
}

async fn under_load(contest: &mut Contest) -> Result<()> {
    let store = Store::new()?;
    let server = store.serve().start()?;
    contest.open(&server).await?;
    if wanted("batches") {
        contest.batches(&server).await?;
    }
    if wanted("singles") {
        contest.single_events(&server).await?;
    }
    contest.beside_postgres()?;
    if wanted("visible") {
        contest.visibility(&server).await?;
    }
    if wanted("views") {
        contest.inventory_view(&server, &store).await?;
    }
    server.stop()
}

async fn real_shop(contest: &mut Contest, file: &Path) -> Result<()> {
    let store = Store::new()?;
    contest.import(file, &store)?;
    // DuckDB reads what is sealed, so all of it is.
    let server = store.serve().with("--seal-seconds", 1).start()?;
    sealed(&store, "order_lines").await?;
    contest.revenue_view(&server, &store).await?;
    server.stop()
}

/// Waits until a table is in the lake, and for as long as it grows.
async fn sealed(store: &Store, table: &str) -> Result<()> {
    let mut before = 0;
    for _ in 0..60 {
        tokio::time::sleep(std::time::Duration::from_secs(3)).await;
        let rows = LakeTable::open(&store.data(), table)?.row_count()?;
        if rows > 0 && rows == before {
            return Ok(());
        }
        before = rows;
    }
    anyhow::bail!("{table} is not sealed")
}
