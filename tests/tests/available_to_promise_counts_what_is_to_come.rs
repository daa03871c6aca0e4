//! Available to promise: what is there now, more from the day on which a purchase order brings more
//! than already waits; what is late, has no date or is a draft is promised to nobody; of a bundle
//! there are as many as of its scarcest component.

use anyhow::{Context as _, Result, ensure};
use marea_tests::{
    client::{Client, decimal},
    events::{Event, order_placed, product_set, stock_received},
    server::Store,
};
use rust_decimal::Decimal;
use serde_json::{Value, json};

const ENDPOINT: &str = "/api/v1/stock/available-to-promise";

#[tokio::test]
async fn available_to_promise_counts_what_is_to_come() -> Result<()> {
    let store = Store::new()?;
    let server = store.serve().with("--time-zone", "Europe/Madrid").start()?;
    let client = server.client()?;
    client
        .record(&[
            product_set("S1", "backorder"),
            product_set("S2", "deny"),
            product_set("SET", "deny").with(
                "components",
                json!([{"sku": "S1", "quantity": 2}, {"sku": "S2", "quantity": 1}]),
            ),
            stock_received("S1", "MAD", 4),
            stock_received("S2", "MAD", 7),
            order_placed("o1").line("S1", 10, "9.95"),
        ])
        .await?;
    // Six units wait: the first purchase order serves four of them, the second the rest.
    client
        .record(&[
            purchase("p1", "2099-05-01T08:00:00Z", 4),
            purchase("p2", "2099-06-01T08:00:00Z", 10),
            purchase("late", "2026-03-03T08:00:00Z", 50).with("supplier", "slow"),
            purchase("draft", "2099-05-01T08:00:00Z", 100).with("draft", true),
        ])
        .await?;
    // What waits is pegged to the earliest supply, which is the late one: it brings nothing that
    // could be promised, and what is pegged to it is not promised a second time either.
    expect(&client, "sku=S1", "2099-01-01T00:00:00Z", 0).await?;
    expect(&client, "sku=S1", "2099-05-02T00:00:00Z", 0).await?;
    expect(&client, "sku=S1", "2099-06-02T00:00:00Z", 8).await?;
    expect(&client, "sku=S1&warehouse=BCN", "2099-06-02T00:00:00Z", 0).await?;
    expect(&client, "sku=S2", "2099-06-02T00:00:00Z", 7).await?;
    expect(&client, "sku=SET", "2099-01-01T00:00:00Z", 0).await?;
    expect(&client, "sku=SET", "2099-06-02T00:00:00Z", 4).await?;

    let sql = "SELECT quantity FROM available_to_promise WHERE sku = 'S1' AND warehouse = 'MAD' \
               AND from_time <= TIMESTAMP '2099-06-02T00:00:00Z' ORDER BY from_time DESC LIMIT 1";
    ensure!(client.number(sql).await? == Decimal::from(8), "SQL says otherwise than HTTP");
    let bundles = "SELECT available FROM bundles WHERE sku = 'SET' AND warehouse = 'MAD'";
    ensure!(client.number(bundles).await? == Decimal::ZERO, "a bundle without its first component");
    client.get(&format!("{ENDPOINT}?at=2099-06-02")).await?.expect(400)?;
    client.get(&format!("{ENDPOINT}?sku=S1&when=now")).await?.expect(400)?;

    // Once the late goods are there, four are left over, and each step later adds to them.
    client
        .record(&[Event::new("purchase_order_received", "r1").with("purchase_order", "late")])
        .await?;
    let stock = client.get("/api/v1/stock?sku=S1").await?.expect(200)?;
    let level = &stock.body["levels"][0];
    ensure!(level["policy"] == "backorder", "{level}");
    for (field, wanted) in [("available", 44), ("incoming", 14), ("projected", 58), ("damaged", 0)]
    {
        ensure!(decimal(&level[field])? == Decimal::from(wanted), "{field}: {level}");
    }
    expect(&client, "sku=S1", "2099-01-01T00:00:00Z", 44).await?;
    expect(&client, "sku=S1", "2099-05-02T00:00:00Z", 48).await?;
    expect(&client, "sku=S1", "2099-06-02T00:00:00Z", 58).await?;
    expect(&client, "sku=SET", "2099-01-01T00:00:00Z", 7).await?;
    server.stop()
}

fn purchase(name: &str, expected_at: &str, units: u32) -> Event {
    Event::new("purchase_order_placed", name)
        .with("purchase_order", name)
        .with("warehouse", "MAD")
        .with("expected_at", expected_at)
        .push(json!({"sku": "S1", "quantity": units, "unit_cost": "5.00"}))
}

/// What can be promised at an instant, in all.
async fn expect(client: &Client, of: &str, at: &str, wanted: u32) -> Result<()> {
    let answer = client.get(&format!("{ENDPOINT}?{of}&at={at}")).await?.expect(200)?;
    let quantity: &Value = answer.body.get("quantity").context("no quantity")?;
    let wanted = Decimal::from(wanted);
    ensure!(decimal(quantity)? == wanted, "{of} at {at}: not {wanted}, but {}", answer.text);
    Ok(())
}
