//! A webhook hears of an order and of stock that falls to its reorder point: signed, in order, once
//! for each crossing, and nothing again after a restart.

use anyhow::{Result, ensure};
use marea_tests::{
    events::{
        Event, order_approved, order_delivered, order_placed, order_shipped, product_set,
        stock_received,
    },
    reactions::{serve, settled},
    receiver::{Received, Receiver},
    server::Store,
};

const TOPICS: [&str; 5] =
    ["order.status_changed", "order.shipped", "order.delivered", "stock.low", "stock.sold_out"];

#[tokio::test(flavor = "multi_thread")]
async fn a_message_is_told_once_for_each_crossing() -> Result<()> {
    let (store, receiver) = (Store::new()?, Receiver::listen().await?);
    let serve = serve(&store, &receiver.table("erp", &TOPICS))?;
    let server = serve.start()?;
    let client = server.client()?;
    let shipped = order_shipped("o1").with("carrier", "Correos").with("tracking_number", "PQ1");
    let life = [
        product_set("S1", "deny").with("reorder_point", 5),
        stock_received("S1", "MAD", 10),
        order_placed("o1").line("S1", 5, "9.95"),
        order_placed("o2").line("S1", 1, "9.95"),
        order_approved("o1"),
        shipped.with("expected_at", "2026-03-04T18:00:00Z"),
        order_delivered("o1"),
        order_placed("o3").line("S1", 4, "9.95"),
    ];
    client.record(&life).await?;
    settled(&client, "erp", 0, 0).await?;
    let received = receiver.received()?;
    // 10 less 5 is the reorder point; 4 is below it and tells nothing new; 0 is sold out.
    ensure!(told(&received, "stock.low") == ["msg_3_1"], "{received:?}");
    ensure!(told(&received, "stock.sold_out") == ["msg_8_1"], "{received:?}");
    ensure!(told(&received, "order.delivered") == ["msg_7_1"], "{received:?}");
    let statuses = ["msg_3_0", "msg_4_0", "msg_5_0", "msg_6_0", "msg_7_0", "msg_8_0"];
    let mut changes = told(&received, "order.status_changed");
    changes.sort_unstable();
    ensure!(changes == statuses, "{received:?}");
    check_parcel(&received)?;

    server.kill()?;
    let server = serve.start()?;
    let client = server.client()?;
    // It falls once more: up to 7, down to 5.
    client
        .record(&[Event::new("stock_received", "more")
            .with("sku", "S1")
            .with("warehouse", "MAD")
            .with("quantity", 7)])
        .await?;
    client.record(&[order_placed("o4").line("S1", 2, "9.95")]).await?;
    settled(&client, "erp", 0, 0).await?;
    let after = receiver.received()?;
    ensure!(told(&after, "stock.low") == ["msg_3_1", "msg_10_1"], "{after:?}");
    ensure!(after.len() == received.len() + 2, "told again after a restart: {after:?}");
    server.stop()
}

fn told<'a>(received: &'a [Received], topic: &str) -> Vec<&'a str> {
    let of_topic = received.iter().filter(|message| message.body["type"] == topic);
    of_topic.map(|message| message.id.as_str()).collect()
}

fn check_parcel(received: &[Received]) -> Result<()> {
    let shipped: Vec<_> =
        received.iter().filter(|message| message.body["type"] == "order.shipped").collect();
    ensure!(shipped.len() == 1, "{shipped:?}");
    let (body, data) = (&shipped[0].body, &shipped[0].body["data"]);
    ensure!(body["timestamp"] == "2026-03-02T09:00:00Z", "{body}");
    ensure!(data["order_id"] == "o1" && data["fulfilment_status"] == "fulfilled", "{data}");
    ensure!(data["shipment"]["tracking_number"] == "PQ1", "{data}");
    ensure!(data["shipment"]["expected_at"] == "2026-03-04T18:00:00Z", "{data}");
    ensure!(data["shipment"]["lines"][0]["quantity"] == "5", "{data}");
    Ok(())
}
