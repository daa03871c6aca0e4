//! The last unit in a cart is the order's, however many others want it at that moment: what the
//! cart held is set aside for the order in the same step. The order may take the cart's own name.

use anyhow::Result;
use futures::future::try_join_all;
use marea_tests::{
    events::{YEARS_OF_MINUTES, cart_updated, order_placed, product_set, received},
    running::Running,
};
use serde_json::json;

#[tokio::test]
async fn a_cart_becomes_an_order_without_a_gap() -> Result<()> {
    let shop = Running::start()?;
    for (sku, order_id) in [("S1", "bought"), ("S2", "cart")] {
        shop.record(&[product_set(sku, "deny"), received(sku, "MAD", 1)]).await?;
        shop.record(&[cart_updated("cart", YEARS_OF_MINUTES).item(sku, 1)]).await?;
        let mut wanted: Vec<_> = (0..40)
            .map(|number| order_placed(&format!("{sku}-{number}")).line(sku, 1, "9.95"))
            .collect();
        let own = order_placed(order_id).line(sku, 1, "9.95");
        wanted.insert(20, if order_id == "cart" { own } else { own.with("cart_id", "cart") });
        let sent = wanted.into_iter().map(|event| {
            let client = shop.client.clone();
            async move { client.post(&[event]).await }
        });
        let taken = try_join_all(sent).await?;
        assert_eq!(taken.iter().filter(|answer| answer.status == 200).count(), 1);
        shop.owes(order_id, &["1 MAD 1"]).await?;
        shop.stock_is(sku, "MAD", json!({"on_hand": 1, "committed": 1, "available": 0})).await?;
        shop.order_is(order_id, json!({"order_status": "placed"})).await?;
        if order_id == "bought" {
            shop.order_is(
                "cart",
                json!({"order_status": "closed", "cart": {"abandoned_at": null}}),
            )
            .await?;
        }
    }
    shop.counts("SELECT sum(orders) FROM order_lines", 2).await?;
    shop.stop()
}
