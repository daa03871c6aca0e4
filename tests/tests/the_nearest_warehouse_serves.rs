//! An order goes to the warehouse that is nearest to where it goes, by postcode; one of a better
//! priority comes before a nearer one, and one from which goods leave today before one past its
//! cut-off. Why it was chosen is kept.

use anyhow::Result;
use marea_tests::{
    events::{Event, event, order_placed, product_set, received, warehouse_at},
    running::Running,
};
use serde_json::json;

#[tokio::test]
async fn the_nearest_warehouse_serves() -> Result<()> {
    let shop = Running::with(|serve| serve.with("--time-zone", "Europe/Madrid"))?;
    shop.record(&[warehouse_at("VIGO", "36201"), warehouse_at("BARCELONA", "08001")]).await?;
    shop.record(&[warehouse_at("MADRID", "28001"), product_set("S1", "deny")]).await?;
    for warehouse in ["BARCELONA", "MADRID", "VIGO"] {
        shop.record(&[received("S1", warehouse, 100)]).await?;
    }
    for (country, postcode, nearest) in [
        ("ES", "36201", "VIGO"),
        ("ES", "15001", "VIGO"),
        ("PT", "4000", "VIGO"),
        ("ES", "08014", "BARCELONA"),
        ("FR", "66000", "BARCELONA"),
        ("ES", "45001", "MADRID"),
    ] {
        let order_id = format!("{country}-{postcode}");
        shop.record(&[to(&order_id, country, postcode)]).await?;
        shop.owes(&order_id, &[&format!("1 {nearest} 1")]).await?;
        let why = shop.reason(&order_id).await?;
        assert!(why.ends_with(" km") && why.contains("priority 100"), "{why}");
    }
    // Where nothing is known of the destination, the name decides, and no distance is made up.
    let nowhere = order_placed("nowhere").with("ship_to", json!(null)).line("S1", 1, "9.95");
    shop.record(&[nowhere]).await?;
    shop.owes("nowhere", &["1 BARCELONA 1"]).await?;
    assert!(!shop.reason("nowhere").await?.contains("km"));

    let set = |fields: serde_json::Value| event("warehouse_set", fields);
    shop.record(&[set(json!({"warehouse": "VIGO", "cut_off": "09:30:00"}))]).await?;
    // At ten in Madrid it is too late for Vigo, so Madrid is next; an hour before it was not.
    shop.record(&[to("late", "ES", "36201")]).await?;
    shop.owes("late", &["1 MADRID 1"]).await?;
    shop.record(&[to("in-time", "ES", "36201").at("2026-03-02T09:29:00+01:00")]).await?;
    shop.owes("in-time", &["1 VIGO 1"]).await?;
    // The shop's clock counts, not that of who sends: 08:15 in London is 09:15 in Madrid.
    shop.record(&[to("abroad", "ES", "36201").at("2026-03-02T08:15:00Z")]).await?;
    shop.owes("abroad", &["1 VIGO 1"]).await?;

    shop.record(&[set(json!({"warehouse": "BARCELONA", "priority": 10}))]).await?;
    shop.record(&[to("first", "ES", "36201").at("2026-03-02T08:15:00Z")]).await?;
    shop.owes("first", &["1 BARCELONA 1"]).await?;
    assert!(shop.reason("first").await?.contains("priority 10,"));
    shop.stop()
}

fn to(order_id: &str, country: &str, postcode: &str) -> Event {
    let address = json!({"country": country, "postcode": postcode});
    order_placed(order_id).with("ship_to", address).line("S1", 1, "9.95")
}
