//! What was acknowledged is there at once for whoever asks with the LSN of the acknowledgement:
//! in facts, live state and views, by many clients under load, on every write.

use anyhow::{Result, ensure};
use futures::future::try_join_all;
use marea_tests::{
    client::{Client, decimal},
    events::order_placed,
    server::Store,
};
use rust_decimal::Decimal;

const WRITERS: usize = 8;
const WRITES: usize = 40;

#[tokio::test]
async fn read_your_writes_by_min_lsn() -> Result<()> {
    let store = Store::new()?;
    let server = store.serve().with("--seal-rows", 100).start()?;
    let client = server.client()?;
    try_join_all((0..WRITERS).map(|writer| write_and_read(client.clone(), writer))).await?;

    let future = "/api/v1/sql?q=SELECT%201&min_lsn=99999999&timeout_ms=200";
    let future = client.get(future).await?;
    ensure!(future.status == 504, "an LSN of the future was promised: {}", future.text);
    server.stop()
}

async fn write_and_read(client: Client, writer: usize) -> Result<()> {
    let channel = format!("channel{writer}");
    let mut last = 0;
    for write in 1..=WRITES {
        let order = order_placed(&format!("o{writer}-{write}")).with("channel", channel.as_str());
        let lsn = client.record(&[order.line("S1", 1, "2.50")]).await?;
        ensure!(lsn > last, "acknowledged {lsn} after {last}");
        last = lsn;
        for count in [
            format!("SELECT sum(quantity) AS n FROM order_lines WHERE channel = '{channel}'"),
            format!("SELECT count(*) AS n FROM orders WHERE channel = '{channel}'"),
            format!("SELECT sum(orders) AS n FROM revenue_daily WHERE channel = '{channel}'"),
        ] {
            let seen = decimal(&client.sql_at(&count, lsn).await?[0]["n"])?;
            ensure!(seen == Decimal::from(write), "{seen} of {write} after {lsn}: {count}");
        }
    }
    Ok(())
}
