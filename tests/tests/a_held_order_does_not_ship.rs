//! An order on hold keeps its goods and does not leave: nothing is asked for, picked, packed,
//! shipped or handed over until it is released. Why it was held is in its history and live state.

use anyhow::Result;
use marea_tests::{
    client::text,
    events::{of, order_placed, product_set, received},
    running::Running,
};
use serde_json::json;

const STEPS: [&str; 5] =
    ["fulfilment_requested", "order_picked", "order_packed", "order_shipped", "order_collected"];

#[tokio::test]
async fn a_held_order_does_not_ship() -> Result<()> {
    let shop = Running::start()?;
    shop.record(&[product_set("S1", "deny"), received("S1", "MAD", 5)]).await?;
    shop.record(&[order_placed("o1").line("S1", 5, "9.95"), of("order_approved", "o1")]).await?;
    let held = |why: &str| of("order_held", "o1").with("reason", why).with("actor", "ana");
    shop.record(&[held("fraud"), held("address")]).await?;
    for step in STEPS {
        let said = shop.refuses(of(step, "o1"), "invalid_transition").await?;
        assert!(said.contains("on hold"), "{said}");
    }
    shop.order_is(
        "o1",
        json!({"order_status": "on_hold",
        "holds": [{"reason": "fraud"}, {"reason": "address"}]}),
    )
    .await?;
    shop.stock_is("S1", "MAD", json!({"on_hand": 5, "committed": 5})).await?;
    let history = shop.client.get("/api/v1/orders/o1/events").await?.body["events"].take();
    for (entry, why) in history.as_array().into_iter().flatten().skip(2).zip(["fraud", "address"]) {
        assert_eq!([text(&entry["reason"]), text(&entry["actor"])], [why, "ana"]);
    }
    let change = "SELECT count(*) FROM order_status_changes \
        WHERE to_status = 'on_hold' AND reason = 'fraud' AND actor = 'ana'";
    shop.counts(change, 1).await?;

    shop.record(&[of("order_released", "o1"), of("order_shipped", "o1")]).await?;
    shop.stock_is("S1", "MAD", json!({"on_hand": 0, "committed": 0})).await?;
    // It has left all the same where a channel says so; that is flagged.
    shop.record(&[received("S1", "MAD", 1), order_placed("o2").line("S1", 1, "9.95")]).await?;
    shop.record(&[of("order_approved", "o2"), of("order_held", "o2")]).await?;
    shop.record(&[of("order_shipped", "o2").reported()]).await?;
    shop.order_is("o2", json!({"fulfilment_status": "fulfilled"})).await?;
    let flagged = "SELECT count(*) FROM orders WHERE flags LIKE '%on hold%'";
    shop.counts(flagged, 1).await?;
    shop.stop()
}
