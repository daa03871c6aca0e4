//! `marea import`: what a shop has in files, through the same way in as every event.

mod products;

use std::{
    fs::File,
    path::{Path, PathBuf},
};

use anyhow::Context as _;
use chrono_tz::Europe::London;
use clap::{Args, Subcommand};
use indicatif::{ProgressBar, ProgressStyle};
use marea_datasets::online_retail::{self, Report};
use marea_ingest::{
    event::Event,
    identity::Currency,
    store::{AskedSettings, Ingest, StoreOptions},
};

use super::{complain, say};
use crate::Application;

/// Events in a request.
const BATCH: usize = 1000;

#[derive(Args)]
pub(super) struct ImportArguments {
    #[command(subcommand)]
    command: ImportCommand,
}

#[derive(Subcommand)]
enum ImportCommand {
    /// An order book in the format of the Online Retail data sets.
    #[command(
        after_help = "Example:\n  marea import online-retail orders.csv.gz --data ./shop\n\n\
        Reading a file twice adds nothing. Every refused line is listed with its number and reason."
    )]
    OnlineRetail(OnlineRetailArguments),
    /// Products, prices and opening stock, as a shop has them in its spreadsheet.
    #[command(after_help = products::HELP)]
    Products(products::ProductsArguments),
}

#[derive(Args)]
struct OnlineRetailArguments {
    /// The files, plain or gzip.
    #[arg(required = true)]
    files: Vec<PathBuf>,
    /// The folder of the store; made if it is not there, in Europe/London and GBP.
    #[arg(long)]
    data: PathBuf,
}

pub(super) fn import(arguments: &ImportArguments) -> anyhow::Result<()> {
    match &arguments.command {
        ImportCommand::OnlineRetail(arguments) => import_online_retail(arguments),
        ImportCommand::Products(arguments) => products::import(arguments),
    }
}

fn import_online_retail(arguments: &OnlineRetailArguments) -> anyhow::Result<()> {
    let asked = AskedSettings {
        name: None,
        time_zone: Some(London),
        currency: Some(Currency::new("GBP")?),
    };
    let application = Application::open(&arguments.data, &asked, StoreOptions::default())?;
    let outcome = arguments.files.iter().try_for_each(|file| read(&application.ingest, file));
    application.close();
    outcome
}

fn read(ingest: &Ingest, path: &Path) -> anyhow::Result<()> {
    let name = path.display();
    let file = File::open(path).with_context(|| format!("opening {name}"))?;
    let bar = ProgressBar::new(file.metadata()?.len());
    bar.set_style(ProgressStyle::with_template("reading {bar:32} {bytes} of {total_bytes}")?);
    let book = online_retail::read(file, &mut |bytes| bar.set_position(bytes));
    bar.finish_and_clear();
    let book = book.with_context(|| format!("reading {name}"))?;
    let sums = record(ingest, book.events)?;
    say(&format!("{name}: {} lines", book.report.lines));
    tell(&book.report);
    sums.tell();
    Ok(())
}

#[derive(Default)]
struct Sums {
    accepted: usize,
    duplicates: usize,
    refused: Vec<String>,
}

impl Sums {
    fn tell(&self) {
        say(&format!(
            "events: {} recorded, {} were there already, {} refused",
            self.accepted,
            self.duplicates,
            self.refused.len()
        ));
        self.refused.iter().for_each(|refused| say(&format!("  refused: {refused}")));
    }
}

fn record(ingest: &Ingest, events: Vec<Event>) -> anyhow::Result<Sums> {
    let bar = ProgressBar::new(events.len() as u64);
    bar.set_style(ProgressStyle::with_template(
        "recording {bar:32} {human_pos} of {human_len} events",
    )?);
    let mut sums = Sums::default();
    let mut events = events.into_iter().peekable();
    while events.peek().is_some() {
        let batch = events.by_ref().take(BATCH).map(Ok).collect();
        let receipt = ingest.submit_blocking(batch, false)?;
        sums.accepted += receipt.accepted;
        sums.duplicates += receipt.duplicates;
        sums.refused.extend(
            receipt
                .rejected
                .iter()
                .map(|it| format!("{}: {}", it.event_id.as_deref().unwrap_or("?"), it.message)),
        );
        bar.inc((receipt.accepted + receipt.duplicates + receipt.rejected.len()) as u64);
    }
    bar.finish_and_clear();
    Ok(sums)
}

/// What each kind of line became, and each line that became nothing.
fn tell(report: &Report) {
    say(&format!("{:<22}{:>10}{:>14}{:>18}", "kind of line", "lines", "units", "amount"));
    for (kind, count) in &report.by_kind {
        let (units, amount) = (count.quantity.to_string(), count.amount.to_string());
        say(&format!("{kind:<22}{:>10}{units:>14}{amount:>18}", count.lines));
    }
    say(&format!("refused lines: {}", report.refused.len()));
    for refused in &report.refused {
        say(&format!("  line {}: {}", refused.line, refused.reason));
    }
    if report.lines == 0 {
        complain("the file has a header and no lines");
    }
}
