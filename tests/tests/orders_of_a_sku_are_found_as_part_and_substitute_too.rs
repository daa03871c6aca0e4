//! The orders of a SKU are those that sell it, and those for which it leaves the stock as a part of
//! a bundle or as a substitute, open or not; page by page to the last, however many there are.

use std::collections::BTreeSet;

use anyhow::{Context as _, Result, ensure};
use marea_tests::{
    client::Client,
    events::{Event, of, order_placed, product_set, received},
    running::Running,
};
use serde_json::{Value, json};

/// More than are looked at for one page.
const MANY: usize = 10_300;

#[tokio::test]
async fn orders_of_a_sku_are_found_as_part_and_substitute_too() -> Result<()> {
    let shop = Running::start()?;
    let parts = json!([{"sku": "CUP", "quantity": 1}, {"sku": "TEA", "quantity": 2}]);
    shop.record(&[product_set("SET", "deny").with("components", parts)]).await?;
    shop.record(&[product_set("RED", "deny").with("substitute", "BLUE")]).await?;
    for sku in ["CUP", "TEA", "RED", "BLUE"] {
        shop.record(&[received(sku, "MAD", 4)]).await?;
    }
    shop.record(&[order_placed("sold").line("CUP", 1, "5.00")]).await?;
    shop.record(&[order_placed("bundled").line("SET", 1, "9.00")]).await?;
    shop.record(&[order_placed("sent").line("SET", 1, "9.00"), of("order_approved", "sent")])
        .await?;
    shop.record(&[of("order_shipped", "sent")]).await?;
    shop.record(&[order_placed("red").line("RED", 4, "5.00")]).await?;
    shop.record(&[order_placed("blue").line("RED", 2, "5.00")]).await?;
    shop.record(&[order_placed("gone").line("CUP", 1, "5.00"), of("order_cancelled", "gone")])
        .await?;
    for (filter, wanted) in [
        ("sku=CUP", vec!["bundled", "gone", "sent", "sold"]),
        ("sku=CUP&open=true", vec!["bundled", "sold"]),
        ("sku=CUP&state=cancelled", vec!["gone"]),
        ("sku=TEA", vec!["bundled", "sent"]),
        ("sku=SET&open=true", vec!["bundled"]),
        ("sku=BLUE", vec!["blue"]),
        ("sku=RED", vec!["blue", "red"]),
        ("sku=BLUE&customer=c1", vec!["blue"]),
        ("sku=NONE", vec![]),
    ] {
        let found = all(&shop.client, &format!("{filter}&limit=1")).await?;
        let wanted: BTreeSet<String> = wanted.into_iter().map(str::to_owned).collect();
        ensure!(found == wanted, "{filter}: {found:?}, expected {wanted:?}");
    }

    shop.record(&[received("PEN", "MAD", 20_000)]).await?;
    let orders: Vec<Event> = (0..MANY).map(pen).collect();
    for some in orders.chunks(1000) {
        shop.client.record(some).await?;
    }
    for filter in ["sku=PEN&open=true", "sku=PEN", "sku=PEN&ready=true"] {
        let found = all(&shop.client, &format!("{filter}&limit=1000")).await?;
        let wanted = if filter.contains("ready") { 0 } else { MANY };
        ensure!(found.len() == wanted, "{filter}: {} of {wanted}", found.len());
    }
    shop.stop()
}

fn pen(number: usize) -> Event {
    order_placed(&format!("p{number}")).line("PEN", 1, "1.00")
}

/// The orders of all pages, each once.
async fn all(client: &Client, filter: &str) -> Result<BTreeSet<String>> {
    let (mut found, mut after) = (BTreeSet::new(), String::new());
    loop {
        let page = client.get(&format!("/api/v1/orders?{filter}{after}")).await?.expect(200)?;
        for order in page.body["orders"].as_array().context("no orders")? {
            let order_id = order["order_id"].as_str().context("no order_id")?;
            ensure!(found.insert(order_id.to_owned()), "{order_id} is on two pages");
        }
        match &page.body["next"] {
            Value::String(next) => after = format!("&after={next}"),
            _ => return Ok(found),
        }
    }
}
