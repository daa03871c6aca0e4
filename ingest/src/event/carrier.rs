//! Events of who carries parcels, where to, how fast and for how much.

use chrono::NaiveTime;
use serde::{Deserialize, Serialize};

use super::decode::{non_negative, positive, text};
use crate::{
    amount::{Money, Quantity},
    identity::{CarrierId, Country, Currency, WarehouseId},
};

/// `carrier_set`: the carrier as it is from now on. Its services replace those it had.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CarrierSet {
    /// The carrier.
    pub carrier: CarrierId,
    /// What it is called.
    #[serde(default, deserialize_with = "text::optional", skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// What it offers. An empty list takes the carrier out of use.
    pub services: Vec<CarrierService>,
}

/// A service of a carrier: where it goes, how fast, and its price by weight.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CarrierService {
    /// What it is called; unique within the carrier.
    #[serde(deserialize_with = "text::required")]
    pub service: String,
    /// The countries it delivers to; everywhere where the list is empty.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub countries: Vec<Country>,
    /// It delivers only where the postcode begins with one of these; everywhere in its countries
    /// where the list is empty. Letter case and blanks do not matter.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub postcodes: Vec<String>,
    /// The warehouses it collects from; all where the list is empty.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub warehouses: Vec<WarehouseId>,
    /// The currency of its prices.
    pub currency: Currency,
    /// Prices by weight, the lightest first. A parcel pays the first that it is not too heavy for,
    /// and one heavier than the last is not taken, unless `per_kg_beyond` says what more costs.
    pub rates: Vec<CarrierRate>,
    /// What each kilogram beyond the last rate's weight costs, or part of one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub per_kg_beyond: Option<Money>,
    /// The heaviest parcel that it takes, in kilograms.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub heaviest_kg: Option<Quantity>,
    /// Cubic centimetres that pay as one kilogram where a parcel is light for its size (5,000 is
    /// common); size costs nothing where this is left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub volumetric_divisor: Option<u32>,
    /// Days from leaving the warehouse to the door, at best.
    pub least_days: u32,
    /// And at worst.
    pub most_days: u32,
    /// Whether it collects and delivers on Saturdays and Sundays; these days are not counted else.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub weekends: bool,
    /// What is ready by this time of day leaves the same day; the warehouse's cut-off where it is
    /// left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cut_off: Option<NaiveTime>,
}

/// The price of a parcel up to a weight.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CarrierRate {
    /// In kilograms, that weight included.
    #[serde(deserialize_with = "positive")]
    pub up_to_kg: Quantity,
    /// The price, zero or more.
    #[serde(deserialize_with = "non_negative")]
    pub price: Money,
}
