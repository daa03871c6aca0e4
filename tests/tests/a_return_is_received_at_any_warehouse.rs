//! What was sent from one warehouse may come back to another, as it suits the customer: its stock
//! rises there. Where nobody says, it came back to where it left from.

use anyhow::Result;
use marea_tests::{
    events::{Event, of, order_placed, product_set, received},
    running::Running,
};
use serde_json::json;

#[tokio::test]
async fn a_return_is_received_at_any_warehouse() -> Result<()> {
    let shop = Running::start()?;
    shop.record(&[product_set("S1", "deny"), received("S1", "MAD", 5)]).await?;
    shop.record(&[order_placed("o1").line("S1", 5, "9.95"), of("order_approved", "o1")]).await?;
    shop.record(&[of("order_shipped", "o1")]).await?;
    shop.record(&[back("o1", 2).with("warehouse", "SHOP"), back("o1", 1)]).await?;
    shop.stock_is("S1", "SHOP", json!({"on_hand": 2, "available": 2})).await?;
    shop.stock_is("S1", "MAD", json!({"on_hand": 1, "available": 1})).await?;
    shop.record(&[order_placed("o2").line("S1", 2, "9.95").with("warehouse", "SHOP")]).await?;
    shop.owes("o2", &["1 SHOP 2"]).await?;

    // Set aside in Madrid, it left from another warehouse, and comes back there.
    shop.record(&[received("S1", "BCN", 3)]).await?;
    shop.record(&[order_placed("o3").line("S1", 1, "9.95").with("warehouse", "MAD")]).await?;
    shop.record(&[of("order_approved", "o3")]).await?;
    shop.record(&[of("order_shipped", "o3").with("warehouse", "BCN")]).await?;
    shop.stock_is("S1", "BCN", json!({"on_hand": 2})).await?;
    shop.record(&[back("o3", 1)]).await?;
    shop.stock_is("S1", "BCN", json!({"on_hand": 3})).await?;
    shop.stock_is("S1", "MAD", json!({"on_hand": 1, "committed": 0})).await?;
    shop.stop()
}

fn back(order_id: &str, units: u32) -> Event {
    of("return_received", order_id).units("1", units)
}
