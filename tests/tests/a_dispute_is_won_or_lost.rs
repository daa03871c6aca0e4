//! Money that a bank asks back is neither the shop's nor the payer's until it is decided: it cannot
//! be refunded beside. Won, all is as before; lost, it is given back.

use anyhow::Result;
use marea_tests::{
    events::{Event, order_placed, payment},
    running::Running,
};
use serde_json::{Value, json};

#[tokio::test]
async fn a_dispute_is_won_or_lost() -> Result<()> {
    let shop = Running::start()?;
    for order_id in ["won", "lost"] {
        shop.record(&[order_placed(order_id).line("S1", 1, "100.00")]).await?;
        let dispute = |amount: &str| payment("payment_disputed", order_id, amount);
        shop.refuses(dispute("1.00"), "refund_exceeds_captured").await?;
        shop.record(&[payment("payment_captured", order_id, "100.00"), dispute("80.00")]).await?;
        is(&shop, order_id, "disputed", json!({"disputed": 80, "refunded": 0})).await?;
        shop.refuses(refund(order_id, "20.01"), "refund_exceeds_captured").await?;
        shop.refuses(dispute("20.01"), "refund_exceeds_captured").await?;
        let too_much = payment("payment_dispute_won", order_id, "80.01");
        shop.refuses(too_much, "invalid_transition").await?;
    }
    shop.record(&[payment("payment_dispute_won", "won", "80.00")]).await?;
    is(&shop, "won", "paid", json!({"disputed": 0, "refunded": 0, "captured": 100})).await?;
    shop.record(&[refund("won", "100.00")]).await?;

    shop.record(&[payment("payment_dispute_lost", "lost", "80.00")]).await?;
    is(&shop, "lost", "partially_refunded", json!({"disputed": 0, "refunded": 80})).await?;
    shop.refuses(refund("lost", "20.01"), "refund_exceeds_captured").await?;
    shop.record(&[refund("lost", "20.00")]).await?;
    is(&shop, "lost", "refunded", json!({"refunded": 100})).await?;
    shop.refuses(payment("payment_dispute_lost", "lost", "1.00"), "invalid_transition").await?;
    shop.counts("SELECT sum(amount) FROM payments", 0).await?;
    shop.stop()
}

fn refund(order_id: &str, amount: &str) -> Event {
    payment("payment_refunded", order_id, amount)
}

async fn is(shop: &Running, order_id: &str, status: &str, sums: Value) -> Result<()> {
    shop.order_is(order_id, json!({"payment_status": status, "payments": sums})).await
}
