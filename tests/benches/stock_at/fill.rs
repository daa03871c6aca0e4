//! The ledger is told to a server, and all of it sealed, so that rivals can read the lake.

use anyhow::{Result, ensure};
use marea_tests::{server::Serve, stopwatch::Stopwatch};

use super::ledger::Ledger;
use crate::{
    cache::{CachedStore, Filled},
    table::progress,
    wire::{Connection, number, post},
};

const BATCH: usize = 2_000;

/// Fills the store where it is not filled.
pub(super) async fn filled(store: &CachedStore, movements: usize) -> Result<Filled> {
    if let Some(filled) = store.filled()? {
        return Ok(filled);
    }
    store.clear()?;
    let filled = tell(store, movements).await?;
    store.sealed(serve(store), "stock_movements").await?;
    store.keep(filled)?;
    Ok(filled)
}

fn serve(store: &CachedStore) -> Serve {
    store.serve().with("--time-zone", "Europe/Madrid").with("--currency", "EUR")
}

/// One connection tells all, so that it is recorded in the order in which it happened.
async fn tell(store: &CachedStore, movements: usize) -> Result<Filled> {
    let server = serve(store).start()?;
    let mut connection = Connection::to(server.address()).await?;
    let mut ledger = Ledger::of(movements);
    progress(&format!("a ledger of {movements} movements of {} SKUs", ledger.skus()));
    let watch = Stopwatch::start();
    let (mut events, mut shown) = (0, 0);
    while let Some((text, count)) = ledger.batch(BATCH) {
        let request = post("/api/v1/events", "application/x-ndjson", text.as_bytes());
        let accepted = number(connection.exchange(&request).await?, "accepted")?;
        ensure!(accepted == count, "{accepted} of {count} accepted");
        events += accepted;
        let tenths = (ledger.told() * 10.0) as u32;
        if tenths > shown {
            shown = tenths;
            progress(&format!("{events} events, {tenths} of 10 parts of the ledger"));
        }
    }
    let seconds = watch.elapsed().as_secs_f64();
    server.stop()?;
    Ok(Filled { events, seconds })
}
