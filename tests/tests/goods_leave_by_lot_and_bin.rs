//! What is in each bin and of each lot adds up to what is on hand. Goods leave from where they are
//! said to, else the first to expire leaves first; each movement says from which bin and lot, and a
//! lot past its last day is there but not for sale.

use anyhow::{Context as _, Result};
use marea_tests::{
    events::{Event, event, of, order_placed, product_set, received},
    running::Running,
};
use serde_json::{Value, json};

#[tokio::test]
async fn goods_leave_by_lot_and_bin() -> Result<()> {
    let shop = Running::start()?;
    shop.record(&[product_set("S1", "deny"), received("S1", "MAD", 2)]).await?;
    shop.record(&[came(5, "A1", "late", "2199-06-30"), came(4, "A2", "soon", "2199-03-31")])
        .await?;
    // The last day of this one had passed before it came.
    shop.record(&[came(3, "A3", "old", "2026-01-31")]).await?;
    shop.stock_is("S1", "MAD", json!({"on_hand": 14, "expired": 3, "available": 11})).await?;
    shop.refuses(order_placed("o0").line("S1", 12, "9.95"), "insufficient_stock").await?;

    shop.record(&[order_placed("o1").line("S1", 6, "9.95"), of("order_approved", "o1")]).await?;
    let line = json!({"quantity": 6, "lot": "soon"});
    shop.refuses(of("order_shipped", "o1").push(line), "insufficient_stock").await?;
    shop.record(&[of("order_shipped", "o1").push(json!({"quantity": 1, "bin": "A1"}))]).await?;
    shop.record(&[of("order_shipped", "o1")]).await?;
    let left = json!([[null, 2], ["A1", 3], ["A3", 3]]);
    balances_are(&shop, &left).await?;
    let shipped = "SELECT count(*) FROM stock_movements WHERE movement = 'shipped' AND";
    shop.counts(&format!("{shipped} bin = 'A1' AND lot = 'late' AND quantity = -1"), 2).await?;
    shop.counts(&format!("{shipped} bin = 'A2' AND lot = 'soon' AND quantity = -4"), 1).await?;

    let moved = json!({"sku": "S1", "warehouse": "MAD", "quantity": 2, "bin": "A1", "to_bin": "B"});
    shop.record(&[event("stock_moved", moved.clone())]).await?;
    shop.refuses(event("stock_moved", moved), "insufficient_stock").await?;
    shop.record(&[counted("B", 4), counted("A3", 0)]).await?;
    shop.stock_is("S1", "MAD", json!({"on_hand": 7, "expired": 0, "available": 7})).await?;
    let shop = shop.killed_and_started()?;
    balances_are(&shop, &json!([[null, 2], ["A1", 1], ["B", 2], ["B", 2]])).await?;
    let differ = "SELECT count(*) FROM (SELECT sku, warehouse, sum(on_hand) AS sum FROM \
                  stock_balances GROUP BY sku, warehouse) JOIN stock_levels USING (sku, warehouse) \
                  WHERE sum <> on_hand";
    shop.counts(differ, 0).await?;
    for (wrong, field) in [
        (received("S1", "MAD", 1).with("expires_on", "2199-01-01"), "lot"),
        (
            event(
                "stock_held",
                json!({"sku": "S1", "warehouse": "MAD", "quantity": 1, "bucket": "expired"}),
            ),
            "bucket",
        ),
    ] {
        let answer = shop.client.post(&[wrong]).await?.expect(422)?;
        assert_eq!(answer.rejected()[0]["field"], field, "{}", answer.text);
    }
    shop.stop()
}

fn came(units: u32, bin: &str, lot: &str, expires_on: &str) -> Event {
    let spot = received("S1", "MAD", units).with("bin", bin).with("lot", lot);
    spot.with("expires_on", expires_on)
}

fn counted(bin: &str, units: u32) -> Event {
    let fields = json!({"sku": "S1", "warehouse": "MAD", "bin": bin, "quantity": units});
    event("stock_counted", fields)
}

/// Expects these bins to hold these units, in order.
async fn balances_are(shop: &Running, wanted: &Value) -> Result<()> {
    let answer = shop.client.get("/api/v1/stock?sku=S1&bins=true").await?.expect(200)?;
    let told = answer.body["balances"].as_array().context("no balances")?;
    let mut shown = Vec::new();
    for balance in told {
        let units = marea_tests::client::decimal(&balance["on_hand"])?;
        shown.push(json!([balance["bin"], units.normalize().to_string().parse::<i64>()?]));
    }
    assert_eq!(&Value::Array(shown), wanted, "{}", answer.text);
    Ok(())
}
