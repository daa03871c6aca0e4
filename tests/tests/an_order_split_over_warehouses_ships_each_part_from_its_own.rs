//! A line is owed by as many warehouses as it takes, each its part; each part leaves from its own
//! warehouse, in a parcel of its own, and comes back to where it left from.

use anyhow::Result;
use marea_tests::{
    events::{of, order_placed, product_set, received, warehouse_at},
    running::Running,
};
use serde_json::json;

#[tokio::test]
async fn an_order_split_over_warehouses_ships_each_part_from_its_own() -> Result<()> {
    let shop = Running::start()?;
    shop.record(&[warehouse_at("VGO", "36201"), warehouse_at("BCN", "08001")]).await?;
    shop.record(&[product_set("S1", "deny"), product_set("S2", "deny")]).await?;
    shop.record(&[received("S1", "VGO", 6), received("S1", "BCN", 9)]).await?;
    shop.record(&[received("S2", "BCN", 1)]).await?;
    let order = order_placed("o1").with("ship_to", json!({"country": "ES", "postcode": "36201"}));
    shop.record(&[order.line("S1", 10, "9.95").line("S2", 1, "1.00")]).await?;
    shop.owes("o1", &["1 VGO 6", "1 BCN 4", "2 BCN 1"]).await?;

    shop.record(&[of("order_approved", "o1")]).await?;
    let from = |warehouse: &str| of("order_shipped", "o1").with("warehouse", warehouse);
    shop.record(&[from("BCN").units("1", 4).units("2", 1)]).await?;
    shop.stock_is("S1", "BCN", json!({"on_hand": 5, "committed": 0})).await?;
    shop.stock_is("S1", "VGO", json!({"on_hand": 6, "committed": 6})).await?;
    shop.order_is("o1", json!({"fulfilment_status": "partially_fulfilled"})).await?;
    shop.record(&[from("VGO")]).await?;
    shop.stock_is("S1", "VGO", json!({"on_hand": 0, "committed": 0})).await?;
    shop.order_is(
        "o1",
        json!({"fulfilment_status": "fulfilled", "shipments": [
            {"lines": [{"line_id": "1", "quantity": 4, "warehouse": "BCN"},
                       {"line_id": "2", "quantity": 1, "warehouse": "BCN"}]},
            {"lines": [{"line_id": "1", "quantity": 6, "warehouse": "VGO"}]},
        ]}),
    )
    .await?;

    shop.record(&[of("return_received", "o1")]).await?;
    shop.stock_is("S1", "VGO", json!({"on_hand": 6})).await?;
    shop.stock_is("S1", "BCN", json!({"on_hand": 9})).await?;
    shop.stock_is("S2", "BCN", json!({"on_hand": 1})).await?;
    shop.stop()
}
