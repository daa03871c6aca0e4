//! Each view that is computed when it is asked for says what DuckDB says of the same facts, by SQL
//! of its own that was written from the definition in words: day by day where the view counts by
//! spans, order by order where it counts by transitions. The history has cancelled, returned and
//! late events, customers and products that are not known, and SKUs of which no stock is kept.

use anyhow::{Context as _, Result, ensure};
use chrono::{DateTime, Duration, SecondsFormat, Utc};
use chrono_tz::Europe::Madrid;
use marea_tests::{
    cells,
    client::Client,
    computed::{ORACLES, Oracle},
    environment::{python, same_generator, skip},
    events::{Event, order_placed, stock_received},
    history::History,
    lake::{FACT_TABLES, LakeTable},
    queries::{Query, agree},
    rival,
    server::{Server, Store},
    stopwatch::instant,
};
use serde_json::{Value, json};

const EVENTS: usize = 3_000;
/// Days for each day that the history is drawn over: three weeks become a year and a half.
const STRETCH: i32 = 25;

#[tokio::test]
async fn computed_views_agree_with_another_engine() -> Result<()> {
    let Some(python) = python() else {
        skip(
            "computed_views_agree_with_another_engine",
            "no Python with DuckDB; tests/run has one",
        );
        return Ok(());
    };
    let store = Store::new()?;
    let serve = store.serve().with("--time-zone", "Europe/Madrid").with("--currency", "EUR");
    let server = serve.with("--seal-seconds", 1).start()?;
    let client = server.client()?;
    fill(&client).await?;
    while !sealed(&server, &store).await? {
        tokio::time::sleep(std::time::Duration::from_millis(100)).await;
    }
    let queries: Vec<&str> = ORACLES.iter().map(|oracle| oracle.sql).collect();
    let theirs = rival::duckdb(&python, &store.data(), "Europe/Madrid", &queries)?;
    let (mut filled, mut faults) = (0, Vec::new());
    for (oracle, theirs) in ORACLES.iter().zip(theirs) {
        let theirs = theirs.map_err(|error| anyhow::anyhow!("{}: {error}", oracle.view))?;
        filled += usize::from(!theirs.is_empty());
        let query = query(oracle);
        let ours = client.exchange("/api/v1/sql", &json!({ "sql": query.sql })).await?;
        let ours = cells::of_json(&ours).with_context(|| oracle.view)?.1;
        if let Err(fault) = agree(&query, &ours, &theirs) {
            faults.push(format!("{}: {fault:#}", oracle.view));
        }
    }
    ensure!(faults.is_empty(), "{}", faults.join("\n"));
    ensure!(filled == ORACLES.len(), "{filled} of {} views have rows", ORACLES.len());
    server.stop()
}

fn query(oracle: &Oracle) -> Query {
    let names: Vec<&str> = oracle.columns.iter().map(|(name, _)| *name).collect();
    Query {
        sql: format!("SELECT {} FROM {}", names.join(", "), oracle.view),
        columns: oracle.columns.iter().map(|(_, kind)| *kind).collect(),
        ordered: false,
    }
}

/// A history that ends an hour ago, with costs, customers and deliveries.
async fn fill(client: &Client) -> Result<()> {
    let mut history = History::new(same_generator(), Madrid);
    let end = instant() - Duration::hours(1);
    let mut events = history.opening()?;
    events.extend(known()?);
    let begin = (end - Duration::days(540)).to_rfc3339_opts(SecondsFormat::Secs, true);
    client.record(&events.into_iter().map(|it| it.at(&begin)).collect::<Vec<_>>()).await?;
    client.record(&still(&begin, end)).await?;
    for _ in 0..EVENTS / 100 {
        let mut batch = Vec::new();
        for _ in 0..100 {
            let event = moved(&history.next_event()?.0, end)?;
            let order_id = event.0["order_id"].as_str().unwrap_or_default().to_owned();
            let is_shipped = event.0["type"] == "order_shipped";
            let at = event.0["occurred_at"].as_str().unwrap_or_default().to_owned();
            batch.push(event);
            if is_shipped && order_id.ends_with(['1', '4', '7']) {
                let delivered = Event::new("order_delivered", &format!("arrived-{order_id}"));
                batch.push(delivered.with("order_id", order_id).at(&at));
            }
        }
        // What the history means to be refused is.
        client.post(&batch).await?;
    }
    Ok(())
}

/// Stock that nobody wants, received and counted; and a SKU that was sold out two months ago.
fn still(begin: &str, end: DateTime<Utc>) -> Vec<Event> {
    let ago = |days| (end - Duration::days(days)).to_rfc3339_opts(SecondsFormat::Secs, true);
    let counted = Event::new("stock_counted", "counted").with("sku", "FOUND");
    let shipped = Event::new("order_shipped", "last-shipped").with("order_id", "last");
    vec![
        stock_received("OLD", "MAD", 7).at(begin),
        counted.with("warehouse", "MAD").with("quantity", 4).at(begin),
        stock_received("OUT", "MAD", 3).at(begin),
        order_placed("last").line("OUT", 3, "10.00").at(&ago(60)),
        shipped.reported().at(&ago(59)),
    ]
}

/// Costs of half of the products, and segments of some customers.
fn known() -> Result<Vec<Event>> {
    let set = |sku: &str| {
        Event::new("product_set", &format!("cost-{sku}"))
            .with("sku", sku)
            .with("name", format!("the {sku}"))
            .with("unit_cost", "2.50")
    };
    let mut events: Vec<Event> = ["D0", "D1", "D3", "U0"].into_iter().map(set).collect();
    for (customer, segment) in [("c1", "loyal"), ("c2", "loyal"), ("c3", "new")] {
        let event = Event::new("customer_set", &format!("set-{customer}"));
        events.push(event.with("customer_id", customer).with("segment", segment));
    }
    Ok(events)
}

/// An event of the history, moved and stretched to the past year and a half; an order with a
/// customer that follows from its id, so that a repeated event is the same event.
fn moved(event: &Event, end: DateTime<Utc>) -> Result<Event> {
    let at = event.0["occurred_at"].as_str().context("an event has a time")?;
    let at = DateTime::parse_from_rfc3339(at)?.to_utc();
    let first = DateTime::from_timestamp(1_773_878_400, 0).context("a time")?;
    let moved = (end - (at - first) * STRETCH).to_rfc3339_opts(SecondsFormat::Secs, true);
    let event = event.clone().at(&moved);
    let number = event.0["order_id"].as_str().and_then(|it| it.get(1..)?.parse::<u32>().ok());
    Ok(match number.filter(|it| event.0["type"] == "order_placed" && it % 5 != 0) {
        Some(number) => event.with("customer_id", Value::from(format!("c{}", number % 23))),
        None => event,
    })
}

async fn sealed(server: &Server, store: &Store) -> Result<bool> {
    let client = server.client()?;
    for table in FACT_TABLES.into_iter().filter(|it| *it != "payments") {
        let rows = client.number(&format!("SELECT count(*) FROM {table}")).await?;
        if rows != LakeTable::open(&store.data(), table)?.row_count()?.into() {
            return Ok(false);
        }
    }
    Ok(true)
}
