//! What planners decide, in `planning.toml` of the store's folder. Everything has a default, so
//! that a shop without the file has plans too.
//!
//! ```toml
//! [inventory]
//! service_level = 0.95        # probability that stock lasts until the next order arrives, or:
//! # fill_rate = 0.98          # share of demand that is served from the shelf
//! review_days = 7             # days from one look at a SKU to the next
//! horizon_days = 28           # how far ahead risk, cost and overstock are looked at
//! holding_rate = 0.25         # a year of holding stock, as a share of its cost
//! order_cost = 25.0           # what an order costs whatever its size, in the shop's currency
//! lead_time_days = 14.0       # of a supplier who says none and never delivered
//! lead_time_spread = 0.25     # its deviation, as a share of it, until deliveries were seen
//! salvage_share = 0.3         # what a unit that has to be cleared brings, as a share of its cost
//!
//! [staffing]
//! days = 14                   # how far ahead people are planned
//! quantile = 0.8              # people are enough in four cases of five
//! opens = "06:00:00"          # when people can work, on which days
//! closes = "22:00:00"
//! days_of_week = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat"]
//! ordered_before = "14:00:00" # orders before this time leave on the same day
//! leaves_at = "18:00:00"      # when the carrier comes
//! counter_channels = ["store"] # channels whose goods are handed over at once: no warehouse work
//! shrinkage = 0.12            # share of paid time that is not worked: breaks, illness, leave
//! utilisation = 0.85          # share of worked time that is work
//! ```

use std::path::Path;

use anyhow::Context as _;
use chrono::{NaiveTime, Weekday};
use serde::Deserialize;

/// The file in the store's folder.
const FILE: &str = "planning.toml";

/// What planners decide.
#[derive(Debug, Clone, Default, PartialEq, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct Planning {
    pub inventory: InventoryPlanning,
    pub staffing: StaffingPlanning,
}

/// How stock is planned.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct InventoryPlanning {
    pub service_level: f64,
    pub fill_rate: Option<f64>,
    pub review_days: usize,
    pub horizon_days: usize,
    pub holding_rate: f64,
    pub order_cost: f64,
    pub lead_time_days: f64,
    pub lead_time_spread: f64,
    pub salvage_share: f64,
}

impl Default for InventoryPlanning {
    fn default() -> Self {
        Self {
            service_level: 0.95,
            fill_rate: None,
            review_days: 7,
            horizon_days: 28,
            holding_rate: 0.25,
            order_cost: 25.0,
            lead_time_days: 14.0,
            lead_time_spread: 0.25,
            salvage_share: 0.3,
        }
    }
}

/// How people are planned.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct StaffingPlanning {
    pub days: usize,
    pub quantile: f64,
    pub opens: NaiveTime,
    pub closes: NaiveTime,
    pub days_of_week: Vec<Weekday>,
    pub ordered_before: NaiveTime,
    pub leaves_at: NaiveTime,
    pub counter_channels: Vec<String>,
    pub shrinkage: f64,
    pub utilisation: f64,
}

const fn hour(hour: u32) -> NaiveTime {
    match NaiveTime::from_hms_opt(hour, 0, 0) {
        Some(time) => time,
        None => NaiveTime::MIN,
    }
}

impl Default for StaffingPlanning {
    fn default() -> Self {
        use Weekday::{Fri, Mon, Sat, Thu, Tue, Wed};
        Self {
            days: 14,
            quantile: 0.8,
            opens: hour(6),
            closes: hour(22),
            days_of_week: vec![Mon, Tue, Wed, Thu, Fri, Sat],
            ordered_before: hour(14),
            leaves_at: hour(18),
            counter_channels: vec!["store".into()],
            shrinkage: 0.12,
            utilisation: 0.85,
        }
    }
}

impl Planning {
    /// Reads the file of a store's folder; the defaults where there is none.
    ///
    /// # Errors
    /// The file, the field, and what was expected.
    pub(crate) fn read(folder: &Path) -> anyhow::Result<Self> {
        let path = folder.join(FILE);
        let text = match std::fs::read_to_string(&path) {
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
                return Ok(Self::default());
            }
            text => text.with_context(|| path.display().to_string())?,
        };
        let planning: Self = toml::from_str(&text).with_context(|| path.display().to_string())?;
        planning.check().with_context(|| path.display().to_string())?;
        Ok(planning)
    }

    /// Refuses what makes no sense, naming the field.
    fn check(&self) -> anyhow::Result<()> {
        let inventory = &self.inventory;
        probability("inventory.service_level", inventory.service_level)?;
        inventory.fill_rate.map_or(Ok(()), |rate| probability("inventory.fill_rate", rate))?;
        within("inventory.review_days", inventory.review_days, 91)?;
        within("inventory.horizon_days", inventory.horizon_days, 365)?;
        not_negative("inventory.holding_rate", inventory.holding_rate)?;
        not_negative("inventory.order_cost", inventory.order_cost)?;
        not_negative("inventory.lead_time_days", inventory.lead_time_days)?;
        not_negative("inventory.lead_time_spread", inventory.lead_time_spread)?;
        not_negative("inventory.salvage_share", inventory.salvage_share)?;
        let staffing = &self.staffing;
        within("staffing.days", staffing.days, 28)?;
        probability("staffing.quantile", staffing.quantile)?;
        probability("staffing.utilisation", staffing.utilisation)?;
        let shrinks = (0.0..1.0).contains(&staffing.shrinkage);
        anyhow::ensure!(shrinks, "staffing.shrinkage: expected 0 or more and less than 1");
        let opens = staffing.opens < staffing.closes || staffing.closes == NaiveTime::MIN;
        anyhow::ensure!(opens, "staffing.closes: expected a time after staffing.opens");
        Ok(())
    }
}

fn probability(field: &str, value: f64) -> anyhow::Result<()> {
    let fits = value > 0.0 && value < 1.0;
    anyhow::ensure!(fits, "{field}: expected a number between 0 and 1, found {value}");
    Ok(())
}

fn within(field: &str, value: usize, most: usize) -> anyhow::Result<()> {
    anyhow::ensure!((1..=most).contains(&value), "{field}: expected 1 to {most}, found {value}");
    Ok(())
}

fn not_negative(field: &str, value: f64) -> anyhow::Result<()> {
    let fits = value.is_finite() && value >= 0.0;
    anyhow::ensure!(fits, "{field}: expected a number that is not below zero, found {value}");
    Ok(())
}

#[cfg(test)]
mod tests;
