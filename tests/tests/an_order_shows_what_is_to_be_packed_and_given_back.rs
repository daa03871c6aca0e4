//! An order says what each line may give back, to the cent of what was paid, and what goes into its
//! parcels: a packing slip to be printed, without prices and without obeying what names contain.

use anyhow::{Result, ensure};
use marea_tests::{
    client::decimal,
    events::{Event, order_approved, order_placed, order_shipped, product_set, stock_received},
    server::Store,
};
use rust_decimal::Decimal;
use serde_json::json;

#[tokio::test]
async fn an_order_shows_what_is_to_be_packed_and_given_back() -> Result<()> {
    let store = Store::new()?;
    let server = store.serve().start()?;
    let client = server.client()?;
    let discounted = json!({"sku": "S1", "quantity": 3, "unit_price": "100.00",
        "discount": "30.00", "name": "Mug <b>blue</b>"});
    let order = order_placed("o1")
        .push(discounted)
        .push(json!({"sku": "S2", "quantity": 5, "unit_price": "6.66"}));
    let paid = Event::new("payment_captured", "paid").with("order_id", "o1");
    client
        .record(&[
            product_set("S1", "deny"),
            product_set("S2", "backorder"),
            stock_received("S1", "MAD", 10),
            stock_received("S2", "MAD", 2),
            order,
            order_approved("o1"),
            paid.with("amount", "303.30"),
            order_shipped("o1").units("1", 1),
        ])
        .await?;

    let shown = client.get("/api/v1/orders/o1").await?.expect(200)?.body;
    for (at, refundable) in [(0, "270"), (1, "33.30")] {
        let found = decimal(&shown["lines"][at]["refundable"])?;
        ensure!(found == refundable.parse::<Decimal>()?.normalize(), "line {at}: {found}");
    }
    ensure!(shown["ready"] == false && decimal(&shown["open_units"])? == Decimal::from(7));
    let returned = Event::new("return_received", "back").with("order_id", "o1").units("1", 1);
    client.record(&[returned]).await?;
    let shown = client.get("/api/v1/orders/o1").await?.expect(200)?.body;
    ensure!(decimal(&shown["refund_due"])? == Decimal::from(90), "{}", shown["refund_due"]);

    let slip = client.get("/api/v1/orders/o1/packing-slip").await?.expect(200)?;
    ensure!(slip.content_type.starts_with("text/html"), "{}", slip.content_type);
    let says = |text: &str| slip.text.contains(text);
    ensure!(says("S1") && says("Mug &lt;b&gt;blue") && !says("<b>blue"), "{}", slip.text);
    // Two of each can leave: of the first one has left, of the second three wait.
    ensure!(slip.text.matches("<td class=\"number\">2").count() == 2, "{}", slip.text);
    ensure!(!says("100.00") && !says("6.66"), "a price is on the slip: {}", slip.text);
    let other = client.get("/api/v1/orders/o1/packing-slip?warehouse=BCN").await?.expect(200)?;
    ensure!(!other.text.contains("S1"), "{}", other.text);
    client.get("/api/v1/orders/none/packing-slip").await?.expect(404)?;
    server.stop()
}
