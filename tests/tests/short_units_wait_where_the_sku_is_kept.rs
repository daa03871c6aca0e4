//! What is short waits where the SKU is kept: where it has, or had, stock, where more of it is to
//! come, or where a rule was set for it; of these by the order of routing. Only where nobody keeps
//! it does the first warehouse take it on.

use anyhow::Result;
use marea_tests::{
    events::{event, order_placed, product_set, purchase_order_placed, received},
    running::Running,
};
use serde_json::{Value, json};

#[tokio::test]
async fn short_units_wait_where_the_sku_is_kept() -> Result<()> {
    let shop = Running::start()?;
    let warehouse = |fields: Value| event("warehouse_set", fields);
    for (name, priority) in [("ATTIC", 1), ("BARN", 50), ("CELLAR", 60)] {
        shop.record(&[warehouse(json!({"warehouse": name, "priority": priority}))]).await?;
    }
    for sku in ["HAD", "BOUGHT", "RULED", "NEW"] {
        shop.record(&[product_set(sku, "backorder")]).await?;
    }
    shop.record(&[received("HAD", "CELLAR", 1), received("HAD", "BARN", 1)]).await?;
    shop.record(&[purchase_order_placed("p1", "CELLAR").item("BOUGHT", 5)]).await?;
    let rule = json!({"sku": "RULED", "warehouse": "BARN", "reorder_point": 2});
    shop.record(&[event("stock_policy_set", rule)]).await?;
    for (sku, owed) in [
        ("HAD", vec!["1 BARN 1", "1 CELLAR 1", "1 BARN waits 1"]),
        ("BOUGHT", vec!["1 CELLAR waits 3"]),
        ("RULED", vec!["1 BARN waits 3"]),
        ("NEW", vec!["1 ATTIC waits 3"]),
    ] {
        shop.record(&[order_placed(sku).line(sku, 3, "9.95")]).await?;
        let mut found = shop.owed(sku).await?;
        let mut owed: Vec<String> = owed.into_iter().map(str::to_owned).collect();
        found.sort();
        owed.sort();
        assert_eq!(found, owed, "{sku}");
    }
    // Where all must come from one place, it is the one that keeps it.
    let whole = order_placed("whole").with("allow_split", false).line("BOUGHT", 1, "9.95");
    shop.record(&[whole]).await?;
    shop.owes("whole", &["1 CELLAR waits 1"]).await?;
    // What the cellar bought comes for those who wait there.
    shop.record(&[event("purchase_order_received", json!({"purchase_order": "p1"}))]).await?;
    shop.owes("BOUGHT", &["1 CELLAR 3"]).await?;
    shop.stop()
}
