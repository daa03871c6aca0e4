//! What is bought comes in parts: some is taken in, some turned away, some comes in elsewhere, some
//! will not come. What is incoming is always what is still to come, and a draft brings nothing.

use anyhow::Result;
use marea_tests::{
    events::{Event, event, product_set, purchase_order_placed},
    running::Running,
};
use serde_json::{Value, json};

#[tokio::test]
async fn purchase_orders_come_in_parts() -> Result<()> {
    let shop = Running::start()?;
    shop.record(&[product_set("S1", "deny"), product_set("S2", "deny")]).await?;
    let placed = purchase_order_placed("po1", "MAD").with("draft", true);
    shop.record(&[placed.item("S1", 10).item("S2", 5)]).await?;
    shop.counts("SELECT count(*) FROM stock_levels WHERE incoming <> 0", 0).await?;
    shop.refuses(of("received", json!({})), "invalid_transition").await?;
    shop.record(&[of("sent", json!({}))]).await?;
    shop.stock_is("S1", "MAD", json!({"on_hand": 0, "incoming": 10, "available": 0})).await?;
    shop.refuses(of("sent", json!({})), "invalid_transition").await?;

    shop.record(&[came(&json!([{"line_id": "1", "quantity": 3, "rejected": 1}]))]).await?;
    shop.stock_is("S1", "MAD", json!({"on_hand": 3, "incoming": 6})).await?;
    shop.stock_is("S2", "MAD", json!({"on_hand": 0, "incoming": 5})).await?;
    shop.refuses(came(&json!([{"line_id": "1", "quantity": 7}])), "invalid_transition").await?;
    shop.refuses(came(&json!([{"line_id": "9", "quantity": 1}])), "unknown_line").await?;

    let elsewhere = came(&json!([{"line_id": "1", "quantity": 2}])).with("warehouse", "BCN");
    shop.record(&[elsewhere]).await?;
    shop.stock_is("S1", "MAD", json!({"on_hand": 3, "incoming": 4})).await?;
    shop.stock_is("S1", "BCN", json!({"on_hand": 2, "incoming": 0})).await?;
    let will_not = json!({"lines": [{"line_id": "1", "quantity": 1}]});
    shop.record(&[of("cancelled", will_not)]).await?;
    shop.stock_is("S1", "MAD", json!({"on_hand": 3, "incoming": 3})).await?;
    shop.refuses(
        of("cancelled", json!({"lines": [{"line_id": "1", "quantity": 4}]})),
        "invalid_transition",
    )
    .await?;

    // Without lines all that is open comes.
    shop.record(&[of("received", json!({}))]).await?;
    shop.stock_is("S1", "MAD", json!({"on_hand": 6, "incoming": 0})).await?;
    shop.stock_is("S2", "MAD", json!({"on_hand": 5, "incoming": 0})).await?;
    shop.refuses(of("received", json!({})), "invalid_transition").await?;
    shop.refuses(of("cancelled", json!({})), "invalid_transition").await?;
    // More than was bought can only be reported.
    shop.record(&[came(&json!([{"line_id": "2", "quantity": 2}])).reported()]).await?;
    shop.stock_is("S2", "MAD", json!({"on_hand": 7, "incoming": 0})).await?;
    shop.record(&[of("closed", json!({}))]).await?;
    shop.refuses(of("received", json!({})), "invalid_transition").await?;
    shop.counts("SELECT sum(incoming_change) FROM stock_movements", 0).await?;
    shop.stop()
}

fn of(what: &str, fields: Value) -> Event {
    event(&format!("purchase_order_{what}"), fields).with("purchase_order", "po1")
}

fn came(lines: &Value) -> Event {
    of("received", json!({"lines": lines}))
}
