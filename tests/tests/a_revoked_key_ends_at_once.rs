//! Revoking works while the server runs: the next question is refused, and an answer that goes on
//! is broken off. A key that is rotated goes on beside the new one until its grace is over.

use anyhow::{Result, ensure};
use marea_tests::{
    keys::{create, get, keys, until},
    server::Store,
};

const PATH: &str = "/api/v1/stock";

#[tokio::test]
async fn a_revoked_key_ends_at_once() -> Result<()> {
    let store = Store::new()?;
    let data = store.data();
    let anna = create(&data, "anna", &["--scope", "read,sql"])?;
    let till = create(&data, "till", &["--scope", "read"])?;
    let server = store.serve().for_everybody();
    create(&data, "boss", &["--scope", "admin"])?;
    let server = server.start()?;
    let address = server.address();
    let mut live = server.client_with(&anna)?.listen("/api/v1/live", None).await?;
    live.next().await?;

    keys(&data, &["revoke", "anna"])?;
    let reply = until(address, PATH, Some(&anna), "revoked_key").await?;
    ensure!(reply.status == 401, "{reply:?}");
    ensure!(reply.header("www-authenticate").contains("invalid_token"), "{reply:?}");
    // The stream that was open is cut, not left to run on.
    let broken = loop {
        match live.next().await {
            Ok(_) => (),
            Err(error) => break format!("{error:#}"),
        }
    };
    ensure!(!broken.contains("elapsed"), "the stream went on: {broken}");
    ensure!(!broken.contains("the stream ended"), "what was cut looks whole: {broken}");
    ensure!(get(address, PATH, Some(&till)).await?.status == 200, "another key was hit");
    let listed = keys(&data, &["list"])?;
    ensure!(listed.lines().any(|it| it.starts_with("anna") && it.contains("revoked")), "{listed}");
    server.stop()
}

#[tokio::test]
async fn a_rotated_key_has_its_grace() -> Result<()> {
    let store = Store::new()?;
    let old = create(&store.data(), "till", &["--scope", "read", "--rate", "20/s"])?;
    let server = store.serve().start()?;
    let address = server.address();
    let new = keys(&store.data(), &["rotate", "till"])?;
    until(address, PATH, Some(&new), "").await?;
    ensure!(get(address, PATH, Some(&old)).await?.status == 200, "the old one had a day's grace");
    let newest = keys(&store.data(), &["rotate", "till", "--grace", "0m"])?;
    until(address, PATH, Some(&old), "expired_key").await?;
    until(address, PATH, Some(&new), "expired_key").await?;
    ensure!(get(address, PATH, Some(&newest)).await?.status == 200);
    let listed = keys(&store.data(), &["list"])?;
    ensure!(!listed.contains(&newest) && listed.contains("20/s"), "{listed}");
    server.stop()
}
