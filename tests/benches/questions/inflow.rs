//! Views and freshness while events come in: into a copy of the store with all order lines, as
//! many events as it takes.

use std::{fs, path::Path, time::Duration};

use anyhow::Result;
use marea_tests::{
    server::{Server, Store},
    stopwatch::Stopwatch,
};

use super::question::Question;
use crate::{
    cache::CachedStore,
    load::{self, histogram, microseconds},
    process::idle,
    table::{Measure, Target, progress},
    wire::{Connection, post, sql_as_csv},
    workload::{Workload, opening},
};

const CLIENTS: usize = 4;
const BATCH: usize = 500;
const LENGTH: Duration = Duration::from_secs(12);
/// More requests than a client makes in that time.
const REQUESTS: usize = 150;
/// What the issue aims at for a view over HTTP, in milliseconds.
const LONGEST_VIEW: f64 = 10.0;
const VISIBLE_ORDERS: usize = 100;

/// Measures how long views take, and until an event is in SQL, while batches are recorded.
pub(super) async fn measure(
    filled: &CachedStore,
    questions: &[Question],
    measures: &mut Vec<Measure>,
) -> Result<()> {
    let store = Store::new()?;
    copy(&filled.data(), &store.data())?;
    let server = store.serve().start()?;
    idle(&server).await?;
    let request = post("/api/v1/events", "application/x-ndjson", opening().as_bytes());
    Connection::to(server.address()).await?.exchange(&request).await?;
    views(&server, questions, measures).await?;
    visible(&server, measures).await?;
    server.stop()
}

type Inflow = tokio::task::JoinHandle<Result<load::Run>>;

/// Begins to record batches, for so long as is measured.
fn inflow(server: &Server, name: &str) -> Inflow {
    let mut clients: Vec<_> = (0..CLIENTS)
        .map(|client| Workload::new(&format!("{name}{client}"), client as u64))
        .collect();
    let requests = load::requests(&mut clients, REQUESTS, BATCH);
    let address = server.address().to_owned();
    tokio::spawn(async move { load::run(&address, requests, BATCH as u64, LENGTH).await })
}

async fn views(server: &Server, questions: &[Question], measures: &mut Vec<Measure>) -> Result<()> {
    progress("views while events come in");
    let inflow = inflow(server, "views");
    let mut connection = Connection::to(server.address()).await?;
    let (mut took, watch) = (histogram()?, Stopwatch::start());
    while watch.elapsed() < LENGTH {
        for view in questions.iter().filter_map(Question::view) {
            let watch = Stopwatch::start();
            connection.exchange(&sql_as_csv(view)).await?;
            took.record(microseconds(watch.elapsed()))?;
        }
    }
    let recorded = inflow.await??.rate();
    measures.push(Measure::ours("events recorded while views are asked", "1/s", recorded));
    for (label, quantile, target) in
        [("p50", 0.5, Target::None), ("p95", 0.95, Target::AtMost(LONGEST_VIEW))]
    {
        let name = format!("views while these come in, {label}");
        let took = took.value_at_quantile(quantile) as f64 / 1_000.0;
        measures.push(Measure::ours(name, "ms", took).aimed(target));
    }
    Ok(())
}

async fn visible(server: &Server, measures: &mut Vec<Measure>) -> Result<()> {
    progress("freshness while events come in");
    let inflow = inflow(server, "visible");
    let waits = load::visible(server.address(), VISIBLE_ORDERS).await?;
    inflow.await??;
    for (label, quantile) in [("p50", 0.5), ("p99", 0.99)] {
        let name = format!("from acknowledgement to the answer of SQL meanwhile, {label}");
        let wait = waits.value_at_quantile(quantile) as f64 / 1_000.0;
        measures.push(Measure::ours(name, "ms", wait));
    }
    Ok(())
}

fn copy(from: &Path, to: &Path) -> Result<()> {
    fs::create_dir_all(to)?;
    for entry in fs::read_dir(from)? {
        let entry = entry?;
        let (path, to) = (entry.path(), to.join(entry.file_name()));
        match path.is_dir() {
            true => copy(&path, &to)?,
            false => {
                fs::copy(&path, &to)?;
            }
        }
    }
    Ok(())
}
