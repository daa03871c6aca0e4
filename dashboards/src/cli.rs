//! The command line. Answers go to standard output, progress and errors to standard error.

mod chart;
mod forecast;
mod import;
mod keys;
mod reactions;
mod replay;
mod serve;
mod simulate;
mod spinner;
mod sql;

use std::{net::SocketAddr, path::PathBuf, process::ExitCode, time::Duration};

use chrono_tz::Tz;
use clap::{Args, Parser, Subcommand};
use marea_ingest::{
    identity::Currency,
    store::{AskedSettings, Difference, StoreError, StoreOptions},
};

pub(crate) use serve::plan_file;

use crate::{keys::KeysError, reactions::ConfigurationError};

/// Real-time analytics and forecasting for online shops: records orders and stock, serves their
/// live state, answers SQL, forecasts demand, and shows it all on a live page.
#[derive(Parser)]
#[command(
    name = "marea",
    version,
    after_help = "Start with:\n  marea demo        a shop of two \
    years, at http://127.0.0.1:7070\n  marea serve --data DIR    a store of your own\n\n\
    Exit codes: 0 well, 1 failed, 2 wrong usage, 3 the store is in use, 4 the store is damaged\
    \n  or of another form."
)]
struct CommandLine {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Simulate a shop of two years, serve it, and go on with live orders.
    #[command(after_help = "Example:\n  marea demo --data ./demo --listen 127.0.0.1:7070")]
    Demo(DemoArguments),
    /// Serve a store: HTTP API, SQL and the live page.
    #[command(after_help = "Example:\n  marea serve --data ./shop --time-zone Europe/Madrid \
        --currency EUR\n\nA new store takes its zone and currency from here and keeps them.")]
    Serve(ServeArguments),
    /// Read files into a store: a product list, or an order book.
    #[command(after_help = "Examples:\n  marea import products products.csv --data ./shop\n  \
        marea import online-retail orders.csv.gz --data ./shop\n\nReading a file twice adds \
        nothing. `marea import products --help` names the columns.")]
    Import(import::ImportArguments),
    /// Write the events of a simulated shop as JSON lines, to send them anywhere.
    #[command(after_help = "Example:\n  marea simulate --days 30 --orders 5000 > events.jsonl")]
    Simulate(SimulateArguments),
    /// Ask a store that no server has open, or a running server.
    #[command(after_help = "Examples:\n  marea sql \"SELECT * FROM revenue_daily LIMIT 5\" \
        --data ./shop --format csv\n  marea sql \"SELECT * FROM order_lines WHERE sku = $1\" \
        --param 1=S1 --server http://127.0.0.1:7070 --format parquet --out lines.parquet")]
    Sql(sql::SqlArguments),
    /// Forecast the series of a file, or the demand of a shop with what to order and whom to call in.
    #[command(after_help = forecast::HELP)]
    Forecast(forecast::ForecastArguments),
    /// Replay the last weeks of a shop under the plan: service asked and achieved, and what it cost.
    #[command(after_help = replay::HELP)]
    Replay(replay::ReplayArguments),
    /// Draw a chart into a PNG or SVG file.
    #[command(after_help = chart::HELP)]
    Chart(chart::ChartArguments),
    /// Audit a store: state against events, lake against log, committed against reservations.
    #[command(after_help = "Example:\n  marea check --data ./shop\n\nExits with 1 at the first \
        difference, and with 4 where a file is damaged.")]
    Check(CheckArguments),
    /// Prepare webhooks and e-mail for `serve --reactions`.
    #[command(after_help = "Example:\n  marea reactions templates ./templates\n  \
        marea reactions check reactions.toml")]
    Reactions(reactions::ReactionsArguments),
    /// Make, list, revoke and rotate the keys with which others may ask.
    #[command(after_help = keys::HELP)]
    Keys(keys::KeysArguments),
}

#[derive(Args, Clone)]
struct StoreArguments {
    /// What the shop is called.
    #[arg(long)]
    shop_name: Option<String>,
    /// The zone in which the shop's days are cut, as Europe/Madrid.
    #[arg(long)]
    time_zone: Option<Tz>,
    /// The currency of the shop's books, as EUR.
    #[arg(long, value_parser = |text: &str| Currency::new(text))]
    currency: Option<Currency>,
    /// Hot rows are sealed into the lake when there are so many.
    #[arg(long, default_value_t = StoreOptions::default().seal_rows)]
    seal_rows: usize,
    /// Hot rows are sealed when the oldest is so many seconds old.
    #[arg(long, default_value_t = StoreOptions::default().seal_age.as_secs())]
    seal_seconds: u64,
}

impl StoreArguments {
    fn asked(&self) -> AskedSettings {
        AskedSettings {
            name: self.shop_name.clone(),
            time_zone: self.time_zone,
            currency: self.currency,
        }
    }

    fn options(&self) -> StoreOptions {
        StoreOptions {
            seal_rows: self.seal_rows.max(1),
            seal_age: Duration::from_secs(self.seal_seconds),
            ..StoreOptions::default()
        }
    }
}

#[derive(Args)]
struct ServeArguments {
    /// The folder of the store; made if it is not there.
    #[arg(long)]
    data: PathBuf,
    /// Where to listen; port 0 takes any.
    #[arg(long, default_value = "127.0.0.1:7070")]
    listen: SocketAddr,
    /// Who is told what: a file that names webhooks and e-mail. Without it nobody is told.
    #[arg(long, value_name = "FILE")]
    reactions: Option<PathBuf>,
    #[command(flatten)]
    access: serve::AccessArguments,
    #[command(flatten)]
    store: StoreArguments,
}

#[derive(Args)]
struct DemoArguments {
    /// The folder of the store; made if it is not there. By default in the user's data folder.
    #[arg(long)]
    data: Option<PathBuf>,
    /// Where to listen; port 0 takes any.
    #[arg(long, default_value = "127.0.0.1:7070")]
    listen: SocketAddr,
    #[command(flatten)]
    access: serve::AccessArguments,
    /// Live orders a minute.
    #[arg(long, default_value_t = 12)]
    orders_per_minute: u32,
    /// The same seed makes the same shop.
    #[arg(long, default_value_t = 1)]
    seed: u64,
}

#[derive(Args)]
struct SimulateArguments {
    /// Days of history.
    #[arg(long, default_value_t = 30)]
    days: u32,
    /// Orders in all.
    #[arg(long, default_value_t = 5000)]
    orders: u32,
    /// Products.
    #[arg(long, default_value_t = 500)]
    skus: u32,
    /// The last day, as 2026-03-31; yesterday if it is left out.
    #[arg(long)]
    until: Option<chrono::NaiveDate>,
    /// The same seed makes the same shop.
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// Record the events in the store of this folder, instead of writing them out.
    #[arg(long)]
    data: Option<PathBuf>,
}

#[derive(Args)]
struct CheckArguments {
    /// The folder of the store.
    #[arg(long)]
    data: PathBuf,
}

/// Reads the command line and carries it out.
#[must_use]
pub fn run() -> ExitCode {
    let command = CommandLine::parse().command;
    start_log();
    let outcome = match command {
        Command::Demo(arguments) => serve::demo(&arguments),
        Command::Serve(arguments) => serve::serve(&arguments),
        Command::Import(arguments) => import::import(&arguments),
        Command::Simulate(arguments) => simulate::simulate(&arguments),
        Command::Sql(arguments) => sql::sql(&arguments),
        Command::Forecast(arguments) => forecast::forecast(&arguments),
        Command::Replay(arguments) => replay::replay(&arguments),
        Command::Chart(arguments) => chart::chart(&arguments),
        Command::Check(arguments) => check(&arguments),
        Command::Reactions(arguments) => reactions::reactions(&arguments),
        Command::Keys(arguments) => keys::keys(&arguments),
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        // Whoever reads the answer may have heard enough, as `head` has; that is no failure.
        Err(error) if is_broken_pipe(&error) => ExitCode::SUCCESS,
        Err(error) => {
            complain(&format!("marea: {error:#}"));
            exit_code(&error)
        }
    }
}

fn is_broken_pipe(error: &anyhow::Error) -> bool {
    let cause = error.downcast_ref::<std::io::Error>();
    cause.is_some_and(|error| error.kind() == std::io::ErrorKind::BrokenPipe)
}

fn start_log() {
    let filter = tracing_subscriber::EnvFilter::try_from_env("MAREA_LOG")
        .unwrap_or_else(|_| tracing_subscriber::EnvFilter::new("warn"));
    let log = tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr);
    // A second start in one process changes nothing.
    let _ = log.try_init();
}

fn exit_code(error: &anyhow::Error) -> ExitCode {
    if error.is::<ConfigurationError>() {
        return ExitCode::from(2);
    }
    match error.downcast_ref::<KeysError>() {
        Some(KeysError::Damaged { .. }) => return ExitCode::from(4),
        Some(KeysError::NoAdmin { .. } | KeysError::Asked(_)) => return ExitCode::from(2),
        Some(KeysError::Disk { .. }) | None => (),
    }
    match error.downcast_ref::<StoreError>() {
        Some(StoreError::Locked { .. }) => ExitCode::from(3),
        Some(StoreError::Damaged { .. } | StoreError::OtherForm { .. }) => ExitCode::from(4),
        Some(StoreError::OtherShop { .. }) => ExitCode::from(2),
        _ => ExitCode::FAILURE,
    }
}

/// Writes a line of the answer.
#[allow(clippy::print_stdout)]
fn say(line: &str) {
    use std::io::Write;
    // Whoever reads may have heard enough; that is no failure.
    let _ = writeln!(std::io::stdout(), "{line}");
    let _ = std::io::stdout().flush();
}

/// Writes a line about the work, or about what went wrong.
fn complain(line: &str) {
    use std::io::Write;
    let _ = writeln!(std::io::stderr(), "{line}");
}

/// A store that is to be there already.
fn existing(folder: &std::path::Path) -> anyhow::Result<()> {
    anyhow::ensure!(
        folder.join("core").is_dir(),
        "{} is no store; name the folder that `serve`, `demo` or `import` made",
        folder.display()
    );
    Ok(())
}

fn check(arguments: &CheckArguments) -> anyhow::Result<()> {
    existing(&arguments.data)?;
    let clock = std::sync::Arc::new(marea_ingest::time::SystemClock);
    let mut report = |audit: marea_ingest::store::Audit| {
        say(&format!("ok  {}: {}", audit.name, audit.found));
    };
    match marea_ingest::store::check(&arguments.data, clock, &mut report) {
        Ok(()) => Ok(()),
        Err(Difference::Store(error)) => Err(error.into()),
        Err(difference) => Err(anyhow::anyhow!("DIFFERENCE  {difference}")),
    }
}

#[cfg(test)]
mod tests;
