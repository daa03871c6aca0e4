//! A receiver that answers 410 gets nothing more, over a restart too, until someone replays to it;
//! one that asks to be left alone is.

use std::time::Duration;

use anyhow::{Result, ensure};
use marea_tests::{
    events::order_placed,
    reactions::{destination, replay, serve, settled},
    receiver::{Receiver, Reply},
    server::Store,
    stopwatch::Stopwatch,
};
use serde_json::json;

#[tokio::test(flavor = "multi_thread")]
async fn a_receiver_that_is_gone_gets_nothing_more() -> Result<()> {
    let (store, receiver) = (Store::new()?, Receiver::listen().await?);
    let serve = serve(&store, &receiver.table("erp", &["order.status_changed"]))?;
    let server = serve.start()?;
    let client = server.client()?;
    receiver.reply(&[Reply::Status(410)]);
    client.record(&[order_placed("o1").line("S1", 1, "9.95")]).await?;
    settled(&client, "erp", 0, 1).await?;
    let shown = destination(&client, "erp").await?;
    ensure!(shown["disabled_reason"].as_str().is_some_and(|it| it.contains("410")), "{shown}");
    client.record(&[order_placed("o2").line("S1", 1, "9.95")]).await?;
    server.kill()?;

    let server = serve.start()?;
    let client = server.client()?;
    client.record(&[order_placed("o3").line("S1", 1, "9.95")]).await?;
    settled(&client, "erp", 0, 1).await?;
    ensure!(receiver.received()?.len() == 1, "sent to one that is gone");

    ensure!(replay(&client, &json!({"destination": "erp", "all": true})).await? == 1);
    settled(&client, "erp", 0, 0).await?;
    client.record(&[order_placed("o4").line("S1", 1, "9.95")]).await?;
    let ids: Vec<_> = receiver.wait(3).await?.into_iter().map(|message| message.id).collect();
    ensure!(ids == ["msg_1_0", "msg_1_0", "msg_4_0"], "{ids:?}");
    server.stop()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_receiver_that_asks_for_a_while_is_left_alone() -> Result<()> {
    let (store, receiver) = (Store::new()?, Receiver::listen().await?);
    let table = receiver.table("erp", &["order.status_changed"]);
    let serve = serve(&store, &format!("retry_after = [\"10ms\"]\n{table}"))?;
    let server = serve.start()?;
    let client = server.client()?;
    receiver.reply(&[Reply::RetryAfter(429, 2)]);
    let watch = Stopwatch::start();
    client.record(&[order_placed("o1").line("S1", 1, "9.95")]).await?;
    receiver.wait(1).await?;
    client.record(&[order_placed("o2").line("S1", 1, "9.95")]).await?;
    receiver.wait(3).await?;
    ensure!(watch.elapsed() >= Duration::from_secs(2), "came back after {:?}", watch.elapsed());
    settled(&client, "erp", 0, 0).await?;
    server.stop()
}
