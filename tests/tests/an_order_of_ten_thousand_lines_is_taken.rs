//! An order of 10,000 lines is one order: placed, shipped and returned whole, and never oversold.
//! One line more is refused, and nothing of it is left behind.

use anyhow::Result;
use marea_tests::{
    events::{Event, of, order_placed, product_set, received},
    running::Running,
};
use rust_decimal::Decimal;
use serde_json::json;

const LINES: u32 = 10_000;
const SKUS: u32 = 500;

#[tokio::test]
async fn an_order_of_ten_thousand_lines_is_taken() -> Result<()> {
    let shop = Running::start()?;
    let stocked = (0..SKUS).flat_map(|number| {
        let sku = format!("S{number}");
        [product_set(&sku, "deny"), received(&sku, "MAD", LINES / SKUS)]
    });
    shop.client.record(&stocked.collect::<Vec<_>>()).await?;
    let before = shop.events().await?;
    let answer = shop.client.post(&[order("o1", LINES + 1)]).await?.expect(422)?;
    assert_eq!(answer.rejected()[0]["field"], "lines", "{}", answer.text);
    // The last line of these is one unit too many.
    let oversold = order("o1", LINES - 1).line("S0", 2, "1.00");
    let said = shop.refuses(oversold, "insufficient_stock").await?;
    assert!(said.contains("\"S0\""), "{said}");
    assert_eq!(shop.events().await?, before);
    for table in ["orders", "order_items", "order_lines", "reservations"] {
        shop.counts(&format!("SELECT count(*) FROM {table}"), 0).await?;
    }

    shop.record(&[order("o1", LINES)]).await?;
    shop.counts("SELECT sum(committed) FROM stock_levels", LINES).await?;
    shop.counts("SELECT sum(available) FROM stock_levels", 0).await?;
    shop.counts("SELECT count(*) FROM order_items", LINES).await?;
    shop.record(&[of("order_approved", "o1"), of("order_shipped", "o1")]).await?;
    shop.record(&[of("return_received", "o1").units("10000", 1)]).await?;
    shop.counts("SELECT sum(on_hand) FROM stock_levels", 1).await?;
    shop.counts("SELECT count(*) FROM reservations", 0).await?;
    let shop = shop.killed_and_started()?;
    shop.order_is("o1", json!({"fulfilment_status": "fulfilled", "total": LINES - 1})).await?;
    let net = shop.client.number("SELECT sum(net) FROM order_lines").await?;
    assert_eq!(net, Decimal::from(LINES - 1));
    shop.stop()
}

fn order(order_id: &str, lines: u32) -> Event {
    let order = order_placed(order_id);
    (0..lines).fold(order, |order, number| order.line(&format!("S{}", number % SKUS), 1, "1.00"))
}
