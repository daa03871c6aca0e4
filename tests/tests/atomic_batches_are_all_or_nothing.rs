//! With `atomic=true` one refused record takes all others of its request with it, whether it is
//! malformed, a conflict or out of stock; nothing of the request is left behind.

use anyhow::Result;
use marea_tests::{
    events::{Event, order_placed, product_set, stock_received},
    server::Store,
};
use rust_decimal::Decimal;

#[tokio::test]
async fn atomic_batches_are_all_or_nothing() -> Result<()> {
    let store = Store::new()?;
    let server = store.serve().start()?;
    let client = server.client()?;
    client.record(&[product_set("S1", "deny"), stock_received("S1", "MAD", 3)]).await?;

    let good = |id: &str| order_placed(id).line("S1", 1, "9.95");
    let malformed = Event::new("order_placed", "bad").with("order_id", "o9");
    let conflict = product_set("S1", "untracked");
    let too_many = order_placed("o9").line("S1", 2, "9.95");
    for (bad, status) in [(malformed, 422), (conflict, 409), (too_many, 409)] {
        let answer = client.post_atomic(&[good("o1"), good("o2"), bad]).await?.expect(status)?;
        assert_eq!(answer.rejected().last().map(|one| &one["index"]), Some(&2.into()));
        assert_eq!(client.number("SELECT count(*) FROM events").await?, Decimal::from(2));
        assert_eq!(client.number("SELECT count(*) FROM orders").await?, Decimal::ZERO);
        assert_eq!(client.number("SELECT sum(committed) FROM stock_levels").await?, Decimal::ZERO);
    }

    let whole = client.post_atomic(&[good("o1"), good("o2"), good("o3")]).await?.expect(200)?;
    assert_eq!(whole.count("accepted"), 3);
    assert_eq!(client.number("SELECT sum(committed) FROM stock_levels").await?, Decimal::from(3));
    server.stop()
}
