//! When what is projected falls to the reorder point, one purchase is proposed, in whole multiples
//! of what the supplier sends. It is not proposed again with every sale; it grows with the need,
//! and is withdrawn when goods come. What is on its way counts.

use anyhow::Result;
use marea_tests::{
    events::{Event, event, order_placed, product_set, purchase_order_placed, received},
    running::Running,
};
use serde_json::json;

#[tokio::test]
async fn a_reorder_point_raises_one_proposal() -> Result<()> {
    let shop = Running::start()?;
    let supplier = json!({"supplier": "ACME", "lead_time_days": 5, "order_multiple": 12});
    shop.record(&[event("supplier_set", supplier)]).await?;
    for sku in ["S1", "S2", "S3"] {
        let product = product_set(sku, "deny").with("supplier", "ACME").with("unit_cost", "2.00");
        let product = product.with("reorder_point", 10).with("reorder_target", 30);
        shop.record(&[product, received(sku, "MAD", 20)]).await?;
    }
    // 9 are left, so 21 are missing to 30: two dozen.
    let first = shop.record(&[order("o1", "S1", 11)]).await?;
    let second = shop.record(&[order("o2", "S1", 1)]).await?;
    unknown(&shop, second).await?;
    shop.stock_is("S1", "MAD", json!({"incoming": 0})).await?;
    shop.record(&[sent(first)]).await?;
    shop.stock_is("S1", "MAD", json!({"incoming": 24, "available": 8})).await?;
    // On its way, it counts: 8 + 24 is far above the point, at 10 it is not.
    let third = shop.record(&[order("o3", "S1", 7)]).await?;
    unknown(&shop, third).await?;

    // The need grows beyond what was proposed: the proposal does.
    let first = shop.record(&[order("o4", "S2", 10)]).await?;
    shop.record(&[event("stock_written_off", goods("S2", 10))]).await?;
    shop.record(&[event(
        "stock_policy_set",
        json!({
        "sku": "S2", "warehouse": "MAD", "stock_policy": "allow_negative"}),
    )])
    .await?;
    shop.record(&[order("o5", "S2", 17)]).await?;
    shop.record(&[sent(first)]).await?;
    shop.stock_is("S2", "MAD", json!({"incoming": 48, "available": -17})).await?;

    // It is withdrawn where goods come by another way.
    let first = shop.record(&[order("o6", "S3", 15)]).await?;
    shop.record(&[purchase_order_placed("po1", "MAD").item("S3", 40)]).await?;
    shop.refuses(sent(first), "invalid_transition").await?;
    shop.stock_is("S3", "MAD", json!({"incoming": 40})).await?;
    shop.stop()
}

fn order(order_id: &str, sku: &str, units: u32) -> Event {
    order_placed(order_id).line(sku, units, "9.95")
}

fn goods(sku: &str, units: u32) -> serde_json::Value {
    json!({"sku": sku, "warehouse": "MAD", "quantity": units})
}

/// A proposal carries the LSN of the event that made it needful.
fn sent(lsn: u64) -> Event {
    event("purchase_order_sent", json!({"purchase_order": format!("proposal-{lsn}-0")}))
}

async fn unknown(shop: &Running, lsn: u64) -> Result<()> {
    shop.refuses(sent(lsn), "unknown_purchase_order").await.map(|_| ())
}
