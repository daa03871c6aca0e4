//! Ten at 23.90 with 20 % tax in them and 25 % off cost 179.25, and ten returns of one each give
//! back 179.25, not a cent more; of two lines at 1.00 and tax, one is worth 1.03 and not 1.04.

use anyhow::{Result, ensure};
use marea_tests::{
    client::decimal,
    events::{of, order_placed, payment, product_set, received},
    running::Running,
};
use rust_decimal::Decimal;
use serde_json::json;

#[tokio::test]
async fn the_parts_of_a_refund_sum_to_the_whole() -> Result<()> {
    let shop = Running::start()?;
    shop.record(&[product_set("S1", "deny"), received("S1", "MAD", 20)]).await?;
    let line = json!({"sku": "S1", "quantity": 10, "unit_price": "23.90", "discount": "59.75",
        "tax": "29.88"});
    let order = order_placed("o1").with("tax_included", true).with("total", "179.25");
    shop.record(&[order.push(line), of("order_approved", "o1"), of("order_shipped", "o1")]).await?;
    shop.order_is("o1", json!({"total": "179.25", "flags": []})).await?;
    shop.record(&[payment("payment_captured", "o1", "179.25")]).await?;
    shop.refuses(payment("payment_refunded", "o1", "179.26"), "refund_exceeds_captured").await?;
    let mut refunded = Decimal::ZERO;
    for _ in 0..10 {
        shop.record(&[of("return_received", "o1").units("1", 1)]).await?;
        let due = shop.refund_due("o1").await?;
        ensure!([decimal(&"17.92".into())?, decimal(&"17.93".into())?].contains(&due), "{due}");
        shop.record(&[payment("payment_refunded", "o1", &due.to_string())]).await?;
        refunded += due;
    }
    assert_eq!(refunded, decimal(&"179.25".into())?);
    for measure in ["gross", "discount", "tax", "net", "quantity"] {
        shop.counts(&format!("SELECT sum({measure}) FROM order_lines"), 0).await?;
    }
    shop.order_is("o1", json!({"payment_status": "refunded", "total": 0})).await?;

    let line = json!({"sku": "S1", "quantity": 1, "unit_price": "1.00", "tax": "0.03"});
    let order = order_placed("o2").push(line.clone()).push(line);
    shop.record(&[order, of("order_approved", "o2"), of("order_shipped", "o2")]).await?;
    shop.record(&[payment("payment_captured", "o2", "2.06")]).await?;
    shop.record(&[of("return_received", "o2").units("2", 1)]).await?;
    assert_eq!(shop.refund_due("o2").await?, decimal(&"1.03".into())?);
    shop.record(&[payment("payment_refunded", "o2", "1.03")]).await?;
    shop.order_is("o2", json!({"payments": {"refunded": "1.03"}, "total": "1.03"})).await?;
    shop.refuses(payment("payment_refunded", "o2", "1.04"), "refund_exceeds_captured").await?;
    shop.stop()
}
