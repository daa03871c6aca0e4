//! Hundreds of generated queries over the facts say what DuckDB says of the same rows, which it
//! reads from the lake with its own reader: while part of the rows is hot, and when all are sealed;
//! with instants cut in UTC, and in zones with a summer time and with odd offsets.

use anyhow::{Context as _, Result, ensure};
use chrono_tz::Europe::Madrid;
use futures::{StreamExt as _, stream};
use marea_tests::{
    cells::{self, Cells},
    client::Client,
    environment::{python, same_generator, skip},
    events::{Event, payment},
    history::History,
    lake::{FACT_TABLES, LakeTable},
    oracle::Verdict,
    queries::{Queries, Query, agree},
    rival,
    server::{Server, Store},
};
use rand::RngExt as _;
use rand_chacha::ChaCha8Rng;
use rust_decimal::Decimal;
use serde_json::json;

const QUERIES: usize = 400;
const EVENTS: usize = 1_600;
/// Summer time begins within the history; a quarter of an hour off; half an hour, west of UTC.
const ZONES: [&str; 3] = ["Europe/Madrid", "Asia/Kathmandu", "America/St_Johns"];
/// Queries that are asked at once.
const LANES: usize = 4;
/// A generator that makes queries which both refuse has nothing to say.
const MOST_REFUSED: usize = QUERIES / 20;

#[tokio::test]
async fn generated_queries_agree_with_duckdb() -> Result<()> {
    let Some(python) = python() else {
        skip("generated_queries_agree_with_duckdb", "no Python with DuckDB; tests/run has one");
        return Ok(());
    };
    let (store, random) = (Store::new()?, same_generator());
    let serve = store.serve().with("--time-zone", "UTC").with("--seal-rows", 1_500);
    let server = serve.clone().with("--seal-seconds", 10_000).start()?;
    fill(&server, &store, random.clone()).await?;
    let queries: Vec<Query> = Queries::new(random).take(QUERIES).collect();
    let hot = ask(&server.client()?, &queries, "UTC").await?;
    server.stop()?;

    let server = serve.with("--seal-seconds", 1).start()?;
    while !sealed(&server, &store).await? {
        tokio::time::sleep(std::time::Duration::from_millis(100)).await;
    }
    let client = server.client()?;
    let cold = ask(&client, &queries, "UTC").await?;
    let texts: Vec<_> = queries.iter().map(|query| query.sql.as_str()).collect();
    let theirs = rival::duckdb(&python, &store.data(), "UTC", &texts)?;
    compare("hot and sealed", &queries, hot, &theirs)?;
    compare("sealed", &queries, cold, &theirs)?;
    for zone in ZONES {
        let ours = ask(&client, &queries, zone).await?;
        let theirs = rival::duckdb(&python, &store.data(), zone, &texts)?;
        compare(zone, &queries, ours, &theirs)?;
    }
    server.stop()
}

/// Expects the answers to be theirs, or both to refuse.
fn compare(
    what: &str,
    queries: &[Query],
    ours: Vec<Result<Cells>>,
    theirs: &[Result<rival::Rows, String>],
) -> Result<()> {
    let mut refused = 0;
    for ((query, ours), theirs) in queries.iter().zip(ours).zip(theirs) {
        let Ok(theirs) = theirs else {
            refused += 1;
            ensure!(ours.is_err(), "DuckDB: {theirs:?}\n{}", query.sql);
            continue;
        };
        let ours = ours.with_context(|| format!("{what}: {}", query.sql))?;
        agree(query, &ours, theirs).with_context(|| format!("{what}: {}", query.sql))?;
    }
    ensure!(refused <= MOST_REFUSED, "both refuse {refused} of {QUERIES} queries");
    Ok(())
}

/// A random history, and payments for its orders, of which some are sealed and some are not.
async fn fill(server: &Server, store: &Store, mut random: ChaCha8Rng) -> Result<()> {
    let client = server.client()?;
    let mut history = History::new(random.clone(), Madrid);
    client.record(&history.opening()?).await?;
    let mut events = 0;
    while events < EVENTS || !partly_sealed(server, store).await? {
        let mut batch = Vec::new();
        for _ in 0..100 {
            let (event, verdict) = history.next_event()?;
            let order_id = event.0["order_id"].as_str().unwrap_or_default().to_owned();
            let placed = event.0["type"] == "order_placed" && verdict == Verdict::Accepted;
            batch.push(event);
            if placed && random.random_bool(0.6) {
                batch.push(paid(&order_id, &mut random));
            }
        }
        events += batch.len();
        client.post(&batch).await?.expect(200)?;
    }
    Ok(())
}

fn paid(order_id: &str, random: &mut ChaCha8Rng) -> Event {
    let amount = Decimal::new(random.random_range(1..20_000), 2).to_string();
    let kind = ["payment_authorized", "payment_captured"][random.random_range(0..2)];
    let day = random.random_range(19..=31);
    let mut event = payment(kind, order_id, &amount).at(&format!("2026-03-{day}T12:00:00Z"));
    if random.random_bool(0.5) {
        event = event.with("method", "card");
    }
    if random.random_bool(0.3) { event.with("payment_id", json!(order_id)) } else { event }
}

async fn ask(client: &Client, queries: &[Query], zone: &str) -> Result<Vec<Result<Cells>>> {
    let one = |query: &Query| {
        let (client, body) = (client.clone(), json!({ "sql": query.sql, "timezone": zone }));
        async move {
            let answer = client.exchange("/api/v1/sql", &body).await?;
            Ok(cells::of_json(&answer)?.1)
        }
    };
    Ok(stream::iter(queries.iter().map(one)).buffered(LANES).collect().await)
}

/// Whether the lake has order lines, and yet not all rows of all facts. Sealing runs beside the
/// writer, so it is given a moment.
async fn partly_sealed(server: &Server, store: &Store) -> Result<bool> {
    tokio::time::sleep(std::time::Duration::from_millis(300)).await;
    let lines = LakeTable::open(&store.data(), "order_lines")?.row_count()?;
    Ok(lines > 0 && !sealed(server, store).await?)
}

/// Whether the lake has all rows of all facts.
async fn sealed(server: &Server, store: &Store) -> Result<bool> {
    let client = server.client()?;
    for table in FACT_TABLES {
        let rows = client.number(&format!("SELECT count(*) FROM {table}")).await?;
        if rows != LakeTable::open(&store.data(), table)?.row_count()?.into() {
            return Ok(false);
        }
    }
    Ok(true)
}
