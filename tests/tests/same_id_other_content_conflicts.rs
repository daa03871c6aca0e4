//! An event id that is known under other content is a conflict: 409, nothing changes; the same id
//! from another source is another event.

use anyhow::Result;
use marea_tests::{events::order_placed, server::Store};
use rust_decimal::Decimal;

#[tokio::test]
async fn same_id_other_content_conflicts() -> Result<()> {
    let store = Store::new()?;
    let mut server = store.serve().start()?;
    server.client()?.record(&[order_placed("o1").line("S1", 2, "9.95")]).await?;
    for restarted in [false, true] {
        if restarted {
            server.kill()?;
            server = store.serve().start()?;
        }
        let other = order_placed("o1").line("S1", 3, "9.95");
        let answer = server.client()?.post(&[other]).await?.expect(409)?;
        assert_eq!(answer.content_type, "application/problem+json", "{}", answer.text);
        assert_eq!(answer.rejected()[0]["code"], "conflict", "{}", answer.text);
        assert_eq!(answer.rejected()[0]["event_id"], "placed-o1", "{}", answer.text);
    }
    let client = server.client()?;
    assert_eq!(client.number("SELECT sum(quantity) FROM order_lines").await?, Decimal::from(2));

    let elsewhere = order_placed("o2").line("S1", 5, "9.95");
    client.record(&[elsewhere.with("event_id", "placed-o1").with("source", "pos")]).await?;
    assert_eq!(client.number("SELECT sum(quantity) FROM order_lines").await?, Decimal::from(7));
    server.stop()
}
