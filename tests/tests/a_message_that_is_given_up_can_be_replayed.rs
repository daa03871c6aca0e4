//! After the last attempt a message is a dead letter, over a restart too, until it is replayed.

use anyhow::{Result, ensure};
use marea_tests::{
    events::order_placed,
    reactions::{dead_letters, replay, serve, settled},
    receiver::{Receiver, Reply},
    server::Store,
};
use serde_json::json;

#[tokio::test(flavor = "multi_thread")]
async fn a_message_that_is_given_up_can_be_replayed() -> Result<()> {
    let (store, receiver) = (Store::new()?, Receiver::listen().await?);
    let table = receiver.table("erp", &["order.status_changed"]);
    let serve = serve(&store, &format!("retry_after = [\"50ms\", \"50ms\"]\n{table}"))?;
    let server = serve.start()?;
    let client = server.client()?;
    receiver.always(Reply::Status(503));
    let orders = ["o1", "o2", "o3"].map(|id| order_placed(id).line("S1", 1, "9.95"));
    client.record(&orders).await?;
    settled(&client, "erp", 0, 3).await?;
    ensure!(receiver.received()?.len() == 9, "not three attempts each");
    server.kill()?;

    let server = serve.start()?;
    let client = server.client()?;
    let letters = dead_letters(&client).await?;
    let first = &letters[0];
    ensure!(letters.len() == 3 && first["message_id"] == "msg_1_0", "{letters:?}");
    ensure!(first["attempts"] == 3 && first["data"]["order_id"] == "o1", "{first}");
    let error = first["last_error"].as_str().unwrap_or_default();
    ensure!(error.contains("503"), "{first}");

    receiver.always(Reply::Status(200));
    let one = json!({"destination": "erp", "message_id": "msg_2_0"});
    ensure!(replay(&client, &one).await? == 1);
    settled(&client, "erp", 0, 2).await?;
    ensure!(receiver.wait(10).await?[9].id == "msg_2_0");
    ensure!(replay(&client, &one).await.is_err(), "replayed what is no dead letter any more");
    ensure!(replay(&client, &json!({"destination": "erp", "all": true})).await? == 2);
    settled(&client, "erp", 0, 0).await?;
    ensure!(receiver.received()?.len() == 12 && dead_letters(&client).await?.is_empty());
    server.stop()
}
