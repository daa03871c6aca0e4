//! Plans of stock replayed through the demand of shops that differ: the service that was asked for
//! beside the one achieved, and what it cost beside the rule that most planners use and beside
//! knowing all demand in advance. `marea replay` forecasts at each review from what was known then.

mod shop;

use std::{collections::BTreeMap, fs, path::Path, process::Stdio};

use anyhow::{Context as _, Result, ensure};
use marea_tests::{binary, repository::dataset};
use serde::Deserialize;

use self::shop::Shop;
use super::order_book;
use crate::table::{Measure, Target, progress};

/// What is asked of the plans: both kinds of service, at the levels that shops mostly choose.
const ASKED: [(&str, f64); 3] =
    [("--service-level", 0.90), ("--service-level", 0.95), ("--fill-rate", 0.98)];
/// How far below what was asked a shop may end: of some hundred cycles the share has a deviation of
/// about 0.02.
const SHORT: f64 = 0.02;
const BOOK: &str = "online_retail_2010-12_2011-08.csv.gz";

/// A row of what `marea replay` writes.
#[derive(Deserialize)]
struct Row {
    policy: String,
    cycles: f64,
    full_cycles: f64,
    demand: f64,
    served_at_once: f64,
    total_cost: f64,
}

/// All SKUs of one policy.
#[derive(Default, Clone, Copy)]
struct Total {
    cycles: f64,
    full: f64,
    demand: f64,
    served: f64,
    cost: f64,
}

impl Total {
    fn add(&mut self, row: &Row) {
        self.cycles += row.cycles;
        self.full += row.full_cycles;
        self.demand += row.demand;
        self.served += row.served_at_once;
        self.cost += row.total_cost;
    }

    /// The share of cycles without a lack, or of demand that was served.
    fn achieved(&self, kind: &str) -> f64 {
        match kind {
            "--fill-rate" => self.served / self.demand.max(1.0),
            _ => self.full / self.cycles.max(1.0),
        }
    }
}

/// Replays all shops.
pub(crate) fn measure(measures: &mut Vec<Measure>) -> Result<()> {
    let mut shops = shop::all();
    shops.extend(dataset(BOOK).map(|file| real(&file)).transpose()?);
    for shop in &shops {
        let folder = tempfile::tempdir()?;
        let file = folder.path().join("demand.csv");
        fs::write(&file, shop.rows())?;
        for (kind, level) in ASKED {
            progress(&format!("plans of {}: {kind} {level}", shop.name));
            let totals = replayed(shop, &file, (kind, level))?;
            tell(shop, (kind, level), &totals, measures)?;
        }
    }
    Ok(())
}

/// The shop of the public order book.
fn real(file: &Path) -> Result<Shop> {
    let units = order_book::sets(file)?.into_iter().next().context("no units")?;
    Ok(Shop::of("a real shop", (14.0, 0.3), units.series))
}

fn replayed(shop: &Shop, file: &Path, asked: (&str, f64)) -> Result<BTreeMap<String, Total>> {
    let (lead_time, spread) = shop.lead_time;
    let mut command = binary::command(["replay", "--input"])?;
    command.arg(file).args(["--weeks", &shop.weeks.to_string()]);
    command.args(["--lead-time", &lead_time.to_string()]);
    command.args(["--lead-time-spread", &spread.to_string()]);
    command.args([asked.0, &asked.1.to_string()]);
    let output = command.stderr(Stdio::inherit()).output()?;
    ensure!(output.status.success(), "the replay of {} failed", shop.name);
    let mut totals: BTreeMap<String, Total> = BTreeMap::new();
    for row in csv::Reader::from_reader(output.stdout.as_slice()).deserialize() {
        let row: Row = row?;
        totals.entry(row.policy.clone()).or_default().add(&row);
    }
    Ok(totals)
}

fn tell(
    shop: &Shop,
    (kind, level): (&str, f64),
    totals: &BTreeMap<String, Total>,
    measures: &mut Vec<Measure>,
) -> Result<()> {
    let of = |policy: &str| totals.get(policy).with_context(|| format!("no rows of {policy}"));
    let (plan, usual, bound) = (of("plan")?, of("moving_average")?, of("clairvoyant")?);
    let word = if kind == "--fill-rate" { "fill rate" } else { "cycles without a lack" };
    let (name, percent) = (shop.name, level * 100.0);
    let achieved = Measure::ours(
        format!("{name}: {word}, asked {percent:.0}, beside the usual rule"),
        "%",
        100.0 * plan.achieved(kind),
    );
    let least = Target::AtLeast(100.0 * (level - SHORT));
    measures.push(achieved.beside(Some(100.0 * usual.achieved(kind))).aimed(least));
    let cost = format!("{name}: cost at {word} {percent:.0}, times the clairvoyant's");
    let times = |total: &Total| total.cost / bound.cost.max(1.0);
    measures.push(Measure::ours(cost, "×", times(plan)).beside(Some(times(usual))));
    Ok(())
}
