//! The same event again changes nothing and is no error: alone, twice in one request, in another
//! form of JSON, and after a restart.

use anyhow::Result;
use marea_tests::{
    client::decimal,
    events::{Event, order_placed, product_set, stock_received},
    server::Store,
};
use rust_decimal::Decimal;

#[tokio::test]
async fn same_event_twice_is_a_duplicate() -> Result<()> {
    let store = Store::new()?;
    let server = store.serve().start()?;
    let client = server.client()?;
    let order = order_placed("o1").line("S1", 2, "9.95");
    let history = [product_set("S1", "deny"), stock_received("S1", "MAD", 10), order.clone()];
    client.record(&history).await?;

    let again = client.post(&history).await?.expect(200)?;
    assert_eq!((again.count("accepted"), again.count("duplicates")), (0, 3), "{}", again.text);
    let within = order_placed("o2").line("S1", 1, "9.95");
    let twice = client.post(&[within.clone(), within]).await?.expect(200)?;
    assert_eq!((twice.count("accepted"), twice.count("duplicates")), (1, 1), "{}", twice.text);

    server.kill()?;
    let server = store.serve().start()?;
    let client = server.client()?;
    // The same event, written otherwise: another order of fields, another form of the amounts.
    let rewritten = serde_json::json!({
        "lines": [{"unit_price": "9.950", "quantity": "2.0", "sku": "S1", "line_id": "1"}],
        "ship_to": {"country": "ES"}, "customer_id": "c1", "currency": "EUR", "channel": "web",
        "order_id": "o1", "occurred_at": "2026-03-02T10:00:00+01:00", "type": "order_placed",
        "source": "test", "event_id": "placed-o1", "mode": "ask",
    });
    let rewritten = client.post(&[Event(rewritten)]).await?.expect(200)?;
    assert_eq!(rewritten.count("duplicates"), 1, "{}", rewritten.text);

    assert_eq!(client.number("SELECT count(*) FROM events").await?, Decimal::from(4));
    assert_eq!(client.number("SELECT sum(quantity) FROM order_lines").await?, Decimal::from(3));
    let stock = client.sql("SELECT committed FROM stock_levels WHERE sku = 'S1'").await?;
    assert_eq!(decimal(&stock[0]["committed"])?, Decimal::from(3));
    server.stop()
}
