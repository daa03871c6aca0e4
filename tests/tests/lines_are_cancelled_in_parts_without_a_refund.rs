//! A line is cancelled in as many parts as it takes, each for itself, and no money moves by it:
//! what is to be given back is known, and given back by an event of its own.

use anyhow::Result;
use marea_tests::{
    events::{of, order_placed, payment, product_set, received},
    running::Running,
};
use rust_decimal::Decimal;
use serde_json::json;

#[tokio::test]
async fn lines_are_cancelled_in_parts_without_a_refund() -> Result<()> {
    let shop = Running::start()?;
    shop.record(&[product_set("S1", "deny"), received("S1", "MAD", 10)]).await?;
    shop.record(&[order_placed("o1").line("S1", 10, "7.00")]).await?;
    shop.record(&[payment("payment_captured", "o1", "70.00")]).await?;
    for (more, cancelled, due) in [(2, 2, 14), (3, 5, 35), (4, 9, 63)] {
        shop.record(&[of("order_cancelled", "o1").units("1", more)]).await?;
        let line = json!({"cancelled": cancelled, "open": 10 - cancelled});
        shop.order_is("o1", json!({"lines": [line], "payments": {"refunded": 0}})).await?;
        assert_eq!(shop.refund_due("o1").await?, Decimal::from(due));
        shop.stock_is("S1", "MAD", json!({"committed": 10 - cancelled})).await?;
    }
    shop.refuses(of("order_cancelled", "o1").units("1", 2), "invalid_transition").await?;
    shop.record(&[of("order_cancelled", "o1").units("1", 1)]).await?;
    shop.order_is("o1", json!({"order_status": "cancelled", "payment_status": "paid"})).await?;
    shop.record(&[payment("payment_refunded", "o1", "70.00")]).await?;
    shop.order_is("o1", json!({"order_status": "cancelled", "payment_status": "refunded"})).await?;
    assert_eq!(shop.refund_due("o1").await?, Decimal::ZERO);
    shop.stop()
}
