//! The same orders in PostgreSQL, as a careful user would have them: see `rivals/orders.sql`.

use std::time::Duration;

use anyhow::{Context as _, Result, ensure};
use chrono::{DateTime, Utc};
use futures::{StreamExt as _, future::try_join_all, stream::FuturesUnordered};
use marea_tests::{repository::root, stopwatch::Stopwatch};
use tokio_postgres::{Client, NoTls, Statement};

use crate::{
    load::{Run, histogram, microseconds},
    workload::{self, Operation, STOCK, Step, Workload, jsonl},
};

/// The database, reached as the environment says, freshly laid out.
pub(crate) struct Postgres {
    connection: String,
}

/// An operation in the form in which it is bound to a statement.
enum Bound {
    Placed(Box<Placed>),
    Approved(Change),
    Shipped(Change),
}

struct Change {
    event_id: String,
    order_id: String,
    at: String,
    payload: String,
}

struct Placed {
    event_id: String,
    order_id: String,
    at: String,
    channel: &'static str,
    country: &'static str,
    customer: String,
    skus: Vec<String>,
    quantities: Vec<i64>,
    unit_prices: Vec<i64>,
    taxes: Vec<i64>,
    payload: String,
}

impl Postgres {
    /// Lays out tables and stock in the database that `MAREA_BENCH_POSTGRES` names, if it does.
    pub(crate) async fn from_environment() -> Result<Option<Self>> {
        let Ok(connection) = std::env::var("MAREA_BENCH_POSTGRES") else { return Ok(None) };
        let postgres = Self { connection };
        let client = postgres.connect().await?;
        let layout = std::fs::read_to_string(root().join("tests/rivals/orders.sql"))?;
        client.batch_execute(&layout).await?;
        let rows = workload::catalogue().map(|number| {
            format!("('{}', '{}', {STOCK})", workload::sku(number), workload::warehouse(number))
        });
        let rows = rows.collect::<Vec<_>>().join(",");
        let insert = format!("INSERT INTO stock (sku, warehouse, on_hand) VALUES {rows}");
        client.batch_execute(&insert).await?;
        client.batch_execute("ANALYZE").await?;
        Ok(Some(postgres))
    }

    /// A connection of its own.
    pub(crate) async fn connect(&self) -> Result<Client> {
        let (client, driver) = tokio_postgres::connect(&self.connection, NoTls)
            .await
            .with_context(|| format!("no PostgreSQL at {}", self.connection))?;
        tokio::spawn(driver);
        Ok(client)
    }

    /// Every client records its operations until the time is up, so many in flight at once.
    pub(crate) async fn run(
        &self,
        clients: &mut [Workload],
        operations: usize,
        in_flight: usize,
        at_most: Duration,
    ) -> Result<Run> {
        let bound: Vec<_> = clients.iter_mut().map(|client| bind(client, operations)).collect();
        let connections = try_join_all(clients.iter().map(|_| self.connect())).await?;
        let statements = try_join_all(connections.iter().map(prepare)).await?;
        let watch = Stopwatch::start();
        let running = bound.into_iter().zip(connections).zip(statements).map(
            |((operations, connection), statements)| {
                tokio::spawn(record(connection, statements, operations, in_flight, watch, at_most))
            },
        );
        let mut run = Run { events: 0, took: Duration::ZERO, answers: histogram()? };
        for answers in try_join_all(running.collect::<Vec<_>>()).await? {
            run.answers.add(answers?)?;
        }
        run.took = watch.elapsed();
        run.events = run.answers.len();
        Ok(run)
    }
}

async fn prepare(client: &Client) -> Result<[Statement; 3]> {
    let place =
        "SELECT place_order($1, $2, $3::text::timestamptz, $4, $5, $6, $7, $8, $9, $10, $11)";
    let approve = "SELECT approve_order($1, $2, $3::text::timestamptz, $4)";
    let ship = "SELECT ship_order($1, $2, $3::text::timestamptz, $4)";
    Ok([client.prepare(place).await?, client.prepare(approve).await?, client.prepare(ship).await?])
}

async fn record(
    client: Client,
    statements: [Statement; 3],
    operations: Vec<Bound>,
    in_flight: usize,
    watch: Stopwatch,
    at_most: Duration,
) -> Result<hdrhistogram::Histogram<u64>> {
    let mut answers = histogram()?;
    let mut waiting = FuturesUnordered::new();
    for operation in &operations {
        if watch.elapsed() > at_most {
            break;
        }
        if waiting.len() == in_flight {
            let took: Option<Result<u64>> = waiting.next().await;
            answers.record(took.context("nothing in flight")??)?;
        }
        waiting.push(operation.execute(&client, &statements));
    }
    while let Some(took) = waiting.next().await {
        answers.record(took?)?;
    }
    Ok(answers)
}

impl Bound {
    /// Runs it as one transaction; gives how long that took, in microseconds.
    async fn execute(
        &self,
        client: &Client,
        [place, approve, ship]: &[Statement; 3],
    ) -> Result<u64> {
        let watch = Stopwatch::start();
        let row = match self {
            Self::Placed(order) => client.query_one(place, &order.parameters()).await?,
            Self::Approved(change) => client.query_one(approve, &change.parameters()).await?,
            Self::Shipped(change) => client.query_one(ship, &change.parameters()).await?,
        };
        ensure!(row.get::<_, bool>(0), "taken for a duplicate");
        Ok(microseconds(watch.elapsed()))
    }
}

impl Change {
    fn parameters(&self) -> [&(dyn tokio_postgres::types::ToSql + Sync); 4] {
        [&self.event_id, &self.order_id, &self.at, &self.payload]
    }
}

impl Placed {
    fn parameters(&self) -> [&(dyn tokio_postgres::types::ToSql + Sync); 11] {
        [
            &self.event_id,
            &self.order_id,
            &self.at,
            &self.channel,
            &self.country,
            &self.customer,
            &self.skus,
            &self.quantities,
            &self.unit_prices,
            &self.taxes,
            &self.payload,
        ]
    }
}

/// The operations of a client, in batches as Marea's client sends them.
fn bind(client: &mut Workload, operations: usize) -> Vec<Bound> {
    let mut bound = Vec::with_capacity(operations);
    while bound.len() < operations {
        bound.extend(client.batch(500).into_iter().map(Bound::from));
    }
    bound
}

impl From<Step> for Bound {
    fn from(step: Step) -> Self {
        let payload = jsonl(std::slice::from_ref(&step));
        let Step { order_id, event_id, occurred_at, operation } = step;
        let at = text(occurred_at);
        match operation {
            Operation::Approved => Self::Approved(Change { event_id, order_id, at, payload }),
            Operation::Shipped => Self::Shipped(Change { event_id, order_id, at, payload }),
            Operation::Placed { channel, country, customer, lines } => {
                let figures = |of: fn(&workload::Line) -> i64| lines.iter().map(of).collect();
                Self::Placed(Box::new(Placed {
                    event_id,
                    order_id,
                    at,
                    channel,
                    country,
                    customer: format!("c{customer}"),
                    skus: lines.iter().map(|line| workload::sku(line.sku)).collect(),
                    quantities: figures(|line| line.quantity),
                    unit_prices: figures(|line| line.unit_price),
                    taxes: figures(|line| line.tax),
                    payload,
                }))
            }
        }
    }
}

fn text(at: DateTime<Utc>) -> String {
    at.to_rfc3339()
}
