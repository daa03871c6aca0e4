//! Each line's effect on stock follows from its state: a step that was taken already is refused
//! where it is asked, flagged where it is reported, and moves no goods either way.

use anyhow::{Context as _, Result, ensure};
use marea_tests::{
    events::{Event, of, order_placed, product_set, received},
    running::Running,
};
use serde_json::{Value, json};

const STEPS: [&str; 6] = [
    "order_approved",
    "order_held",
    "order_released",
    "order_shipped",
    "order_delivered",
    "return_received",
];
const QUANTITIES: [&str; 8] = [
    "ordered",
    "cancelled",
    "reserved",
    "backordered",
    "picked",
    "shipped",
    "delivered",
    "returned",
];

#[tokio::test]
async fn repeating_a_step_changes_nothing() -> Result<()> {
    let shop = Running::start()?;
    shop.record(&[product_set("S1", "deny"), received("S1", "MAD", 10)]).await?;
    let placed = order_placed("o1").line("S1", 4, "9.95").line("S1", 1, "9.95");
    shop.record(std::slice::from_ref(&placed)).await?;
    shop.refuses(placed.clone().with("event_id", "again"), "order_exists").await?;
    repeated(&shop, placed, "o1").await?;
    for step in STEPS {
        shop.record(&[of(step, "o1")]).await?;
        repeated(&shop, of(step, "o1"), "o1").await?;
    }
    shop.stock_is("S1", "MAD", json!({"on_hand": 10, "committed": 0, "available": 10})).await?;

    shop.record(&[order_placed("o2").line("S1", 4, "9.95"), of("order_cancelled", "o2")]).await?;
    repeated(&shop, of("order_cancelled", "o2"), "o2").await?;
    // An edit of what is cancelled takes no goods either, whatever it asks for.
    let edited = || of("order_edited", "o2").line("S1", 4, "9.95");
    repeated(&shop, edited(), "o2").await?;
    shop.refuses(of("order_edited", "o2").line("S1", 6, "9.95"), "invalid_transition").await?;
    repeated(&shop, edited().line("S1", 1, "9.95"), "o2").await?;
    shop.stock_is("S1", "MAD", json!({"on_hand": 10, "committed": 0, "available": 10})).await?;
    shop.order_is("o2", json!({"order_status": "cancelled"})).await?;
    shop.stop()
}

/// Sends the step both ways, and compares stock and lines before and after.
async fn repeated(shop: &Running, step: Event, order_id: &str) -> Result<()> {
    let before = figures(shop, order_id).await?;
    let asked = step.clone().with("event_id", format!("{} asked", step.id()));
    let answer = shop.client.post(&[asked]).await?;
    ensure!([200, 409].contains(&answer.status), "{step}: {}", answer.text);
    let reported = step.clone().with("event_id", format!("{} reported", step.id()));
    shop.record(&[reported.reported()]).await?;
    let after = figures(shop, order_id).await?;
    ensure!(before == after, "{step} changed {before} into {after}");
    Ok(())
}

/// Stock, the order's state and parcels, and every figure of its lines.
async fn figures(shop: &Running, order_id: &str) -> Result<Value> {
    let order = shop.order(order_id).await?;
    let stock = shop.client.get("/api/v1/stock").await?.body["levels"].take();
    let lines = order["lines"].as_array().context("no lines")?;
    let lines = lines.iter().map(|line| QUANTITIES.map(|name| line[name].clone()));
    let lines: Vec<_> = lines.collect();
    Ok(json!([stock, lines, order["order_status"], order["shipments"], order["total"]]))
}
