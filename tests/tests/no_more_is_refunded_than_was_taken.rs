//! Never more money is given back than was taken, in however many parts, and never in another
//! currency; what the provider reports all the same is recorded and flagged.

use anyhow::Result;
use futures::future::try_join_all;
use marea_tests::{
    events::{order_placed, payment},
    running::Running,
};
use serde_json::json;

#[tokio::test]
async fn no_more_is_refunded_than_was_taken() -> Result<()> {
    let shop = Running::start()?;
    shop.record(&[order_placed("o1").line("S1", 4, "25.00")]).await?;
    let refund = |amount: &str| payment("payment_refunded", "o1", amount);
    shop.refuses(refund("0.01"), "refund_exceeds_captured").await?;
    shop.record(&[payment("payment_authorized", "o1", "100.00")]).await?;
    shop.refuses(refund("0.01"), "refund_exceeds_captured").await?;
    shop.record(&[payment("payment_captured", "o1", "60.00")]).await?;
    shop.record(&[payment("payment_captured", "o1", "40.00")]).await?;
    shop.refuses(refund("100.01"), "refund_exceeds_captured").await?;
    shop.refuses(refund("1.00").with("currency", "USD"), "currency_mismatch").await?;

    // Thirty at once of ten each: ten fit.
    let parts = (0..30).map(|_| {
        let (client, part) = (shop.client.clone(), refund("10.00"));
        async move { client.post(&[part]).await }
    });
    let answers = try_join_all(parts).await?;
    assert_eq!(answers.iter().filter(|answer| answer.status == 200).count(), 10);
    shop.counts("SELECT -sum(amount) FROM payments WHERE kind = 'refunded'", 100).await?;
    shop.order_is("o1", json!({"payment_status": "refunded", "payments": {"refunded": 100}}))
        .await?;
    shop.record(&[refund("5.00").reported()]).await?;
    let flagged = "SELECT count(*) FROM events WHERE flags LIKE 'refund_exceeds_captured%'";
    shop.counts(flagged, 1).await?;
    shop.stop()
}
