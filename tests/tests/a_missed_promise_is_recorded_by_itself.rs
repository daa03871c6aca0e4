//! An order whose promised date passes with goods still to be sent is late: the service records it
//! by itself, once, as an event of the order's history. A new promise makes it due again, what left
//! in time never is, and the order is listed as late.

use anyhow::Result;
use marea_tests::{
    events::{Event, of, order_placed, product_set, received},
    running::Running,
};
use serde_json::json;

const MISSED: &str = "SELECT count(*) FROM events WHERE event_type = 'promise_missed'";

#[tokio::test]
async fn a_missed_promise_is_recorded_by_itself() -> Result<()> {
    let shop = Running::start()?;
    shop.record(&[product_set("S1", "deny"), received("S1", "MAD", 50)]).await?;
    let in_time = [promised("sent", "2099-03-05"), of("order_approved", "sent")];
    shop.record(&in_time).await?;
    shop.record(&[of("order_shipped", "sent"), promised("future", "2099-03-05")]).await?;
    shop.record(&[promised("late", "2026-03-05")]).await?;
    shop.comes_to(MISSED, 1).await?;
    shop.order_is("late", json!({"late_since": "2026-03-05T12:00:00Z", "late": true})).await?;
    assert_eq!(shop.history("late").await?, ["order_placed", "promise_missed"]);
    shop.counts(&format!("{MISSED} AND source = 'marea' AND order_id = 'late'"), 1).await?;
    let late = shop.client.get("/api/v1/orders?late=true").await?.expect(200)?;
    assert_eq!(late.body["orders"][0]["order_id"], "late");

    let shop = shop.killed_and_started()?;
    shop.record(&[promised("second", "2026-03-06")]).await?;
    shop.comes_to(MISSED, 2).await?;
    // The customer is promised another day: not late any more, until that day passes too.
    shop.record(&[edited("late", "2099-03-10")]).await?;
    shop.order_is("late", json!({"late_since": null, "promised_at": "2099-03-10T12:00:00Z"}))
        .await?;
    shop.record(&[edited("late", "2026-03-10"), of("order_approved", "second")]).await?;
    shop.comes_to(MISSED, 3).await?;
    shop.record(&[of("order_shipped", "second")]).await?;
    shop.order_is("second", json!({"late_since": null, "late": false})).await?;
    let late = shop.client.get("/api/v1/orders?late=true").await?.expect(200)?;
    assert_eq!(late.body["orders"].as_array().map(Vec::len), Some(1), "{}", late.text);
    shop.stop()
}

fn promised(order_id: &str, day: &str) -> Event {
    order_placed(order_id).with("promised_at", format!("{day}T12:00:00Z")).line("S1", 1, "9.95")
}

fn edited(order_id: &str, day: &str) -> Event {
    let promised_at = format!("{day}T12:00:00Z");
    of("order_edited", order_id).push(json!({
        "sku": "S1", "quantity": 1, "unit_price": "9.95", "promised_at": promised_at,
    }))
}
