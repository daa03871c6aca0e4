//! A warehouse is asked to fulfil and answers: when it accepts, it goes on there; when it rejects,
//! for a reason that is kept, what it owed is routed to the next one, which is asked anew.

use anyhow::Result;
use marea_tests::{
    events::{Event, of, order_placed, product_set, received, warehouse_at},
    running::Running,
};
use serde_json::json;

#[tokio::test]
async fn a_rejected_fulfilment_is_routed_elsewhere() -> Result<()> {
    let shop = Running::start()?;
    shop.record(&[warehouse_at("VIGO", "36201"), warehouse_at("BARCELONA", "08001")]).await?;
    shop.record(&[product_set("S1", "deny")]).await?;
    shop.record(&[received("S1", "VIGO", 3), received("S1", "BARCELONA", 5)]).await?;
    let address = json!({"country": "ES", "postcode": "36201"});
    shop.record(&[order_placed("o1").with("ship_to", address).line("S1", 3, "9.95")]).await?;
    shop.refuses(answer("rejected", "VIGO"), "invalid_transition").await?;
    shop.refuses(answer("requested", "VIGO"), "invalid_transition").await?;
    shop.record(&[of("order_approved", "o1"), answer("requested", "VIGO")]).await?;
    shop.order_is("o1", json!({"fulfilment_status": "in_progress"})).await?;
    shop.refuses(answer("rejected", "BARCELONA"), "invalid_transition").await?;

    shop.record(&[answer("rejected", "VIGO").with("reason", "broken in the bin")]).await?;
    shop.owes("o1", &["1 BARCELONA 3"]).await?;
    shop.order_is(
        "o1",
        json!({"order_status": "approved", "fulfilment_status": "unfulfilled",
        "requests": [{"warehouse": "VIGO", "reason": "broken in the bin", "accepted_at": null}]}),
    )
    .await?;
    assert!(shop.reason("o1").await?.starts_with("moved from VIGO"));
    shop.stock_is("S1", "VIGO", json!({"on_hand": 3, "committed": 0})).await?;

    let parcel = of("order_shipped", "o1").with("warehouse", "BARCELONA");
    let events = [answer("requested", "BARCELONA"), answer("accepted", "BARCELONA"), parcel];
    shop.record(&events).await?;
    shop.stock_is("S1", "BARCELONA", json!({"on_hand": 2, "committed": 0})).await?;
    let history = shop.history("o1").await?;
    let answered = history.iter().filter(|event| event.starts_with("fulfilment_")).count();
    assert_eq!(answered, 4, "{history:?}");
    shop.stop()
}

fn answer(answer: &str, warehouse: &str) -> Event {
    of(&format!("fulfilment_{answer}"), "o1").with("warehouse", warehouse)
}
