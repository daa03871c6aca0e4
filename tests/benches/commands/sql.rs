//! Commands as transactions in PostgreSQL: see `rivals/order_commands.sql`.

use std::collections::BTreeMap;

use anyhow::{Result, ensure};
use marea_tests::repository::root;
use tokio_postgres::{Client, Row, Statement, error::SqlState};

use super::{
    Desk,
    account::{Books, Level},
    orders::{Command, Order, Outcome, Receipt, catalogue, opening, sku, warehouse},
};
use crate::postgres::Postgres;

const STOCK: &str = "SELECT sku, on_hand, committed, coalesce(open.quantity, 0)::bigint \
    FROM stock LEFT JOIN (SELECT sku, sum(quantity) AS quantity FROM reservations GROUP BY sku) \
    AS open USING (sku)";
/// That it was never less is kept by the CHECK of the table.
const SUMS: &str = "SELECT (SELECT min(on_hand - committed) FROM stock), \
    (SELECT sum(captured)::bigint FROM orders), (SELECT count(*) FROM orders)";

/// One client's connection.
pub(super) struct SqlDesk {
    client: Client,
    receive: Statement,
    place: Statement,
    pay: Statement,
    approve: Statement,
    ship: Statement,
}

impl SqlDesk {
    pub(super) async fn at(postgres: &Postgres) -> Result<Self> {
        let client = connect(postgres).await?;
        let receive = "SELECT receive_stock($1, $2, $3, $4::text::timestamptz, $5)";
        let place = "SELECT place_order($1, $2, $3, $4, $5, $6, $7::text::timestamptz, $8)";
        let pay = "SELECT pay_order($1, $2, $3, $4::text::timestamptz, $5)";
        let approve = "SELECT approve_order($1, $2, $3::text::timestamptz, $4)";
        let ship = "SELECT ship_order($1, $2, $3::text::timestamptz, $4)";
        Ok(Self {
            receive: client.prepare(receive).await?,
            place: client.prepare(place).await?,
            pay: client.prepare(pay).await?,
            approve: client.prepare(approve).await?,
            ship: client.prepare(ship).await?,
            client,
        })
    }

    async fn execute(&self, command: Command<'_>) -> Result<Row, tokio_postgres::Error> {
        let (event_id, at) = (command.event_id(), command.occurred_at());
        let (client, payload) = (&self.client, command.to_json());
        match command {
            Command::Receive(Receipt { sku: number, quantity, .. }) => {
                let sku = sku(*number);
                client.query_one(&self.receive, &[&event_id, &sku, quantity, &at, &payload]).await
            }
            Command::Place(order) => self.place(order, &event_id, at, &payload).await,
            Command::Pay(order) => {
                let (order_id, amount) = (&order.order_id, order.total());
                client.query_one(&self.pay, &[&event_id, order_id, &amount, &at, &payload]).await
            }
            Command::Approve(Order { order_id, .. }) => {
                client.query_one(&self.approve, &[&event_id, order_id, &at, &payload]).await
            }
            Command::Ship(Order { order_id, .. }) => {
                client.query_one(&self.ship, &[&event_id, order_id, &at, &payload]).await
            }
        }
    }

    async fn place(
        &self,
        order: &Order,
        event_id: &str,
        at: &str,
        payload: &str,
    ) -> Result<Row, tokio_postgres::Error> {
        let customer = format!("c{}", order.customer);
        let skus: Vec<_> = order.lines.iter().map(|line| sku(line.sku)).collect();
        let quantities: Vec<_> = order.lines.iter().map(|line| line.quantity).collect();
        let prices: Vec<_> = order.lines.iter().map(|line| line.unit_price).collect();
        let id = &order.order_id;
        self.client
            .query_one(
                &self.place,
                &[&event_id, id, &customer, &skus, &quantities, &prices, &at, &payload],
            )
            .await
    }
}

impl Desk for SqlDesk {
    async fn tell(&mut self, command: Command<'_>) -> Result<Outcome> {
        match self.execute(command).await {
            Ok(row) => {
                ensure!(row.get::<_, &str>(0) == "accepted", "not accepted as new");
                Ok(Outcome::Accepted)
            }
            Err(error) if is_short(&error) => Ok(Outcome::Refused),
            Err(error) => Err(error.into()),
        }
    }
}

fn is_short(error: &tokio_postgres::Error) -> bool {
    error.as_db_error().is_some_and(|error| {
        *error.code() == SqlState::RAISE_EXCEPTION && error.message() == "insufficient stock"
    })
}

/// A connection that sees the tables of the commands.
async fn connect(postgres: &Postgres) -> Result<Client> {
    let client = postgres.connect().await?;
    client.batch_execute("SET search_path = commands").await?;
    Ok(client)
}

/// Lays out the tables, and puts the stock into them.
pub(super) async fn open(postgres: &Postgres) -> Result<()> {
    let client = postgres.connect().await?;
    let layout = std::fs::read_to_string(root().join("tests/rivals/order_commands.sql"))?;
    client.batch_execute(&layout).await?;
    let rows = catalogue()
        .map(|number| format!("('{}', '{}', {})", sku(number), warehouse(number), opening(number)));
    let rows = rows.collect::<Vec<_>>().join(",");
    let insert = format!("INSERT INTO stock (sku, warehouse, on_hand) VALUES {rows}");
    client.batch_execute(&insert).await?;
    client.batch_execute("ANALYZE stock").await?;
    Ok(())
}

/// The books as SQL tells them.
pub(super) async fn books(postgres: &Postgres) -> Result<Books> {
    let client = connect(postgres).await?;
    let stock = client.query(STOCK, &[]).await?.into_iter().map(|row| {
        let level = Level { on_hand: row.get(1), committed: row.get(2), reserved: row.get(3) };
        (row.get(0), level)
    });
    let stock: BTreeMap<String, Level> = stock.collect();
    let sums = client.query_one(SUMS, &[]).await?;
    Ok(Books { stock, least_available: sums.get(0), paid: sums.get(1), orders: sums.get(2) })
}
