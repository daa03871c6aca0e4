//! Acknowledged means durable, exactly once: a server under the load of several writers is killed
//! with SIGKILL at random moments, in recovery too, again and again. Every acknowledged event is
//! there once, in live state, in SQL and in the lake, and nothing that was never sent is.

use std::{
    collections::{BTreeMap, BTreeSet},
    time::Duration,
};

use anyhow::{Result, ensure};
use chrono_tz::UTC;
use futures::future::try_join_all;
use marea_tests::{
    audit,
    binary::run_well,
    client::Client,
    environment::generator,
    lake::{FACT_TABLES, LakeTable},
    oracle::{Shop, Verdict},
    server::{Serve, Store},
    traffic::{Traffic, opening},
};
use rand::{RngExt as _, SeedableRng as _};
use rand_chacha::ChaCha8Rng;

const ROUNDS: usize = 14;
const WRITERS: usize = 4;

#[tokio::test(flavor = "multi_thread")]
async fn acknowledged_events_survive_kill_nine() -> Result<()> {
    let (store, mut random) = (Store::new()?, generator());
    let serve = store.serve().with("--seal-rows", 400).with("--seal-seconds", 1);
    let server = serve.start()?;
    server.client()?.record(&opening()).await?;
    server.kill()?;
    let mut writers: Vec<_> = (0..WRITERS)
        .map(|writer| Traffic::new(writer, ChaCha8Rng::seed_from_u64(random.random())))
        .collect();

    for round in 0..ROUNDS {
        if round % 3 == 2 {
            serve.killed_after(Duration::from_millis(random.random_range(0..400)))?;
        }
        let server = serve.start()?;
        check_what_was_sent(&server.client()?, &writers).await?;
        writers = under_load(&server.client()?, writers, async {
            tokio::time::sleep(Duration::from_millis(random.random_range(5..900))).await;
            server.kill()
        })
        .await?;
    }
    let acknowledged: usize = writers.iter().map(|writer| writer.acknowledged.len()).sum();
    ensure!(acknowledged > ROUNDS * 200, "hardly a load: {acknowledged} events");
    settle_and_audit(&serve, &store, writers).await
}

async fn under_load(
    client: &Client,
    writers: Vec<Traffic>,
    end: impl Future<Output = Result<()>>,
) -> Result<Vec<Traffic>> {
    let running = writers.into_iter().map(|mut writer| {
        let client = client.clone();
        tokio::spawn(async move { writer.run(&client).await.map(|()| writer) })
    });
    let running: Vec<_> = running.collect();
    end.await?;
    try_join_all(running).await?.into_iter().collect()
}

/// What SQL shows is all that was acknowledged, at most what was sent, and each event once.
async fn check_what_was_sent(client: &Client, writers: &[Traffic]) -> Result<()> {
    let shown = client.texts("SELECT event_id FROM events WHERE order_id IS NOT NULL").await?;
    let distinct: BTreeSet<_> = shown.iter().map(String::as_str).collect();
    ensure!(shown.len() == distinct.len(), "{} events twice", shown.len() - distinct.len());
    let acknowledged = || writers.iter().flat_map(|writer| &writer.acknowledged);
    for event in acknowledged() {
        ensure!(distinct.contains(event.id()), "acknowledged and lost: {event}");
    }
    let unanswered = writers.iter().flat_map(|writer| &writer.unanswered);
    let sent: BTreeSet<_> = acknowledged().chain(unanswered).map(|event| event.id()).collect();
    let made_up: Vec<_> = distinct.difference(&sent).take(3).collect();
    ensure!(made_up.is_empty(), "never sent: {made_up:?}");
    Ok(())
}

async fn settle_and_audit(serve: &Serve, store: &Store, mut writers: Vec<Traffic>) -> Result<()> {
    let server = serve.start()?;
    let mut shop = Shop::new(UTC);
    for event in &opening() {
        shop.decide(event)?;
    }
    for writer in &mut writers {
        ensure!(writer.post(&server.client()?).await?, "no answer");
        for event in &writer.acknowledged {
            ensure!(shop.decide(event)? == Verdict::Accepted, "the oracle refuses {event}");
        }
    }
    audit::all(&server.client()?, &shop).await?;
    server.stop()?;

    let server = serve.start()?;
    audit::all(&server.client()?, &shop).await?;
    for table in FACT_TABLES {
        check_lake(&server.client()?, &LakeTable::open(&store.data(), table)?, table).await?;
    }
    server.stop()?;
    run_well(["check".as_ref(), "--data".as_ref(), store.data().as_os_str()])?;
    Ok(())
}

/// Each sealed row is one that SQL shows, as often as SQL shows it, with no gap below the newest.
async fn check_lake(client: &Client, lake: &LakeTable, table: &str) -> Result<()> {
    let mut sealed: BTreeMap<u64, u64> = BTreeMap::new();
    for lsn in lake.numbers("lsn")? {
        *sealed.entry(lsn).or_default() += 1;
    }
    let Some(newest) = sealed.keys().next_back() else {
        ensure!(table == "payments", "nothing of {table} was sealed");
        return Ok(());
    };
    let counts = format!(
        "SELECT concat(cast(lsn AS varchar), ' ', cast(count(*) AS varchar)) AS n \
         FROM {table} WHERE lsn <= {newest} GROUP BY lsn"
    );
    let shown: BTreeSet<_> = client.texts(&counts).await?.into_iter().collect();
    let sealed: BTreeSet<_> = sealed.iter().map(|(lsn, count)| format!("{lsn} {count}")).collect();
    let differing: Vec<_> = shown.symmetric_difference(&sealed).take(5).collect();
    ensure!(differing.is_empty(), "{table} by SQL and in the lake: {differing:?}");
    Ok(())
}
