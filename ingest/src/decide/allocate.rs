//! Which warehouse owes which line, and whether there is enough.
//!
//! All lines of one event draw on the same figures, so two lines of one SKU count together.
//! Warehouses are asked in the order of priority, then name; one that has all of a line is taken
//! before the line is split.

use std::collections::HashMap;

use super::{Denied, Draft};
use crate::{
    amount::Quantity,
    event::StockPolicy,
    facts::Movement,
    identity::{OrderId, Sku, WarehouseId},
    state::{Allocation, LevelChange, OrderItem},
};

/// What is still available while the lines of one event are allocated.
#[derive(Default)]
pub(super) struct Available {
    left: HashMap<Sku, Vec<(WarehouseId, Quantity)>>,
}

impl Available {
    fn of(&mut self, draft: &Draft<'_>, sku: &Sku) -> &mut Vec<(WarehouseId, Quantity)> {
        self.left.entry(sku.clone()).or_insert_with(|| serving(draft, sku))
    }

    /// Gives back what an edited line had set aside, so that it may be set aside again.
    pub(super) fn give_back(&mut self, draft: &Draft<'_>, line: &OrderItem) {
        for allocation in &line.allocations {
            let left = self.of(draft, &line.sku);
            if let Some((_, quantity)) = left.iter_mut().find(|(w, _)| *w == allocation.warehouse) {
                *quantity += allocation.reserved;
            }
        }
    }
}

/// The open warehouses that know the SKU, in the order in which they are asked.
fn serving(draft: &Draft<'_>, sku: &Sku) -> Vec<(WarehouseId, Quantity)> {
    let mut serving: Vec<_> = draft
        .state
        .levels(sku)
        .into_iter()
        .map(|(name, level)| (draft.state.warehouse(&name), name, level.available()))
        .filter(|(known, ..)| known.as_ref().is_none_or(|warehouse| !warehouse.closed))
        .map(|(known, name, available)| {
            (known.map_or(100, |warehouse| warehouse.priority), name, available)
        })
        .collect();
    serving.sort_by(|a, b| (a.0, &a.1).cmp(&(b.0, &b.1)));
    serving.into_iter().map(|(_, name, available)| (name, available)).collect()
}

/// Takes up to `wanted` from one place.
fn take(place: &mut (WarehouseId, Quantity), wanted: Quantity) -> Quantity {
    let taken = wanted.at_most(place.1.at_least_zero());
    place.1 -= taken;
    taken
}

impl Draft<'_> {
    /// Sets goods aside for the open units of a line, or says why it cannot be.
    pub(super) fn allocate(
        &mut self,
        available: &mut Available,
        order_id: &OrderId,
        line: &mut OrderItem,
        index: usize,
        asked: Option<&WarehouseId>,
    ) -> Result<(), Denied> {
        let policy = self.state.policy(&line.sku);
        line.tracked = line.is_goods() && policy != StockPolicy::Untracked;
        if !line.tracked {
            line.allocations = asked.map(|name| owed(name, Quantity::ZERO)).into_iter().collect();
            return Ok(());
        }
        let wanted = line.open();
        let places = available.of(self, &line.sku);
        let (mut owed, short) = spread(places, wanted, asked);
        if short.is_positive() {
            self.fall_short(policy, &mut owed, line, index, (wanted, short), asked, places)?;
        }
        line.allocations = owed;
        self.reserve(order_id, line);
        Ok(())
    }

    /// Records what a line has set aside or waits for.
    fn reserve(&mut self, order_id: &OrderId, line: &OrderItem) {
        for allocation in &line.allocations {
            let change = LevelChange {
                committed: allocation.reserved,
                backordered: allocation.backordered,
                ..LevelChange::default()
            };
            let quantity = allocation.reserved + allocation.backordered;
            let place = &allocation.warehouse;
            self.line_movement(Movement::Reserved, order_id, line, place, quantity, Some(change));
        }
    }

    /// Frees what a line has set aside and no longer waits for.
    pub(super) fn release(&mut self, order_id: &OrderId, line: &mut OrderItem) {
        for allocation in std::mem::take(&mut line.allocations) {
            let quantity = allocation.reserved + allocation.backordered;
            if line.tracked && quantity.is_positive() {
                let change = LevelChange {
                    committed: -allocation.reserved,
                    backordered: -allocation.backordered,
                    ..LevelChange::default()
                };
                let place = &allocation.warehouse;
                self.line_movement(
                    Movement::Released,
                    order_id,
                    line,
                    place,
                    -quantity,
                    Some(change),
                );
            }
        }
    }

    #[allow(clippy::too_many_arguments)]
    fn fall_short(
        &mut self,
        policy: StockPolicy,
        owed_by: &mut Vec<Allocation>,
        line: &OrderItem,
        index: usize,
        (wanted, short): (Quantity, Quantity),
        asked: Option<&WarehouseId>,
        places: &[(WarehouseId, Quantity)],
    ) -> Result<(), Denied> {
        if policy == StockPolicy::Deny {
            let message = format!(
                "{wanted} of \"{}\" are ordered, {} are available",
                line.sku,
                wanted - short
            );
            self.object("insufficient_stock", Some(format!("lines[{index}].quantity")), message)?;
        }
        let first = owed_by.first().map(|allocation| allocation.warehouse.clone());
        let place =
            asked.cloned().or(first).or_else(|| places.first().map(|(name, _)| name.clone()));
        let Some(place) = place else {
            let message = format!("no open warehouse holds \"{}\"", line.sku);
            return self.object("no_warehouse", Some(format!("lines[{index}].warehouse")), message);
        };
        let known = owed_by.iter().position(|allocation| allocation.warehouse == place);
        let at = known.unwrap_or_else(|| {
            owed_by.push(owed(&place, Quantity::ZERO));
            owed_by.len() - 1
        });
        match policy {
            StockPolicy::Backorder => owed_by[at].backordered += short,
            _ => owed_by[at].reserved += short,
        }
        Ok(())
    }
}

fn owed(warehouse: &WarehouseId, reserved: Quantity) -> Allocation {
    Allocation { warehouse: warehouse.clone(), reserved, backordered: Quantity::ZERO }
}

/// Spreads units over warehouses; what could not be placed comes second.
fn spread(
    places: &mut [(WarehouseId, Quantity)],
    wanted: Quantity,
    asked: Option<&WarehouseId>,
) -> (Vec<Allocation>, Quantity) {
    let mut left = wanted;
    let mut spread = Vec::new();
    let whole = places.iter().position(|(name, quantity)| {
        asked.is_none_or(|asked| asked == name) && *quantity >= wanted
    });
    let order = whole.into_iter().chain(0..places.len());
    for at in order {
        let place = &mut places[at];
        if left.is_positive() && asked.is_none_or(|asked| *asked == place.0) {
            let taken = take(place, left);
            if taken.is_positive() {
                left -= taken;
                spread.push(owed(&place.0, taken));
            }
        }
    }
    (spread, left)
}
