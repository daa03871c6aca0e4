//! How long acknowledgements take while hostile queries run, beside an idle server.

use std::time::Duration;

use anyhow::{Result, ensure};
use marea_tests::{
    client::Client,
    server::{Server, Store},
};
use tokio::task::JoinHandle;

use crate::{
    load::{self, Run},
    table::{Measure, progress},
    wire::{Connection, post},
    workload::{Workload, opening},
};

const CLIENTS: usize = 8;
const LENGTH: Duration = Duration::from_secs(6);
/// More requests than a client makes in that time.
const REQUESTS: usize = 60_000;
/// As many as queries have threads here, and as many again.
const HOSTILE: [&str; 4] = [
    "SELECT count(*) FROM generate_series(1, 10000000) a, generate_series(1, 10000000) b \
     WHERE a.value * b.value % 7 = 3",
    "SELECT max(a.value + b.value) FROM generate_series(1, 10000000) a \
     JOIN generate_series(1, 10000000) b ON a.value < b.value",
    "SELECT count(DISTINCT value) FROM generate_series(1, 2000000000)",
    "SELECT count(*) FROM order_lines a, order_lines b, order_lines c, order_lines d",
];

/// Measures single events by eight clients, idle and under hostile queries, in a store of its own.
pub(super) async fn measure(measures: &mut Vec<Measure>) -> Result<()> {
    let store = Store::new()?;
    let server = store.serve().start()?;
    let request = post("/api/v1/events", "application/x-ndjson", opening().as_bytes());
    Connection::to(server.address()).await?.exchange(&request).await?;
    progress("acknowledgements of an idle server");
    let idle = record(&server, "idle").await?;
    progress("acknowledgements under hostile queries");
    let hostile: Vec<_> = HOSTILE.iter().map(|sql| ask(server.client(), sql)).collect();
    tokio::time::sleep(Duration::from_secs(1)).await;
    let pressed = record(&server, "pressed").await?;
    let running = hostile.iter().filter(|query| !query.is_finished()).count();
    ensure!(running > 1, "only {running} hostile queries ran all the while");
    hostile.iter().for_each(JoinHandle::abort);
    for (label, quantile) in [("p50", 0.5), ("p99", 0.99)] {
        let name = format!("an acknowledgement under hostile queries beside idle, {label}");
        let idle = idle.milliseconds(quantile);
        measures.push(Measure::ours(name, "ms", pressed.milliseconds(quantile)).beside(Some(idle)));
    }
    server.stop()
}

async fn record(server: &Server, name: &str) -> Result<Run> {
    let mut clients: Vec<_> = (0..CLIENTS)
        .map(|client| Workload::new(&format!("{name}{client}"), client as u64))
        .collect();
    let requests = load::requests(&mut clients, REQUESTS / CLIENTS, 1);
    load::run(server.address(), requests, 1, LENGTH).await
}

fn ask(client: Result<Client>, sql: &'static str) -> JoinHandle<()> {
    tokio::spawn(async move {
        let path = "/api/v1/sql?format=json&timeout_ms=60000";
        if let Ok(client) = client {
            // Refused or not: what counts is whether it is still running afterwards.
            let _ = client.send(path, "application/sql", sql.into()).await;
        }
    })
}
