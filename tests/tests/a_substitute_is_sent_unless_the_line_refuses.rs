//! Where a SKU runs short and names a substitute that has all of the line, that is sent in its
//! place: its stock moves, the line still says what was sold. A line may refuse it.

use anyhow::Result;
use marea_tests::{
    events::{of, order_placed, product_set, received},
    running::Running,
};
use serde_json::{Value, json};

#[tokio::test]
async fn a_substitute_is_sent_unless_the_line_refuses() -> Result<()> {
    let shop = Running::start()?;
    shop.record(&[product_set("RED", "deny").with("substitute", "BLUE")]).await?;
    shop.record(&[product_set("BLUE", "deny")]).await?;
    shop.record(&[received("RED", "MAD", 2), received("BLUE", "MAD", 5)]).await?;
    shop.record(&[order_placed("o1").push(line(2, Value::Null))]).await?;
    shop.order_is("o1", json!({"lines": [{"sku": "RED", "substituted": false}]})).await?;
    shop.stock_is("BLUE", "MAD", json!({"committed": 0})).await?;

    shop.refuses(order_placed("o2").push(line(3, false)), "insufficient_stock").await?;
    shop.refuses(order_placed("o2").push(line(6, Value::Null)), "insufficient_stock").await?;
    shop.record(&[order_placed("o2").push(line(3, true))]).await?;
    shop.order_is(
        "o2",
        json!({"lines": [{
            "sku": "RED", "substituted": true, "components": [{"sku": "BLUE", "quantity": 1}],
        }]}),
    )
    .await?;
    shop.stock_is("RED", "MAD", json!({"committed": 2})).await?;
    shop.stock_is("BLUE", "MAD", json!({"committed": 3, "available": 2})).await?;
    // What the first order frees does not change what the second was promised.
    shop.record(&[of("order_cancelled", "o1"), of("order_approved", "o2")]).await?;
    shop.record(&[of("order_shipped", "o2")]).await?;
    shop.stock_is("RED", "MAD", json!({"on_hand": 2, "committed": 0})).await?;
    shop.stock_is("BLUE", "MAD", json!({"on_hand": 2, "committed": 0})).await?;
    shop.counts("SELECT sum(quantity) FROM order_lines WHERE sku = 'RED'", 3).await?;
    shop.stop()
}

fn line(units: u32, accepts: impl Into<Value>) -> Value {
    let accepts = accepts.into();
    json!({"sku": "RED", "quantity": units, "unit_price": "9.95", "accept_substitute": accepts})
}
