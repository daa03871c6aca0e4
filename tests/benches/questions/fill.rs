//! The orders are told to a server, and all their lines sealed, so that rivals can read the lake.

use anyhow::{Result, ensure};
use futures::future::try_join_all;
use marea_tests::{server::Serve, stopwatch::Stopwatch};

use super::shop::{LINES_AN_ORDER, Shop};
use crate::{
    cache::{CachedStore, Filled},
    table::progress,
    wire::{Connection, number, post},
};

const CLIENTS: usize = 4;
/// Orders in a request.
const BATCH: usize = 400;

/// Fills the store where it is not filled.
pub(super) async fn filled(store: &CachedStore, lines: usize) -> Result<Filled> {
    if let Some(filled) = store.filled()? {
        return Ok(filled);
    }
    store.clear()?;
    // A little more than is asked for: how many lines an order has is left to chance.
    let orders = (lines + lines / 50).div_ceil(LINES_AN_ORDER);
    let filled = tell(store, orders).await?;
    store.sealed(serve(store), "order_lines").await?;
    store.keep(filled)?;
    Ok(filled)
}

fn serve(store: &CachedStore) -> Serve {
    store.serve().with("--time-zone", "Europe/Madrid").with("--currency", "EUR")
}

async fn tell(store: &CachedStore, orders: usize) -> Result<Filled> {
    let server = serve(store).start()?;
    let catalogue = post("/api/v1/events", "application/x-ndjson", Shop::catalogue().as_bytes());
    Connection::to(server.address()).await?.exchange(&catalogue).await?;
    progress(&format!("{orders} orders of some {LINES_AN_ORDER} lines"));
    let watch = Stopwatch::start();
    let share = orders.div_ceil(CLIENTS);
    let clients = (0..CLIENTS).map(|it| tell_share(server.address().to_owned(), share, it));
    let told: Vec<u64> = try_join_all(clients).await?;
    let seconds = watch.elapsed().as_secs_f64();
    server.stop()?;
    Ok(Filled { events: told.into_iter().sum(), seconds })
}

async fn tell_share(address: String, orders: usize, client: usize) -> Result<u64> {
    let mut connection = Connection::to(&address).await?;
    let mut shop = Shop::new(orders, client);
    let (mut told, mut requests) = (0, 0);
    while let Some((text, count)) = shop.batch(BATCH) {
        let request = post("/api/v1/events", "application/x-ndjson", text.as_bytes());
        let accepted = number(connection.exchange(&request).await?, "accepted")?;
        ensure!(accepted == count, "{accepted} of {count} accepted");
        told += accepted;
        requests += 1;
        if client == 0 && requests % 100 == 0 {
            progress(&format!("{} orders placed", requests * BATCH * CLIENTS));
        }
    }
    Ok(told)
}
