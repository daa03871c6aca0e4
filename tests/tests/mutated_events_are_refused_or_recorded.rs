//! Thousands of almost good requests to the events' door: fields renamed, dropped, doubled and of
//! other kinds, bytes flipped and cut. Each is answered with 200 or 4xx and a code, what was
//! counted as accepted is what is there, and the store is sound when it is opened again.

use anyhow::{Context as _, Result, ensure};
use marea_tests::{
    binary::run_well,
    client::{Answer, Client},
    environment::same_generator,
    mutation,
    repository::root,
    server::Store,
};
use rand::{RngExt as _, seq::IndexedRandom as _};
use rand_chacha::ChaCha8Rng;
use serde_json::Value;

const REQUESTS: usize = 2_500;

#[tokio::test]
async fn mutated_events_are_refused_or_recorded() -> Result<()> {
    let (store, mut random) = (Store::new()?, same_generator());
    let server = store.serve().with("--seal-rows", 300).start()?;
    let client = server.client()?;
    let seeds = seeds()?;
    let (mut accepted, mut refused) = (0, 0);
    for request in 0..REQUESTS {
        let (kind, body) = request_of(request, &seeds, &mut random);
        let answer = client.send("/api/v1/events", kind, body.clone()).await?;
        let told = counted(&answer).with_context(|| {
            format!("{kind}: {}\n{}", String::from_utf8_lossy(&body), answer.text)
        });
        let (taken, rejected) = told?;
        accepted += taken;
        refused += rejected;
    }
    ensure!(accepted > 500 && refused > 500, "{accepted} accepted, {refused} refused");
    is_all_there(&client, accepted).await?;
    server.kill()?;
    let data = store.data();
    run_well(["check", "--data", data.to_str().context("a path that is no text")?])?;
    let server = store.serve().start()?;
    is_all_there(&server.client()?, accepted).await?;
    server.stop()
}

/// Good events, of which the mutations are made.
fn seeds() -> Result<Vec<Value>> {
    let history = std::fs::read_to_string(root().join("tests/sql/history.jsonl"))?;
    history.lines().map(|line| Ok(serde_json::from_str(line)?)).collect()
}

/// A request of one to four events, in one of the forms there are.
fn request_of(serial: usize, seeds: &[Value], random: &mut ChaCha8Rng) -> (&'static str, Vec<u8>) {
    let events = (0..random.random_range(1..=4)).map(|place| {
        let mut event = seeds.choose(random).cloned().unwrap_or_default();
        event["event_id"] = format!("m{serial}-{place}").into();
        if random.random_bool(0.3) {
            event["mode"] = "report".into();
        }
        if random.random_bool(0.6) {
            mutation::of_json(&mut event, seeds, random);
        }
        event
    });
    let events: Vec<Value> = events.collect();
    let (kind, mut body) = match random.random_range(0..3) {
        0 => ("application/json", Value::from(events).to_string().into_bytes()),
        1 => ("application/json", events[0].to_string().into_bytes()),
        _ => {
            let lines: String = events.iter().map(|event| format!("{event}\n")).collect();
            ("application/x-ndjson", lines.into_bytes())
        }
    };
    if random.random_bool(0.4) {
        mutation::of_bytes(&mut body, random);
    }
    (kind, body)
}

/// How many events an answer says were accepted, and how many were not.
fn counted(answer: &Answer) -> Result<(u64, u64)> {
    match answer.status {
        200 => Ok((answer.count("accepted"), answer.rejected().len() as u64)),
        400..500 => {
            ensure!(!answer.word("code").is_empty(), "{} without a code", answer.status);
            ensure!(answer.count("accepted") == 0, "refused, but accepted");
            Ok((0, 1))
        }
        status => anyhow::bail!("{status}"),
    }
}

/// What the service records by itself is not counted.
async fn is_all_there(client: &Client, accepted: u64) -> Result<()> {
    let there = client.number("SELECT count(*) FROM events WHERE source <> 'marea'").await?;
    ensure!(there == accepted.into(), "{there} events of {accepted} accepted");
    Ok(())
}
