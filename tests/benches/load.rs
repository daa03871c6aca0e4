//! Load on Marea over HTTP: batches on a few connections, single events on many, and how soon an
//! acknowledged event is in SQL.

use std::time::Duration;

use anyhow::{Result, ensure};
use futures::future::try_join_all;
use hdrhistogram::Histogram;
use marea_tests::stopwatch::Stopwatch;

use crate::{
    wire::{Connection, Request, number, post, sql},
    workload::{Workload, jsonl},
};

/// Events acknowledged, in how long, and how long each answer took in microseconds.
pub(crate) struct Run {
    pub(crate) events: u64,
    pub(crate) took: Duration,
    pub(crate) answers: Histogram<u64>,
}

impl Run {
    pub(crate) fn rate(&self) -> f64 {
        self.events as f64 / self.took.as_secs_f64()
    }

    pub(crate) fn milliseconds(&self, quantile: f64) -> f64 {
        self.answers.value_at_quantile(quantile) as f64 / 1_000.0
    }
}

/// A histogram of microseconds, up to a minute, to three digits.
pub(crate) fn histogram() -> Result<Histogram<u64>> {
    Ok(Histogram::new_with_bounds(1, 60_000_000, 3)?)
}

pub(crate) fn microseconds(took: Duration) -> u64 {
    u64::try_from(took.as_micros()).unwrap_or(u64::MAX).max(1)
}

/// Requests made beforehand, a list a client.
pub(crate) fn requests(
    clients: &mut [Workload],
    requests: usize,
    events_a_request: usize,
) -> Vec<Vec<Request>> {
    let request = |client: &mut Workload| {
        let body = jsonl(&client.batch(events_a_request));
        post("/api/v1/events", "application/x-ndjson", body.as_bytes())
    };
    clients.iter_mut().map(|client| (0..requests).map(|_| request(client)).collect()).collect()
}

/// Every client posts its requests one after another until the time is up, or none is left.
pub(crate) async fn run(
    address: &str,
    clients: Vec<Vec<Request>>,
    events_a_request: u64,
    at_most: Duration,
) -> Result<Run> {
    let connections = try_join_all(clients.iter().map(|_| Connection::to(address))).await?;
    let watch = Stopwatch::start();
    let running = clients.into_iter().zip(connections).map(|(requests, connection)| {
        tokio::spawn(client(connection, requests, events_a_request, watch, at_most))
    });
    let mut run = Run { events: 0, took: Duration::ZERO, answers: histogram()? };
    for answers in try_join_all(running.collect::<Vec<_>>()).await? {
        run.answers.add(answers?)?;
    }
    run.took = watch.elapsed();
    run.events = run.answers.len() * events_a_request;
    Ok(run)
}

async fn client(
    mut connection: Connection,
    requests: Vec<Request>,
    events: u64,
    watch: Stopwatch,
    at_most: Duration,
) -> Result<Histogram<u64>> {
    let mut answers = histogram()?;
    for request in &requests {
        if watch.elapsed() > at_most {
            return Ok(answers);
        }
        let answer = Stopwatch::start();
        let accepted = number(connection.exchange(request).await?, "accepted")?;
        ensure!(accepted == events, "{accepted} of {events} accepted");
        answers.record(microseconds(answer.elapsed()))?;
    }
    Ok(answers)
}

/// How long after its acknowledgement an order is in the answer of SQL that asks for its LSN.
pub(crate) async fn visible(address: &str, orders: usize) -> Result<Histogram<u64>> {
    let mut connection = Connection::to(address).await?;
    let mut workload = Workload::new("visible", 7);
    let mut waits = histogram()?;
    for _ in 0..orders {
        let step = workload.batch(1);
        let body = jsonl(&step);
        let request = post("/api/v1/events", "application/x-ndjson", body.as_bytes());
        let lsn = number(connection.exchange(&request).await?, "lsn")?;
        let id = &step[0].event_id;
        let ask = sql(&format!("SELECT count(*) AS n FROM events WHERE event_id = '{id}'"), lsn);
        let watch = Stopwatch::start();
        let seen = number(connection.exchange(&ask).await?, "n")?;
        waits.record(microseconds(watch.elapsed()))?;
        ensure!(seen == 1, "acknowledged, but not in SQL: {id}");
    }
    Ok(waits)
}

/// How long a query takes over HTTP, warm.
pub(crate) async fn query(address: &str, text: &str, times: usize) -> Result<Histogram<u64>> {
    let mut connection = Connection::to(address).await?;
    let request = sql(text, 0);
    let mut answers = histogram()?;
    for warm_up in [true, false] {
        for _ in 0..if warm_up { times / 10 } else { times } {
            let watch = Stopwatch::start();
            let body = connection.exchange(&request).await?;
            ensure!(number(body, "row_count")? > 0, "an empty answer: {text}");
            if !warm_up {
                answers.record(microseconds(watch.elapsed()))?;
            }
        }
    }
    Ok(answers)
}
