//! Events of what planners assume and decide. They change no order and no stock: the service that
//! forecasts reads them back out of the log, with who said it, when and why.

use chrono::NaiveDate;
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use super::decode::text;
use crate::{
    amount::Quantity,
    identity::{Channel, Country, Sku, WarehouseId},
};

/// `forecast_scenario_set`: an assumption that is forecast beside the base, as it is from now on.
///
/// It holds for the whole shop, or for one category or SKU; from a day to a day, or always.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ForecastScenarioSet {
    /// What it is called; saying it again replaces it. `base` and `override` are taken.
    #[serde(deserialize_with = "text::required")]
    pub scenario: String,
    /// Of which category.
    #[serde(default, deserialize_with = "text::optional", skip_serializing_if = "Option::is_none")]
    pub category: Option<String>,
    /// Of which SKU.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sku: Option<Sku>,
    /// The first day.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<NaiveDate>,
    /// The last day.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to: Option<NaiveDate>,
    /// By how much demand is higher, as a fraction: `"0.20"` is a fifth more, by growth or by a
    /// promotion.
    #[serde(
        default,
        with = "rust_decimal::serde::str_option",
        skip_serializing_if = "Option::is_none"
    )]
    pub demand_change: Option<Decimal>,
    /// By how much the price is higher, as a fraction; below zero it is lower.
    #[serde(
        default,
        with = "rust_decimal::serde::str_option",
        skip_serializing_if = "Option::is_none"
    )]
    pub price_change: Option<Decimal>,
    /// How demand answers to the price: `"-1.5"` means that a price one per cent higher sells one
    /// and a half per cent less.
    #[serde(
        default,
        with = "rust_decimal::serde::str_option",
        skip_serializing_if = "Option::is_none"
    )]
    pub elasticity: Option<Decimal>,
    /// Days by which suppliers take longer; below zero they are faster.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lead_time_change_days: Option<i32>,
    /// Whether it is given up.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub removed: bool,
}

/// `forecast_override_set`: a planner knows better than the model what a series sells on some days.
///
/// It is of the whole shop's units, or of those of one category, channel, country, warehouse, or
/// SKU (also in one warehouse). The same days of the same series again replace it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ForecastOverrideSet {
    /// Of which category.
    #[serde(default, deserialize_with = "text::optional", skip_serializing_if = "Option::is_none")]
    pub category: Option<String>,
    /// Of which channel.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub channel: Option<Channel>,
    /// Of which country.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub country: Option<Country>,
    /// Of which warehouse.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub warehouse: Option<WarehouseId>,
    /// Of which SKU.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sku: Option<Sku>,
    /// The first day.
    pub from: NaiveDate,
    /// The last day.
    pub to: NaiveDate,
    /// Units a day; left out where the override is given up.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub units_a_day: Option<Quantity>,
}
