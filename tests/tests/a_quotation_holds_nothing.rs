//! A quotation promises a price and no goods: it may ask for more than there is, others buy what is
//! there, it never lapses, and is checked when it becomes an order.

use anyhow::Result;
use marea_tests::{
    events::{cart_updated, order_placed, product_set, received},
    running::Running,
};
use serde_json::json;

#[tokio::test]
async fn a_quotation_holds_nothing() -> Result<()> {
    let shop = Running::start()?;
    shop.record(&[product_set("S1", "deny"), received("S1", "MAD", 5)]).await?;
    shop.record(&[cart_updated("quote", 0).item("S1", 8)]).await?;
    shop.record(&[cart_updated("passes", 30).item("S1", 5)]).await?;
    // What lapses by itself has lapsed once this one has.
    shop.comes_to("SELECT count(*) FROM orders WHERE state = 'closed'", 1).await?;
    shop.order_is("quote", json!({"order_status": "draft", "cart": {"held_until": null}})).await?;
    shop.stock_is("S1", "MAD", json!({"committed": 0, "available": 5})).await?;
    let ordered = |units| order_placed("o1").with("cart_id", "quote").line("S1", units, "9.95");
    shop.refuses(ordered(8), "insufficient_stock").await?;
    shop.order_is("quote", json!({"order_status": "draft"})).await?;
    shop.record(&[ordered(5)]).await?;
    shop.stock_is("S1", "MAD", json!({"committed": 5, "available": 0})).await?;
    shop.order_is("quote", json!({"order_status": "closed"})).await?;
    shop.stop()
}
