//! `marea import products`: a shop's own spreadsheet, compared with the store and recorded.

use std::{
    collections::HashMap,
    fs::File,
    path::{Path, PathBuf},
};

use anyhow::Context as _;
use chrono::{DateTime, FixedOffset};
use chrono_tz::Tz;
use clap::Args;
use marea_datasets::product_list::{
    self, Changes, Known, Outcome, ProductList, Recorded, SOURCE, UnknownColumn,
};
use marea_ingest::{
    identity::Currency,
    store::{AskedSettings, StoreOptions},
    time::{Clock, SystemClock},
};

use super::{complain, record, say};
use crate::{Application, table};

pub(super) const HELP: &str = "\
Example:
  marea import products products.csv --data ./shop --dry-run
  marea import products products.csv --data ./shop

  sku;name;price;currency;stock_policy;warehouse;quantity;unit_cost
  TEA-01;Green tea, 100 g;6,90;EUR;deny;madrid;120;2,15
  TEA-02;Black tea, 100 g;5,50;EUR;deny;madrid;80;1,90

Columns, in any order; only sku must be there, and an empty cell leaves a value as it is:
  sku, name, category, barcode, supplier, substitute
  stock_policy      deny, backorder, allow_negative or untracked
  reorder_point, reorder_target, minimum_quantity, order_multiple
  components        of a bundle, as SKU*2; SKU2*1
  price, currency   the shop's currency where currency is empty
  warehouse         where the stock lies
  quantity          how much is there in all; set again only when the file says another figure
  unit_cost         what a unit costs, in the shop's currency

Comma, semicolon or tab; UTF-8 or Windows-1252; a decimal comma where the separator is none.
Thousands separators are refused. Rows with errors are left out, each named with its line, column
and what was expected; the others are recorded. Reading a file twice adds nothing.";

#[derive(Args)]
pub(super) struct ProductsArguments {
    /// The files, each with a header line.
    #[arg(required = true)]
    files: Vec<PathBuf>,
    /// The folder of the store; made if it is not there.
    #[arg(long)]
    data: PathBuf,
    /// Say what would be read, new, changed and refused, and write nothing.
    #[arg(long)]
    dry_run: bool,
    /// The zone of a new store, in which its days are cut; UTC if it is left out.
    #[arg(long)]
    time_zone: Option<Tz>,
    /// The currency of a new store's books; EUR if it is left out.
    #[arg(long, value_parser = |text: &str| Currency::new(text))]
    currency: Option<Currency>,
}

pub(super) fn import(arguments: &ProductsArguments) -> anyhow::Result<()> {
    let application = open(arguments)?;
    let outcome = import_files(arguments, application.as_ref());
    if let Some(application) = &application {
        application.close();
    }
    outcome
}

/// Opens the store; a dry run makes none where there is none.
fn open(arguments: &ProductsArguments) -> anyhow::Result<Option<Application>> {
    if arguments.dry_run && !arguments.data.join("core").is_dir() {
        return Ok(None);
    }
    let asked =
        AskedSettings { name: None, time_zone: arguments.time_zone, currency: arguments.currency };
    Application::open(&arguments.data, &asked, StoreOptions::default()).map(Some)
}

/// Reads every file, whatever is wrong with others, and says what became of it.
fn import_files(
    arguments: &ProductsArguments,
    application: Option<&Application>,
) -> anyhow::Result<()> {
    let mut unreadable = 0;
    for path in &arguments.files {
        match read(path) {
            Ok(list) => import_list(arguments, application, path, &list)?,
            Err(error) => {
                unreadable += 1;
                complain(&format!("marea: {error:#}"));
            }
        }
    }
    let files = arguments.files.len();
    anyhow::ensure!(unreadable == 0, "{unreadable} of {files} files could not be read");
    Ok(())
}

fn import_list(
    arguments: &ProductsArguments,
    application: Option<&Application>,
    path: &Path,
    list: &ProductList,
) -> anyhow::Result<()> {
    let changes = match application {
        Some(application) => {
            product_list::changes(list, &known(application, list)?, now(application))?
        }
        None => {
            let currency = arguments.currency.map_or_else(|| Currency::new("EUR"), Ok)?;
            let now = SystemClock.now().utc().fixed_offset();
            product_list::changes(list, &Known::nothing(currency), now)?
        }
    };
    tell(path, list, &changes);
    match application.filter(|_| !arguments.dry_run) {
        Some(application) => record(&application.ingest, changes.events)?.tell(),
        None => tell_rows(&changes),
    }
    Ok(())
}

fn read(path: &Path) -> anyhow::Result<ProductList> {
    let name = path.display();
    let file = File::open(path).with_context(|| format!("opening {name}"))?;
    product_list::read(file).with_context(|| format!("reading {name}"))
}

fn now(application: &Application) -> DateTime<FixedOffset> {
    let zone = application.ingest.shop().time_zone;
    application.clock.now().utc().with_timezone(&zone).fixed_offset()
}

fn known(application: &Application, list: &ProductList) -> anyhow::Result<Known> {
    let mut known = Known::nothing(application.ingest.shop().currency);
    known.recorded = recorded(application)?;
    let snapshot = application.ingest.snapshot();
    let skus = list.rows.iter().map(|row| &row.product.sku);
    let found = skus.filter_map(|sku| {
        let product = snapshot.state().product(sku).transpose()?;
        Some(product.map(|product| (sku.clone(), product)))
    });
    known.products = found.collect::<Result<HashMap<_, _>, _>>()?;
    let warehouses = snapshot.state().warehouses().map(|it| Ok(it?.warehouse));
    known.warehouses = warehouses.collect::<anyhow::Result<_>>()?;
    Ok(known)
}

/// What earlier lists said, oldest first.
fn recorded(application: &Application) -> anyhow::Result<Recorded> {
    let source = table::literal(SOURCE);
    let sql = format!("SELECT event_id FROM events WHERE source = {source} ORDER BY lsn");
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    let rows = runtime.block_on(table::rows(&application.query, sql))?;
    let mut recorded = Recorded::default();
    rows.iter().for_each(|row| recorded.note(table::text(row, "event_id")));
    Ok(recorded)
}

/// What became of the rows of a file, and all that is wrong with it.
fn tell(path: &Path, list: &ProductList, changes: &Changes) {
    say(&format!(
        "{}: {} rows read, {} new, {} changed, {} unchanged, {} refused",
        path.display(),
        list.read,
        changes.count(Outcome::New),
        changes.count(Outcome::Changed),
        changes.count(Outcome::Unchanged),
        list.refused()
    ));
    list.unknown.iter().for_each(|column| say(&unread(column)));
    for (warehouse, near) in &changes.new_warehouses {
        let meant = near.as_ref().map(|near| format!("; is it {near}?")).unwrap_or_default();
        say(&format!("  warehouse {warehouse} was not set before{meant}"));
    }
    list.errors.iter().for_each(|error| say(&format!("  {error}")));
}

fn unread(column: &UnknownColumn) -> String {
    let near = column.near.map(|near| format!("; is it {}?", near.name())).unwrap_or_default();
    format!("  column \"{}\" is not read{near}", column.name)
}

/// What each row would change.
fn tell_rows(changes: &Changes) {
    for row in changes.rows.iter().filter(|row| row.outcome != Outcome::Unchanged) {
        let outcome = if row.outcome == Outcome::New { "new" } else { "changed" };
        let types = row.event_types.join(", ");
        say(&format!("  line {}: {} is {outcome}: {types}", row.line, row.sku));
    }
    say(&format!("dry run: {} events would be recorded, nothing was", changes.events.len()));
}
