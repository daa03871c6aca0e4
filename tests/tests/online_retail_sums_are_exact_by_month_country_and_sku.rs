//! A real shop's order book, imported whole: for every month, country and SKU the sum of
//! `quantity * unit_price` by SQL is that of the file to the penny, and a second import adds
//! nothing.

use std::collections::BTreeSet;

use anyhow::{Context as _, Result};
use marea_tests::{
    binary::run_well,
    environment::skip,
    repository::dataset,
    retail::{OrderBook, Sums},
    server::Store,
};
use rust_decimal::Decimal;

const FILE: &str = "online_retail_2010-12_2011-08.csv.gz";
const SUMS: &str = "SELECT substr(cast(event_date AS varchar), 1, 7) AS month, country, sku, \
    sum(quantity * unit_price) AS worth FROM order_lines GROUP BY 1, 2, 3";

#[test]
fn online_retail_sums_are_exact_by_month_country_and_sku() -> Result<()> {
    let Some(file) = dataset(FILE) else {
        skip("online_retail_sums_are_exact_by_month_country_and_sku", "no order book");
        return Ok(());
    };
    let (store, raw) = (Store::new()?, OrderBook::read(&file)?);
    let import = ["import", "online-retail", text(&file)?, "--data", text(&store.data())?]
        .map(str::to_owned);
    let report = run_well(&import)?;
    let recorded = query(&store, "SELECT count(*), max(lsn) FROM events")?;
    compare(&raw.sums, &sums(&store)?);
    assert!(raw.lines > 300_000 && !report.stdout.is_empty(), "{}", report.stdout);

    run_well(&import)?;
    assert_eq!(query(&store, "SELECT count(*), max(lsn) FROM events")?, recorded);
    assert_eq!(
        query(&store, "SELECT count(*) FROM stock_levels")?.trim().lines().last(),
        Some("0")
    );
    run_well(["check", "--data", text(&store.data())?])?;
    Ok(())
}

fn compare(raw: &Sums, recorded: &Sums) {
    let keys: BTreeSet<_> = raw.keys().chain(recorded.keys()).collect();
    let differing = keys.iter().filter(|key| raw.get(**key) != recorded.get(**key));
    let shown: Vec<_> =
        differing.map(|key| (key, raw.get(*key), recorded.get(*key))).take(10).collect();
    assert!(shown.is_empty(), "of {} sums differ, the first: {shown:#?}", keys.len());
    assert!(raw.len() > 10_000, "only {} sums", raw.len());
}

fn sums(store: &Store) -> Result<Sums> {
    let answer = query(store, SUMS)?;
    let mut sums = Sums::new();
    for record in csv::Reader::from_reader(answer.as_bytes()).records() {
        let record = record?;
        let field = |index: usize| record.get(index).map(str::to_owned).context("short row");
        let worth = Decimal::from_str_exact(&field(3)?)?;
        if !worth.is_zero() {
            sums.insert((field(0)?, field(1)?, field(2)?), worth);
        }
    }
    Ok(sums)
}

fn query(store: &Store, sql: &str) -> Result<String> {
    let data = store.data();
    Ok(run_well(["sql", sql, "--data", text(&data)?, "--format", "csv"])?.stdout)
}

fn text(path: &std::path::Path) -> Result<&str> {
    path.to_str().context("a path that is no text")
}
