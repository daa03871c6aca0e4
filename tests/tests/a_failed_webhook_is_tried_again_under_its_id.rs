//! A receiver that fails gets the same message under the same id until it takes it; later messages
//! about the same order wait for it, those about others and other receivers do not.

use anyhow::{Result, ensure};
use marea_tests::{
    events::{order_approved, order_placed},
    reactions::{serve, settled},
    receiver::{Received, Receiver, Reply},
    server::Store,
};

#[tokio::test(flavor = "multi_thread")]
async fn a_failed_webhook_is_tried_again_under_its_id() -> Result<()> {
    let (store, failing, well) =
        (Store::new()?, Receiver::listen().await?, Receiver::listen().await?);
    let topics = ["order.status_changed"];
    let tables = failing.table("failing", &topics) + &well.table("well", &topics);
    let serve = serve(&store, &format!("retry_after = [\"500ms\", \"1h\"]\n{tables}"))?;
    let server = serve.start()?;
    let client = server.client()?;
    failing.reply(&[Reply::Status(500)]);
    client.record(&[order_placed("o1").line("S1", 1, "9.95")]).await?;
    failing.wait(1).await?;
    client.record(&[order_approved("o1"), order_placed("o2").line("S1", 1, "9.95")]).await?;
    settled(&client, "failing", 0, 0).await?;
    // The second of o1 came after the first was taken; that of o2 did not wait for it.
    let received = failing.received()?;
    ensure!(ids(&received) == ["msg_1_0", "msg_3_0", "msg_1_0", "msg_2_0"], "{received:?}");
    ensure!(received[0].body == received[2].body, "{received:?}");
    ensure!(well.received()?.len() == 3, "{:?}", well.received()?);

    // An answer that points elsewhere is a failure: messages are not carried on.
    failing.reply(&[Reply::Status(302)]);
    client.record(&[order_placed("o3").line("S1", 1, "9.95")]).await?;
    settled(&client, "failing", 0, 0).await?;
    ensure!(ids(&failing.received()?)[4..] == ["msg_4_0", "msg_4_0"], "{:?}", failing.received()?);
    server.stop()
}

fn ids(received: &[Received]) -> Vec<&str> {
    received.iter().map(|message| message.id.as_str()).collect()
}
