//! What comes back is worth its share of what was paid, not its list price: of three at 100 with
//! 10 % off, two are worth 180. Several returns add up, postage can be given back too, and in all
//! never more than was taken.

use anyhow::Result;
use marea_tests::{
    client::decimal,
    events::{Event, of, order_placed, payment, product_set, received},
    running::Running,
};
use rust_decimal::Decimal;
use serde_json::json;

#[tokio::test]
async fn a_partial_return_is_worth_what_was_paid_for_it() -> Result<()> {
    let shop = Running::start()?;
    shop.record(&[product_set("S1", "deny"), received("S1", "MAD", 9)]).await?;
    let line = json!({"sku": "S1", "quantity": 3, "unit_price": "100", "discount": "30.00"});
    shop.record(&[order_placed("o1").push(line.clone()), of("order_approved", "o1")]).await?;
    shop.record(&[payment("payment_captured", "o1", "270.00"), of("order_shipped", "o1")]).await?;
    shop.record(&[returned("o1", 2)]).await?;
    assert_eq!(shop.refund_due("o1").await?, Decimal::from(180));
    let net = "SELECT sum(net) FROM order_lines WHERE effect = 'returned'";
    assert_eq!(shop.client.number(net).await?, Decimal::from(-180));
    shop.record(&[payment("payment_refunded", "o1", "180.00")]).await?;
    assert_eq!(shop.refund_due("o1").await?, Decimal::ZERO);
    shop.record(&[returned("o1", 1)]).await?;
    assert_eq!(shop.refund_due("o1").await?, Decimal::from(90));
    shop.refuses(payment("payment_refunded", "o1", "90.01"), "refund_exceeds_captured").await?;
    shop.record(&[payment("payment_refunded", "o1", "90.00")]).await?;
    shop.order_is("o1", json!({"payment_status": "refunded", "total": 0})).await?;

    // With postage: it is owed while anything is kept, and can be given back by itself.
    let order = order_placed("o2").with("shipping", "4.90").push(line);
    shop.record(&[order, of("order_approved", "o2"), of("order_shipped", "o2")]).await?;
    shop.record(&[payment("payment_captured", "o2", "274.90")]).await?;
    for (units, due) in [(1, "90"), (1, "180")] {
        shop.record(&[returned("o2", units)]).await?;
        assert_eq!(shop.refund_due("o2").await?, decimal(&due.into())?);
    }
    shop.record(&[payment("payment_refunded", "o2", "184.90")]).await?;
    shop.order_is("o2", json!({"payments": {"refunded": "184.90"}, "total": "94.90"})).await?;
    shop.record(&[payment("payment_refunded", "o2", "90.00")]).await?;
    shop.refuses(payment("payment_refunded", "o2", "0.01"), "refund_exceeds_captured").await?;
    shop.stop()
}

fn returned(order_id: &str, units: u32) -> Event {
    of("return_received", order_id).units("1", units)
}
