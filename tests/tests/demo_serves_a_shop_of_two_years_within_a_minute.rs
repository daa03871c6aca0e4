//! `marea demo` is up and serving in under a minute; the shop of two years that it fills has all
//! that a shop has, goes on with live orders, and is the same store when it is run again.

use std::time::Duration;

use anyhow::{Result, ensure};
use marea_tests::{
    client::Client,
    server::{Serve, Store},
    stopwatch::Stopwatch,
};
use rust_decimal::Decimal;

/// The two years come in behind what is served.
const LOADING: Duration = Duration::from_secs(240);
const LIVE: Duration = Duration::from_secs(45);

const COUNTS: [(&str, u32); 8] = [
    ("SELECT count(*) FROM orders", 150_000),
    ("SELECT count(DISTINCT sku) FROM order_lines", 1_500),
    ("SELECT count(DISTINCT event_date) FROM order_lines WHERE effect = 'placed'", 700),
    ("SELECT count(DISTINCT channel) FROM order_lines", 3),
    ("SELECT count(DISTINCT currency) FROM order_lines", 2),
    ("SELECT count(DISTINCT warehouse) FROM stock_levels", 3),
    ("SELECT count(*) FROM order_lines WHERE effect = 'returned'", 1_000),
    ("SELECT count(*) FROM order_lines WHERE effect = 'cancelled'", 1_000),
];

#[tokio::test]
async fn demo_serves_a_shop_of_two_years_within_a_minute() -> Result<()> {
    let store = Store::new()?;
    let watch = Stopwatch::start();
    let server = Serve::demo(&store.data()).start()?;
    let client = server.client()?;
    client.get("/").await?.expect(200)?;
    let took = watch.elapsed();
    ensure!(took < Duration::from_secs(60), "up after {took:?}");
    for (sql, least) in COUNTS {
        let count = eventually(&client, sql, Decimal::from(least), LOADING).await?;
        ensure!(count >= Decimal::from(least), "{count} for {sql}");
    }
    let before = client.number("SELECT count(*) FROM orders").await?;
    let more = before + Decimal::ONE;
    let after = eventually(&client, "SELECT count(*) FROM orders", more, LIVE).await?;
    ensure!(after > before, "no live orders come in");
    server.kill()?;

    let watch = Stopwatch::start();
    let server = Serve::demo(&store.data()).start()?;
    let again = server.client()?.number("SELECT count(*) FROM orders").await?;
    ensure!(again >= after, "{again} orders after {after}: not the same store");
    ensure!(watch.elapsed() < Duration::from_secs(60), "reopened in {:?}", watch.elapsed());
    server.stop()
}

/// The figure, once it has come to what is waited for; as it is when the time is up otherwise.
async fn eventually(
    client: &Client,
    sql: &str,
    least: Decimal,
    at_most: Duration,
) -> Result<Decimal> {
    let watch = Stopwatch::start();
    loop {
        let figure = client.number(sql).await?;
        if figure >= least || watch.elapsed() > at_most {
            return Ok(figure);
        }
        tokio::time::sleep(Duration::from_millis(200)).await;
    }
}
