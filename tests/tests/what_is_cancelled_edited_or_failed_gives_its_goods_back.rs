//! Goods that an order no longer wants are free again, to the unit: when it is cancelled whole or
//! in part, when a line is made smaller, and when it is dropped because its payment failed. A
//! payment that failed does not touch goods by itself.

use anyhow::Result;
use marea_tests::{
    events::{of, order_placed, payment, product_set, received},
    running::Running,
};
use serde_json::{Value, json};

#[tokio::test]
async fn what_is_cancelled_edited_or_failed_gives_its_goods_back() -> Result<()> {
    let shop = Running::start()?;
    shop.record(&[product_set("S1", "deny"), received("S1", "MAD", 10)]).await?;
    shop.record(&[order_placed("o1").line("S1", 6, "9.95")]).await?;
    shop.stock_is("S1", "MAD", level(6)).await?;
    shop.record(&[of("order_edited", "o1").line("S1", 4, "9.95")]).await?;
    shop.stock_is("S1", "MAD", level(4)).await?;
    shop.record(&[of("order_cancelled", "o1").units("1", 1)]).await?;
    shop.stock_is("S1", "MAD", level(3)).await?;
    shop.record(&[of("order_cancelled", "o1")]).await?;
    shop.stock_is("S1", "MAD", level(0)).await?;

    shop.record(&[order_placed("o2").line("S1", 10, "9.95")]).await?;
    shop.record(&[payment("payment_failed", "o2", "99.50")]).await?;
    shop.stock_is("S1", "MAD", level(10)).await?;
    shop.order_is("o2", json!({"order_status": "placed", "payment_status": "pending"})).await?;
    shop.record(&[of("order_cancelled", "o2").with("reason", "payment failed")]).await?;
    shop.stock_is("S1", "MAD", level(0)).await?;
    shop.counts("SELECT count(*) FROM reservations", 0).await?;
    shop.stop()
}

fn level(committed: u32) -> Value {
    json!({"on_hand": 10, "committed": committed, "available": 10 - committed})
}
