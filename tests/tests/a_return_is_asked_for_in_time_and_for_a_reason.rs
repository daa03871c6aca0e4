//! A return is taken on within the window from delivery and for a reason of the shop's policy; else
//! it is refused, saying which. A declined or closed one is done; a channel's report is recorded
//! all the same, and flagged.

use anyhow::Result;
use marea_tests::{
    events::{Event, event, of, order_placed, product_set, received},
    running::Running,
};
use serde_json::json;

#[tokio::test]
async fn a_return_is_asked_for_in_time_and_for_a_reason() -> Result<()> {
    let shop = Running::start()?;
    let policy = json!({"days": 14, "reasons": ["too small", "broken"]});
    shop.record(&[event("return_policy_set", policy), product_set("S1", "deny")]).await?;
    shop.record(&[received("S1", "MAD", 9), order_placed("o1").line("S1", 4, "9.95")]).await?;
    shop.record(&[of("order_approved", "o1")]).await?;
    shop.refuses(asked("r1", 1), "invalid_transition").await?;
    shop.record(&[of("order_shipped", "o1")]).await?;
    shop.record(&[of("order_delivered", "o1").at("2026-03-05T12:00:00Z")]).await?;

    // The window runs from delivery, not from shipment on the second.
    shop.record(&[asked("r1", 1).at("2026-03-19T11:59:00Z")]).await?;
    let said = shop.refuses(asked("r2", 1).at("2026-03-19T12:01:00Z"), "return_window_closed");
    assert!(said.await?.contains("14 days"));
    shop.refuses(asked("r2", 1).with("reason", "colour"), "return_reason").await?;
    shop.refuses(asked("r2", 1).with("reason", json!(null)), "return_reason").await?;
    shop.refuses(asked("r1", 1), "return_exists").await?;
    shop.order_is(
        "o1",
        json!({"return_status": "requested",
        "returns": [{"return_id": "r1", "reason": "broken", "resolution": "refund"}]}),
    )
    .await?;
    shop.record(&[case("declined", "r1").with("reason", "not ours")]).await?;
    shop.order_is("o1", json!({"return_status": "none"})).await?;
    shop.refuses(case("approved", "r1"), "unknown_return").await?;

    shop.record(&[asked("r3", 2), case("approved", "r3")]).await?;
    shop.order_is("o1", json!({"return_status": "in_progress"})).await?;
    let came = of("return_received", "o1").with("return_id", "r3").units("1", 2);
    shop.record(&[came, case("closed", "r3")]).await?;
    shop.order_is("o1", json!({"return_status": "partially_returned"})).await?;
    shop.refuses(asked("r4", 3), "invalid_transition").await?;
    shop.record(&[asked("r5", 1).at("2026-06-01T12:00:00Z").reported()]).await?;
    let late = "SELECT count(*) FROM events WHERE flags LIKE 'return_window_closed%'";
    shop.counts(late, 1).await?;
    shop.stop()
}

fn asked(return_id: &str, units: u32) -> Event {
    let asked = case("requested", return_id).units("1", units).with("resolution", "refund");
    asked.with("reason", "broken").at("2026-03-10T12:00:00Z")
}

fn case(what: &str, return_id: &str) -> Event {
    of(&format!("return_{what}"), "o1").with("return_id", return_id).at("2026-03-11T12:00:00Z")
}
