//! A farther warehouse that has the whole order serves it before nearer ones do in parts. Only
//! where none has it all is it split, each line as little as can be; and where it is not to be
//! split, it is refused, or waits, in one place.

use anyhow::Result;
use marea_tests::{
    events::{Event, order_placed, product_set, received, warehouse_at},
    running::Running,
};
use serde_json::json;

#[tokio::test]
async fn an_order_is_sent_whole_where_it_can_be() -> Result<()> {
    let shop = Running::start()?;
    shop.record(&[warehouse_at("VIGO", "36201"), warehouse_at("BARCELONA", "08001")]).await?;
    for (sku, policy) in [("S1", "deny"), ("S2", "deny"), ("S3", "backorder")] {
        shop.record(&[product_set(sku, policy)]).await?;
    }
    for (sku, warehouse, units) in [
        ("S1", "VIGO", 10),
        ("S1", "BARCELONA", 4),
        ("S2", "BARCELONA", 4),
        ("S3", "VIGO", 1),
        ("S3", "BARCELONA", 2),
    ] {
        shop.record(&[received(sku, warehouse, units)]).await?;
    }
    shop.record(&[to_vigo("whole").line("S1", 2, "1").line("S2", 2, "1")]).await?;
    shop.owes("whole", &["1 BARCELONA 2", "2 BARCELONA 2"]).await?;
    assert!(shop.reason("whole").await?.contains("the first that has all of it"));

    // Nobody has three of the first and two of the second: each line from where it is whole.
    let split = || to_vigo("split").line("S1", 3, "1").line("S2", 2, "1");
    let whole = to_vigo("not").with("allow_split", false).line("S1", 3, "1").line("S2", 2, "1");
    shop.refuses(whole, "insufficient_stock").await?;
    shop.record(&[split()]).await?;
    shop.owes("split", &["1 VIGO 3", "2 BARCELONA 2"]).await?;
    assert!(shop.reason("split").await?.starts_with("split"));
    // A line that no place has whole is shared.
    shop.record(&[to_vigo("shared").line("S1", 8, "1")]).await?;
    shop.owes("shared", &["1 VIGO 7", "1 BARCELONA 1"]).await?;

    // One that is not to be split waits in one place rather than come from two.
    let waits = to_vigo("waits").with("allow_split", false).line("S3", 3, "1");
    shop.record(&[waits]).await?;
    let owed = shop.owed("waits").await?;
    let places = ["VIGO", "BARCELONA"].map(|place| owed.iter().any(|it| it.contains(place)));
    assert!(places[0] != places[1], "{owed:?}");
    // Nor is it filled from another place later.
    let other = if places[0] { "BARCELONA" } else { "VIGO" };
    shop.record(&[received("S3", other, 9)]).await?;
    assert_eq!(shop.owed("waits").await?, owed);
    shop.stop()
}

fn to_vigo(order_id: &str) -> Event {
    order_placed(order_id).with("ship_to", json!({"country": "ES", "postcode": "36201"}))
}
