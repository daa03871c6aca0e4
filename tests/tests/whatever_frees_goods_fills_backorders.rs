//! An order that waits is served by whatever makes goods free: a receipt, a count, an adjustment, a
//! transfer that arrives, a hold that is lifted, a return, another order that is cancelled or
//! made smaller, a cart that is given up.

use anyhow::{Context as _, Result};
use marea_tests::{
    events::{
        Event, YEARS_OF_MINUTES, cart_updated, event, of, order_placed, product_set, received,
    },
    running::Running,
};
use serde_json::{Value, json};

#[tokio::test]
async fn whatever_frees_goods_fills_backorders() -> Result<()> {
    let shop = Running::start()?;
    shop.record(&[event("warehouse_set", json!({"warehouse": "MAD"}))]).await?;
    for number in 0..cases("").len() {
        let sku = format!("S{number}");
        let (before, frees) = cases(&sku).swap_remove(number);
        shop.record(&[product_set(&sku, "backorder")]).await?;
        shop.record(&before).await?;
        let waits = format!("waits-{sku}");
        shop.record(&[order_placed(&waits).line(&sku, 1, "9.95")]).await?;
        let name = frees.to_string();
        let owed = shop.owed(&waits).await?;
        assert!(matches!(owed.as_slice(), [one] if one.ends_with("waits 1")), "{name}: {owed:?}");
        shop.record(&[frees]).await?;
        shop.owes(&waits, &["1 MAD 1"]).await.context(name)?;
    }
    shop.stop()
}

/// What happened before the order that waits came, and what frees the goods that it waits for.
fn cases(sku: &str) -> Vec<(Vec<Event>, Event)> {
    let at = |event_type: &str, fields: Value| {
        event(event_type, fields).with("sku", sku).with("warehouse", "MAD")
    };
    let leg = |leg: &str| {
        let transfer_id = format!("t-{sku}");
        event(
            "stock_transferred",
            json!({
                "transfer_id": transfer_id, "leg": leg, "from": "BCN", "to": "MAD", "sku": sku,
                "quantity": 1,
            }),
        )
    };
    let (taker, cart) = (format!("takes-{sku}"), format!("cart-{sku}"));
    let some = |units| received(sku, "MAD", units);
    let order = |units| order_placed(&taker).line(sku, units, "9.95");
    let sent = vec![some(1), order(1), of("order_approved", &taker), of("order_shipped", &taker)];
    let held = json!({"bucket": "quality_control", "quantity": 1});
    let fills = cart_updated(&cart, YEARS_OF_MINUTES).item(sku, 1);
    vec![
        (vec![], some(1)),
        (vec![some(2), order(2)], at("stock_counted", json!({"quantity": 3}))),
        (vec![some(1), order(1)], at("stock_adjusted", json!({"quantity": 1}))),
        (vec![received(sku, "BCN", 1), leg("out")], leg("in")),
        (vec![some(1), at("stock_held", held.clone())], at("stock_released", held)),
        (sent, of("return_received", &taker)),
        (vec![some(1), order(1)], of("order_cancelled", &taker)),
        (vec![some(2), order(2)], of("order_edited", &taker).line(sku, 1, "9.95")),
        (vec![some(1), fills], event("cart_abandoned", json!({"cart_id": cart}))),
    ]
}
