//! Order commands, one event a request: placed, paid, approved, shipped, by many clients who want
//! the same few SKUs. PostgreSQL is told the same with the same guarantees; see
//! `rivals/order_commands.sql`. Afterwards the books of both are held against what each client was
//! told, so a contestant that oversold, or lost or doubled a command, fails the bench.

mod account;
mod http;
mod orders;
mod sql;

use std::time::Duration;

use anyhow::{Context as _, Result};
use futures::future::try_join_all;
use marea_tests::{
    server::{Server, Store},
    stopwatch::Stopwatch,
};

use self::{
    account::Account,
    http::HttpDesk,
    orders::{Client, Command, Order, Outcome},
    sql::SqlDesk,
};
use crate::{
    contest::median,
    load::microseconds,
    postgres::Postgres,
    table::{Measure, Target, progress},
};

const CLIENTS: usize = 64;
const REPETITIONS: u64 = 3;
const LENGTH: Duration = Duration::from_secs(6);
const WARM_UP: Duration = Duration::from_secs(2);

/// Where one client tells its commands.
trait Desk: Send + 'static {
    /// Tells a command and waits until it is durable or refused.
    fn tell(&mut self, command: Command<'_>) -> impl Future<Output = Result<Outcome>> + Send;
}

/// Measures both contestants in turn, then audits them.
pub(crate) async fn measure(
    postgres: Option<&Postgres>,
    measures: &mut Vec<Measure>,
) -> Result<()> {
    let store = Store::new()?;
    let server = store.serve().start()?;
    http::open(server.address()).await?;
    if let Some(postgres) = postgres {
        sql::open(postgres).await?;
    }
    let (mut ours, mut theirs) = (Vec::new(), Vec::new());
    for repetition in 0..=REPETITIONS {
        progress(&format!("order commands, {repetition} of {REPETITIONS}"));
        ours.push(against_marea(&server, repetition).await?);
        if let Some(postgres) = postgres {
            theirs.push(against_postgres(postgres, repetition).await?);
        }
    }
    account::sum(&ours)?.audit(&http::books(&server).await?).context("Marea")?;
    if let Some(postgres) = postgres {
        account::sum(&theirs)?.audit(&sql::books(postgres).await?).context("PostgreSQL")?;
    }
    report(&ours[1..], theirs.get(1..).unwrap_or_default(), measures);
    measures.push(Measure::ours(
        "server memory after the order commands, at most",
        "MiB",
        server.memory()?.at_most as f64,
    ));
    server.stop()
}

async fn against_marea(server: &Server, repetition: u64) -> Result<Account> {
    let desks = (0..CLIENTS).map(|_| HttpDesk::at(server.address()));
    run(try_join_all(desks).await?, repetition).await
}

async fn against_postgres(postgres: &Postgres, repetition: u64) -> Result<Account> {
    let desks = (0..CLIENTS).map(|_| SqlDesk::at(postgres));
    run(try_join_all(desks).await?, repetition).await
}

/// All clients tell their commands until the time is up; gives what they were told in all.
async fn run<D: Desk>(desks: Vec<D>, repetition: u64) -> Result<Account> {
    let length = if repetition == 0 { WARM_UP } else { LENGTH };
    let watch = Stopwatch::start();
    let clients = desks.into_iter().enumerate().map(|(number, desk)| {
        let client = Client::new(repetition, number as u64);
        let told = tokio::spawn(until_closing(desk, client, watch, length));
        async { told.await? }
    });
    let accounts = try_join_all(clients).await?;
    let mut account = account::sum(&accounts)?;
    account.took = watch.elapsed();
    Ok(account)
}

async fn until_closing<D: Desk>(
    mut desk: D,
    mut client: Client,
    watch: Stopwatch,
    length: Duration,
) -> Result<Account> {
    let mut account = Account::new()?;
    while watch.elapsed() < length {
        if let Some(receipt) = client.receipt() {
            let command = Command::Receive(&receipt);
            account.told(command, desk.tell(command).await?)?;
        }
        let order = client.order();
        tell_of(&mut desk, &order, &mut account, watch, length).await?;
    }
    Ok(account)
}

/// The life of an order, as far as it gets: a refused one ends there, and at closing time some are
/// left placed, paid or approved, as in any shop.
async fn tell_of<D: Desk>(
    desk: &mut D,
    order: &Order,
    account: &mut Account,
    watch: Stopwatch,
    length: Duration,
) -> Result<()> {
    for command in order.commands() {
        if watch.elapsed() > length {
            break;
        }
        let answer = Stopwatch::start();
        let outcome = desk.tell(command).await?;
        account.answers.record(microseconds(answer.elapsed()))?;
        account.told(command, outcome)?;
        if outcome == Outcome::Refused {
            break;
        }
    }
    Ok(())
}

fn report(ours: &[Account], theirs: &[Account], measures: &mut Vec<Measure>) {
    let mut add = |name: &str, unit, target, figure: &dyn Fn(&Account) -> f64| {
        let (Some(marea), rival) = (median(ours, figure), median(theirs, figure)) else { return };
        measures.push(Measure::ours(name, unit, marea).beside(rival).aimed(target));
    };
    let name = "order commands (place, pay, approve, ship), 64 clients";
    add(name, "1/s", Target::TimesRival(1.0), &Account::rate);
    add("an order command's answer, p50", "ms", Target::None, &|it| it.milliseconds(0.5));
    add("an order command's answer, p99", "ms", Target::AtMost(20.0), &|it| it.milliseconds(0.99));
    add("orders refused for want of stock", "%", Target::None, &Account::refused_share);
}
