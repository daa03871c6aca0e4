//! How the fields of a carrier's price list fit together.

use std::collections::HashSet;

use super::super::Fault;
use crate::{
    amount::{Money, Quantity},
    event::{CarrierService, CarrierSet},
};

/// The most services of a carrier.
const MOST_SERVICES: usize = 200;
/// The most rates of a service, and the most names in each of its lists.
const MOST_RATES: usize = 1_000;
/// The longest a parcel may take, in days.
const MOST_DAYS: u32 = 365;

/// Checks a carrier as a whole.
pub(super) fn set(carrier: &CarrierSet) -> Result<(), Fault> {
    if carrier.services.len() > MOST_SERVICES {
        let message = format!("expected at most {MOST_SERVICES}, got {}", carrier.services.len());
        return Err(Fault::field("services", message));
    }
    let mut seen = HashSet::new();
    for (index, service) in carrier.services.iter().enumerate() {
        let at = |field: &str| format!("services[{index}].{field}");
        if !seen.insert(&service.service) {
            let message = format!("expected each once, \"{}\" is there twice", service.service);
            return Err(Fault::field(at("service"), message));
        }
        if let Some((field, message)) = fault(service) {
            return Err(Fault::field(at(&field), message));
        }
    }
    Ok(())
}

/// The first field that does not fit, and what was expected.
fn fault(service: &CarrierService) -> Option<(String, String)> {
    let lengths = [
        ("countries", service.countries.len()),
        ("postcodes", service.postcodes.len()),
        ("warehouses", service.warehouses.len()),
        ("rates", service.rates.len()),
    ];
    if let Some((field, count)) = lengths.into_iter().find(|(_, count)| *count > MOST_RATES) {
        return Some((field.into(), format!("expected at most {MOST_RATES}, got {count}")));
    }
    if service.least_days > service.most_days || service.most_days > MOST_DAYS {
        let message = format!("expected `least_days` to {MOST_DAYS}, got {}", service.most_days);
        return Some(("most_days".into(), message));
    }
    if service.per_kg_beyond.is_some_and(Money::is_negative) {
        return Some(("per_kg_beyond".into(), "expected zero or more".into()));
    }
    if service.heaviest_kg.is_some_and(|it| !it.is_positive()) {
        return Some(("heaviest_kg".into(), "expected a number above zero".into()));
    }
    if service.volumetric_divisor == Some(0) {
        return Some(("volumetric_divisor".into(), "expected a number above zero".into()));
    }
    rates(service)
}

/// Rates are there, and each is for more than the one before.
fn rates(service: &CarrierService) -> Option<(String, String)> {
    if service.rates.is_empty() {
        return Some(("rates".into(), "expected at least one rate".into()));
    }
    let mut before = Quantity::ZERO;
    for (index, rate) in service.rates.iter().enumerate() {
        if rate.up_to_kg <= before {
            let field = format!("rates[{index}].up_to_kg");
            return Some((field, format!("expected more than {before}, got {}", rate.up_to_kg)));
        }
        before = rate.up_to_kg;
    }
    None
}
