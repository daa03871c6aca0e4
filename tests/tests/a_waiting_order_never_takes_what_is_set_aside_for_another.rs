//! Goods that are set aside for one order do not leave for another: neither for one that waits for
//! the same goods, nor from a warehouse that owes them to someone else, nor by a transfer.

use anyhow::Result;
use marea_tests::{
    events::{event, of, order_placed, product_set, received},
    running::Running,
};
use serde_json::json;

#[tokio::test]
async fn a_waiting_order_never_takes_what_is_set_aside_for_another() -> Result<()> {
    let shop = Running::start()?;
    shop.record(&[product_set("S1", "backorder"), received("S1", "MAD", 5)]).await?;
    for order_id in ["has", "waits"] {
        shop.record(&[order_placed(order_id).line("S1", 5, "9.95")]).await?;
        shop.record(&[of("order_approved", order_id)]).await?;
    }
    shop.owes("waits", &["1 MAD waits 5"]).await?;
    shop.refuses(of("order_shipped", "waits"), "insufficient_stock").await?;
    shop.refuses(of("order_shipped", "waits").units("1", 1), "insufficient_stock").await?;

    // A third order has goods in another warehouse, and is not to be sent from this one.
    shop.record(&[received("S1", "BCN", 10)]).await?;
    shop.owes("waits", &["1 BCN 5"]).await?;
    let third = order_placed("third").line("S1", 5, "9.95");
    shop.record(&[third, of("order_approved", "third")]).await?;
    shop.owes("third", &["1 BCN 5"]).await?;
    let from_there = of("order_shipped", "third").with("warehouse", "MAD");
    shop.refuses(from_there, "insufficient_stock").await?;
    shop.stock_is("S1", "MAD", json!({"on_hand": 5, "committed": 5, "available": 0})).await?;

    let transfer = json!({"transfer_id": "t1", "leg": "out", "sku": "S1", "from": "MAD",
        "to": "BCN", "quantity": 5});
    shop.refuses(event("stock_transferred", transfer), "insufficient_stock").await?;
    shop.record(&[of("order_shipped", "has"), of("order_shipped", "waits")]).await?;
    shop.record(&[of("order_shipped", "third")]).await?;
    shop.counts("SELECT count(*) FROM stock_levels WHERE on_hand <> 0 OR committed <> 0", 0)
        .await?;
    shop.stop()
}
