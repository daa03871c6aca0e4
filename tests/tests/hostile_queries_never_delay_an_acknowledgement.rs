//! While hostile queries use up all that queries may use, events are recorded and acknowledged,
//! and are in the answers of those who ask for little. What that costs in time is for the bench.

use anyhow::{Context as _, Result, ensure};
use futures::future::join_all;
use marea_tests::{client::Client, events::order_placed, server::Store};
use rust_decimal::Decimal;

/// Each would take hours.
const HOSTILE: [&str; 6] = [
    "SELECT count(*) FROM generate_series(1, 10000000) a, generate_series(1, 10000000) b \
     WHERE a.value * b.value % 7 = 3",
    "SELECT max(a.value + b.value) FROM generate_series(1, 10000000) a \
     JOIN generate_series(1, 10000000) b ON a.value < b.value",
    // No pair passes, so that there is never a row at which the join would pause.
    "SELECT count(*) FROM generate_series(1, 10000000) a \
     JOIN generate_series(1, 10000000) b ON a.value + b.value < 0",
    "SELECT count(*) FROM generate_series(1, 3000000) a \
     JOIN generate_series(1, 3000000) b ON a.value % 2 = b.value % 2 AND a.value + b.value < 0",
    "SELECT value FROM generate_series(1, 1000000000) ORDER BY value DESC LIMIT 3000000000",
    "WITH RECURSIVE t(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM t) SELECT count(*) FROM t",
];
const EVENTS: usize = 300;

#[tokio::test]
async fn hostile_queries_never_delay_an_acknowledgement() -> Result<()> {
    let store = Store::new()?;
    let server = store.serve().start()?;
    let client = server.client()?;
    let asking: Vec<_> =
        HOSTILE.iter().map(|sql| tokio::spawn(hostile(client.clone(), sql))).collect();
    tokio::time::sleep(std::time::Duration::from_millis(500)).await;

    let mut last = 0;
    for number in 0..EVENTS {
        let order = order_placed(&format!("o{number}")).line("S1", 1, "9.95");
        let lsn = client.record(&[order]).await?;
        ensure!(lsn > last, "acknowledged {lsn} after {last}");
        last = lsn;
    }
    let running = asking.iter().filter(|query| !query.is_finished()).count();
    ensure!(running >= 2, "only {running} hostile queries were running all the while");
    for query in &asking {
        query.abort();
    }
    let ended = join_all(asking).await;
    ensure!(ended.iter().all(|it| !matches!(it, Ok(200))), "one was answered: {ended:?}");
    // What was acknowledged in the meantime is there, whoever is asked.
    let order = client.get(&format!("/api/v1/orders/o{}", EVENTS - 1)).await?.expect(200)?;
    ensure!(order.body["state"] == "placed", "{}", order.text);
    server.stop()
}

#[tokio::test]
async fn a_hostile_query_whose_client_left_gives_its_threads_back() -> Result<()> {
    let store = Store::new()?;
    let server = store.serve().start()?;
    let client = server.client()?;
    for sql in HOSTILE {
        let asking = tokio::spawn(hostile(client.clone(), sql));
        tokio::time::sleep(std::time::Duration::from_millis(500)).await;
        asking.abort();
        let one = client.number("SELECT 1").await.with_context(|| format!("after {sql}"))?;
        ensure!(one == Decimal::ONE, "{one}");
    }
    server.stop()
}

/// Asks, and gives the status of the answer; 0 where there is none.
async fn hostile(client: Client, sql: &str) -> u16 {
    let path = "/api/v1/sql?format=json&timeout_ms=45000";
    let answer = client.send(path, "application/sql", sql.into()).await;
    answer.map_or(0, |answer| answer.status)
}
