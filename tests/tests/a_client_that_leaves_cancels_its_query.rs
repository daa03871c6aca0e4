//! Nobody works for a client that is gone: its query ends while rows are sent, before the first
//! row, and while its answer is written down.

use std::time::Duration;

use anyhow::{Context as _, Result, bail, ensure};
use marea_tests::{client::Client, server::Store};
use reqwest::Method;
use serde_json::Value;

const ROWS: &str = "SELECT%20value%20FROM%20generate_series(1,%2010000000000)";
const SORTED: &str = "SELECT%20max(value%20%25%20977)%20FROM%20generate_series(1,%20100000000000)";

#[tokio::test]
async fn a_client_that_leaves_cancels_its_query() -> Result<()> {
    let store = Store::new()?;
    let server = store.serve().start()?;
    let client = server.client()?;
    let mut rows = client.request(Method::GET, &path("csv", ROWS)).send().await?;
    rows.chunk().await?.context("no rows")?;
    drop(rows);
    is_cancelled(&client, "value FROM").await?;
    for (form, query, text) in [("csv", SORTED, "max"), ("parquet", ROWS, "value FROM")] {
        let request = client.request(Method::GET, &path(form, query));
        let request = request.timeout(Duration::from_millis(400)).send().await;
        ensure!(request.is_err_and(|error| error.is_timeout()), "it was answered");
        is_cancelled(&client, text).await?;
    }
    server.stop()
}

fn path(form: &str, query: &str) -> String {
    format!("/api/v1/sql.{form}?timeout_ms=120000&q={query}")
}

/// Waits until the newest query with this text is cancelled; the service asks some of its own.
async fn is_cancelled(client: &Client, text: &str) -> Result<()> {
    let mut last = Value::Null;
    for _ in 0..200 {
        let queries = client.get("/api/v1/queries").await?.expect(200)?.body;
        let queries = queries["queries"].as_array().context("no queries are listed")?;
        let ours = |query: &&Value| query["sql"].as_str().is_some_and(|sql| sql.contains(text));
        last = queries.iter().find(ours).context("it is not listed")?.clone();
        if last["state"] == "cancelled" {
            return Ok(());
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    bail!("it goes on for nobody: {last}")
}
