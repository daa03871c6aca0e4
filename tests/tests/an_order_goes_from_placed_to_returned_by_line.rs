//! An order's whole life by line: shipped in two parcels, one line cancelled in part, some of it
//! returned. Live state, stock and history agree at every step, and what cannot be is refused.

use anyhow::Result;
use marea_tests::{
    client::{Client, decimal},
    events::{
        Event, order_approved, order_cancelled, order_delivered, order_placed, order_shipped,
        product_set, return_received, stock_received,
    },
    server::Store,
};
use rust_decimal::Decimal;

#[tokio::test]
async fn an_order_goes_from_placed_to_returned_by_line() -> Result<()> {
    let store = Store::new()?;
    let server = store.serve().start()?;
    let client = server.client()?;
    client.record(&[product_set("S1", "deny"), stock_received("S1", "MAD", 10)]).await?;
    client.record(&[order_placed("o1").line("S1", 6, "9.95"), order_approved("o1")]).await?;
    levels(&client, 10, 6).await?;

    let parcel = |id: &str, units| order_shipped("o1").with("event_id", id).units("1", units);
    client.record(&[parcel("parcel-1", 2)]).await?;
    levels(&client, 8, 4).await?;
    client.record(&[order_cancelled("o1").units("1", 1)]).await?;
    levels(&client, 8, 3).await?;
    refused(&client, parcel("parcel-2", 4)).await?;
    client.record(&[parcel("parcel-2", 3), order_delivered("o1")]).await?;
    levels(&client, 5, 0).await?;
    refused(&client, order_cancelled("o1").with("event_id", "too-late")).await?;
    refused(&client, return_received("o1").with("event_id", "too-many").units("1", 6)).await?;
    client.record(&[return_received("o1").units("1", 2)]).await?;
    levels(&client, 7, 0).await?;

    let order = client.get("/api/v1/orders/o1").await?.expect(200)?;
    let line = &order.body["lines"][0];
    let figures = ["ordered", "cancelled", "shipped", "delivered", "returned"];
    let figures = figures.map(|name| decimal(&line[name]).ok());
    assert_eq!(
        figures,
        [6, 1, 5, 5, 2].map(|figure| Some(Decimal::from(figure))),
        "{}",
        order.text
    );
    let history = client.get("/api/v1/orders/o1/events").await?.expect(200)?;
    let types =
        history.text.matches("\"type\":").count() + history.text.matches("\"event_type\":").count();
    assert_eq!(types, 7, "{}", history.text);
    assert_eq!(client.number("SELECT sum(quantity) FROM order_lines").await?, Decimal::from(3));
    client.get("/api/v1/orders/nobody").await?.expect(404)?;
    server.stop()
}

async fn refused(client: &Client, event: Event) -> Result<()> {
    let answer = client.post(&[event]).await?.expect(409)?;
    assert!(!answer.rejected()[0]["code"].is_null(), "{}", answer.text);
    Ok(())
}

async fn levels(client: &Client, on_hand: u32, committed: u32) -> Result<()> {
    let stock = client.sql("SELECT on_hand, committed, available FROM stock_levels").await?;
    let figures = ["on_hand", "committed", "available"].map(|name| decimal(&stock[0][name]).ok());
    let wanted = [on_hand, committed, on_hand - committed];
    assert_eq!(figures, wanted.map(|figure| Some(Decimal::from(figure))));
    Ok(())
}
