//! Hundreds of statements that write, reach for files, hide another, nest, repeat and multiply
//! without end: each is refused, cut off or answered, none fails inside, none reads or writes a
//! file, and after each the server answers, records, and has kept within its memory.

use anyhow::{Result, ensure};
use marea_tests::{
    client::Client,
    hostile::{Bait, Expected, Statement, ask, is_well, kept_within, named, statements},
    server::{Serve, Server, Store},
};
use rust_decimal::Decimal;

/// What queries share (2 GiB), and as much again for the store, buffers and what the allocator has
/// not given back.
const MOST_MEMORY: u64 = 4_096;
const LEAST: [(Expected, usize); 2] = [(Expected::Refused, 250), (Expected::Bounded, 150)];

#[tokio::test]
async fn hostile_sql_is_refused_or_bounded() -> Result<()> {
    let (store, bait) = (Store::new()?, Bait::lay()?);
    let serve = store.serve();
    let mut server = serve.start()?;
    is_well(&server.client()?, 0).await?;
    let statements = statements(&bait)?;
    for (expected, least) in LEAST {
        let count = statements.iter().filter(|it| it.expected == expected).count();
        ensure!(count >= least, "only {count} are to be {expected:?}");
    }
    let mut failed = Vec::new();
    for (place, statement) in statements.iter().enumerate() {
        let client = server.client()?;
        let outcome = async {
            ask(&client, &bait, statement).await?;
            is_well(&client, place + 1).await?;
            kept_within(&server, MOST_MEMORY)
        };
        if let Err(error) = outcome.await {
            failed.push(format!("{}: {error:#}", named(statement)));
            // What ends the server or keeps it busy fails, and the rest of the list is still asked.
            server = restarted(server, &serve)?;
        }
    }
    ensure!(failed.is_empty(), "{} of them:\n{}", failed.len(), failed.join("\n"));
    all_is_there(&server.client()?, &statements).await?;
    server.stop()
}

fn restarted(server: Server, serve: &Serve) -> Result<Server> {
    drop(server);
    serve.start()
}

/// Every event that was acknowledged in between is there, and nothing else.
async fn all_is_there(client: &Client, statements: &[Statement]) -> Result<()> {
    let events = client.number("SELECT count(*) FROM events").await?;
    ensure!(events == Decimal::from(statements.len() + 1), "{events} events");
    let orders = client.number("SELECT sum(orders) FROM revenue_daily").await?;
    ensure!(orders == events, "{orders} orders in the view");
    Ok(())
}
