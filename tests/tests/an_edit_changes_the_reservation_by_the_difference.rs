//! Before it ships, an order's lines are changed: what more is wanted is set aside if it is there,
//! what less is wanted is free, a line that is added is set aside too. The rest stays where it is,
//! and below what left or was cancelled no line can fall.

use anyhow::Result;
use marea_tests::{
    events::{Event, of, order_placed, product_set, received},
    running::Running,
};
use rust_decimal::Decimal;
use serde_json::json;

#[tokio::test]
async fn an_edit_changes_the_reservation_by_the_difference() -> Result<()> {
    let shop = Running::start()?;
    shop.record(&[product_set("S1", "deny"), product_set("S2", "deny")]).await?;
    shop.record(&[received("S1", "MAD", 10), received("S2", "MAD", 4)]).await?;
    shop.record(&[order_placed("o1").line("S1", 4, "10.00")]).await?;
    shop.record(&[order_placed("other").line("S1", 3, "10.00")]).await?;
    shop.refuses(edited().line("S1", 8, "10.00"), "insufficient_stock").await?;
    shop.stock_is("S1", "MAD", json!({"committed": 7, "available": 3})).await?;
    shop.record(&[edited().line("S1", 7, "10.00")]).await?;
    shop.stock_is("S1", "MAD", json!({"committed": 10, "available": 0})).await?;
    shop.record(&[edited().line("S1", 2, "10.00").line("S2", 4, "1.00")]).await?;
    shop.stock_is("S1", "MAD", json!({"committed": 5, "available": 5})).await?;
    shop.stock_is("S2", "MAD", json!({"committed": 4, "available": 0})).await?;
    // The line is another product from now on.
    shop.record(&[of("order_cancelled", "o1").units("2", 4)]).await?;
    shop.record(&[edited().line("S2", 2, "1.00")]).await?;
    shop.stock_is("S1", "MAD", json!({"committed": 3})).await?;
    shop.stock_is("S2", "MAD", json!({"committed": 2})).await?;
    shop.order_is("o1", json!({"total": "2.00"})).await?;
    let net = "SELECT sum(net) FROM order_lines WHERE order_id = 'o1'";
    assert_eq!(shop.client.number(net).await?, Decimal::from(2));

    shop.record(&[edited().line("S2", 4, "1.00"), of("order_approved", "o1")]).await?;
    shop.record(&[of("order_shipped", "o1").units("1", 3)]).await?;
    shop.refuses(edited().line("S2", 2, "1.00"), "invalid_transition").await?;
    shop.record(&[edited().line("S2", 3, "1.00")]).await?;
    shop.stock_is("S2", "MAD", json!({"on_hand": 1, "committed": 0})).await?;
    bound_and_shared(&shop).await?;
    shop.stop()
}

/// What is edited stays where it is set aside, though another place is now as good or better.
async fn bound_and_shared(shop: &Running) -> Result<()> {
    shop.record(&[product_set("S3", "deny"), received("S3", "ZGZ", 6)]).await?;
    shop.record(&[order_placed("o2").line("S3", 3, "1.00")]).await?;
    shop.record(&[order_placed("o3").with("warehouse", "ZGZ").line("S3", 1, "1.00")]).await?;
    shop.record(&[received("S3", "AGP", 9)]).await?;
    let edit = |order_id: &str, units| of("order_edited", order_id).line("S3", units, "1.00");
    shop.record(&[edit("o2", 4), edit("o3", 2)]).await?;
    shop.owes("o3", &["1 ZGZ 2"]).await?;
    shop.owes("o2", &["1 ZGZ 4"]).await
}

fn edited() -> Event {
    of("order_edited", "o1")
}
