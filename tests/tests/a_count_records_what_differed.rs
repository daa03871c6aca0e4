//! A count says how many are there, whatever the books say: the difference is recorded, with who
//! counted and why, so that shrinkage shows. A count that agrees changes nothing.

use anyhow::Result;
use marea_tests::{
    client::text,
    events::{Event, event, order_placed, product_set},
    running::Running,
};
use serde_json::json;

#[tokio::test]
async fn a_count_records_what_differed() -> Result<()> {
    let shop = Running::start()?;
    shop.record(&[product_set("S1", "deny"), shelved(20)]).await?;
    shop.record(&[order_placed("o1").line("S1", 5, "9.95")]).await?;
    shop.record(&[counted(20), counted(17), counted(19)]).await?;
    shop.stock_is("S1", "MAD", json!({"on_hand": 19, "committed": 5, "available": 14})).await?;
    let rows = "SELECT on_hand_change, actor, reason, bin FROM stock_movements \
        WHERE movement = 'counted' ORDER BY lsn";
    let rows = shop.client.sql(rows).await?;
    let shown: Vec<_> = rows.iter().map(|row| text(&row["on_hand_change"])).collect();
    let shown: Vec<f64> = shown.iter().map(|change| change.parse()).collect::<Result<_, _>>()?;
    assert_eq!(shown, [0.0, -3.0, 2.0]);
    for row in &rows {
        assert_eq!(
            ["actor", "reason", "bin"].map(|name| text(&row[name])),
            ["ana", "cycle", "A-1"]
        );
    }
    let shrinkage = "SELECT -sum(on_hand_change) FROM stock_movements WHERE movement = 'counted'";
    shop.counts(shrinkage, 1).await?;
    shop.stop()
}

fn shelved(units: u32) -> Event {
    let place = json!({"sku": "S1", "warehouse": "MAD", "quantity": units, "bin": "A-1"});
    event("stock_received", place)
}

fn counted(units: u32) -> Event {
    event(
        "stock_counted",
        json!({
            "sku": "S1", "warehouse": "MAD", "quantity": units, "bin": "A-1", "actor": "ana",
            "reason": "cycle",
        }),
    )
}
