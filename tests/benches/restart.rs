//! A store with a million open orders is killed and started again: how soon it is ready, and how
//! much memory it then takes.

use std::time::Duration;

use anyhow::{Result, ensure};
use futures::future::try_join_all;
use marea_tests::{
    server::{Server, Store},
    stopwatch::{Stopwatch, fresh_seed},
};

use crate::{
    cache::{CachedStore, Filled, size},
    contest::median,
    process::idle,
    table::{Measure, progress},
    wire::{Connection, get, number, post},
    workload::{Workload, jsonl, opening},
};

const REPETITIONS: usize = 3;
const CONNECTIONS: usize = 4;
const BATCH: usize = 500;
/// Orders that are held and released just before each kill, so that the end of the journal is of
/// real work.
const TOUCHED: usize = 5_000;
const OPEN_ORDERS: &str =
    "SELECT count(*) AS orders FROM orders WHERE state NOT IN ('completed', 'cancelled')";

/// A start after a kill.
struct Restart {
    took: Duration,
    /// In mebibytes, when it was at rest.
    memory: u64,
}

/// Measures starts of a store with so many open orders as `MAREA_BENCH_ORDERS` says.
pub(crate) async fn measure(measures: &mut Vec<Measure>) -> Result<()> {
    let orders = size("MAREA_BENCH_ORDERS", 1_000_000)?;
    let store = CachedStore::of("open-orders", orders, include_str!("workload.rs"))?;
    let filled = filled(&store, orders).await?;
    let empty = memory_of_an_empty_store().await?;
    let mut restarts = Vec::new();
    for repetition in 1..=REPETITIONS {
        progress(&format!("restart with {orders} open orders, {repetition} of {REPETITIONS}"));
        restarts.push(restart(&store, filled.events).await?);
    }
    report(orders, filled, empty, &restarts, measures);
    Ok(())
}

async fn filled(store: &CachedStore, orders: usize) -> Result<Filled> {
    if let Some(filled) = store.filled()? {
        return Ok(filled);
    }
    store.clear()?;
    let server = store.serve().start()?;
    let opening = post("/api/v1/events", "application/x-ndjson", opening().as_bytes());
    Connection::to(server.address()).await?.exchange(&opening).await?;
    let watch = Stopwatch::start();
    let share = orders.div_ceil(CONNECTIONS);
    let clients = (0..CONNECTIONS).map(|client| place(server.address().to_owned(), client, share));
    let placed: Vec<u64> = try_join_all(clients).await?;
    let seconds = watch.elapsed().as_secs_f64();
    // Killed, not stopped: the first start after the load is one of a crashed store as well.
    server.kill()?;
    let filled = Filled { events: placed.into_iter().sum(), seconds };
    store.keep(filled)?;
    Ok(filled)
}

/// One client places its share of the orders, in batches.
async fn place(address: String, client: usize, share: usize) -> Result<u64> {
    let mut connection = Connection::to(&address).await?;
    let mut workload = Workload::new(&name(client), client as u64);
    let mut placed = 0;
    while placed < share as u64 {
        let steps = workload.orders(BATCH.min(share - placed as usize));
        let body = jsonl(&steps);
        let request = post("/api/v1/events", "application/x-ndjson", body.as_bytes());
        placed += number(connection.exchange(&request).await?, "accepted")?;
        if client == 0 && placed.is_multiple_of(20 * BATCH as u64) {
            progress(&format!("{} open orders placed", placed * CONNECTIONS as u64));
        }
    }
    Ok(placed)
}

fn name(client: usize) -> String {
    format!("open{client}")
}

async fn memory_of_an_empty_store() -> Result<u64> {
    let store = Store::new()?;
    let server = store.serve().start()?;
    idle(&server).await?;
    let memory = server.memory()?.now;
    server.stop()?;
    Ok(memory)
}

async fn restart(store: &CachedStore, orders: u64) -> Result<Restart> {
    let server = store.serve().start()?;
    let acknowledged = touch(&server).await?;
    server.kill()?;
    let watch = Stopwatch::start();
    let server = store.serve().start()?;
    let lsn = ready(&server).await?;
    let took = watch.elapsed();
    idle(&server).await?;
    let memory = server.memory()?.now;
    ensure!(lsn >= acknowledged, "{acknowledged} was acknowledged, {lsn} is left");
    let open = server.client()?.number(OPEN_ORDERS).await?;
    ensure!(open == orders.into(), "{open} of {orders} are open");
    server.kill()?;
    Ok(Restart { took, memory })
}

/// Holds and releases some orders; gives the LSN of the last acknowledgement.
async fn touch(server: &Server) -> Result<u64> {
    let mut connection = Connection::to(server.address()).await?;
    let (run, mut lsn) = (fresh_seed(), 0);
    for first in (1..=TOUCHED).step_by(BATCH) {
        for kind in ["order_held", "order_released"] {
            let events: String = (first..first + BATCH).map(|n| held(kind, run, n)).collect();
            let request = post("/api/v1/events", "application/x-ndjson", events.as_bytes());
            let body = connection.exchange(&request).await?;
            let accepted = number(body, "accepted")?;
            ensure!(accepted == BATCH as u64, "{accepted} of {BATCH} are {kind}");
            lsn = number(body, "lsn")?;
        }
    }
    Ok(lsn)
}

fn held(kind: &str, run: u64, number: usize) -> String {
    let order_id = format!("{}-{number}", name(0));
    format!(
        r#"{{"event_id":"{kind}{run}{order_id}","source":"bench","type":"{kind}","occurred_at":"2026-04-02T00:00:00Z","reason":"manual","order_id":"{order_id}"}}
"#
    )
}

/// Asks until the server says that it is ready; gives its LSN.
async fn ready(server: &Server) -> Result<u64> {
    let request = get("/readyz");
    let mut connection = Connection::to(server.address()).await?;
    for _ in 0..6_000 {
        let (status, body) = connection.ask(&request).await?;
        if status == 200 {
            return number(body, "lsn");
        }
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    anyhow::bail!("not ready within a minute")
}

fn report(
    orders: usize,
    filled: Filled,
    empty: u64,
    restarts: &[Restart],
    measures: &mut Vec<Measure>,
) {
    let took = median(restarts, |restart| restart.took.as_secs_f64()).unwrap_or(f64::NAN);
    let memory = median(restarts, |restart| restart.memory as f64).unwrap_or(f64::NAN);
    let millions = orders as f64 / 1_000_000.0;
    let load = filled.events as f64 / filled.seconds;
    measures.extend([
        Measure::ours(
            format!("load of {orders} open orders, when it was filled"),
            "orders/s",
            load,
        ),
        Measure::ours("from kill -9 to ready with these", "s", took),
        Measure::ours("server memory at rest after that", "MiB", memory),
        Measure::ours(
            "the same per million open orders, less an empty store's",
            "MiB",
            (memory - empty as f64) / millions,
        ),
    ]);
}
