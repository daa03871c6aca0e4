//! Goods that left one warehouse for another are in neither: they are in transit, and incoming
//! where they go. No unit is lost or made on the way, and none can be sold before it arrives.

use anyhow::Result;
use marea_tests::{
    events::{Event, event, order_placed, product_set, received},
    running::Running,
};
use serde_json::json;

const IN_TRANSIT: &str = "SELECT sum(in_transit_change) FROM stock_movements";
const ALL: &str =
    "SELECT sum(on_hand_change) + sum(in_transit_change) FROM stock_movements WHERE sku = 'S1'";

#[tokio::test]
async fn a_transfer_is_in_transit_until_it_arrives() -> Result<()> {
    let shop = Running::start()?;
    shop.record(&[product_set("S1", "deny"), received("S1", "MAD", 10)]).await?;
    shop.refuses(leg("t1", "out", 11), "insufficient_stock").await?;
    shop.record(&[leg("t1", "out", 4)]).await?;
    shop.stock_is("S1", "MAD", json!({"on_hand": 6, "available": 6, "incoming": 0})).await?;
    shop.stock_is("S1", "BCN", json!({"on_hand": 0, "available": 0, "incoming": 4})).await?;
    shop.counts(IN_TRANSIT, 4).await?;
    shop.refuses(order_placed("o1").line("S1", 7, "9.95"), "insufficient_stock").await?;

    let shop = shop.killed_and_started()?;
    shop.record(&[leg("t1", "in", 3)]).await?;
    shop.stock_is("S1", "BCN", json!({"on_hand": 3, "incoming": 1})).await?;
    shop.counts(IN_TRANSIT, 1).await?;
    shop.counts(ALL, 10).await?;
    shop.record(&[leg("t1", "in", 1), order_placed("o1").line("S1", 10, "9.95")]).await?;
    shop.stock_is("S1", "BCN", json!({"on_hand": 4, "committed": 4, "incoming": 0})).await?;
    shop.counts(IN_TRANSIT, 0).await?;
    shop.counts(ALL, 10).await?;
    shop.stop()
}

fn leg(transfer_id: &str, leg: &str, units: u32) -> Event {
    event(
        "stock_transferred",
        json!({
            "transfer_id": transfer_id, "leg": leg, "sku": "S1", "from": "MAD", "to": "BCN",
            "quantity": units,
        }),
    )
}
