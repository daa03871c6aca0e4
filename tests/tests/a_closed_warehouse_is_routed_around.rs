//! When a warehouse closes, what it owes is routed to others, the most urgent orders first; what
//! nobody else has goes on waiting. New orders pass it by, and an order that was bound to it says
//! so by staying.

use anyhow::Result;
use marea_tests::{
    events::{Event, event, order_placed, product_set, received, warehouse_at},
    running::Running,
};
use serde_json::json;

#[tokio::test]
async fn a_closed_warehouse_is_routed_around() -> Result<()> {
    let shop = Running::start()?;
    shop.record(&[warehouse_at("VIGO", "36201"), warehouse_at("BARCELONA", "08001")]).await?;
    shop.record(&[product_set("S1", "deny"), received("S1", "VIGO", 9)]).await?;
    shop.record(&[order("common", 100, 3), order("urgent", 1, 2), order("last", 200, 1)]).await?;
    shop.record(&[order("bound", 100, 1).with("warehouse", "VIGO")]).await?;
    shop.record(&[received("S1", "BARCELONA", 4)]).await?;

    let lsn = shop
        .record(&[event(
            "warehouse_set",
            json!({
        "warehouse": "VIGO", "closed": true, "reason": "flooded"}),
        )])
        .await?;
    shop.owes("urgent", &["1 BARCELONA 2"]).await?;
    shop.owes("common", &["1 BARCELONA 2", "1 BARCELONA waits 1"]).await?;
    shop.owes("last", &["1 BARCELONA waits 1"]).await?;
    shop.owes("bound", &["1 VIGO 1"]).await?;
    assert!(shop.reason("urgent").await?.starts_with("moved from VIGO"));
    assert_eq!(shop.history("urgent").await?, ["order_placed", "warehouse_set"]);
    shop.order_is("common", json!({"lsn": lsn})).await?;
    shop.stock_is("S1", "VIGO", json!({"on_hand": 9, "committed": 1})).await?;
    shop.stock_is("S1", "BARCELONA", json!({"committed": 4, "backordered": 2})).await?;

    shop.refuses(order("new", 100, 1), "insufficient_stock").await?;
    shop.record(&[received("S1", "BARCELONA", 2)]).await?;
    shop.owes("common", &["1 BARCELONA 3"]).await?;
    shop.owes("last", &["1 BARCELONA 1"]).await?;
    shop.record(&[event("warehouse_set", json!({"warehouse": "VIGO", "closed": false}))]).await?;
    shop.record(&[order("new", 100, 8)]).await?;
    shop.owes("new", &["1 VIGO 8"]).await?;
    shop.stop()
}

fn order(order_id: &str, priority: u32, units: u32) -> Event {
    let address = json!({"country": "ES", "postcode": "36201"});
    let order = order_placed(order_id).with("priority", priority).with("ship_to", address);
    order.line("S1", units, "9.95")
}
