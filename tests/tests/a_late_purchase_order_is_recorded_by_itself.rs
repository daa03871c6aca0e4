//! A purchase whose day has passed is late: the service records it once by itself, also one that
//! comes to be late after a restart. A new date makes it wait again; what came in is late no more.

use anyhow::Result;
use marea_tests::{
    events::{Event, event, order_placed, product_set, purchase_order_placed},
    running::Running,
};
use serde_json::json;

const LATE: &str = "SELECT count(*) FROM events WHERE event_type = 'purchase_order_overdue'";
const BY_ITSELF: &str = "SELECT count(*) FROM events \
    WHERE event_type = 'purchase_order_overdue' AND source = 'marea'";
/// An order that is late by itself: when it is recorded, all that was due before it is.
const MARKED: &str = "SELECT count(*) FROM events WHERE event_type = 'promise_missed'";

#[tokio::test]
async fn a_late_purchase_order_is_recorded_by_itself() -> Result<()> {
    let shop = Running::start()?;
    shop.record(&[product_set("S1", "backorder")]).await?;
    shop.record(&[bought("late", "2026-03-03T12:00:00Z")]).await?;
    shop.record(&[bought("future", "2099-03-03T12:00:00Z")]).await?;
    shop.record(&[bought("draft", "2026-03-03T12:00:00Z").with("draft", true)]).await?;
    shop.comes_to(LATE, 1).await?;
    let shop = shop.killed_and_started()?;
    marked(&shop, 1).await?;
    shop.counts(LATE, 1).await?;

    shop.record(&[confirmed("late", "2099-03-03T12:00:00Z")]).await?;
    marked(&shop, 2).await?;
    shop.counts(LATE, 1).await?;
    shop.record(&[confirmed("late", "2026-03-04T12:00:00Z")]).await?;
    shop.comes_to(BY_ITSELF, 2).await?;
    let came = event("purchase_order_received", json!({"purchase_order": "future"}));
    shop.record(&[came]).await?;
    marked(&shop, 3).await?;
    shop.counts(LATE, 2).await?;
    shop.stop()
}

fn bought(purchase_order: &str, expected_at: &str) -> Event {
    let placed = purchase_order_placed(purchase_order, "MAD").with("expected_at", expected_at);
    placed.item("S1", 5)
}

fn confirmed(purchase_order: &str, expected_at: &str) -> Event {
    let fields = json!({"purchase_order": purchase_order, "expected_at": expected_at});
    event("purchase_order_confirmed", fields)
}

/// Waits until the service has looked at what is due, by the number of orders it found late.
async fn marked(shop: &Running, number: u32) -> Result<()> {
    let order = order_placed(&format!("o{number}"));
    let promised = order.with("promised_at", "2026-03-05T12:00:00Z").line("S9", 1, "9.95");
    shop.record(&[promised]).await?;
    shop.comes_to(MARKED, number).await
}
