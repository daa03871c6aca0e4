//! Money that was set aside is taken, let go, or lapses; no more of it than was set aside, and
//! what is left stays set aside.

use anyhow::Result;
use marea_tests::{
    events::{order_placed, payment},
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
        shop.order_is(order_id, json!({"payment_status": "paid"})).await?;
    }
    shop.stop()
}
