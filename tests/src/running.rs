//! A shop that runs, and the short questions that most claims about it are made of.

use std::time::Duration;

use anyhow::{Context as _, Result, bail, ensure};
use rust_decimal::Decimal;
use serde_json::Value;

use crate::{
    client::{Client, decimal, text},
    events::Event,
    server::{Serve, Server, Store},
};

/// How often something that is to happen by itself is looked for, every twentieth of a second.
const LOOKS: usize = 400;

/// A running shop over a store of its own.
#[derive(Debug)]
pub struct Running {
    /// Where its store is.
    pub store: Store,
    /// A client of it.
    pub client: Client,
    serve: Serve,
    server: Server,
}

impl Running {
    /// A new shop, with nothing in it.
    ///
    /// # Errors
    /// Where the server does not start.
    pub fn start() -> Result<Self> {
        Self::with(|serve| serve)
    }

    /// A new shop whose server is started with more options.
    ///
    /// # Errors
    /// As [`Self::start`].
    pub fn with(options: impl FnOnce(Serve) -> Serve) -> Result<Self> {
        let store = Store::new()?;
        let serve = options(store.serve());
        let server = serve.start()?;
        Ok(Self { client: server.client()?, store, serve, server })
    }

    /// Kills the server with SIGKILL and starts it again over the same store.
    ///
    /// # Errors
    /// Where it does not start again.
    pub fn killed_and_started(self) -> Result<Self> {
        let Self { store, serve, server, .. } = self;
        server.kill()?;
        let server = serve.start()?;
        Ok(Self { client: server.client()?, store, serve, server })
    }

    /// Stops it, and expects it to end well.
    ///
    /// # Errors
    /// As [`Server::stop`].
    pub fn stop(self) -> Result<()> {
        self.server.stop()
    }

    /// Records events one request each, as a shop sends them; gives the LSN of the last.
    ///
    /// # Errors
    /// Where one is not accepted as new.
    pub async fn record(&self, events: &[Event]) -> Result<u64> {
        let mut lsn = 0;
        for event in events {
            let recorded = self.client.record(std::slice::from_ref(event)).await;
            lsn = recorded.with_context(|| event.to_string())?;
        }
        Ok(lsn)
    }

    /// Expects an event to be refused with this code for the state of the world, and nothing to be
    /// recorded; gives what was said.
    ///
    /// # Errors
    /// Where it is accepted, or refused for something else.
    pub async fn refuses(&self, event: Event, code: &str) -> Result<String> {
        let before = self.events().await?;
        let name = event.to_string();
        let answer = self.client.post(&[event]).await?.expect(409).with_context(|| name.clone())?;
        let rejection = answer.rejected().first().context("nothing was rejected")?;
        ensure!(rejection["code"] == code, "expected {code} for {name}: {}", answer.text);
        ensure!(self.events().await? == before, "left an event behind: {name}");
        Ok(text(&rejection["message"]))
    }

    /// Events that were asked or reported so far; what the service records by itself not counted.
    ///
    /// # Errors
    /// Where SQL fails.
    pub async fn events(&self) -> Result<Decimal> {
        self.client.number("SELECT count(*) FROM events WHERE source <> 'marea'").await
    }

    /// An order as it is.
    ///
    /// # Errors
    /// Where there is none.
    pub async fn order(&self, order_id: &str) -> Result<Value> {
        let answer = self.client.get(&format!("/api/v1/orders/{order_id}")).await?;
        Ok(answer.expect(200)?.body)
    }

    /// Expects an order to have at least these fields.
    ///
    /// # Errors
    /// The first difference.
    pub async fn order_is(&self, order_id: &str, wanted: Value) -> Result<()> {
        let order = self.order(order_id).await?;
        match difference(&order, &wanted, order_id) {
            Some(difference) => bail!("{difference}\nof {order}"),
            None => Ok(()),
        }
    }

    /// Expects stock of a SKU in a warehouse to have at least these figures.
    ///
    /// # Errors
    /// The first difference.
    pub async fn stock_is(&self, sku: &str, warehouse: &str, wanted: Value) -> Result<()> {
        let path = format!("/api/v1/stock?sku={sku}&warehouse={warehouse}");
        let answer = self.client.get(&path).await?.expect(200)?;
        let level = &answer.body["levels"][0];
        match difference(level, &wanted, &format!("{sku} in {warehouse}")) {
            Some(difference) => bail!("{difference}\nof {}", answer.text),
            None => Ok(()),
        }
    }

    /// What warehouses owe an order, line by line: `"1 VGO 3"` where it is set aside, and
    /// `"1 VGO waits 2"` where it waits.
    ///
    /// # Errors
    /// Where there is no such order.
    pub async fn owed(&self, order_id: &str) -> Result<Vec<String>> {
        let order = self.order(order_id).await?;
        let mut owed = Vec::new();
        for line in order["lines"].as_array().context("no lines")? {
            for part in line["allocations"].as_array().context("no allocations")? {
                let place = format!("{} {}", text(&line["line_id"]), text(&part["warehouse"]));
                for (figure, word) in [("reserved", ""), ("backordered", "waits ")] {
                    let units = decimal(&part[figure])?;
                    if !units.is_zero() {
                        owed.push(format!("{place} {word}{units}"));
                    }
                }
            }
        }
        Ok(owed)
    }

    /// Expects just this to be owed to an order, as [`Self::owed`] puts it.
    ///
    /// # Errors
    /// Where anything else is.
    pub async fn owes(&self, order_id: &str, wanted: &[&str]) -> Result<()> {
        let owed = self.owed(order_id).await?;
        ensure!(owed == wanted, "{order_id} is owed {owed:?}, expected {wanted:?}");
        Ok(())
    }

    /// Why the first part of the first line of an order comes from where it does.
    ///
    /// # Errors
    /// Where there is no such order.
    pub async fn reason(&self, order_id: &str) -> Result<String> {
        Ok(text(&self.order(order_id).await?["lines"][0]["allocations"][0]["reason"]))
    }

    /// What is to be given back: what was taken and not given back, less what is owed.
    ///
    /// # Errors
    /// Where there is no such order.
    pub async fn refund_due(&self, order_id: &str) -> Result<Decimal> {
        let order = self.order(order_id).await?;
        let paid = |name: &str| decimal(&order["payments"][name]);
        Ok(paid("captured")? - paid("refunded")? - decimal(&order["total"])?)
    }

    /// The types of the events in the history of an order, oldest first.
    ///
    /// # Errors
    /// Where there is no such order.
    pub async fn history(&self, order_id: &str) -> Result<Vec<String>> {
        let answer = self.client.get(&format!("/api/v1/orders/{order_id}/events")).await?;
        let answer = answer.expect(200)?;
        let events = answer.body["events"].as_array().context("no events")?;
        Ok(events.iter().map(|event| text(&event["event_type"])).collect())
    }

    /// Waits until SQL that gives one number gives this one, as it is to do by itself.
    ///
    /// # Errors
    /// Where it does not within twenty seconds.
    pub async fn comes_to(&self, sql: &str, wanted: u32) -> Result<()> {
        let mut shown = Decimal::ZERO;
        for _ in 0..LOOKS {
            shown = self.client.number(sql).await?;
            if shown == Decimal::from(wanted) {
                return Ok(());
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        bail!("{sql}: {shown}, expected {wanted}")
    }

    /// Expects SQL that gives one number to give this one.
    ///
    /// # Errors
    /// Where it gives another.
    pub async fn counts(&self, sql: &str, wanted: u32) -> Result<()> {
        let shown = self.client.number(sql).await?;
        ensure!(shown == Decimal::from(wanted), "{sql}: {shown}, expected {wanted}");
        Ok(())
    }
}

/// Where a value lacks what is wanted of it; figures are compared as figures, however they are
/// written, and fields that nothing is wanted of may be anything.
fn difference(got: &Value, wanted: &Value, path: &str) -> Option<String> {
    match (got, wanted) {
        (_, Value::Object(fields)) => fields.iter().find_map(|(name, wanted)| {
            difference(&got[name.as_str()], wanted, &format!("{path}.{name}"))
        }),
        (Value::Array(values), Value::Array(all)) if values.len() == all.len() => {
            let pairs = values.iter().zip(all).enumerate();
            let mut pairs = pairs.map(|(at, (got, wanted))| (got, wanted, format!("{path}[{at}]")));
            pairs.find_map(|(got, wanted, path)| difference(got, wanted, &path))
        }
        _ if got == wanted || same_figure(got, wanted) => None,
        _ => Some(format!("{path} is {got}, expected {wanted}")),
    }
}

fn same_figure(got: &Value, wanted: &Value) -> bool {
    let figures = !got.is_null() && !wanted.is_null();
    figures && matches!((decimal(got), decimal(wanted)), (Ok(got), Ok(wanted)) if got == wanted)
}
