//! A stock figure is corrected by a difference, which loses nothing that happened in between, or
//! set to a new figure on condition that it is still the one that was read: if it is not, it is
//! refused with what is there now.

use anyhow::Result;
use futures::future::try_join_all;
use marea_tests::{
    events::{Event, event, of, order_placed, product_set, received},
    running::Running,
};
use serde_json::{Value, json};

#[tokio::test]
async fn a_stock_figure_is_changed_by_delta_or_compared_and_set() -> Result<()> {
    let shop = Running::start()?;
    shop.record(&[product_set("S1", "deny"), received("S1", "MAD", 50)]).await?;
    let deltas = (0..40).map(|number| {
        let client = shop.client.clone();
        let change = if number % 2 == 0 { -1 } else { 3 };
        async move { client.record(&[adjusted(json!({"quantity": change}))]).await }
    });
    try_join_all(deltas).await?;
    shop.stock_is("S1", "MAD", json!({"on_hand": 90})).await?;

    // Read 90; an order ships two of them meanwhile; writing 100 over it would lose that.
    shop.record(&[order_placed("o1").line("S1", 2, "9.95"), of("order_approved", "o1")]).await?;
    shop.record(&[of("order_shipped", "o1")]).await?;
    let set = |expected: u32| adjusted(json!({"set_to": 100, "expected": expected}));
    let said = shop.refuses(set(90), "stock_changed").await?;
    assert!(said.contains("88"), "{said}");
    shop.stock_is("S1", "MAD", json!({"on_hand": 88})).await?;
    shop.record(&[set(88)]).await?;
    shop.stock_is("S1", "MAD", json!({"on_hand": 100})).await?;

    // Of many who read the same figure one is first.
    let writers = (0..20).map(|number| {
        let client = shop.client.clone();
        let event = adjusted(json!({"set_to": 101 + number, "expected": 100}));
        async move { client.post(&[event]).await }
    });
    let answers = try_join_all(writers).await?;
    assert_eq!(answers.iter().filter(|answer| answer.status == 200).count(), 1);
    let refused = answers.iter().filter(|answer| answer.status == 409);
    assert_eq!(refused.filter(|it| it.rejected()[0]["code"] == "stock_changed").count(), 19);
    shop.refuses(adjusted(json!({"quantity": -200})), "insufficient_stock").await?;
    shop.stop()
}

fn adjusted(fields: Value) -> Event {
    event("stock_adjusted", fields).with("sku", "S1").with("warehouse", "MAD")
}
