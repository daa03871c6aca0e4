//! Commands as HTTP requests to Marea, and its books by SQL.

use std::{collections::BTreeMap, fmt::Write as _};

use anyhow::{Context as _, Result, ensure};
use marea_tests::{
    client::{decimal, text},
    server::Server,
};
use rust_decimal::{Decimal, prelude::ToPrimitive as _};
use serde_json::Value;

use super::{
    Desk,
    account::{Books, Level},
    orders::{Command, Outcome, catalogue, opening, sku, warehouse},
};
use crate::wire::{Connection, number, post};

/// The least that was ever available, over all SKUs, in the order in which events were recorded.
/// Rows of one event count together.
const LEAST_AVAILABLE: &str = "SELECT min(available) AS least FROM (SELECT \
    sum(on_hand_change - committed_change) OVER (PARTITION BY sku, warehouse ORDER BY lsn) \
    AS available FROM stock_movements) AS running";

/// One client's connection.
pub(super) struct HttpDesk {
    connection: Connection,
}

impl HttpDesk {
    pub(super) async fn at(address: &str) -> Result<Self> {
        Ok(Self { connection: Connection::to(address).await? })
    }
}

impl Desk for HttpDesk {
    async fn tell(&mut self, command: Command<'_>) -> Result<Outcome> {
        let event = command.to_json();
        let request = post("/api/v1/events", "application/json", event.as_bytes());
        let (status, body) = self.connection.ask(&request).await?;
        if status == 200 {
            ensure!(number(body, "accepted")? == 1, "not accepted as new: {event}");
            return Ok(Outcome::Accepted);
        }
        let answer = String::from_utf8_lossy(body);
        let short = status == 409 && answer.contains(r#""code":"insufficient_stock""#);
        ensure!(short, "{status}: {answer}, for {event}");
        Ok(Outcome::Refused)
    }
}

/// Records the catalogue and its stock.
pub(super) async fn open(address: &str) -> Result<()> {
    let mut text = String::new();
    for number in catalogue() {
        let (sku, place, units) = (sku(number), warehouse(number), opening(number));
        let common = r#""source":"bench","occurred_at":"2026-01-01T00:00:00Z""#;
        // Writing to a String cannot fail.
        let _ = writeln!(
            text,
            r#"{{"event_id":"k{sku}","type":"product_set",{common},"sku":"{sku}","stock_policy":"deny"}}
{{"event_id":"o{sku}","type":"stock_received",{common},"sku":"{sku}","warehouse":"{place}","quantity":{units}}}"#
        );
    }
    let request = post("/api/v1/events", "application/x-ndjson", text.as_bytes());
    let mut connection = Connection::to(address).await?;
    let accepted = number(connection.exchange(&request).await?, "accepted")?;
    ensure!(accepted == 2 * catalogue().len() as u64, "{accepted} accepted of the opening");
    Ok(())
}

/// The books as SQL tells them.
pub(super) async fn books(server: &Server) -> Result<Books> {
    let client = server.client()?;
    let mut stock = BTreeMap::new();
    for row in client.sql("SELECT sku, on_hand, committed FROM stock_levels").await? {
        let (on_hand, committed) = (whole(&row["on_hand"])?, whole(&row["committed"])?);
        let level = Level { on_hand, committed, ..Level::default() };
        let again = stock.insert(text(&row["sku"]), level);
        ensure!(again.is_none(), "{} lies in two warehouses", row["sku"]);
    }
    let reserved = "SELECT sku, sum(quantity) AS quantity FROM reservations GROUP BY sku";
    for row in client.sql(reserved).await? {
        let level = stock.get_mut(&text(&row["sku"])).context("reserved, but not in stock")?;
        level.reserved = whole(&row["quantity"])?;
    }
    let least_available = client.number(LEAST_AVAILABLE).await?;
    let paid = client.number("SELECT sum(amount) AS paid FROM payments").await?;
    let orders = client.number("SELECT count(*) AS orders FROM orders").await?;
    Ok(Books {
        stock,
        least_available: exactly(least_available)?,
        paid: exactly(paid * Decimal::ONE_HUNDRED)?,
        orders: exactly(orders)?,
    })
}

fn whole(cell: &Value) -> Result<i64> {
    exactly(decimal(cell)?)
}

fn exactly(number: Decimal) -> Result<i64> {
    ensure!(number.is_integer(), "{number} is not whole");
    number.to_i64().with_context(|| format!("{number} is too large"))
}
