//! The plan is replayed through demand that it did not know, beside the usual rule and beside knowing
//! all: it keeps about what it promises, nothing costs less than knowing all, and the same file gives
//! the same rows.

use std::{collections::BTreeMap, fmt::Write as _, path::Path};

use anyhow::{Context as _, Result, ensure};
use chrono::{Datelike as _, Days, NaiveDate};
use marea_tests::binary::{run, run_well};
use rand::{RngExt as _, SeedableRng as _};
use rand_chacha::ChaCha8Rng;

const SKUS: usize = 24;
const DAYS: u64 = 330;
const ASKED: f64 = 0.9;

/// Customers of each day, some of them wanting several; more at weekends.
fn demand() -> String {
    let mut draw = ChaCha8Rng::seed_from_u64(11);
    let first = NaiveDate::from_ymd_opt(2025, 1, 6).unwrap_or_default();
    let mut text = String::from("series,time,value\n");
    for sku in 0..SKUS {
        let pace = 0.4 + 0.35 * sku as f64;
        for day in (0..DAYS).map(|after| first + Days::new(after)) {
            let busy = if day.weekday().num_days_from_monday() > 4 { 1.6 } else { 0.8 };
            let customers = (0..20).filter(|_| draw.random::<f64>() < pace * busy / 20.0).count();
            let units = customers + usize::from(customers > 0 && draw.random::<f64>() < 0.2);
            let _ = writeln!(text, "S{sku:02},{day},{units}");
        }
    }
    text
}

type Row = BTreeMap<String, String>;

fn replayed(file: &Path) -> Result<Vec<Row>> {
    let level = ASKED.to_string();
    let how = ["--weeks", "20", "--refit-reviews", "4", "--service-level", &level];
    let terms = ["--lead-time", "9", "--lead-time-spread", "0.3", "--deliveries", "15"];
    let mut arguments = vec![Path::new("replay"), Path::new("--input"), file];
    arguments.extend(how.iter().chain(&terms).map(|word| Path::new(*word)));
    let said = run_well(arguments)?.stdout;
    let rows: Result<Vec<Row>, csv::Error> =
        csv::Reader::from_reader(said.as_bytes()).deserialize().collect();
    Ok(rows?)
}

fn sum(rows: &[Row], policy: &str, column: &str) -> Result<f64> {
    let of = rows.iter().filter(|row| row["policy"] == policy);
    of.map(|row| row[column].parse::<f64>().with_context(|| format!("no {column} in {row:?}")))
        .sum()
}

#[test]
fn a_plan_is_replayed_out_of_sample() -> Result<()> {
    let folder = tempfile::tempdir()?;
    let file = folder.path().join("demand.csv");
    std::fs::write(&file, demand())?;
    let rows = replayed(&file)?;
    ensure!(rows.len() == 3 * SKUS, "{} rows", rows.len());
    let sum = |policy: &str, column: &str| sum(&rows, policy, column);
    let cycles = sum("plan", "cycles")?;
    let achieved = sum("plan", "full_cycles")? / cycles;
    ensure!(cycles > 60.0 && achieved > ASKED - 0.06, "{achieved} of {cycles}");
    let fill = sum("plan", "served_at_once")? / sum("plan", "demand")?;
    ensure!(fill > 0.95, "{fill} of demand is served");
    let parts = ["holding_cost", "order_cost", "lost_sales_cost"];
    let parts: f64 = parts.into_iter().map(|part| sum("plan", part)).sum::<Result<f64>>()?;
    let cost = sum("plan", "total_cost")?;
    ensure!((parts - cost).abs() < 1.0, "{parts} in parts, {cost} in all");
    for policy in ["plan", "moving_average"] {
        let known = sum("clairvoyant", "total_cost")?;
        ensure!(known < sum(policy, "total_cost")?, "{policy} is cheaper than knowing all");
    }
    ensure!(rows == replayed(&file)?, "two replays of one file differ");
    Ok(())
}

#[test]
fn a_replay_of_what_makes_no_sense_is_refused_by_its_name() -> Result<()> {
    let folder = tempfile::tempdir()?;
    let file = folder.path().join("demand.csv");
    for (text, named) in [
        ("series,time\nmug,2026-01-01\n", "value"),
        ("series,time,value\nmug,2026-01-01,-3\n", "line 2"),
        ("series,time,value\nmug,2026-01-01,3\n", "long enough"),
    ] {
        std::fs::write(&file, text)?;
        let said = run([Path::new("replay"), Path::new("--input"), &file])?;
        ensure!(said.code != 0 && said.stderr.contains(named), "{text}: {}", said.stderr);
    }
    Ok(())
}
