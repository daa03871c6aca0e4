//! Who carries parcels, and what products weigh, as it is now.

use chrono::Timelike as _;
use serde::{Deserialize, Serialize};

use crate::{
    amount::{Money, Quantity},
    event::{CarrierRate, CarrierService, CarrierSet, ProductSet},
    identity::{CarrierId, Country, Currency, Sku, WarehouseId},
};

/// A carrier.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Carrier {
    /// Its name in events.
    pub carrier: CarrierId,
    /// What it is called.
    pub name: Option<String>,
    /// What it offers.
    pub services: Vec<Service>,
}

/// A service of a carrier. [`CarrierService`] says what the fields mean.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Service {
    /// What it is called.
    pub service: String,
    /// The countries it delivers to; all where there are none.
    pub countries: Vec<Country>,
    /// What postcodes begin with, in capitals and without blanks; all where there are none.
    pub postcodes: Vec<String>,
    /// Where it collects; everywhere where there are none.
    pub warehouses: Vec<WarehouseId>,
    /// The currency of its prices.
    pub currency: Currency,
    /// Weight in kilograms and price, the lightest first.
    pub rates: Vec<(Quantity, Money)>,
    /// What each kilogram beyond costs.
    pub per_kg_beyond: Option<Money>,
    /// The heaviest parcel that it takes, in kilograms.
    pub heaviest_kg: Option<Quantity>,
    /// Cubic centimetres that pay as one kilogram.
    pub volumetric_divisor: Option<u32>,
    /// Days to the door at best.
    pub least_days: u32,
    /// And at worst.
    pub most_days: u32,
    /// Whether weekends count.
    pub weekends: bool,
    /// What is ready by then leaves the same day, in seconds after midnight.
    pub cut_off: Option<u32>,
}

impl Carrier {
    /// The carrier that an event sets, whose name stays as it was `known` where it is left out.
    #[must_use]
    pub fn of(event: &CarrierSet, known: Option<&Self>) -> Self {
        let name = event.name.clone().or_else(|| known.and_then(|known| known.name.clone()));
        let services = event.services.iter().map(Service::of).collect();
        Self { carrier: event.carrier.clone(), name, services }
    }
}

impl Service {
    fn of(said: &CarrierService) -> Self {
        let rate = |rate: &CarrierRate| (rate.up_to_kg, rate.price);
        Self {
            service: said.service.clone(),
            countries: said.countries.clone(),
            postcodes: said.postcodes.iter().map(|it| plain(it)).collect(),
            warehouses: said.warehouses.clone(),
            currency: said.currency,
            rates: said.rates.iter().map(rate).collect(),
            per_kg_beyond: said.per_kg_beyond,
            heaviest_kg: said.heaviest_kg,
            volumetric_divisor: said.volumetric_divisor,
            least_days: said.least_days,
            most_days: said.most_days,
            weekends: said.weekends,
            cut_off: said.cut_off.map(|time| time.num_seconds_from_midnight()),
        }
    }
}

/// A postcode as it is compared: people write it in many ways.
pub(crate) fn plain(postcode: &str) -> String {
    let kept = postcode.chars().filter(|it| it.is_alphanumeric());
    kept.flat_map(char::to_uppercase).collect()
}

/// What a unit of a product weighs and how much room it takes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Measures {
    /// Of what.
    pub sku: Sku,
    /// In kilograms.
    pub weight_kg: Option<Quantity>,
    /// In litres.
    pub volume_litres: Option<Quantity>,
}

impl Measures {
    /// What an event says of them, over what is `known`; `None` where it says nothing.
    #[must_use]
    pub fn of(event: &ProductSet, known: Option<&Self>) -> Option<Self> {
        let ProductSet { sku, weight_kg, volume_litres, .. } = event;
        (weight_kg.is_some() || volume_litres.is_some()).then(|| Self {
            sku: sku.clone(),
            weight_kg: weight_kg.or_else(|| known?.weight_kg),
            volume_litres: volume_litres.or_else(|| known?.volume_litres),
        })
    }
}
