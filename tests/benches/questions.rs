//! Twenty questions that managers and analysts ask, over ten million order lines: of Marea over
//! HTTP, and of DuckDB and ClickHouse (chDB) within a process of Python over the same Parquet.
//!
//! Cold is the first time in a process that was just started, with the files out of the system's
//! cache; warm is the median of some times after that. Answers must agree, or the bench fails.

mod ask;
mod compare;
mod export;
mod fill;
mod inflow;
mod pressure;
mod question;
mod report;
mod rivals;
mod shop;

use anyhow::{Result, ensure};
use marea_tests::lake::LakeTable;

use self::{
    question::{Engine, Question},
    report::Column,
};
use crate::{
    cache::{CachedStore, Filled, size},
    duckdb::DuckDb,
    process::idle,
    table::{Measure, progress},
};

/// Times that each question is asked after the first.
const RUNS: usize = 5;

/// A store with so many order lines as `MAREA_BENCH_LINES` says, and how it was filled.
async fn filled_store() -> Result<(CachedStore, Filled, usize)> {
    let lines = size("MAREA_BENCH_LINES", 10_000_000)?;
    let store = CachedStore::of("order-lines", lines, include_str!("questions/shop.rs"))?;
    let filled = fill::filled(&store, lines).await?;
    Ok((store, filled, lines))
}

/// Measures the questions, the views, several clients and an export, beside the rivals.
pub(crate) async fn measure(python: Option<&DuckDb>, measures: &mut Vec<Measure>) -> Result<()> {
    let (store, filled, lines) = filled_store().await?;
    let lake = LakeTable::open(&store.data(), "order_lines")?;
    let rows = lake.row_count()?;
    ensure!(rows >= lines as u64, "{rows} order lines of {lines}");
    measures.push(Measure::ours("order lines in the lake", "rows", rows as f64));
    let load = filled.events as f64 / filled.seconds;
    measures.push(Measure::ours("load of their events, when it was filled", "1/s", load));

    let questions = Question::all()?;
    progress("a start over all order lines");
    let server = store.serve().start()?;
    idle(&server).await?;
    let ours = ask::all(&server, &lake, &questions).await?;
    let mut columns = vec![Column { engine: Engine::Marea, answers: ours }];
    if let Some(python) = python {
        for engine in [Engine::DuckDb, Engine::ClickHouse] {
            let answers = rivals::ask(python.python(), engine, &lake, &questions)?;
            compare::agree(engine, &questions, &columns[0].answers, &answers)?;
            columns.push(Column { engine, answers });
        }
    }
    report::print(&questions, &columns);
    report::means(&columns, measures);
    ask::views(&server, &questions, &columns, measures).await?;
    ask::together(&server, python, &lake, &questions, measures).await?;
    export::measure(&server, python, &lake, measures).await?;
    server.stop()
}

/// Measures views and freshness over the same order lines while events come in.
pub(crate) async fn inflow(measures: &mut Vec<Measure>) -> Result<()> {
    let (store, ..) = filled_store().await?;
    inflow::measure(&store, &Question::all()?, measures).await
}

/// Measures acknowledgements while hostile queries run.
pub(crate) async fn pressure(measures: &mut Vec<Measure>) -> Result<()> {
    pressure::measure(measures).await
}
