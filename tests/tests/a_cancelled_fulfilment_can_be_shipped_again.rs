//! A parcel that is taken back from the carrier puts its goods where they were, set aside for the
//! same order, which can be shipped anew. A parcel that arrived cannot be taken back.

use anyhow::Result;
use marea_tests::{
    events::{Event, of, order_placed, product_set, received},
    running::Running,
};
use serde_json::{Value, json};

#[tokio::test]
async fn a_cancelled_fulfilment_can_be_shipped_again() -> Result<()> {
    let shop = Running::start()?;
    shop.record(&[product_set("S1", "deny")]).await?;
    shop.record(&[received("S1", "BCN", 3), received("S1", "VGO", 2)]).await?;
    shop.record(&[order_placed("o1").line("S1", 5, "9.95"), of("order_approved", "o1")]).await?;
    shop.record(&[of("order_picked", "o1"), of("order_packed", "o1")]).await?;
    shop.record(&[of("fulfilment_cancelled", "o1")]).await?;
    line(&shop, json!({"picked": 0, "packed": 0, "shipped": 0, "reserved": 5})).await?;

    shop.record(&[parcel("p1")]).await?;
    shop.stock_is("S1", "BCN", json!({"on_hand": 0, "committed": 0})).await?;
    shop.stock_is("S1", "VGO", json!({"on_hand": 0, "committed": 0})).await?;
    shop.record(&[taken_back("p1")]).await?;
    line(&shop, json!({"picked": 0, "packed": 0, "shipped": 0, "reserved": 5})).await?;
    shop.stock_is("S1", "BCN", json!({"on_hand": 3, "committed": 3})).await?;
    shop.stock_is("S1", "VGO", json!({"on_hand": 2, "committed": 2})).await?;
    shop.order_is("o1", json!({"order_status": "approved", "fulfilment_status": "unfulfilled"}))
        .await?;
    shop.refuses(taken_back("p1"), "invalid_transition").await?;

    shop.record(&[parcel("p2").units("1", 2), taken_back("p2"), parcel("p3")]).await?;
    shop.record(&[of("order_delivered", "o1")]).await?;
    shop.refuses(taken_back("p3"), "invalid_transition").await?;
    line(&shop, json!({"shipped": 5, "delivered": 5, "reserved": 0})).await?;
    shop.stock_is("S1", "BCN", json!({"on_hand": 0, "committed": 0})).await?;
    shop.counts("SELECT -sum(on_hand_change) FROM stock_movements WHERE order_id = 'o1'", 5)
        .await?;
    shop.stop()
}

fn parcel(fulfilment_id: &str) -> Event {
    of("order_shipped", "o1").with("fulfilment_id", fulfilment_id)
}

fn taken_back(fulfilment_id: &str) -> Event {
    of("fulfilment_cancelled", "o1").with("fulfilment_id", fulfilment_id)
}

async fn line(shop: &Running, wanted: Value) -> Result<()> {
    shop.order_is("o1", json!({"lines": [wanted]})).await
}
