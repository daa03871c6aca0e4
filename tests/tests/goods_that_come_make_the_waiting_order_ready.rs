//! When goods come in, the orders that waited for them are ready to be sent without anyone touching
//! them: nothing waits any more, and they ship at once.

use anyhow::Result;
use marea_tests::{
    events::{event, of, order_placed, product_set, purchase_order_placed, received},
    running::Running,
};
use serde_json::json;

#[tokio::test]
async fn goods_that_come_make_the_waiting_order_ready() -> Result<()> {
    let shop = Running::start()?;
    shop.record(&[product_set("S1", "backorder"), product_set("S2", "deny")]).await?;
    shop.record(&[received("S1", "MAD", 2), received("S2", "MAD", 2)]).await?;
    let order = order_placed("o1").line("S1", 5, "9.95").line("S2", 1, "9.95");
    shop.record(&[order, of("order_approved", "o1")]).await?;
    shop.owes("o1", &["1 MAD 2", "1 MAD waits 3", "2 MAD 1"]).await?;
    shop.refuses(of("order_shipped", "o1"), "insufficient_stock").await?;

    shop.record(&[purchase_order_placed("po1", "MAD").item("S1", 10)]).await?;
    let came = |units: u32| {
        let lines = json!([{"line_id": "1", "quantity": units}]);
        event("purchase_order_received", json!({"purchase_order": "po1", "lines": lines}))
    };
    shop.record(&[came(1)]).await?;
    shop.owes("o1", &["1 MAD 3", "1 MAD waits 2", "2 MAD 1"]).await?;
    shop.stock_is("S1", "MAD", json!({"incoming": 9, "backordered": 2, "available": 0})).await?;
    shop.record(&[came(9)]).await?;
    shop.owes("o1", &["1 MAD 5", "2 MAD 1"]).await?;
    shop.stock_is("S1", "MAD", json!({"incoming": 0, "backordered": 0, "available": 7})).await?;
    let filled = ["order_placed", "order_approved", "purchase_order_placed"];
    let history = shop.history("o1").await?;
    assert_eq!(history[..3], filled);
    assert_eq!(history[3..], ["purchase_order_received"; 2]);
    shop.record(&[of("order_shipped", "o1")]).await?;
    shop.stock_is("S1", "MAD", json!({"on_hand": 7, "committed": 0})).await?;
    shop.stop()
}
