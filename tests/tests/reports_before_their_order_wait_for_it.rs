//! A channel reports that an order was paid and shipped before it reports the order: both are kept,
//! flagged as waiting, over a crash too, and applied in their order when the order comes, once. An
//! event that asks is refused instead.

use anyhow::Result;
use marea_tests::{
    events::{
        Event, event, of, order_placed, payment, product_set, purchase_order_placed, received,
    },
    running::Running,
};
use serde_json::json;

const WAITING: &str = "SELECT count(*) FROM events WHERE flags LIKE 'parked: waits for order o1%'";
const APPLIED: &str = "SELECT count(*) FROM events WHERE event_type = 'parked_event_applied'";

#[tokio::test]
async fn reports_before_their_order_wait_for_it() -> Result<()> {
    let shop = Running::start()?;
    shop.record(&[product_set("S1", "deny"), received("S1", "MAD", 9)]).await?;
    shop.refuses(of("order_shipped", "o1"), "unknown_order").await?;
    let reports = [
        payment("payment_captured", "o1", "29.85"),
        of("order_approved", "o1"),
        of("order_shipped", "o1").units("1", 2).with("tracking_number", "T1"),
        of("order_delivered", "o1"),
        of("return_received", "o1").units("1", 1),
    ]
    .map(Event::reported);
    shop.record(&reports).await?;
    shop.counts(WAITING, 5).await?;
    shop.stock_is("S1", "MAD", json!({"on_hand": 9, "committed": 0})).await?;
    shop.client.get("/api/v1/orders/o1").await?.expect(404)?;

    let shop = shop.killed_and_started()?;
    let again = shop.client.post(&reports).await?.expect(200)?;
    assert_eq!(again.count("duplicates"), 5, "{}", again.text);
    shop.record(&[order_placed("o1").line("S1", 3, "9.95").reported()]).await?;
    let applied = json!({
        "order_status": "in_fulfilment", "payment_status": "paid",
        "fulfilment_status": "partially_fulfilled", "return_status": "partially_returned",
        "lines": [{"shipped": 2, "delivered": 2, "returned": 1, "reserved": 1}],
        "shipments": [{"tracking_number": "T1"}],
    });
    shop.order_is("o1", applied.clone()).await?;
    shop.counts(APPLIED, 5).await?;
    let shop = shop.killed_and_started()?;
    shop.order_is("o1", applied).await?;
    shop.counts(APPLIED, 5).await?;
    shop.stock_is("S1", "MAD", json!({"on_hand": 8, "committed": 1})).await?;
    let order = "SELECT count(*) FROM payments WHERE order_id = 'o1' AND amount = 29.85";
    shop.counts(order, 1).await?;

    purchases_too(&shop).await?;
    shop.stop()
}

async fn purchases_too(shop: &Running) -> Result<()> {
    let came = event("purchase_order_received", json!({"purchase_order": "po1"}));
    shop.refuses(came.clone(), "unknown_purchase_order").await?;
    shop.record(&[came.reported()]).await?;
    shop.stock_is("S1", "MAD", json!({"on_hand": 8})).await?;
    shop.record(&[purchase_order_placed("po1", "MAD").item("S1", 20)]).await?;
    shop.stock_is("S1", "MAD", json!({"on_hand": 28, "incoming": 0})).await
}
