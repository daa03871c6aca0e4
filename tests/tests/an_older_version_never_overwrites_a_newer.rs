//! Channels tell what they know again and again, and not in order. What they set counts if its
//! version is newer than the last; an older or equal one is taken, flagged as outdated, and changes
//! nothing, also after a crash. Versions are numbers, instants or texts.

use anyhow::Result;
use marea_tests::{
    client::text,
    events::{Event, event, of, order_placed, product_set, received},
    running::Running,
};
use serde_json::json;

const OUTDATED: &str = "SELECT count(*) FROM events WHERE flags LIKE 'outdated%'";
const SET: &str = "SELECT name FROM products WHERE sku = 'S1'";

#[tokio::test]
async fn an_older_version_never_overwrites_a_newer() -> Result<()> {
    let shop = Running::start()?;
    let product = |version: &str, name: &str| {
        let product = event("product_set", json!({"sku": "S1", "name": name}));
        product.with("external_version", version)
    };
    shop.record(&[product("9", "nine"), product("10", "ten"), product("9", "late")]).await?;
    shop.record(&[product("10", "equal").reported(), product("2", "two").reported()]).await?;
    assert_eq!(text(&shop.client.sql(SET).await?[0]["name"]), "ten");
    shop.counts(OUTDATED, 3).await?;
    // Each source counts its own versions.
    shop.record(&[product("1", "other source").with("source", "erp")]).await?;
    assert_eq!(text(&shop.client.sql(SET).await?[0]["name"]), "other source");

    shop.record(&[product_set("S1", "deny"), received("S1", "MAD", 9)]).await?;
    shop.record(&[order_placed("o1").line("S1", 2, "9.95")]).await?;
    let shop = killed(shop, &[edited("2026-03-02T12:00:00+01:00", 5)]).await?;
    // An earlier instant, though a later text.
    shop.record(&[edited("2026-03-02T12:30:00+02:00", 3)]).await?;
    shop.record(&[edited("2026-03-02T11:00:00Z", 4)]).await?;
    shop.stock_is("S1", "MAD", json!({"committed": 5})).await?;
    shop.order_is("o1", json!({"lines": [{"ordered": 5}]})).await?;
    shop.record(&[edited("2026-03-02T11:00:01Z", 1)]).await?;
    shop.stock_is("S1", "MAD", json!({"committed": 1})).await?;
    shop.counts(OUTDATED, 5).await?;
    shop.counts("SELECT sum(quantity) FROM order_lines", 1).await?;
    shop.stop()
}

fn edited(version: &str, units: u32) -> Event {
    of("order_edited", "o1").line("S1", units, "9.95").with("external_version", version)
}

async fn killed(shop: Running, events: &[Event]) -> Result<Running> {
    shop.record(events).await?;
    shop.killed_and_started()
}
