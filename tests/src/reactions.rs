//! What the reaction tests share: starting a server with a configuration, asking how far it is.

use std::{fs, time::Duration};

use anyhow::{Result, ensure};
use serde_json::Value;

use crate::{
    client::Client,
    server::{Serve, Store},
    stopwatch::Stopwatch,
};

const PATIENCE: Duration = Duration::from_secs(30);

/// A server over a store that tells what this configuration says.
///
/// # Errors
/// Where the configuration cannot be written.
pub fn serve(store: &Store, configuration: &str) -> Result<Serve> {
    let file = store.data().with_extension("toml");
    fs::write(&file, configuration)?;
    let serve = store.serve().with("--reactions", file.to_string_lossy().as_ref());
    // The receivers are on this machine, whatever proxy it uses for others.
    Ok(serve.environment("NO_PROXY", "127.0.0.1").environment("no_proxy", "127.0.0.1"))
}

/// How far a destination is, as the server says.
///
/// # Errors
/// Where it does not know the destination.
pub async fn destination(client: &Client, name: &str) -> Result<Value> {
    let answer = client.get("/api/v1/reactions").await?.expect(200)?;
    let all = answer.body["destinations"].as_array().cloned().unwrap_or_default();
    let found = all.into_iter().find(|destination| destination["name"] == name);
    found.ok_or_else(|| anyhow::anyhow!("no {name} in {}", answer.text))
}

/// Waits until so many messages wait for a destination and so many were given up for it.
///
/// # Errors
/// Where it does not come to that.
pub async fn settled(client: &Client, name: &str, pending: u64, dead: u64) -> Result<()> {
    let watch = Stopwatch::start();
    loop {
        let shown = destination(client, name).await?;
        if shown["pending"] == pending && shown["dead"] == dead {
            return Ok(());
        }
        ensure!(watch.elapsed() < PATIENCE, "not {pending} pending and {dead} dead: {shown}");
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
}

/// The messages that were given up, as the server lists them.
///
/// # Errors
/// Where they cannot be listed.
pub async fn dead_letters(client: &Client) -> Result<Vec<Value>> {
    let answer = client.get("/api/v1/reactions/dead-letters").await?.expect(200)?;
    Ok(answer.body["dead_letters"].as_array().cloned().unwrap_or_default())
}

/// Asks for messages to be tried anew; gives how many they are.
///
/// # Errors
/// Where the server refuses.
pub async fn replay(client: &Client, asked: &Value) -> Result<u64> {
    let body = asked.to_string().into_bytes();
    let answer = client.send("/api/v1/reactions/replay", "application/json", body).await?;
    Ok(answer.expect(200)?.count("replayed"))
}
