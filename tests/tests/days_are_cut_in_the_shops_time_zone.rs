//! Days are the shop's days: an order falls on the day that its clock showed, on days of 23, 24
//! and 25 hours and in a zone whose clock changes by half an hour, whatever the source's offset.

use anyhow::Result;
use marea_tests::{client::text, events::order_placed, server::Store};

/// Instants beside each midnight, and the shop's day they fall on.
const MADRID: [(&str, &str); 9] = [
    ("2026-03-28T22:59:59Z", "2026-03-28"),
    ("2026-03-28T23:00:00Z", "2026-03-29"),
    ("2026-03-29T23:59:59+02:00", "2026-03-29"),
    ("2026-03-29T22:00:00Z", "2026-03-30"),
    ("2026-10-24T21:59:59Z", "2026-10-24"),
    ("2026-10-25T00:00:00+02:00", "2026-10-25"),
    ("2026-10-25T22:59:59.999Z", "2026-10-25"),
    ("2026-10-25T18:00:00-05:00", "2026-10-26"),
    ("2026-01-01T00:30:00+05:45", "2025-12-31"),
];

const LORD_HOWE: [(&str, &str); 4] = [
    ("2026-04-04T12:59:59Z", "2026-04-04"),
    ("2026-04-04T13:00:00Z", "2026-04-05"),
    ("2026-04-05T13:29:59Z", "2026-04-05"),
    ("2026-04-05T13:30:00Z", "2026-04-06"),
];

#[tokio::test]
async fn days_are_cut_in_madrid() -> Result<()> {
    check("Europe/Madrid", &MADRID).await
}

#[tokio::test]
async fn days_are_cut_where_the_clock_changes_by_half_an_hour() -> Result<()> {
    check("Australia/Lord_Howe", &LORD_HOWE).await
}

async fn check(zone: &str, instants: &[(&str, &str)]) -> Result<()> {
    let store = Store::new()?;
    let server = store.serve().with("--time-zone", zone).start()?;
    let client = server.client()?;
    let orders = instants.iter().enumerate().map(|(index, (at, _))| {
        // Each in a channel of its own, so that the view too shows them one by one.
        let channel = format!("c{index:02}");
        order_placed(&format!("o{index:02}")).with("channel", channel).at(at).line("S1", 1, "1")
    });
    client.record(&orders.collect::<Vec<_>>()).await?;
    let wanted: Vec<_> = instants.iter().map(|(_, day)| (*day).to_owned()).collect();
    for sql in [
        "SELECT order_date AS day FROM order_lines ORDER BY order_id",
        "SELECT event_date AS day FROM order_lines ORDER BY order_id",
        "SELECT date AS day FROM revenue_daily ORDER BY channel",
    ] {
        let days: Vec<_> = client.sql(sql).await?.iter().map(|row| text(&row["day"])).collect();
        assert_eq!(days, wanted, "{zone}: {sql}");
    }
    server.stop()
}
