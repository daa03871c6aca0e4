//! A warehouse is asked to fulfil what it owes of an order. One that owes nothing of it is not
//! asked; that another system asked it all the same is recorded and flagged.

use anyhow::Result;
use marea_tests::{
    events::{Event, event, of, order_placed, product_set, received},
    running::Running,
};
use serde_json::json;

#[tokio::test]
async fn a_warehouse_is_asked_only_for_what_it_owes() -> Result<()> {
    let shop = Running::start()?;
    shop.record(&[product_set("S1", "deny"), product_set("CARD", "untracked")]).await?;
    shop.record(&[received("S1", "MAD", 5), received("S1", "VGO", 5)]).await?;
    let order = order_placed("o1").with("warehouse", "MAD").line("S1", 2, "9.95");
    shop.record(&[order, of("order_approved", "o1")]).await?;
    let said = shop.refuses(asked("o1", "VGO"), "invalid_transition").await?;
    assert!(said.contains("\"VGO\" owes nothing"), "{said}");
    shop.order_is("o1", json!({"requests": []})).await?;
    shop.record(&[asked("o1", "MAD")]).await?;
    shop.order_is("o1", json!({"requests": [{"warehouse": "MAD"}], "flags": []})).await?;
    // Once all has left, nobody owes anything.
    shop.record(&[of("order_shipped", "o1")]).await?;
    shop.refuses(asked("o1", "MAD"), "invalid_transition").await?;

    let order = order_placed("o2").with("warehouse", "MAD").line("S1", 1, "9.95");
    shop.record(&[order, of("order_approved", "o2"), asked("o2", "VGO").reported()]).await?;
    let flag = "invalid_transition: \"VGO\" owes nothing of order \"o2\"";
    shop.order_is("o2", json!({"requests": [{"warehouse": "VGO"}], "flags": [flag]})).await?;
    // What is not kept may come from anywhere, unless the order says from where.
    shop.record(&[order_placed("o3").line("CARD", 1, "9.95"), of("order_approved", "o3")]).await?;
    shop.record(&[asked("o3", "VGO")]).await?;
    shop.stop()
}

fn asked(order_id: &str, warehouse: &str) -> Event {
    event("fulfilment_requested", json!({"order_id": order_id, "warehouse": warehouse}))
}
