//! Each line may be promised for a day of its own; the order's is the earliest of what is still to
//! be sent, and moves on as lines leave or are cancelled. Who waits is served by line, too.

use anyhow::Result;
use marea_tests::{
    events::{of, order_placed, product_set, received},
    running::Running,
};
use serde_json::{Value, json};

#[tokio::test]
async fn each_line_has_its_own_promise() -> Result<()> {
    let shop = Running::start()?;
    shop.record(&[product_set("S1", "backorder"), received("S1", "MAD", 1)]).await?;
    shop.record(&[order_placed("takes").line("S1", 1, "9.95")]).await?;
    let order = order_placed("o1").with("promised_at", day(20));
    let order = order.push(line(&day(30))).push(line(&Value::Null)).push(line(&day(10)));
    shop.record(&[order, of("order_approved", "o1")]).await?;
    let promised = |days: [u32; 3], first| {
        let lines: Vec<_> = days.iter().map(|on| json!({"promised_at": day(*on)})).collect();
        json!({"lines": lines, "promised_at": first})
    };
    shop.order_is("o1", promised([30, 20, 10], day(10))).await?;
    let queue = [
        ["1 MAD waits 1", "2 MAD waits 1", "3 MAD 1"],
        ["1 MAD waits 1", "2 MAD 1", "3 MAD 1"],
        ["1 MAD 1", "2 MAD 1", "3 MAD 1"],
    ];
    for owed in queue {
        shop.record(&[received("S1", "MAD", 1)]).await?;
        shop.owes("o1", &owed).await?;
    }
    shop.record(&[of("order_shipped", "o1").units("3", 1)]).await?;
    shop.order_is("o1", promised([30, 20, 10], day(20))).await?;
    shop.record(&[of("order_cancelled", "o1").units("2", 1)]).await?;
    shop.order_is("o1", promised([30, 20, 10], day(30))).await?;
    shop.record(&[of("order_shipped", "o1")]).await?;
    shop.order_is("o1", json!({"promised_at": null, "late": false})).await?;
    shop.stop()
}

fn day(day: u32) -> Value {
    format!("2099-03-{day:02}T12:00:00Z").into()
}

fn line(promised_at: &Value) -> Value {
    json!({"sku": "S1", "quantity": 1, "unit_price": "9.95", "promised_at": promised_at})
}
