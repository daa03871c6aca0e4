//! `marea import`: an order book from a file, through the same way in as every event.

use std::{fs::File, path::Path};

use anyhow::Context as _;
use chrono_tz::Europe::London;
use indicatif::{ProgressBar, ProgressStyle};
use marea_datasets::online_retail::{self, Report};
use marea_ingest::{
    event::Event,
    identity::Currency,
    store::{AskedSettings, Ingest, StoreOptions},
};

use super::{ImportArguments, complain, say};
use crate::Application;

/// Events in a request.
const BATCH: usize = 1000;

pub(super) fn import(arguments: &ImportArguments) -> anyhow::Result<()> {
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
    say(&format!(
        "events: {} recorded, {} were there already, {} refused",
        sums.accepted,
        sums.duplicates,
        sums.refused.len()
    ));
    sums.refused.iter().for_each(|refused| say(&format!("  refused: {refused}")));
    Ok(())
}

#[derive(Default)]
struct Sums {
    accepted: usize,
    duplicates: usize,
    refused: Vec<String>,
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
