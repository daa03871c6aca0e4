//! Money that was set aside is taken, let go, or lapses; no more of it than was set aside and
//! not taken, and what is left stays set aside.

use anyhow::Result;
use marea_tests::{
    events::{Event, order_placed, payment},
    running::Running,
};
use serde_json::json;

#[tokio::test]
async fn an_authorisation_lapses_or_is_let_go() -> Result<()> {
    let shop = Running::start()?;
    for (how, status) in [("payment_expired", "expired"), ("payment_voided", "voided")] {
        let order_id = status;
        shop.record(&[order_placed(order_id).line("S1", 1, "50.00")]).await?;
        shop.refuses(payment(how, order_id, "1.00"), "invalid_transition").await?;
        shop.record(&[payment("payment_authorized", order_id, "50.00")]).await?;
        shop.order_is(order_id, json!({"payment_status": "authorized"})).await?;
        shop.refuses(payment(how, order_id, "50.01"), "invalid_transition").await?;
        shop.record(&[payment(how, order_id, "20.00")]).await?;
        shop.order_is(order_id, json!({"payment_status": "authorized"})).await?;
        shop.record(&[payment(how, order_id, "30.00")]).await?;
        shop.order_is(order_id, json!({"payment_status": status})).await?;
        // It can be set aside anew, and taken.
        shop.record(&[payment("payment_authorized", order_id, "50.00")]).await?;
        shop.order_is(order_id, json!({"payment_status": "authorized"})).await?;
        shop.record(&[payment("payment_captured", order_id, "50.00")]).await?;
        shop.order_is(order_id, json!({"payment_status": "paid", "authorizations": []})).await?;
        // What was taken can be given back, not let go.
        shop.refuses(payment(how, order_id, "1.00"), "invalid_transition").await?;
        shop.record(&[payment(how, order_id, "1.00").reported()]).await?;
        let flag = "invalid_transition: the payment is of 1, 0 are set aside and not taken";
        shop.order_is(order_id, json!({"payment_status": "paid", "flags": [flag]})).await?;
    }
    part_by_gift_card(&shop).await?;
    shop.stop()
}

/// Money taken by another payment leaves the whole of an authorisation to be let go.
async fn part_by_gift_card(shop: &Running) -> Result<()> {
    let of = |payment: Event, name: &str| payment.with("payment_id", name);
    shop.record(&[order_placed("o3").line("S1", 1, "50.00")]).await?;
    shop.record(&[of(payment("payment_authorized", "o3", "40.00"), "card")]).await?;
    shop.record(&[of(payment("payment_captured", "o3", "10.00"), "gift")]).await?;
    shop.refuses(of(payment("payment_voided", "o3", "1.00"), "gift"), "invalid_transition").await?;
    shop.record(&[of(payment("payment_captured", "o3", "15.00"), "card")]).await?;
    shop.refuses(of(payment("payment_voided", "o3", "25.01"), "card"), "invalid_transition")
        .await?;
    shop.record(&[of(payment("payment_voided", "o3", "25.00"), "card")]).await?;
    shop.order_is("o3", json!({"payment_status": "partially_paid", "authorizations": []})).await
}
