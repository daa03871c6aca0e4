//! `marea replay`: the last weeks of a shop, or of a file of demand, under the plan.

mod file;
mod written;

use std::path::{Path, PathBuf};

use clap::Args;

use super::{complain, spinner::spinner, sql::with_store};
use crate::outlook::{
    InventoryPlanning, Planning,
    replay::{Past, Span, Terms, replayed},
};

/// What `marea replay --help` ends with.
pub(super) const HELP: &str = "\
At every review of the last weeks, demand is forecast from what was known on that day, stock is
planned, and what is ordered arrives after a lead time that is drawn. Beside the plan stand the rule
that most planners use (mean of the last 56 days, z times sigma times the root of the lead time,
economic order quantity), and `clairvoyant`: what it costs to know all demand in advance. Service is
counted after four weeks, costs are of the whole span; sales that stock does not serve are lost.

A store's terms are those of its products, suppliers and planning.toml. A file (CSV, also gzipped)
has the columns series, time (2026-01-31) and value, one row a day, no row for days without demand;
its terms are the options below.

The answer has a row for each SKU, warehouse and policy; a summary goes to standard error.

Examples:
  marea replay --data ./shop --weeks 26 > replay.csv
  marea replay --input demand.csv --weeks 26 --service-level 0.98 --lead-time 21 --output replay.csv";

/// Days of a week.
const WEEK: usize = 7;

#[derive(Args)]
pub(super) struct ReplayArguments {
    /// The folder of a store that no server has open.
    #[arg(long, value_name = "DIR", required_unless_present = "input", conflicts_with = "input")]
    data: Option<PathBuf>,
    /// A file of demand by day.
    #[arg(long, value_name = "FILE")]
    input: Option<PathBuf>,
    /// How many weeks, up to the last day that is known.
    #[arg(long, default_value_t = 26, value_parser = clap::value_parser!(u16).range(8..=104))]
    weeks: u16,
    /// Reviews after which models are fitted anew; in between they go on with what came. Fits of
    /// more than four weeks ago are not used.
    #[arg(long, default_value_t = 4, value_parser = clap::value_parser!(u16).range(1..))]
    refit_reviews: u16,
    /// The probability with which stock is to last until the next order comes, in place of the
    /// store's.
    #[arg(long, conflicts_with = "fill_rate", value_parser = probability)]
    service_level: Option<f64>,
    /// The share of demand that is to be served from the shelf, in place of the store's.
    #[arg(long, value_parser = probability)]
    fill_rate: Option<f64>,
    /// Days from one review to the next, in place of the store's.
    #[arg(long, value_parser = clap::value_parser!(u16).range(1..=91))]
    review_days: Option<u16>,
    /// Of a file: days from order to receipt, in the mean.
    #[arg(long, value_name = "DAYS", default_value_t = 14.0, conflicts_with = "data", value_parser = amount)]
    lead_time: f64,
    /// Of a file: their deviation, as a share of it.
    #[arg(long, value_name = "SHARE", default_value_t = 0.25, conflicts_with = "data", value_parser = amount)]
    lead_time_spread: f64,
    /// Of a file: how many deliveries the plan has seen; with none it is told mean and deviation.
    #[arg(long, default_value_t = 12, conflicts_with = "data")]
    deliveries: usize,
    /// Of a file: what a unit is bought for.
    #[arg(long, default_value_t = 5.0, conflicts_with = "data", value_parser = amount)]
    unit_cost: f64,
    /// Of a file: what a unit is sold for.
    #[arg(long, default_value_t = 10.0, conflicts_with = "data", value_parser = amount)]
    price: f64,
    /// The file to write; it is there only once it is whole. Standard output without it.
    #[arg(long, visible_alias = "out", value_name = "FILE")]
    output: Option<PathBuf>,
}

fn probability(text: &str) -> Result<f64, String> {
    let wrong = || format!("expected a number between 0 and 1, found {text}");
    text.parse().ok().filter(|value| *value > 0.0 && *value < 1.0).ok_or_else(wrong)
}

fn amount(text: &str) -> Result<f64, String> {
    let wrong = || format!("expected a number that is not below zero, found {text}");
    let value: Option<f64> = text.parse().ok();
    value.filter(|value| value.is_finite() && *value >= 0.0).ok_or_else(wrong)
}

pub(super) fn replay(arguments: &ReplayArguments) -> anyhow::Result<()> {
    match (&arguments.data, &arguments.input) {
        (Some(folder), _) => of_store(folder, arguments),
        (None, Some(input)) => {
            let past = Past::of_rows(file::read(input)?, &arguments.terms())?;
            arguments.run(&past, &InventoryPlanning::default())
        }
        (None, None) => Ok(()),
    }
}

fn of_store(folder: &Path, arguments: &ReplayArguments) -> anyhow::Result<()> {
    let planning = Planning::read(folder)?.inventory;
    with_store(folder, async |application| {
        let past = Past::of_store(application).await?;
        let past = past.ok_or_else(|| anyhow::anyhow!("there are no orders yet"))?;
        tokio::task::block_in_place(|| arguments.run(&past, &planning))
    })
}

impl ReplayArguments {
    fn terms(&self) -> Terms {
        Terms {
            lead_time_days: self.lead_time,
            lead_time_spread: self.lead_time_spread,
            deliveries: self.deliveries,
            unit_cost: self.unit_cost,
            price: self.price,
        }
    }

    /// The planning with what was asked for in its place.
    fn planning(&self, planning: &InventoryPlanning) -> InventoryPlanning {
        let service_level = self.service_level.unwrap_or(planning.service_level);
        let fill_rate =
            self.fill_rate.or(planning.fill_rate.filter(|_| self.service_level.is_none()));
        let review_days = self.review_days.map_or(planning.review_days, usize::from);
        InventoryPlanning { service_level, fill_rate, review_days, ..planning.clone() }
    }

    fn run(&self, past: &Past, planning: &InventoryPlanning) -> anyhow::Result<()> {
        let planning = self.planning(planning);
        let refit_reviews = usize::from(self.refit_reviews);
        let span = Span { days: usize::from(self.weeks) * WEEK, refit_reviews };
        let progress = spinner()?;
        let told = |day| progress.set_message(format!("forecasting demand as of {day}"));
        let (rows, left_out) = replayed(past, &planning, span, &told)?;
        progress.finish_and_clear();
        if left_out > 0 {
            complain(&format!(
                "{left_out} SKUs were left out: sold for less than eight weeks before, or without \
                 stock on more than a tenth of the days"
            ));
        }
        anyhow::ensure!(!rows.is_empty(), "nothing was sold long enough before these weeks");
        written::summary(&rows).iter().for_each(|line| complain(line));
        written::rows(&rows, self.output.as_deref())
    }
}
