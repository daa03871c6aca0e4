//! How the fields of planners' events fit together.

use rust_decimal::Decimal;

use super::Fault;
use crate::event::{ForecastOverrideSet, ForecastScenarioSet};

/// Names that mean something else.
const TAKEN: [&str; 2] = ["base", "override"];
/// The longest name of a scenario, in bytes.
const LONGEST_NAME: usize = 63;
/// No demand or price becomes more than a hundred times what it is.
const LARGEST_CHANGE: i64 = 99;
/// No supplier becomes later than a year.
const LONGEST_DELAY: u32 = 365;
/// An override of more days than this is a forecast of its own.
const MOST_DAYS: i64 = 366;

pub(super) fn scenario(body: &ForecastScenarioSet) -> Result<(), Fault> {
    if TAKEN.contains(&body.scenario.as_str()) || body.scenario.len() > LONGEST_NAME {
        let message = format!(
            "expected another name than base and override, of at most {LONGEST_NAME} bytes"
        );
        return Err(Fault::field("scenario", message));
    }
    if body.category.is_some() && body.sku.is_some() {
        return Err(Fault::field("sku", "expected a category or a SKU, not both"));
    }
    if body.from.zip(body.to).is_some_and(|(from, to)| to < from) {
        return Err(Fault::field("to", "expected a day that is not before `from`"));
    }
    change("demand_change", body.demand_change)?;
    change("price_change", body.price_change)?;
    let bound = Decimal::from(LARGEST_CHANGE);
    if body.elasticity.is_some_and(|it| it.abs() > bound) {
        return Err(Fault::field("elasticity", format!("expected -{bound} to {bound}")));
    }
    if body.lead_time_change_days.is_some_and(|days| days.unsigned_abs() > LONGEST_DELAY) {
        let message = format!("expected -{LONGEST_DELAY} to {LONGEST_DELAY} days");
        return Err(Fault::field("lead_time_change_days", message));
    }
    Ok(())
}

/// A fraction above -1, so that something is left.
fn change(field: &str, change: Option<Decimal>) -> Result<(), Fault> {
    let bound = Decimal::from(LARGEST_CHANGE);
    match change {
        Some(change) if change <= Decimal::NEGATIVE_ONE || change > bound => {
            Err(Fault::field(field, format!("expected a fraction above -1 and at most {bound}")))
        }
        _ => Ok(()),
    }
}

pub(super) fn overriding(body: &ForecastOverrideSet) -> Result<(), Fault> {
    let named = [
        body.category.is_some(),
        body.channel.is_some(),
        body.country.is_some(),
        body.warehouse.is_some() && body.sku.is_none(),
        body.sku.is_some(),
    ];
    if named.iter().filter(|is| **is).count() > 1 {
        let message = "expected at most one of category, channel, country, warehouse and sku; a sku \
                       may name its warehouse";
        return Err(Fault::field("sku", message));
    }
    let days = (body.to - body.from).num_days() + 1;
    if !(1..=MOST_DAYS).contains(&days) {
        let message = format!("expected 1 to {MOST_DAYS} days from `from` to `to`, got {days}");
        return Err(Fault::field("to", message));
    }
    if body.units_a_day.is_some_and(|units| units.is_negative()) {
        return Err(Fault::field("units_a_day", "expected zero or more"));
    }
    Ok(())
}
