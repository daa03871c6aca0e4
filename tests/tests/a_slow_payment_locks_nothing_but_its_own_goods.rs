//! A checkout holds its goods and nothing else: while its payment drags on, others buy what is
//! left, and when its hold has run out it is checked again like any other order.

use anyhow::Result;
use futures::future::try_join_all;
use marea_tests::{
    events::{YEARS_OF_MINUTES, cart_updated, order_placed, product_set, received},
    running::Running,
};
use serde_json::json;

#[tokio::test]
async fn a_slow_payment_locks_nothing_but_its_own_goods() -> Result<()> {
    let shop = Running::start()?;
    shop.record(&[product_set("S1", "deny"), received("S1", "MAD", 1)]).await?;
    shop.record(&[product_set("S2", "deny"), received("S2", "MAD", 50)]).await?;
    let held = [cart_updated("slow", YEARS_OF_MINUTES).item("S1", 1).item("S2", 10)];
    shop.record(&held).await?;
    let others = (0..40).map(|number| {
        let order = [order_placed(&format!("o{number}")).line("S2", 1, "9.95")];
        let client = shop.client.clone();
        async move { client.record(&order).await }
    });
    try_join_all(others).await?;
    let late = || order_placed("late").line("S1", 1, "9.95");
    let said = shop.refuses(late(), "insufficient_stock").await?;
    assert!(said.contains("0 are available"), "{said}");
    shop.refuses(late().line("S2", 1, "9.95"), "insufficient_stock").await?;

    // The same cart, now with a hold of an hour that ended long ago.
    shop.record(&[cart_updated("slow", 60).item("S1", 1).item("S2", 10)]).await?;
    shop.comes_to("SELECT sum(committed) FROM stock_levels WHERE sku = 'S1'", 0).await?;
    shop.record(&[late()]).await?;
    let paid = order_placed("paid").with("cart_id", "slow").line("S1", 1, "9.95");
    shop.refuses(paid, "insufficient_stock").await?;
    shop.stock_is("S1", "MAD", json!({"on_hand": 1, "committed": 1, "available": 0})).await?;
    shop.stock_is("S2", "MAD", json!({"on_hand": 50, "committed": 40, "available": 10})).await?;
    shop.stop()
}
