//! The real file: every sum over the events is that over the raw lines, to the penny.

use std::{
    collections::{BTreeMap, HashSet},
    fs::File,
    path::PathBuf,
};

use marea_ingest::{
    amount::Quantity,
    event::{Address, OrderLine},
};
use rust_decimal::Decimal;

use super::*;

/// A line of an event as the facts have it: signed.
pub(super) struct Fact<'a> {
    pub(super) month: String,
    pub(super) country: &'a str,
    pub(super) sku: &'a str,
    pub(super) quantity: Quantity,
    pub(super) amount: Money,
}

/// The lines of all orders and credits.
pub(super) fn facts(events: &[Event]) -> Vec<Fact<'_>> {
    let mut facts = Vec::new();
    for event in events {
        let month = event.envelope.occurred_at.format("%Y-%m").to_string();
        match &event.body {
            Body::OrderPlaced(order) => {
                facts.extend(order_facts(&month, country(order.ship_to.as_ref()), &order.lines));
            }
            Body::OrderEdited(edit) => {
                let country = country_of(events, edit.order_id.as_str());
                facts.extend(order_facts(&month, country, &edit.lines));
            }
            Body::ReturnReceived(credit) => {
                let country = country(credit.ship_to.as_ref());
                facts.extend(credit.lines.iter().flatten().map(|line| {
                    let sku = line.sku.as_ref().expect("a sku").as_str();
                    let price = line.unit_price.expect("a price");
                    fact(&month, country, sku, (-line.quantity, price))
                }));
            }
            _ => {}
        }
    }
    facts
}

fn order_facts<'a>(
    month: &str,
    country: &'a str,
    lines: &'a [OrderLine],
) -> impl Iterator<Item = Fact<'a>> {
    lines
        .iter()
        .map(move |line| fact(month, country, line.sku.as_str(), (line.quantity, line.unit_price)))
}

fn fact<'a>(
    month: &str,
    country: &'a str,
    sku: &'a str,
    (quantity, price): (Quantity, Money),
) -> Fact<'a> {
    Fact { month: month.to_owned(), country, sku, quantity, amount: Money::of(quantity, price) }
}

fn country(address: Option<&Address>) -> &str {
    address.map_or("", |address| address.country.as_str())
}

fn country_of<'a>(events: &'a [Event], order: &str) -> &'a str {
    let placed = events.iter().find_map(|event| match &event.body {
        Body::OrderPlaced(placed) if placed.order_id.as_str() == order => Some(placed),
        _ => None,
    });
    country(placed.and_then(|placed| placed.ship_to.as_ref()))
}

#[allow(clippy::disallowed_methods, reason = "a test may measure itself")]
fn stopwatch() -> std::time::Instant {
    std::time::Instant::now()
}

/// The file, or nothing and a word about it where it is not there.
fn file() -> Option<PathBuf> {
    // Cargo names the folder of the crate at run time; a build that is kept may come from another.
    let here = || PathBuf::from(std::env::var_os("CARGO_MANIFEST_DIR").unwrap_or_default());
    let folder = std::env::var_os("MAREA_DATASETS")
        .map_or_else(|| here().join("../../shared/datasets"), PathBuf::from);
    let path = folder.join("online_retail_2010-12_2011-08.csv.gz");
    path.exists().then_some(path)
}

macro_rules! real_file_or_skip {
    () => {
        match file() {
            Some(path) => path,
            None => {
                #[allow(clippy::print_stderr, reason = "a skipped test says so, by name")]
                {
                    eprintln!("skipped: online_retail_2010-12_2011-08.csv.gz is not there");
                }
                return;
            }
        }
    };
}

fn open(path: &PathBuf) -> File {
    File::open(path).expect("the file opens")
}

#[derive(Debug, PartialEq, Eq, Default, Clone, Copy)]
struct Sum {
    quantity: Decimal,
    amount: Decimal,
}

type Sums = BTreeMap<(String, String, String), Sum>;

/// The sums over the raw lines by month, country and SKU, read without the reader; lines at a
/// price of 0 are left out, for they need not be facts of orders.
fn raw_sums(path: &PathBuf) -> (u64, Sums) {
    let mut csv = csv::Reader::from_reader(flate2::read::GzDecoder::new(open(path)));
    let (mut lines, mut sums) = (0, Sums::new());
    for record in csv.records() {
        let record = record.expect("a record");
        lines += 1;
        let quantity: Decimal = record[3].parse().expect("a quantity");
        let price: Decimal = record[5].parse().expect("a price");
        if price.is_zero() {
            continue;
        }
        let country = crate::online_retail::country::code(&record[7]).to_owned();
        let key = (record[4][..7].to_owned(), country, record[1].trim().to_owned());
        let sum = sums.entry(key).or_default();
        sum.quantity += quantity;
        sum.amount += quantity * price;
    }
    (lines, sums)
}

fn event_sums(events: &[Event]) -> Sums {
    let mut sums = Sums::new();
    for fact in facts(events).into_iter().filter(|fact| !fact.amount.is_zero()) {
        let key = (fact.month, fact.country.to_owned(), fact.sku.to_owned());
        let sum = sums.entry(key).or_default();
        sum.quantity += fact.quantity.decimal();
        sum.amount += fact.amount.decimal();
    }
    sums
}

#[test]
fn sums_by_month_country_and_sku_are_those_of_the_raw_lines() {
    let path = real_file_or_skip!();
    let book = read(open(&path), &mut |_| {}).expect("a readable file");
    let (lines, raw) = raw_sums(&path);
    assert_eq!(book.report.lines, lines);
    let sums = event_sums(&book.events);
    assert_eq!(sums.len(), raw.len());
    for (key, raw) in &raw {
        assert_eq!(sums.get(key), Some(raw), "{key:?}");
    }
}

#[test]
fn every_line_of_the_real_file_is_accounted_for() {
    let path = real_file_or_skip!();
    let started = stopwatch();
    let book = read(open(&path), &mut |_| {}).expect("a readable file");
    let took = started.elapsed();
    let mapped: u64 = book.report.by_kind.values().map(|count| count.lines).sum();
    assert_eq!(mapped + book.report.refused.len() as u64, book.report.lines);
    assert!(book.report.refused.is_empty(), "{:?}", book.report.refused);
    let counts = ["free_item", "stock_found", "stock_written_off", "bad_debt", "discount"]
        .map(|kind| book.report.by_kind.get(kind).map_or(0, |count| count.lines));
    assert_eq!(counts[2..4], [925, 3]);
    #[allow(clippy::print_stdout, reason = "figures to read with --nocapture")]
    {
        println!("{took:?} for {} lines, {} events", book.report.lines, book.events.len());
        for (kind, count) in &book.report.by_kind {
            println!("{kind:22} {:7} {:>10} {:>14}", count.lines, count.quantity, count.amount);
        }
        println!("{} orders, {} edits", book.report.orders, book.report.order_edits);
        println!("{} credits, {} products", book.report.credits, book.report.products);
    }
}

#[test]
fn the_real_file_gives_the_same_valid_events_twice_under_ids_of_their_own() {
    let path = real_file_or_skip!();
    let first = read(open(&path), &mut |_| {}).expect("a readable file");
    let second = read(open(&path), &mut |_| {}).expect("a readable file");
    assert!(first == second);
    let ids: HashSet<_> = first.events.iter().map(|event| &event.envelope.event_id).collect();
    assert_eq!(ids.len(), first.events.len());
    for event in &first.events {
        assert_eq!(decode_record(0, &event.to_json()).as_ref(), Ok(event));
    }
}
