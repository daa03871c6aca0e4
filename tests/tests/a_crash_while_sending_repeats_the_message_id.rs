//! A server that is killed between sending and recording sends the message once more, under the id
//! that the receiver knows; over kills at random moments no crossing is lost and none gets two ids.

use std::{
    collections::{BTreeMap, BTreeSet},
    time::Duration,
};

use anyhow::{Result, ensure};
use marea_tests::{
    environment::generator,
    events::order_placed,
    reactions::{serve, settled},
    receiver::{Receiver, Reply},
    server::Store,
};
use rand::RngExt as _;

const TOPICS: [&str; 1] = ["order.status_changed"];
const ROUNDS: usize = 8;

#[tokio::test(flavor = "multi_thread")]
async fn a_crash_while_sending_repeats_the_message_id() -> Result<()> {
    let (store, receiver) = (Store::new()?, Receiver::listen().await?);
    let serve = serve(&store, &receiver.table("erp", &TOPICS))?;
    let server = serve.start()?;
    receiver.reply(&[Reply::Silence]);
    server.client()?.record(&[order_placed("o1").line("S1", 1, "9.95")]).await?;
    // The receiver has it; the server waits for the answer, and never hears it.
    receiver.wait(1).await?;
    server.kill()?;
    let server = serve.start()?;
    let received = receiver.wait(2).await?;
    ensure!(received[0].id == received[1].id, "{received:?}");
    ensure!(received[0].body == received[1].body, "{received:?}");
    settled(&server.client()?, "erp", 0, 0).await?;
    ensure!(receiver.received()?.len() == 2, "sent again though it was taken");
    server.stop()
}

#[tokio::test(flavor = "multi_thread")]
async fn no_crossing_is_lost_or_doubled_over_kills_at_random() -> Result<()> {
    let (store, receiver, mut random) = (Store::new()?, Receiver::listen().await?, generator());
    let serve = serve(&store, &receiver.table("erp", &TOPICS))?;
    let mut acknowledged = BTreeSet::new();
    for round in 0..ROUNDS {
        let server = serve.start()?;
        let client = server.client()?;
        let placing = tokio::spawn(async move {
            let mut placed = Vec::new();
            for order in 0.. {
                let order_id = format!("o{round}-{order}");
                let event = order_placed(&order_id).line("S1", 1, "9.95");
                match client.post(&[event]).await {
                    Ok(answer) if answer.status == 200 => placed.push(order_id),
                    _ => break,
                }
            }
            placed
        });
        tokio::time::sleep(Duration::from_millis(random.random_range(20..400))).await;
        server.kill()?;
        acknowledged.extend(placing.await?);
    }
    let server = serve.start()?;
    settled(&server.client()?, "erp", 0, 0).await?;
    let mut ids: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for message in receiver.received()? {
        let order_id = message.body["data"]["order_id"].as_str().unwrap_or_default().to_owned();
        ids.entry(order_id).or_default().insert(message.id);
    }
    ensure!(acknowledged.len() > ROUNDS * 5, "hardly a load: {} orders", acknowledged.len());
    for order_id in &acknowledged {
        ensure!(ids.contains_key(order_id), "{order_id} was acknowledged and never told");
    }
    let doubled: Vec<_> = ids.iter().filter(|(_, ids)| ids.len() > 1).collect();
    ensure!(doubled.is_empty(), "told under two ids: {doubled:?}");
    server.stop()
}
