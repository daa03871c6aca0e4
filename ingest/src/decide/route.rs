//! From where an order is sent: which warehouses may serve it, in which order, and why.
//!
//! Open warehouses are ranked by their priority, then by the day on which goods leave (what comes
//! in after the cut-off leaves a day later), then by the distance to the destination, then by name.
//! The first that has the whole order serves it; where none has, lines are split if the order
//! allows it. What was decided is kept with the allocation, in words.

use std::{collections::BTreeMap, sync::Arc};

use chrono::{TimeZone as _, Timelike as _};

use super::{Document, draft::Draft};
use crate::{
    amount::Quantity,
    event::{Address, StockPolicy},
    geography::{self, Coordinates},
    identity::{Sku, WarehouseId},
    state::{Order, OrderItem, Warehouse},
};

/// A warehouse that may serve an order.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Candidate {
    priority: u32,
    leaves_after_days: u8,
    /// Whole kilometres; `u32::MAX` where it is not known how far it is.
    kilometres: u32,
    pub(super) warehouse: WarehouseId,
}

impl Candidate {
    /// Why it was chosen, in words.
    pub(super) fn reason(&self, why: &str) -> Arc<str> {
        let leaves = if self.leaves_after_days == 0 { "today" } else { "tomorrow" };
        let priority = self.priority;
        match self.kilometres {
            u32::MAX => format!("{why}: priority {priority}, leaves {leaves}").into(),
            far => format!("{why}: priority {priority}, leaves {leaves}, {far} km").into(),
        }
    }
}

/// Where an address or a warehouse is, as well as it is known.
fn place(
    coordinates: Option<Coordinates>,
    country: Option<&crate::identity::Country>,
    postcode: Option<&str>,
) -> Option<Coordinates> {
    coordinates.or_else(|| Some(geography::locate(country?, postcode)?.coordinates))
}

fn destination(address: Option<&Address>) -> Option<Coordinates> {
    let address = address?;
    place(address.coordinates, Some(&address.country), address.postcode.as_deref())
}

fn stands(warehouse: &Warehouse) -> Option<Coordinates> {
    place(warehouse.coordinates, warehouse.country.as_ref(), warehouse.postcode.as_deref())
}

impl Draft<'_> {
    /// The open warehouses that know one of the SKUs, or were set, the best first.
    pub(super) fn candidates(&self, order: &Order, skus: &[&Sku]) -> Vec<Candidate> {
        let mut known: BTreeMap<WarehouseId, Option<Arc<Warehouse>>> = BTreeMap::new();
        for sku in skus {
            for (name, _) in self.levels(sku) {
                known.entry(name).or_insert(None);
            }
        }
        for warehouse in self.state.warehouses() {
            known.insert(warehouse.warehouse.clone(), Some(warehouse));
        }
        known.retain(|name, _| !self.is_closed(name));
        if known.len() == 1 {
            let only = known.into_keys().map(|name| self.candidate(name, None, None));
            return only.collect();
        }
        let to = destination(order.ship_to.as_ref());
        let ranked = known.into_iter().map(|(name, it)| self.candidate(name, it.as_deref(), to));
        let mut ranked: Vec<_> = ranked.collect();
        ranked.sort();
        ranked
    }

    /// Whether a warehouse is closed, as this event has it.
    pub(super) fn is_closed(&self, name: &WarehouseId) -> bool {
        let changed = self.decision.documents.iter().find_map(|document| match document {
            Document::Warehouse(it) if it.warehouse == *name => Some(it.closed),
            _ => None,
        });
        changed.unwrap_or_else(|| self.state.warehouse(name).is_some_and(|it| it.closed))
    }

    fn candidate(
        &self,
        warehouse: WarehouseId,
        known: Option<&Warehouse>,
        to: Option<Coordinates>,
    ) -> Candidate {
        let from = known.and_then(stands);
        let metres = from.zip(to).map(|(from, to)| geography::distance(from, to));
        Candidate {
            priority: known.map_or(100, |warehouse| warehouse.priority),
            leaves_after_days: u8::from(known.is_some_and(|it| self.is_past_cut_off(it))),
            kilometres: metres.map_or(u32::MAX, |metres| metres.0.div_ceil(1000)),
            warehouse,
        }
    }

    /// Whether the event came too late in the shop's day for goods to leave on it.
    fn is_past_cut_off(&self, warehouse: &Warehouse) -> bool {
        let now = self.at.zone.from_utc_datetime(&self.at.occurred_at().utc().naive_utc());
        warehouse.cut_off.is_some_and(|cut_off| now.time().num_seconds_from_midnight() > cut_off)
    }

    /// Whether stock is kept of a SKU.
    pub(super) fn is_kept(&self, sku: &Sku) -> bool {
        self.state.policy(sku) != StockPolicy::Untracked
    }

    /// Units of a line that a warehouse can promise now. A bundle is as many as its scarcest
    /// component suffices for, in whole bundles.
    pub(super) fn promisable(&self, line: &OrderItem, warehouse: &WarehouseId) -> Quantity {
        if line.components.is_empty() {
            return self.level(&line.sku, warehouse).available().at_least_zero();
        }
        let kept = line.components.iter().filter(|part| self.is_kept(&part.sku));
        let whole = kept
            .map(|part| self.level(&part.sku, warehouse).available().whole_times(part.quantity));
        whole.min().unwrap_or(line.ordered)
    }

    /// Whether a warehouse keeps all that a line takes: it has, or had, stock of it, more is to come,
    /// or a rule was set for it there. Goods are most likely to come where they were before.
    pub(super) fn keeps(&self, line: &OrderItem, warehouse: &WarehouseId) -> bool {
        line.stock_of(Quantity::from(1)).filter(|(sku, _)| self.is_kept(sku)).all(|(sku, _)| {
            self.levels(sku).iter().any(|(name, _)| name == warehouse)
                || self.state.rule(sku, warehouse).is_some()
        })
    }

    /// What happens where a warehouse is short of what a line takes: the strictest policy of all
    /// that it takes.
    pub(super) fn line_policy(&self, line: &OrderItem, warehouse: &WarehouseId) -> StockPolicy {
        let stock = line.stock_of(Quantity::from(1));
        let policies = stock.map(|(sku, _)| self.state.policy_in(sku, warehouse));
        policies.min().unwrap_or(StockPolicy::Untracked)
    }
}
