//! The cost of knowing all demand in advance: the bound that every policy is held against.

use super::replay::Setting;
use crate::inventory::{InventoryError, lots_with_lost_sales};

/// The least cost at which the setting's demand can be met by somebody who knows it.
///
/// He orders so that goods arrive on the morning they are wanted, without lots or lead times, and
/// leaves unserved what would cost more to serve. Every policy pays at least this, whatever it
/// knows: opening stock is sold first, and the rest is the cheapest of all lot sizes, unserved units
/// included. Warm-up days are counted as well; run a policy without them to compare.
///
/// # Errors
///
/// A negative demand or no day at all.
pub fn clairvoyant(setting: &Setting<'_>) -> Result<f64, InventoryError> {
    let mut left = setting.start.stock;
    let mut held = 0.0;
    let mut net = Vec::with_capacity(setting.demand.len());
    for units in setting.demand {
        let served = units.min(left);
        left -= served;
        held += left * setting.costs.holding();
        net.push(units - served);
    }
    Ok(held + lots_with_lost_sales(setting.costs, &net)?.cost)
}
