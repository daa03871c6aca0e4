//! What happens to an order for more than there is can be set for a SKU in one warehouse: one
//! refuses, one lets it wait, one goes below zero. Nothing is said twice: whether stock is kept at
//! all is the product's to say.

use anyhow::Result;
use marea_tests::{
    events::{Event, event, of, order_placed, product_set, received},
    running::Running,
};
use serde_json::json;

#[tokio::test]
async fn a_warehouse_keeps_stock_by_its_own_policy() -> Result<()> {
    let shop = Running::start()?;
    shop.record(&[product_set("S1", "deny")]).await?;
    for warehouse in ["DENIES", "WAITS", "OWES"] {
        shop.record(&[received("S1", warehouse, 2)]).await?;
    }
    shop.record(&[policy("WAITS", "backorder"), policy("OWES", "allow_negative")]).await?;
    shop.client.post(&[policy("DENIES", "untracked")]).await?.expect(422)?;
    let from = |warehouse: &str| {
        order_placed(warehouse).with("warehouse", warehouse).line("S1", 5, "9.95")
    };
    let said = shop.refuses(from("DENIES"), "insufficient_stock").await?;
    assert!(said.contains("2 are available"), "{said}");
    shop.record(&[from("WAITS"), from("OWES")]).await?;
    shop.owes("WAITS", &["1 WAITS 2", "1 WAITS waits 3"]).await?;
    shop.owes("OWES", &["1 OWES 5"]).await?;
    shop.stock_is("S1", "WAITS", json!({"committed": 2, "backordered": 3, "available": 0})).await?;
    shop.stock_is("S1", "OWES", json!({"committed": 5, "backordered": 0, "available": -3})).await?;
    // Only the one that owes may send what it does not have.
    for order_id in ["WAITS", "OWES"] {
        shop.record(&[of("order_approved", order_id)]).await?;
    }
    shop.refuses(of("order_shipped", "WAITS"), "insufficient_stock").await?;
    shop.record(&[of("order_shipped", "OWES")]).await?;
    shop.stock_is("S1", "OWES", json!({"on_hand": -3, "available": -3})).await?;
    shop.stock_is("S1", "DENIES", json!({"on_hand": 2, "available": 2})).await?;
    shop.stop()
}

fn policy(warehouse: &str, policy: &str) -> Event {
    event(
        "stock_policy_set",
        json!({
            "sku": "S1", "warehouse": warehouse, "stock_policy": policy,
        }),
    )
}
