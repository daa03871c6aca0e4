//! Goods that are broken, to be inspected, kept back for safety or for something else are in the
//! warehouse and not for sale, each for its own reason. Released they can be sold again; written
//! off out of their bucket they are gone from both.

use anyhow::Result;
use marea_tests::{
    events::{Event, event, order_placed, product_set, received},
    running::Running,
};
use serde_json::json;

const BUCKETS: [&str; 4] = ["damaged", "quality_control", "safety_stock", "withheld"];

#[tokio::test]
async fn held_goods_are_there_but_not_for_sale() -> Result<()> {
    let shop = Running::start()?;
    shop.record(&[product_set("S1", "deny"), received("S1", "MAD", 10)]).await?;
    for (bucket, units) in BUCKETS.into_iter().zip(1..) {
        shop.refuses(change("released", bucket, 1), "insufficient_stock").await?;
        shop.record(&[change("held", bucket, units)]).await?;
        holds(&shop, bucket, units).await?;
    }
    shop.stock_is("S1", "MAD", json!({"on_hand": 10, "unavailable": 10, "available": 0})).await?;
    shop.refuses(change("held", "damaged", 1), "insufficient_stock").await?;
    shop.refuses(order_placed("o1").line("S1", 1, "9.95"), "insufficient_stock").await?;

    shop.refuses(change("released", "damaged", 2), "insufficient_stock").await?;
    shop.record(&[change("released", "quality_control", 1)]).await?;
    shop.record(&[change("written_off", "damaged", 1)]).await?;
    shop.refuses(change("written_off", "damaged", 1), "insufficient_stock").await?;
    for (bucket, units) in BUCKETS.into_iter().zip([0, 1, 3, 4]) {
        holds(&shop, bucket, units).await?;
    }
    shop.stock_is("S1", "MAD", json!({"on_hand": 9, "unavailable": 8, "available": 1})).await?;
    shop.record(&[order_placed("o1").line("S1", 1, "9.95")]).await?;
    let shop = shop.killed_and_started()?;
    let left = json!({"on_hand": 9, "committed": 1, "unavailable": 8, "available": 0});
    shop.stock_is("S1", "MAD", left).await?;
    shop.stop()
}

fn change(what: &str, bucket: &str, units: u32) -> Event {
    let fields = json!({"sku": "S1", "warehouse": "MAD", "quantity": units, "bucket": bucket});
    event(&format!("stock_{what}"), fields)
}

async fn holds(shop: &Running, bucket: &str, units: u32) -> Result<()> {
    let sql = "SELECT sum(unavailable_change) FROM stock_movements WHERE unavailable_reason";
    shop.counts(&format!("{sql} = '{bucket}'"), units).await
}
