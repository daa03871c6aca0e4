//! Goods that are set aside and then lost are a fact: it is recorded, and flagged as oversold. What
//! is left can still be sent, no more than that, and new goods make up for the loss before anybody
//! else is promised any.

use anyhow::Result;
use marea_tests::{
    events::{event, of, order_placed, product_set, received},
    running::Running,
};
use serde_json::json;

const FLAGGED: &str = "SELECT count(*) FROM events WHERE flags LIKE 'oversold: \"S1\" in%'";

#[tokio::test]
async fn a_loss_of_promised_goods_is_flagged() -> Result<()> {
    let shop = Running::start()?;
    shop.record(&[product_set("S1", "deny"), received("S1", "MAD", 6)]).await?;
    shop.record(&[order_placed("o1").line("S1", 5, "9.95"), of("order_approved", "o1")]).await?;
    let lost = |units: u32| {
        event("stock_written_off", json!({"sku": "S1", "warehouse": "MAD", "quantity": units}))
    };
    shop.record(&[lost(1)]).await?;
    shop.counts(FLAGGED, 0).await?;
    shop.record(&[lost(2)]).await?;
    shop.counts(FLAGGED, 1).await?;
    shop.stock_is("S1", "MAD", json!({"on_hand": 3, "committed": 5, "available": -2})).await?;

    shop.refuses(of("order_shipped", "o1"), "insufficient_stock").await?;
    shop.record(&[of("order_shipped", "o1").units("1", 3)]).await?;
    shop.refuses(of("order_shipped", "o1").units("1", 1), "insufficient_stock").await?;
    shop.record(&[received("S1", "MAD", 2)]).await?;
    shop.stock_is("S1", "MAD", json!({"on_hand": 2, "committed": 2, "available": 0})).await?;
    shop.refuses(order_placed("o2").line("S1", 1, "9.95"), "insufficient_stock").await?;
    shop.record(&[of("order_shipped", "o1")]).await?;
    shop.stock_is("S1", "MAD", json!({"on_hand": 0, "committed": 0, "available": 0})).await?;
    shop.stop()
}
