//! Goods that come back and money that is given back are two documents: 70 of 100 returned leave
//! nothing open, a credit without goods blocks no later return, and neither makes the other happen.

use anyhow::Result;
use marea_tests::{
    events::{Event, of, order_placed, payment, product_set, received},
    running::Running,
};
use rust_decimal::Decimal;
use serde_json::json;

#[tokio::test]
async fn a_return_and_a_credit_are_two_things() -> Result<()> {
    let shop = Running::start()?;
    shop.record(&[product_set("S1", "deny"), received("S1", "MAD", 100)]).await?;
    shop.record(&[order_placed("o1").line("S1", 100, "4.00")]).await?;
    shop.record(&[of("order_approved", "o1"), payment("payment_captured", "o1", "400.00")]).await?;
    shop.record(&[of("order_shipped", "o1"), of("order_delivered", "o1")]).await?;

    // Half a euro less for each, because of scratches: money alone.
    shop.record(&[payment("payment_refunded", "o1", "50.00")]).await?;
    shop.order_is("o1", json!({"return_status": "none", "payment_status": "partially_refunded"}))
        .await?;
    shop.record(&[returned(70)]).await?;
    shop.order_is(
        "o1",
        json!({
            "return_status": "partially_returned", "payments": {"refunded": 50}, "total": 120,
            "lines": [{"returned": 70, "shipped": 100, "open": 0, "reserved": 0, "backordered": 0}],
        }),
    )
    .await?;
    shop.counts("SELECT count(*) FROM orders WHERE open_units > 0", 0).await?;
    shop.stock_is("S1", "MAD", json!({"on_hand": 70, "committed": 0, "available": 70})).await?;
    assert_eq!(shop.refund_due("o1").await?, Decimal::from(230));

    shop.refuses(returned(31), "invalid_transition").await?;
    shop.record(&[payment("payment_refunded", "o1", "230.00")]).await?;
    shop.record(&[returned(30)]).await?;
    shop.order_is("o1", json!({"return_status": "returned", "fulfilment_status": "restocked"}))
        .await?;
    shop.stock_is("S1", "MAD", json!({"on_hand": 100, "available": 100})).await?;
    shop.counts("SELECT count(*) FROM stock_movements WHERE value_change < 0", 0).await?;
    shop.stop()
}

fn returned(units: u32) -> Event {
    of("return_received", "o1").units("1", units)
}
