//! A kit that is put together takes its components out of the stock, all of them or none, and can
//! be sold from then on; what went into which kit is kept.

use anyhow::Result;
use marea_tests::{
    events::{Event, event, order_placed, product_set, received},
    running::Running,
};
use serde_json::json;

#[tokio::test]
async fn a_kit_is_assembled_from_its_components() -> Result<()> {
    let shop = Running::start()?;
    for sku in ["CUP", "TRAY", "KIT"] {
        shop.record(&[product_set(sku, "deny")]).await?;
    }
    shop.record(&[received("CUP", "MAD", 10), received("TRAY", "MAD", 9)]).await?;
    shop.refuses(assembled("a1", 6), "insufficient_stock").await?;
    shop.stock_is("TRAY", "MAD", json!({"on_hand": 9})).await?;
    shop.record(&[assembled("a1", 4)]).await?;
    shop.stock_is("CUP", "MAD", json!({"on_hand": 2})).await?;
    shop.stock_is("TRAY", "MAD", json!({"on_hand": 5})).await?;
    shop.stock_is("KIT", "MAD", json!({"on_hand": 4, "available": 4})).await?;
    let movements = "SELECT count(*) FROM stock_movements WHERE reference = 'a1' \
        AND movement IN ('assembled', 'consumed')";
    shop.counts(movements, 3).await?;
    shop.refuses(order_placed("o1").line("KIT", 5, "9.95"), "insufficient_stock").await?;
    shop.record(&[order_placed("o1").line("KIT", 4, "9.95")]).await?;
    // What is set aside for an order does not go into a kit.
    shop.record(&[order_placed("o2").line("CUP", 2, "3.00")]).await?;
    shop.refuses(assembled("a2", 1), "insufficient_stock").await?;
    shop.stop()
}

fn assembled(assembly_id: &str, kits: u32) -> Event {
    let components = json!([{"sku": "CUP", "quantity": 2}, {"sku": "TRAY", "quantity": 1}]);
    event(
        "stock_assembled",
        json!({
            "assembly_id": assembly_id, "sku": "KIT", "warehouse": "MAD", "quantity": kits,
            "components": components,
        }),
    )
}
