//! A bundle has no stock of its own: there are as many as the scarcest component suffices for, in
//! one place. Ten bundles of two need twenty. Selling one sells its components, and reports say
//! that the bundle was sold.

use anyhow::Result;
use marea_tests::{
    events::{Event, of, order_placed, product_set, received},
    running::Running,
};
use serde_json::json;

#[tokio::test]
async fn a_bundle_is_as_many_as_its_scarcest_component() -> Result<()> {
    let shop = Running::start()?;
    let parts = json!([{"sku": "CUP", "quantity": 2}, {"sku": "TRAY", "quantity": 1}]);
    shop.record(&[product_set("CUP", "deny"), product_set("TRAY", "deny")]).await?;
    shop.record(&[product_set("SET", "deny").with("components", parts)]).await?;
    shop.record(&[received("CUP", "MAD", 10)]).await?;
    // A component of which there is none counts too.
    shop.refuses(order("o1", 1), "insufficient_stock").await?;
    shop.record(&[received("TRAY", "MAD", 100)]).await?;
    let said = shop.refuses(order("o1", 10), "insufficient_stock").await?;
    assert!(said.contains("5 are available"), "{said}");
    shop.record(&[received("CUP", "MAD", 9)]).await?;
    shop.refuses(order("o1", 10), "insufficient_stock").await?;
    shop.record(&[received("CUP", "MAD", 1), order("o1", 10)]).await?;
    shop.stock_is("CUP", "MAD", json!({"on_hand": 20, "committed": 20, "available": 0})).await?;
    shop.stock_is("TRAY", "MAD", json!({"committed": 10, "available": 90})).await?;
    // A cup alone is gone with them.
    shop.refuses(order_placed("o2").line("CUP", 1, "3.00"), "insufficient_stock").await?;

    shop.record(&[of("order_cancelled", "o1").units("1", 4), of("order_approved", "o1")]).await?;
    // A cup and a set in one order count together.
    let cups_too = order("o2", 1).line("CUP", 7, "3.00");
    shop.refuses(cups_too, "insufficient_stock").await?;
    shop.record(&[order("o2", 1).line("CUP", 6, "3.00")]).await?;
    shop.record(&[of("order_shipped", "o1")]).await?;
    shop.stock_is("CUP", "MAD", json!({"on_hand": 8, "committed": 8})).await?;
    shop.stock_is("TRAY", "MAD", json!({"on_hand": 94, "committed": 1})).await?;
    shop.record(&[of("return_received", "o1").units("1", 1)]).await?;
    shop.stock_is("CUP", "MAD", json!({"on_hand": 10})).await?;
    shop.stock_is("TRAY", "MAD", json!({"on_hand": 95})).await?;

    shop.counts("SELECT count(*) FROM stock_levels WHERE sku = 'SET'", 0).await?;
    shop.counts("SELECT sum(quantity) FROM order_lines WHERE sku = 'SET'", 6).await?;
    shop.counts("SELECT sum(quantity) FROM order_lines WHERE sku = 'CUP'", 6).await?;
    shop.stop()
}

fn order(order_id: &str, sets: u32) -> Event {
    order_placed(order_id).line("SET", sets, "9.00")
}
