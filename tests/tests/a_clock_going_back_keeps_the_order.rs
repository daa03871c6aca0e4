//! The machine's clock goes back two days between one start and the next: LSNs go on rising, what
//! was recorded is found, known events stay known, and recorded times never run backwards.

use anyhow::Result;
use marea_tests::{
    environment::{fake_time_library, skip},
    events::order_placed,
    server::Store,
};
use rust_decimal::Decimal;

#[tokio::test]
async fn a_clock_going_back_keeps_the_order() -> Result<()> {
    let Some(library) = fake_time_library() else {
        skip("a_clock_going_back_keeps_the_order", "Debian's faketime is not installed");
        return Ok(());
    };
    let store = Store::new()?;
    let server = store.serve().start()?;
    let first = server.client()?.record(&[order_placed("o1").line("S1", 1, "9.95")]).await?;
    server.stop()?;

    let serve = store.serve().environment("LD_PRELOAD", library).environment("FAKETIME", "-2d");
    let server = serve.start()?;
    let client = server.client()?;
    let second = client.record(&[order_placed("o2").line("S1", 1, "9.95")]).await?;
    assert!(second > first);
    let again = client.post(&[order_placed("o1").line("S1", 1, "9.95")]).await?.expect(200)?;
    assert_eq!(again.count("duplicates"), 1);
    let backwards = "SELECT count(*) FROM (SELECT recorded_at, lag(recorded_at) \
        OVER (ORDER BY lsn) AS before FROM events) AS e WHERE recorded_at < before";
    assert_eq!(client.number(backwards).await?, Decimal::ZERO);
    assert_eq!(client.number("SELECT count(*) FROM orders").await?, Decimal::from(2));
    server.stop()
}
