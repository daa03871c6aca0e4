//! Two lines of one order that ask for the same SKU share its stock: they are checked by their sum.

use anyhow::Result;
use marea_tests::{
    client::decimal,
    events::{order_placed, product_set, stock_received},
    server::Store,
};
use rust_decimal::Decimal;

#[tokio::test]
async fn two_lines_of_one_sku_count_together() -> Result<()> {
    let store = Store::new()?;
    let server = store.serve().start()?;
    let client = server.client()?;
    client.record(&[product_set("S1", "deny"), stock_received("S1", "MAD", 50)]).await?;
    client.record(&[order_placed("o1").line("S1", 20, "1")]).await?;

    let too_many = order_placed("o2").line("S1", 16, "1").line("S1", 15, "1");
    let refused = client.post(&[too_many]).await?.expect(409)?;
    let rejection = &refused.rejected()[0];
    assert_eq!(rejection["code"], "insufficient_stock", "{}", refused.text);
    assert_eq!(rejection["field"], "lines[1].quantity", "{}", refused.text);
    let message = rejection["message"].as_str().unwrap_or("");
    assert!(message.contains("14 are available"), "{}", refused.text);

    client.record(&[order_placed("o2").line("S1", 10, "1").line("S1", 5, "1")]).await?;
    let levels = client.sql("SELECT committed, available FROM stock_levels").await?;
    assert_eq!(decimal(&levels[0]["committed"])?, Decimal::from(35));
    assert_eq!(decimal(&levels[0]["available"])?, Decimal::from(15));
    server.stop()
}
