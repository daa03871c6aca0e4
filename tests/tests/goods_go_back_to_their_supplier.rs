//! Goods that go back to their supplier leave the stock, with the purchase they came by; what is
//! set aside for orders does not go.

use anyhow::Result;
use marea_tests::{
    events::{Event, event, order_placed, product_set, purchase_order_placed},
    running::Running,
};
use serde_json::json;

#[tokio::test]
async fn goods_go_back_to_their_supplier() -> Result<()> {
    let shop = Running::start()?;
    shop.record(&[product_set("S1", "deny")]).await?;
    shop.record(&[purchase_order_placed("po1", "MAD").item("S1", 10)]).await?;
    let came = event("purchase_order_received", json!({"purchase_order": "po1"}));
    shop.record(&[came, order_placed("o1").line("S1", 6, "9.95")]).await?;
    shop.refuses(back(11), "insufficient_stock").await?;
    shop.refuses(back(5), "insufficient_stock").await?;
    shop.record(&[back(3)]).await?;
    shop.stock_is("S1", "MAD", json!({"on_hand": 7, "committed": 6, "available": 1})).await?;
    shop.stock_is("S1", "MAD", json!({"incoming": 0})).await?;
    let gone = "SELECT -sum(on_hand_change) FROM stock_movements \
        WHERE movement = 'returned_to_supplier' AND reference = 'po1' AND reference_line = '1'";
    shop.counts(gone, 3).await?;
    shop.stop()
}

fn back(units: u32) -> Event {
    event(
        "stock_returned_to_supplier",
        json!({
            "sku": "S1", "warehouse": "MAD", "quantity": units, "purchase_order": "po1",
            "line_id": "1",
        }),
    )
}
