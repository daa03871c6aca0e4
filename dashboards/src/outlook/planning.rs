//! What planners decide, in `planning.toml` of the store's folder. Everything has a default, so
//! that a shop without the file has plans too.
//!
//! ```toml
//! country = "ES"              # whose public holidays count: a code of ISO 3166, also of a region
//!                             # (ES-GA); without it, where most warehouses are
//!
//! [forecasts]
//! refit_seconds = 300.0       # a night's time for fitting models anew: first what drifts, then what
//!                             # sells most for how old it is; all others go on with the new day
//! refit_days = 7              # but nothing goes on for longer than this, and of many series a part
//!                             # for half of it; 1 to 28
//!
//! [inventory]
//! service_level = 0.95        # probability that stock lasts until the next order arrives, or:
//! # fill_rate = 0.98          # share of demand that is served from the shelf
//! review_days = 7             # days from one look at a SKU to the next
//! horizon_days = 28           # how far ahead risk, cost and overstock are looked at
//! holding_rate = 0.25         # a year of holding stock, as a share of its cost
//! order_cost = 5.0            # what a line of an order costs whatever its quantity: its share of
//!                             # the order and its freight, booking in; in the shop's currency
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
//! closed_on_holidays = true   # nobody works and no carrier comes on public holidays,
//! closed = ["2026-12-24"]     # nor on these days
//! shift_days = 7              # how far ahead shifts are planned
//! hourly_cost = 15.0          # of people of whom nothing else is said
//! people_lead_days = 7        # from calling people in to having them at work
//! overtime_premium = 0.25     # on top of the hourly cost, also night_, saturday_, sunday_premium
//!
//! [[staffing.shifts]]         # kinds of shifts; without any: of eight hours and of four
//! name = "morning"
//! starts = "06:00:00"
//! hours = 8.5                 # from its start to its end
//! break_minutes = 30          # around its middle; 30 where it is longer than six hours, else none
//! paid_break = false
//! days_of_week = ["Mon", "Tue"] # all where it is left out
//!
//! [[staffing.people]]         # who there is; without any: as many as it takes
//! name = "floor"
//! warehouse = "MAD"           # all where it is left out
//! people = 12
//! roles = ["picking", "packing"] # all where it is left out
//! hourly_cost = 16.0
//! contract_hours = 40.0       # a week, paid whether worked or not; also ordinary_hours,
//! most_hours = 48.0           # most_days and least_rest_hours
//!
//! [[staffing.usual]]          # who there is on a usual day; without it, those whom the busiest
//! role = "picking"            # day of the last four weeks needed
//! people = 4                  # at once
//! hours = 32.0                # in all
//!
//! [[staffing.resources]]      # of what there may be too little
//! warehouse = "MAD"
//! name = "packing stations"
//! available = 6.0
//! occupation = { person = { role = "packing", each = 1.0 } }
//! ```

mod people;

use std::path::Path;

use anyhow::Context as _;
use marea_forecast::calendar::Country;
use serde::Deserialize;

pub(crate) use self::people::StaffingPlanning;

/// The file in the store's folder.
const FILE: &str = "planning.toml";

/// What planners decide.
#[derive(Debug, Clone, Default, PartialEq, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct Planning {
    pub country: Option<Country>,
    pub forecasts: ForecastPlanning,
    pub inventory: InventoryPlanning,
    pub staffing: StaffingPlanning,
}

/// How forecasts are kept.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct ForecastPlanning {
    pub refit_seconds: f64,
    pub refit_days: usize,
}

impl Default for ForecastPlanning {
    fn default() -> Self {
        Self { refit_seconds: 300.0, refit_days: 7 }
    }
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
            order_cost: 5.0,
            lead_time_days: 14.0,
            lead_time_spread: 0.25,
            salvage_share: 0.3,
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
        not_negative("forecasts.refit_seconds", self.forecasts.refit_seconds)?;
        within("forecasts.refit_days", self.forecasts.refit_days, 28)?;
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
        self.staffing.check()
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
