//! No overselling: of a hundred orders for the last unit, sent at once, one is taken; the others
//! are told what is available, and leave nothing behind.

use anyhow::Result;
use futures::future::try_join_all;
use marea_tests::{
    client::decimal,
    events::{order_placed, product_set, stock_received},
    server::Store,
};
use rust_decimal::Decimal;

#[tokio::test]
async fn the_last_unit_goes_to_one_of_a_hundred_parallel_orders() -> Result<()> {
    let store = Store::new()?;
    let server = store.serve().start()?;
    let client = server.client()?;
    client.record(&[product_set("S1", "deny"), stock_received("S1", "MAD", 1)]).await?;

    let orders = (0..100).map(|number| {
        let client = client.clone();
        let order = [order_placed(&format!("o{number}")).line("S1", 1, "9.95")];
        async move { client.post(&order).await }
    });
    let answers = try_join_all(orders).await?;
    let taken = answers.iter().filter(|answer| answer.status == 200).count();
    assert_eq!(taken, 1);
    for refused in answers.iter().filter(|answer| answer.status != 200) {
        assert_eq!(refused.status, 409, "{}", refused.text);
        let rejection = &refused.rejected()[0];
        assert_eq!(rejection["code"], "insufficient_stock", "{}", refused.text);
        let message = rejection["message"].as_str().unwrap_or("");
        assert_eq!(message, "1 of \"S1\" are ordered, 0 are available", "{}", refused.text);
    }

    let position =
        client.sql("SELECT on_hand, committed, available FROM inventory_position").await?;
    let figures =
        ["on_hand", "committed", "available"].map(|name| decimal(&position[0][name]).ok());
    assert_eq!(figures, [1, 1, 0].map(|figure| Some(Decimal::from(figure))));
    for table in ["orders", "order_lines", "reservations"] {
        let count = client.number(&format!("SELECT count(*) FROM {table}")).await?;
        assert_eq!(count, Decimal::ONE, "{table}");
    }
    server.stop()
}
