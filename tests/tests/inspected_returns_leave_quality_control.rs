//! What came back waits in quality control until it was looked at: what is fine goes back on the
//! shelf and is for sale, what is not is damaged or written off, and nothing is looked at twice.

use anyhow::Result;
use marea_tests::{
    events::{Event, event, of, order_placed, product_set, received},
    running::Running,
};
use serde_json::{Value, json};

#[tokio::test]
async fn inspected_returns_leave_quality_control() -> Result<()> {
    let shop = Running::start()?;
    shop.record(&[product_set("S1", "backorder"), received("S1", "MAD", 10)]).await?;
    shop.record(&[order_placed("o1").line("S1", 10, "9.95"), of("order_approved", "o1")]).await?;
    shop.record(&[of("order_shipped", "o1"), of("order_delivered", "o1")]).await?;
    shop.record(&[came("quality_control", 8)]).await?;
    holds(&shop, 8, [8, 0]).await?;
    shop.record(&[order_placed("waits").line("S1", 1, "9.95")]).await?;
    shop.owes("waits", &["1 MAD waits 1"]).await?;

    shop.record(&[seen(json!({"accepted": 3, "rejected": 2}))]).await?;
    holds(&shop, 8, [3, 2]).await?;
    shop.owes("waits", &["1 MAD 1"]).await?;
    shop.refuses(seen(json!({"accepted": 4})), "invalid_transition").await?;
    shop.record(&[seen(json!({"accepted": 1, "disposition": "write_off"}))]).await?;
    holds(&shop, 7, [2, 2]).await?;
    shop.record(&[seen(json!({"accepted": 1, "rejected": 1}))]).await?;
    holds(&shop, 7, [0, 3]).await?;
    shop.order_is(
        "o1",
        json!({"return_status": "partially_returned", "returns": [{"lines": [
            {"requested": 0, "received": 8, "accepted": 5, "rejected": 3},
        ]}]}),
    )
    .await?;
    shop.stop()
}

fn came(disposition: &str, units: u32) -> Event {
    let lines = json!([{"line_id": "1", "quantity": units, "disposition": disposition}]);
    let requested = json!({"order_id": "o1", "return_id": "r1", "lines": lines});
    event("return_received", requested)
}

fn seen(mut line: Value) -> Event {
    line["line_id"] = "1".into();
    event("return_inspected", json!({"order_id": "o1", "return_id": "r1", "lines": [line]}))
}

/// Expects stock on hand, in quality control and damaged.
async fn holds(shop: &Running, on_hand: u32, held: [u32; 2]) -> Result<()> {
    let [quality_control, damaged] = held;
    for (bucket, units) in [("quality_control", quality_control), ("damaged", damaged)] {
        let sql = "SELECT sum(unavailable_change) FROM stock_movements WHERE unavailable_reason";
        shop.counts(&format!("{sql} = '{bucket}'"), units).await?;
    }
    let level = json!({"on_hand": on_hand, "unavailable": quality_control + damaged});
    shop.stock_is("S1", "MAD", level).await
}
