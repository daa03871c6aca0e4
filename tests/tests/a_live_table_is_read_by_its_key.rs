//! Whoever asks for one order, or for the stock of one SKU, has the rows of that one read, however
//! many there are; and whoever wants ten rows has not all of them read.

use anyhow::{Context as _, Result, ensure};
use marea_tests::{
    client::Client,
    events::{Event, order_placed, product_set, stock_received},
    server::Store,
};
use reqwest::Method;
use serde_json::{Value, json};

const ORDERS: usize = 12_000;

/// A query, its rows, and the most rows that may be read for it.
const QUERIES: [(&str, usize, u64); 12] = [
    ("SELECT * FROM orders WHERE order_id = 'o17'", 1, 1),
    ("SELECT * FROM orders WHERE order_id IN ('o1', 'o2', 'o3', 'o4', 'o5')", 5, 5),
    ("SELECT * FROM orders WHERE 'o17' = order_id AND channel = 'nowhere'", 0, 1),
    ("SELECT * FROM orders WHERE order_id = 'o1' OR order_id = 'o2'", 2, 2),
    ("SELECT * FROM orders WHERE order_id = 'o1' AND order_id = 'o2'", 0, 1),
    ("SELECT * FROM orders WHERE order_id = 'none' OR order_id = ''", 0, 0),
    ("SELECT sku FROM order_items WHERE order_id = 'o17'", 2, 2),
    ("SELECT carrier FROM shipments WHERE order_id = 'o17'", 1, 1),
    ("SELECT on_hand FROM stock_levels WHERE sku = 'S7'", 1, 1),
    ("SELECT name FROM products WHERE sku IN ('S1', 'S7')", 2, 2),
    (
        "SELECT o.channel, i.sku FROM orders o JOIN order_items i USING (order_id) \
      WHERE o.order_id = 'o17'",
        2,
        3,
    ),
    ("SELECT order_id FROM orders LIMIT 10", 10, 10),
];

#[tokio::test]
async fn a_live_table_is_read_by_its_key() -> Result<()> {
    let store = Store::new()?;
    let server = store.serve().start()?;
    let client = server.client()?;
    let skus = (0..20).map(|it| format!("S{it}"));
    let mut events: Vec<Event> = Vec::new();
    for sku in skus {
        events.push(product_set(&sku, "backorder"));
        events.push(stock_received(&sku, "MAD", 10));
    }
    events.extend((0..ORDERS).map(order));
    client.record(&events).await?;
    let shipped = Event::new("order_shipped", "shipped").with("order_id", "o17");
    client.record(&[shipped.with("carrier", "DHL").reported()]).await?;
    for (sql, rows, most) in QUERIES {
        let (found, read) = ask(&client, sql).await?;
        ensure!(found == rows, "{found} rows: {sql}");
        ensure!(read <= most, "{read} rows were read: {sql}");
    }
    // A filter on anything else reads them all, and stops when it has what was wanted.
    let (_, all) = ask(&client, "SELECT order_id FROM orders WHERE total < 0").await?;
    ensure!(all == ORDERS as u64, "{all} rows were read of {ORDERS}");
    let (found, read) = ask(&client, "SELECT order_id FROM orders WHERE total > 0 LIMIT 5").await?;
    ensure!(found == 5 && read < ORDERS as u64, "{read} rows were read for {found}");
    server.stop()
}

fn order(number: usize) -> Event {
    let (one, other) = (format!("S{}", number % 20), format!("S{}", (number + 7) % 20));
    order_placed(&format!("o{number}")).line(&one, 1, "9.95").line(&other, 2, "3.00")
}

/// The rows of the answer, and the rows that were read for it.
async fn ask(client: &Client, sql: &str) -> Result<(usize, u64)> {
    let answer = client.request(Method::POST, "/api/v1/sql").json(&json!({ "sql": sql }));
    let answer = answer.send().await?.error_for_status().with_context(|| sql.to_owned())?;
    let id = answer.headers().get("marea-query-id").context("no id")?.to_str()?.to_owned();
    let body: Value = answer.json().await?;
    let rows = body["rows"].as_array().context("no rows")?.len();
    let told = client.get(&format!("/api/v1/queries/{id}")).await?.expect(200)?;
    let read = told.body["statistics"]["rows_read"].as_u64().context("no rows_read")?;
    Ok((rows, read))
}
