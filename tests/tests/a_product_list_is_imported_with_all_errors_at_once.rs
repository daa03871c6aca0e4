//! A shop's spreadsheet becomes products, prices and stock: every bad row is named in one run, the
//! others are taken, the same file again adds nothing, and a dry run writes nothing.

use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result};
use marea_tests::{
    binary::{Finished, run, run_well},
    server::Store,
};

/// As a German spreadsheet saves it: semicolons, decimal commas, Windows-1252, and mistakes.
const LIST: &str = "SKU;Name;Price;Currency;Stock policy;Unit cost;Warehouse;Quantity;Colour;Prize\r\n\
    TEE-01;Grüner Tee;6,90;EUR;deny;2,15;hamburg;120;green;\r\n\
    TEE-02;Schwarzer Tee;5,50;EUR;maybe;1,90;;1.234;black;\r\n\
    TEE-03;\"Tee; lose\";3,00;EUR;deny;;hamburg;40,5;;\r\n\
    TEE-04;Doppelt;1,00;EUR;;;;;;\r\n\
    TEE-04;Doppelt;1,00;EUR;;;;;;\r\n\
    TEE-05;Kurz;1,00\r\n";

const VALUE: &str = "SELECT sum(value) FROM stock_value_at('2190-01-01')";

#[test]
fn a_product_list_is_imported_with_all_errors_at_once() -> Result<()> {
    let store = Store::new()?;
    let file = write(&store, LIST)?;
    let dry = import(&store, &file, &["--dry-run"])?;
    assert!(dry.stdout.contains("line 2: TEE-01 is new"), "{}", dry.stdout);
    assert!(!store.data().exists(), "a dry run made a store");

    let first = import(&store, &file, &["--currency", "EUR"])?.stdout;
    assert!(first.contains("6 rows read, 2 new, 0 changed, 0 unchanged, 4 refused"), "{first}");
    for expected in [
        "line 3, stock_policy: expected deny, backorder, allow_negative or untracked, got \"maybe\"",
        "line 3, quantity: \"1.234\" could be 1234 or 1 and a fraction",
        "line 5, sku: expected each SKU once, \"TEE-04\" stands on lines 5, 6",
        "line 6, sku: expected each SKU once",
        "line 7: expected 10 fields as in the header, got 3",
        "column \"Prize\" is not read; is it price?",
        "column \"Colour\" is not read\n",
        "events: 6 recorded, 0 were there already, 0 refused",
    ] {
        assert!(first.contains(expected), "no {expected:?} in:\n{first}");
    }
    assert_eq!(stock(&store)?, "TEE-01,hamburg,120\nTEE-03,hamburg,40.5");
    let named = "SELECT name FROM products WHERE sku = 'TEE-01'";
    assert_eq!(query(&store, named)?, "Grüner Tee");
    assert_eq!(query(&store, VALUE)?, "258", "120 at 2.15; the cost of the others is not known");
    the_same_again_and_a_change(&store, &file)?;
    run_well(["check", "--data", text(&store.data())?])?;
    Ok(())
}

fn the_same_again_and_a_change(store: &Store, file: &Path) -> Result<()> {
    let again = import(store, file, &[])?.stdout;
    assert!(again.contains("0 new, 0 changed, 2 unchanged, 4 refused"), "{again}");
    assert_eq!(query(store, "SELECT count(*) FROM events")?, "6");
    // There and back: what was said before is said again, under an id of its own.
    for figure in ["95", "120"] {
        let file = write(store, &LIST.replace("120;green", &format!("{figure};green")))?;
        let dry = import(store, &file, &["--dry-run"])?.stdout;
        assert!(dry.contains("line 2: TEE-01 is changed: stock_adjusted"), "{dry}");
        assert!(dry.contains("dry run: 1 events would be recorded, nothing was"), "{dry}");
        let real = import(store, &file, &[])?.stdout;
        assert!(real.contains("0 new, 1 changed, 1 unchanged, 4 refused"), "{real}");
        let stock = stock(store)?;
        assert!(stock.starts_with(&format!("TEE-01,hamburg,{figure}\n")), "{stock}");
    }
    assert_eq!(query(store, "SELECT count(*) FROM events")?, "8");
    Ok(())
}

#[test]
fn a_file_that_is_no_list_fails_and_the_others_are_read() -> Result<()> {
    let store = Store::new()?;
    let good = write(&store, "sku,name\nA,tea\n")?;
    let bad = good.with_extension("xlsx");
    std::fs::write(&bad, b"PK\x03\x04")?;
    let data = store.data();
    let arguments = ["import", "products", text(&bad)?, text(&good)?, "--data", text(&data)?]
        .map(str::to_owned);
    let finished = run(&arguments)?;
    assert_eq!(finished.code, 1, "{}", finished.stderr);
    assert!(finished.stderr.contains("save it as CSV"), "{}", finished.stderr);
    assert!(finished.stdout.contains("1 rows read, 1 new"), "{}", finished.stdout);
    Ok(())
}

/// Writes a list beside the store, in Windows-1252.
fn write(store: &Store, list: &str) -> Result<PathBuf> {
    let file = store.data().with_file_name("products.csv");
    let bytes = list.chars().map(u8::try_from).collect::<Result<Vec<_>, _>>()?;
    std::fs::write(&file, bytes)?;
    Ok(file)
}

fn import(store: &Store, file: &Path, more: &[&str]) -> Result<Finished> {
    let data = store.data();
    let mut arguments = vec!["import", "products", text(file)?, "--data", text(&data)?];
    arguments.extend(more);
    run_well(arguments)
}

fn stock(store: &Store) -> Result<String> {
    query(store, "SELECT sku, warehouse, on_hand FROM stock_levels ORDER BY sku")
}

/// The rows of an answer, without the header and without zeros that say nothing.
fn query(store: &Store, sql: &str) -> Result<String> {
    let data = store.data();
    let answer = run_well(["sql", sql, "--data", text(&data)?, "--format", "csv"])?.stdout;
    let rows = answer.trim().lines().skip(1).map(|row| match row.split_once('.') {
        Some((whole, fraction)) => {
            let fraction = fraction.trim_end_matches('0');
            if fraction.is_empty() { whole.to_owned() } else { format!("{whole}.{fraction}") }
        }
        None => row.to_owned(),
    });
    Ok(rows.collect::<Vec<_>>().join("\n"))
}

fn text(path: &Path) -> Result<&str> {
    path.to_str().context("a path that is no text")
}
