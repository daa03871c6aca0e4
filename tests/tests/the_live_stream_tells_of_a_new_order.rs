//! The live stream opens with a whole picture and tells of a new order at once; one that comes back
//! with the last id it saw misses nothing, over a restart of the server too.

use anyhow::{Result, ensure};
use marea_tests::{
    client::{Client, Live},
    events::order_placed,
    server::Store,
};

const LIVE: &str = "/api/v1/live";

#[tokio::test]
async fn the_live_stream_tells_of_a_new_order() -> Result<()> {
    let store = Store::new()?;
    let server = store.serve().start()?;
    let client = server.client()?;
    let mut live = client.listen(LIVE, None).await?;
    let opening = live.next().await?;
    ensure!(opening.data["shop"].is_object(), "opens without a whole picture: {opening:?}");
    let first = place(&client, "o1").await?;
    let seen = until(&mut live, first).await?;

    drop(live);
    let second = place(&client, "o2").await?;
    ensure!(until(&mut client.listen(LIVE, Some(seen)).await?, second).await? >= second);
    server.kill()?;
    let server = store.serve().start()?;
    let client = server.client()?;
    ensure!(until(&mut client.listen(LIVE, Some(seen)).await?, second).await? >= second);
    server.stop()
}

async fn place(client: &Client, order_id: &str) -> Result<u64> {
    client.record(&[order_placed(order_id).line("S1", 1, "9.95")]).await
}

/// Reads until the stream is at this LSN or later; gives where it is.
async fn until(live: &mut Live, lsn: u64) -> Result<u64> {
    let mut before = 0;
    loop {
        let event = live.next().await?;
        ensure!(event.id >= before, "went back from {before} to {}", event.id);
        before = event.id;
        if event.id >= lsn {
            return Ok(event.id);
        }
    }
}
