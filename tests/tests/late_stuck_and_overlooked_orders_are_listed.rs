//! No order is overlooked: late, stuck, neglected, incomplete and waiting orders, abandoned carts,
//! parked reports, proposals and late purchase orders are listed, each with what is the matter and
//! since when, on the page too; and they leave the lists once they are seen to.

use anyhow::{Context as _, Result, ensure};
use marea_tests::{
    client::Client,
    events::{
        Event, order_approved, order_cancelled, order_placed, order_shipped, product_set,
        stock_received,
    },
    server::Store,
};
use serde_json::{Value, json};

#[tokio::test]
async fn late_stuck_and_overlooked_orders_are_listed() -> Result<()> {
    let store = Store::new()?;
    let server = store.serve().start()?;
    let client = server.client()?;
    client
        .record(&[
            product_set("S1", "backorder").with("reorder_point", 5).with("supplier", "acme"),
            product_set("S2", "deny"),
            stock_received("S1", "MAD", 1),
            stock_received("S2", "MAD", 100),
            order_placed("late").with("promised_at", "2026-03-05T12:00:00Z").line("S2", 1, "9.95"),
            order_placed("fresh").at("2099-01-01T00:00:00Z").line("S2", 1, "9.95"),
            order_placed("nobody's").with("customer_id", Value::Null).line("S2", 1, "9.95"),
            order_placed("waits").line("S1", 4, "9.95"),
            order_placed("gone").with("promised_at", "2026-03-05T12:00:00Z").line("S2", 1, "9.95"),
            order_cancelled("gone"),
            Event::new("cart_updated", "cart")
                .with("cart_id", "cart")
                .push(json!({"sku": "S2", "quantity": 1})),
            order_shipped("unknown").reported(),
        ])
        .await?;

    until(&client, "late", &["late"]).await?;
    until(&client, "stuck", &["late", "nobody's", "waits"]).await?;
    until(&client, "overlooked", &["nobody's", "waits"]).await?;
    until(&client, "backordered", &["waits"]).await?;
    until(&client, "parked", &["order unknown"]).await?;
    // The cart's hold ran out long ago, by the time at which it was made.
    let abandoned = "/api/v1/orders?abandoned=true";
    eventually(&client, abandoned, |body| ids(&body["orders"], "order_id") == ["cart"]).await?;
    let drafts = client.get("/api/v1/purchase-orders?proposed=true").await?.expect(200)?;
    ensure!(drafts.body["purchase_orders"].as_array().is_some_and(|it| it.len() == 1));
    until_count(&client, "proposals", 1).await?;

    filtered(&client, "stuck=48", &["late", "nobody's", "waits"]).await?;
    filtered(&client, "stuck=999999", &[]).await?;
    filtered(&client, "overlooked=true", &["nobody's", "waits"]).await?;
    filtered(&client, "sku=S1&open=true", &["waits"]).await?;
    let order = client.get("/api/v1/orders/waits").await?.expect(200)?;
    let matter = &order.body["attention"];
    ensure!(ids(matter, "kind") == ["backordered", "overlooked", "stuck"], "{matter}");
    ensure!(matter[0]["since"].is_string() && matter[0]["note"].is_string(), "{matter}");

    see_to_them(&client).await?;
    server.stop()
}

/// Goods for what waits are ordered, late; what was late leaves; what was unknown comes.
async fn see_to_them(client: &Client) -> Result<()> {
    let purchase = Event::new("purchase_order_placed", "p1")
        .with("purchase_order", "p1")
        .with("warehouse", "MAD")
        .with("expected_at", "2026-03-04T08:00:00Z")
        .push(json!({"sku": "S1", "quantity": 3, "unit_cost": "5.00"}));
    client.record(&[purchase, order_approved("late"), order_shipped("late")]).await?;
    client.record(&[order_placed("unknown").reported().line("S2", 1, "9.95")]).await?;
    until(client, "late", &[]).await?;
    until(client, "parked", &[]).await?;
    until(client, "overlooked", &["nobody's"]).await?;
    until(client, "late_purchases", &["p1"]).await?;
    let served = client.get("/api/v1/purchase-orders/p1").await?.expect(200)?;
    let serves = &served.body["serves"][0];
    ensure!(serves["order_id"] == "waits" && serves["customer_id"] == "c1", "{}", served.text);
    ensure!(serves["fails"] == true && served.body["late"] == true, "{}", served.text);
    let pegs = "SELECT order_id FROM purchase_pegs WHERE fails AND purchase_order = 'p1'";
    ensure!(client.texts(pegs).await? == ["waits"], "SQL says otherwise than HTTP");
    let mut live = client.listen("/api/v1/live", None).await?;
    let lists = live.next().await?.data["attention"].clone();
    ensure!(list(&lists, "late_purchases")?["count"] == 1, "{lists}");
    Ok(())
}

fn ids(rows: &Value, field: &str) -> Vec<String> {
    let rows = rows.as_array().into_iter().flatten();
    let mut ids: Vec<_> = rows.filter_map(|row| Some(row[field].as_str()?.to_owned())).collect();
    ids.sort();
    ids
}

fn list<'a>(lists: &'a Value, kind: &str) -> Result<&'a Value> {
    let mut lists = lists.as_array().into_iter().flatten();
    lists.find(|list| list["kind"] == kind).with_context(|| format!("no list of {kind}"))
}

/// Waits for the service to record by itself what is due.
async fn eventually(client: &Client, path: &str, holds: impl Fn(&Value) -> bool) -> Result<()> {
    let mut last = String::new();
    for _ in 0..100 {
        let answer = client.get(path).await?.expect(200)?;
        if holds(&answer.body) {
            return Ok(());
        }
        last = answer.text;
        tokio::time::sleep(std::time::Duration::from_millis(100)).await;
    }
    anyhow::bail!("{path} stays at {last}")
}

async fn until(client: &Client, kind: &str, wanted: &[&str]) -> Result<()> {
    let holds = |body: &Value| {
        let list = list(&body["lists"], kind);
        list.is_ok_and(|list| ids(&list["rows"], "id") == wanted && list["count"] == wanted.len())
    };
    eventually(client, "/api/v1/attention", holds).await.with_context(|| kind.to_owned())
}

async fn until_count(client: &Client, kind: &str, wanted: usize) -> Result<()> {
    let holds = |body: &Value| list(&body["lists"], kind).is_ok_and(|it| it["count"] == wanted);
    eventually(client, "/api/v1/attention", holds).await.with_context(|| kind.to_owned())
}

async fn filtered(client: &Client, filter: &str, wanted: &[&str]) -> Result<()> {
    let answer = client.get(&format!("/api/v1/orders?{filter}")).await?.expect(200)?;
    ensure!(ids(&answer.body["orders"], "order_id") == wanted, "{filter}: {}", answer.text);
    Ok(())
}
