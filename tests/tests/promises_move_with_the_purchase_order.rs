//! An order that waits is pegged to the purchase that will serve it, the first in the queue to the
//! earliest. When the supplier says another date, or that it will not come, the expected date of
//! the customer's line moves with it, and the order's history says why.

use anyhow::Result;
use marea_tests::{
    events::{Event, event, of, order_placed, product_set, purchase_order_placed, received},
    running::Running,
};
use serde_json::{Value, json};

#[tokio::test]
async fn promises_move_with_the_purchase_order() -> Result<()> {
    let shop = Running::start()?;
    shop.record(&[product_set("S1", "backorder"), received("S1", "MAD", 1)]).await?;
    shop.record(&[bought("early", 2, 10), bought("late", 9, 15)]).await?;
    shop.record(&[order_placed("o1").line("S1", 4, "9.95"), of("order_approved", "o1")]).await?;
    pegged(&shop, "o1", &[("early", 2, 10), ("late", 1, 15)]).await?;
    shop.record(&[order_placed("o2").line("S1", 7, "9.95")]).await?;
    pegged(&shop, "o2", &[("late", 7, 15)]).await?;

    // The supplier can send some of it sooner: who stands first takes the earlier one now.
    shop.record(&[confirmed("late", 5)]).await?;
    pegged(&shop, "o1", &[("late", 3, 5)]).await?;
    pegged(&shop, "o2", &[("late", 6, 5), ("early", 1, 10)]).await?;
    assert_eq!(shop.history("o2").await?, ["order_placed", "purchase_order_confirmed"]);
    shop.record(&[confirmed("late", 20)]).await?;
    pegged(&shop, "o1", &[("early", 2, 10), ("late", 1, 20)]).await?;
    pegged(&shop, "o2", &[("late", 7, 20)]).await?;

    // A more urgent order takes its place in the queue, and the pegs follow.
    let urgent = order_placed("urgent").with("priority", 1).line("S1", 1, "9.95");
    shop.record(&[urgent]).await?;
    pegged(&shop, "urgent", &[("early", 1, 10)]).await?;
    pegged(&shop, "o1", &[("early", 1, 10), ("late", 2, 20)]).await?;
    pegged(&shop, "o2", &[("late", 7, 20)]).await?;
    shop.record(&[event("purchase_order_cancelled", json!({"purchase_order": "early"}))]).await?;
    pegged(&shop, "urgent", &[("late", 1, 20)]).await?;
    pegged(&shop, "o1", &[("late", 3, 20)]).await?;
    pegged(&shop, "o2", &[("late", 5, 20)]).await?;

    shop.record(&[event("purchase_order_received", json!({"purchase_order": "late"}))]).await?;
    for (order_id, owed) in [("urgent", "1 MAD 1"), ("o1", "1 MAD 4")] {
        shop.owes(order_id, &[owed]).await?;
        pegged(&shop, order_id, &[]).await?;
    }
    shop.owes("o2", &["1 MAD 5", "1 MAD waits 2"]).await?;
    pegged(&shop, "o2", &[]).await?;
    shop.stop()
}

fn day(day: u32) -> String {
    format!("2099-03-{day:02}T12:00:00Z")
}

fn bought(purchase_order: &str, units: u32, on: u32) -> Event {
    let placed = purchase_order_placed(purchase_order, "MAD").with("expected_at", day(on));
    placed.item("S1", units)
}

fn confirmed(purchase_order: &str, on: u32) -> Event {
    let fields = json!({"purchase_order": purchase_order, "expected_at": day(on)});
    event("purchase_order_confirmed", fields)
}

/// Expects the first line of an order to be pegged to these units of these purchases.
async fn pegged(shop: &Running, order_id: &str, wanted: &[(&str, u32, u32)]) -> Result<()> {
    let pegs: Vec<Value> = wanted
        .iter()
        .map(|(purchase_order, units, on)| {
            let expected_at = format!("2099-03-{on:02}T12:00:00Z");
            json!({"purchase_order": purchase_order, "quantity": units, "expected_at": expected_at})
        })
        .collect();
    shop.order_is(order_id, json!({"lines": [{"pegs": pegs}]})).await
}
