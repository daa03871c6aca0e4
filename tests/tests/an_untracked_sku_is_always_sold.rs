//! A SKU of which no stock was ever recorded is untracked: orders are always taken, shipped and
//! returned, and no level is made up for it.

use anyhow::Result;
use marea_tests::{
    events::{
        order_approved, order_placed, order_shipped, product_set, return_received, stock_received,
    },
    server::Store,
};
use rust_decimal::Decimal;

#[tokio::test]
async fn an_untracked_sku_is_always_sold() -> Result<()> {
    let store = Store::new()?;
    let server = store.serve().start()?;
    let client = server.client()?;
    client.record(&[product_set("S2", "untracked")]).await?;
    for (sku, order) in [("S1", "o1"), ("S2", "o2")] {
        client.record(&[order_placed(order).line(sku, 1_000_000, "9.95")]).await?;
        client.record(&[order_approved(order), order_shipped(order)]).await?;
        client.record(&[return_received(order)]).await?;
    }
    for table in ["stock_levels", "reservations", "stock_movements", "inventory_position"] {
        let rows = client.number(&format!("SELECT count(*) FROM {table}")).await?;
        assert_eq!(rows, Decimal::ZERO, "{table} makes up stock");
    }
    assert_eq!(client.number("SELECT sum(quantity) FROM order_lines").await?, Decimal::ZERO);

    // Once goods of it are received, a SKU without a policy is tracked, and cannot be oversold.
    client.record(&[stock_received("S1", "MAD", 5)]).await?;
    client.post(&[order_placed("o3").line("S1", 6, "9.95")]).await?.expect(409)?;
    client.record(&[order_placed("o4").line("S1", 5, "9.95")]).await?;
    server.stop()
}
