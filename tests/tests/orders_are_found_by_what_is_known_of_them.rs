//! Orders are listed by state, channel, customer, date and lateness, by their number elsewhere, by
//! tracking number, SKU, code, money and goods, page by page without a gap or a repeat; a filter
//! that makes no sense is refused.

use std::collections::BTreeSet;

use anyhow::{Context as _, Result, ensure};
use marea_tests::{
    client::Client,
    events::{Event, order_approved, order_cancelled, order_placed, order_shipped},
    server::Store,
};

const ORDERS: usize = 60;

#[tokio::test]
async fn orders_are_found_by_what_is_known_of_them() -> Result<()> {
    let store = Store::new()?;
    let server = store.serve().with("--time-zone", "Europe/Madrid").start()?;
    let client = server.client()?;
    let orders = (0..ORDERS).map(|number| {
        let promised =
            if number % 10 == 0 { "2026-03-05T12:00:00Z" } else { "2099-01-01T12:00:00Z" };
        order_placed(&format!("o{number:02}"))
            .with("channel", ["web", "pos"][number % 2])
            .with("customer_id", format!("c{}", number % 3))
            .with("promised_at", promised)
            .with("external_id", format!("W-{number:02}"))
            .with("order_code", ["gift", "vip", ""][number % 3])
            .at(&format!("2026-03-{:02}T23:30:00+01:00", 1 + number % 20))
            .line(["S1", "S2", "S3"][number % 3], 1, "9.95")
    });
    client.record(&orders.collect::<Vec<_>>()).await?;
    client.record(&[order_cancelled("o01"), order_approved("o02")]).await?;
    let shipped = order_shipped("o03").with("carrier", "DHL").with("tracking_number", "T-3");
    client.record(&[order_approved("o03"), shipped]).await?;
    let paid = Event::new("payment_captured", "paid-o05").with("order_id", "o05");
    client.record(&[paid.with("amount", "9.95")]).await?;

    let all = pages(&client, "limit=7").await?;
    ensure!(all.len() == ORDERS, "{} of {ORDERS} orders in pages", all.len());
    for (filter, wanted) in [
        ("channel=pos", of(|number| number % 2 == 1)),
        ("customer=c2", of(|number| number % 3 == 2)),
        ("channel=web&customer=c0", of(|number| number % 6 == 0)),
        ("state=cancelled", of(|number| number == 1)),
        ("state=approved", of(|number| number == 2)),
        ("late=true", of(|number| number % 10 == 0)),
        ("from=2026-03-04&to=2026-03-05", of(|number| [3, 4].contains(&(number % 20)))),
        ("customer=nobody", BTreeSet::new()),
        ("external_id=W-17", of(|number| number == 17)),
        ("external_id=W-17&state=cancelled", BTreeSet::new()),
        ("tracking=T-3", of(|number| number == 3)),
        ("code=vip", of(|number| number % 3 == 1)),
        ("code=vip&channel=pos", of(|number| number % 6 == 1)),
        ("sku=S2", of(|number| number % 3 == 1)),
        ("sku=S3&from=2026-03-04&to=2026-03-05", of(|n| n % 3 == 2 && [3, 4].contains(&(n % 20)))),
        ("sku=S9", BTreeSet::new()),
        ("payment=paid", of(|number| number == 5)),
        ("fulfilment=fulfilled", of(|number| number == 3)),
        ("open=true&code=gift", of(|number| number % 3 == 0 && number != 3)),
        ("ready=true", of(|number| number == 2)),
        ("older_than=24&customer=c1", of(|number| number % 3 == 1)),
    ] {
        let found = pages(&client, &format!("{filter}&limit=4")).await?;
        ensure!(found == wanted, "{filter}: {found:?}, expected {wanted:?}");
    }
    for nonsense in
        ["state=lost", "from=yesterday", "limit=-1", "late=perhaps", "colour=red", "stuck=0"]
    {
        client.get(&format!("/api/v1/orders?{nonsense}")).await?.expect(400).context(nonsense)?;
    }
    server.stop()
}

fn of(wanted: impl Fn(usize) -> bool) -> BTreeSet<String> {
    (0..ORDERS).filter(|number| wanted(*number)).map(|number| format!("o{number:02}")).collect()
}

/// The orders of all pages; each page ends with what the next is asked for with.
async fn pages(client: &Client, filter: &str) -> Result<BTreeSet<String>> {
    let (mut found, mut after) = (BTreeSet::new(), String::new());
    loop {
        let page = client.get(&format!("/api/v1/orders?{filter}{after}")).await?.expect(200)?;
        for order in page.body["orders"].as_array().with_context(|| page.text.clone())? {
            let order_id = order["order_id"].as_str().context("no order_id")?;
            ensure!(found.insert(order_id.to_owned()), "{order_id} is on two pages");
        }
        match page.body["next"].as_str() {
            Some(next) => after = format!("&after={next}"),
            None => return Ok(found),
        }
    }
}
