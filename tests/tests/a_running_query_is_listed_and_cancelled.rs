//! A query that runs is listed with its text and what it read so far; cancelling it breaks its
//! transfer, and it is then listed as cancelled. One that ended cannot be cancelled.

use anyhow::{Context as _, Result, ensure};
use marea_tests::{client::Client, server::Store};
use reqwest::{Method, Response};
use serde_json::Value;

/// More rows than anybody reads: it runs until it is stopped.
const ENDLESS: &str = "/api/v1/sql.csv?timeout_ms=120000&q=SELECT%20value,%20value%20*%202%20AS%20\
                       twice%20FROM%20generate_series(1,%2010000000000)";

#[tokio::test]
async fn a_running_query_is_listed_and_cancelled() -> Result<()> {
    let store = Store::new()?;
    let server = store.serve().start()?;
    let client = server.client()?;
    let mut endless = client.request(Method::GET, ENDLESS).send().await?;
    ensure!(endless.status() == 200, "{}", endless.status());
    let id = endless.headers().get("marea-query-id").context("no id")?.to_str()?.to_owned();
    endless.chunk().await?.context("no rows")?;

    let running = state(&client, &id).await?;
    ensure!(running["state"] == "running", "{running}");
    ensure!(running["sql"].as_str().is_some_and(|sql| sql.contains("twice")), "{running}");
    ensure!(running["statistics"]["rows"].as_u64() > Some(0), "{running}");
    let listed = client.get("/api/v1/queries").await?.expect(200)?;
    let queries = listed.body["queries"].as_array().context("no list")?;
    ensure!(queries.iter().any(|it| it["id"] == id.as_str()), "{}", listed.text);

    ensure!(cancel(&client, &id).await?.status() == 204);
    while let Some(_rows) = match endless.chunk().await {
        Ok(rows) => Some(rows.context("the transfer ended as if it were whole")?),
        Err(_) => None,
    } {}
    let cancelled = state(&client, &id).await?;
    ensure!(cancelled["state"] == "cancelled", "{cancelled}");
    ensure!(cancel(&client, &id).await?.status() == 409);
    ensure!(cancel(&client, "q999999999").await?.status() == 404);
    ensure!(cancel(&client, "seventeen").await?.status() == 400);

    let done = client.request(Method::GET, "/api/v1/sql?q=SELECT%201").send().await?;
    let id = done.headers().get("marea-query-id").context("no id")?.to_str()?.to_owned();
    done.bytes().await?;
    ensure!(state(&client, &id).await?["state"] == "finished");
    server.stop()
}

async fn state(client: &Client, id: &str) -> Result<Value> {
    Ok(client.get(&format!("/api/v1/queries/{id}")).await?.expect(200)?.body)
}

async fn cancel(client: &Client, id: &str) -> Result<Response> {
    Ok(client.request(Method::DELETE, &format!("/api/v1/queries/{id}")).send().await?)
}
