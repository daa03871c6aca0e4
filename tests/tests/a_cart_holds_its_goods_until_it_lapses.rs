//! A cart holds its goods for a while. When the time has run out it is given up by itself: its
//! goods are free, also for who waits, and it stands among the abandoned ones. A cart of which
//! nothing is left can be filled again.

use anyhow::Result;
use marea_tests::{
    events::{Event, YEARS_OF_MINUTES, cart_updated, order_placed, product_set, received},
    running::Running,
};
use serde_json::json;

const LAPSED: &str = "SELECT count(*) FROM orders WHERE order_id = 'lapses' AND state = 'closed'";

#[tokio::test]
async fn a_cart_holds_its_goods_until_it_lapses() -> Result<()> {
    let shop = Running::start()?;
    shop.record(&[product_set("S1", "deny"), received("S1", "MAD", 5)]).await?;
    shop.record(&[cart("holds", YEARS_OF_MINUTES, 2), cart("lapses", 60, 3)]).await?;
    shop.comes_to(LAPSED, 1).await?;
    shop.stock_is("S1", "MAD", json!({"on_hand": 5, "committed": 2, "available": 3})).await?;
    shop.order_is("holds", json!({"order_status": "draft"})).await?;
    shop.order_is(
        "lapses",
        json!({
            "order_status": "closed", "cart": {"held_until": "2026-03-02T10:00:00Z"},
        }),
    )
    .await?;
    let abandoned = shop.order("lapses").await?["cart"]["abandoned_at"].clone();
    assert!(abandoned.is_string(), "{abandoned}");
    let by_itself = "SELECT count(*) FROM events WHERE event_type = 'cart_abandoned' \
        AND source = 'marea' AND order_id = 'lapses'";
    shop.counts(by_itself, 1).await?;
    assert_eq!(shop.history("lapses").await?, ["cart_updated", "cart_abandoned"]);

    // Who waits for what a cart holds gets it as soon as the cart lapses.
    shop.record(&[product_set("S2", "backorder"), received("S2", "MAD", 1)]).await?;
    shop.record(&[cart_updated("passes", 60).item("S2", 1)]).await?;
    shop.record(&[order_placed("waits").line("S2", 1, "9.95")]).await?;
    shop.comes_to("SELECT sum(reserved) FROM order_items WHERE order_id = 'waits'", 1).await?;

    shop.refuses(cart("greedy", YEARS_OF_MINUTES, 4), "insufficient_stock").await?;
    shop.record(&[cart("holds", YEARS_OF_MINUTES, 5)]).await?;
    shop.refuses(order_placed("o1").line("S1", 1, "9.95"), "insufficient_stock").await?;
    shop.record(&[cart_updated("holds", YEARS_OF_MINUTES)]).await?;
    shop.stock_is("S1", "MAD", json!({"committed": 0})).await?;
    shop.record(&[cart("lapses", YEARS_OF_MINUTES, 5)]).await?;
    shop.order_is("lapses", json!({"order_status": "draft"})).await?;
    shop.stock_is("S1", "MAD", json!({"committed": 5})).await?;
    shop.counts("SELECT count(*) FROM order_lines WHERE sku = 'S1'", 0).await?;
    shop.stop()
}

fn cart(cart_id: &str, minutes: u32, units: u32) -> Event {
    cart_updated(cart_id, minutes).item("S1", units)
}
