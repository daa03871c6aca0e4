//! A key that asks too often gets 429 with the seconds to wait, and is answered after them; other
//! keys, and events of the same key, are not held up by it.

use std::time::Duration;

use anyhow::{Context as _, Result, ensure};
use marea_tests::{
    events::product_set,
    keys::{create, get},
    server::Store,
};

const PATH: &str = "/api/v1/stock";

#[tokio::test]
async fn too_many_requests_are_told_when_to_come_back() -> Result<()> {
    let store = Store::new()?;
    let slow = create(&store.data(), "slow", &["--scope", "read,ingest", "--rate", "1/s"])?;
    let other = create(&store.data(), "other", &["--scope", "read"])?;
    let server = store.serve().start()?;
    let address = server.address();

    let mut answered = 0;
    let refused = loop {
        let reply = get(address, PATH, Some(&slow)).await?;
        if reply.status != 200 {
            break reply;
        }
        answered += 1;
        ensure!(answered < 500, "is never refused");
    };
    ensure!(answered >= 4, "four may come at once, and {answered} were answered");
    ensure!((refused.status, refused.code()) == (429, "too_many_requests"), "{refused:?}");
    ensure!(get(address, PATH, Some(&other)).await?.status == 200, "another key is held up");
    let event = server.client_with(&slow)?.post(&[product_set("S1", "deny")]).await?;
    ensure!(event.status == 200, "events are held up: {event:?}");

    let wait = refused.header("retry-after").parse().context("no Retry-After")?;
    tokio::time::sleep(Duration::from_secs(wait)).await;
    ensure!(get(address, PATH, Some(&slow)).await?.status == 200, "not after {wait} s either");
    server.stop()
}
