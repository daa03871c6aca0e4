//! An order that is fetched in a shop is served from that shop alone, however much others have: it
//! is refused or waits there. Fetched means shipped and delivered at once.

use anyhow::Result;
use marea_tests::{
    events::{Event, of, order_placed, product_set, received, warehouse_at},
    running::Running,
};
use serde_json::json;

#[tokio::test]
async fn a_pick_up_is_served_from_its_shop_alone() -> Result<()> {
    let shop = Running::start()?;
    shop.record(&[warehouse_at("VIGO", "36201"), warehouse_at("SHOP", "28001")]).await?;
    shop.record(&[product_set("S1", "deny"), product_set("S2", "backorder")]).await?;
    for (sku, warehouse, units) in [("S1", "VIGO", 9), ("S1", "SHOP", 2), ("S2", "VIGO", 9)] {
        shop.record(&[received(sku, warehouse, units)]).await?;
    }
    shop.refuses(fetched("o1").line("S1", 3, "9.95"), "insufficient_stock").await?;
    shop.record(&[fetched("o1").line("S1", 2, "9.95").line("S2", 1, "9.95")]).await?;
    shop.owes("o1", &["1 SHOP 2", "2 SHOP waits 1"]).await?;
    shop.record(&[received("S2", "VIGO", 5)]).await?;
    shop.owes("o1", &["1 SHOP 2", "2 SHOP waits 1"]).await?;
    shop.record(&[received("S2", "SHOP", 1)]).await?;
    shop.owes("o1", &["1 SHOP 2", "2 SHOP 1"]).await?;

    shop.refuses(of("order_collected", "o1"), "invalid_transition").await?;
    shop.record(&[of("order_approved", "o1"), of("order_collected", "o1").units("1", 2)]).await?;
    shop.order_is(
        "o1",
        json!({"fulfilment_status": "partially_fulfilled",
        "lines": [{"shipped": 2, "delivered": 2}, {"shipped": 0, "delivered": 0}]}),
    )
    .await?;
    shop.record(&[of("order_collected", "o1")]).await?;
    shop.order_is("o1", json!({"fulfilment_status": "delivered"})).await?;
    shop.stock_is("S1", "SHOP", json!({"on_hand": 0, "committed": 0})).await?;
    shop.stock_is("S1", "VIGO", json!({"on_hand": 9, "committed": 0})).await?;
    shop.stop()
}

fn fetched(order_id: &str) -> Event {
    order_placed(order_id).with("pick_up_at", "SHOP")
}
