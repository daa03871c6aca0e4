//! Goods that came serve what waits, in one stated order: by priority, then promised date, then
//! when the order was placed, then order and line (FIELD_LESSONS row 9).

use super::{
    Denied,
    allocate::{is_pinned, owed, owed_change},
    draft::{Draft, Levels},
    reroute::has_refused,
};
use crate::{
    amount::Quantity,
    facts::Movement,
    identity::{OrderId, Sku, WarehouseId},
    state::{LevelChange, Order, StockLevel, WaitingRank},
    store::WaitingLines,
};

impl Draft<'_> {
    /// Serves what waits for each SKU of which more can be promised than before the event.
    pub(super) fn fill_backorders(&mut self) -> Result<(), Denied> {
        let risen = self.levels_before.iter().filter(|(sku, before)| {
            self.decision.levels.get(*sku).is_some_and(|now| has_risen(before, now))
        });
        let mut risen: Vec<Sku> = risen.map(|(sku, _)| sku.clone()).collect();
        risen.sort();
        risen.iter().try_for_each(|sku| self.fill(sku))
    }

    fn fill(&mut self, sku: &Sku) -> Result<(), Denied> {
        if self.levels(sku).iter().all(|(_, level)| !level.backordered.is_positive()) {
            return Ok(());
        }
        for rank in self.waiting_now(sku).keys() {
            if !self.levels(sku).iter().any(|(_, level)| level.available().is_positive()) {
                break;
            }
            self.fill_line(rank)?;
        }
        Ok(())
    }

    /// Lines that wait for a SKU as this event has them so far.
    pub(super) fn waiting_now(&self, sku: &Sku) -> WaitingLines {
        let mut lines = self.state.waiting(sku);
        for (before, after) in &self.decision.orders {
            let of_sku = |(of, ..): &(Sku, _, _)| of == sku;
            for (_, rank, _) in before.iter().flat_map(Order::waiting).filter(of_sku) {
                lines.remove(&rank);
            }
            lines
                .extend(after.waiting().into_iter().filter(of_sku).map(|(_, rank, it)| (rank, it)));
        }
        lines
    }

    fn fill_line(&mut self, rank: &WaitingRank) -> Result<(), Denied> {
        let Some(before) = self.order(&rank.order_id)? else { return Ok(()) };
        let Some(at) = before.lines.iter().position(|line| line.line_id == rank.line_id) else {
            return Ok(());
        };
        let mut after = before.clone();
        for owing in 0..before.lines[at].allocations.len() {
            for place in self.places_for(&before, at, owing) {
                self.fill_from(&mut after, at, owing, &place);
            }
        }
        if after != before {
            self.change_order(Some(before), after);
        }
        Ok(())
    }

    /// Where goods for a line that waits may come from: where it waits, then elsewhere, unless the
    /// order is bound to one place.
    fn places_for(&self, order: &Order, at: usize, owing: usize) -> Vec<WarehouseId> {
        let line = &order.lines[at];
        let own = &line.allocations[owing].warehouse;
        let mut places = vec![own.clone()];
        if !is_pinned(order, at) && order.allow_split {
            let skus: Vec<&Sku> = line.stock_of(Quantity::from(1)).map(|(sku, _)| sku).collect();
            let others = self.candidates(order, &skus).into_iter().map(|it| it.warehouse);
            places.extend(others.filter(|name| name != own && !has_refused(order, name)));
        }
        places.retain(|name| !self.is_closed(name));
        places
    }

    /// Sets aside at `place` what one allocation of a line waits for, as far as it goes.
    fn fill_from(&mut self, order: &mut Order, at: usize, owing: usize, place: &WarehouseId) {
        let line = &mut order.lines[at];
        let waits = line.allocations[owing].backordered;
        let units = self.promisable(line, place).at_most(waits);
        if !units.is_positive() {
            return;
        }
        line.allocations[owing].backordered -= units;
        let waited_at = line.allocations[owing].warehouse.clone();
        let here = line.allocations.iter().position(|owed| owed.warehouse == *place);
        let here = here.unwrap_or_else(|| {
            line.allocations.push(owed(place.clone(), Quantity::ZERO, "goods came in there"));
            line.allocations.len() - 1
        });
        line.allocations[here].reserved += units;
        let line = line.clone();
        self.record_fill(&order.order_id, &line, (&waited_at, place), units);
    }

    fn record_fill(
        &mut self,
        order_id: &OrderId,
        line: &crate::state::OrderItem,
        (waited_at, place): (&WarehouseId, &WarehouseId),
        units: Quantity,
    ) {
        let zero = Quantity::ZERO;
        if waited_at == place {
            let change = owed_change(units, -units);
            self.line_movement(Movement::Reserved, order_id, line, place, units, Some(change));
        } else {
            let freed = owed_change(zero, -units);
            self.line_movement(Movement::Released, order_id, line, waited_at, -units, Some(freed));
            let set_aside = owed_change(units, zero);
            self.line_movement(Movement::Reserved, order_id, line, place, units, Some(set_aside));
        }
    }

    /// Tells those who asked when a SKU of which nothing could be promised can be had again.
    pub(super) fn tell_back_in_stock(&mut self) {
        let promised = |levels: &Levels| -> Quantity {
            levels.iter().map(|(_, level)| level.available()).sum()
        };
        let back = self.levels_before.iter().filter(|(sku, before)| {
            let now = self.decision.levels.get(*sku).map(promised).unwrap_or_default();
            !promised(before).is_positive() && now.is_positive()
        });
        let wanted = back.filter(|(sku, _)| !self.state.subscriptions(sku).is_empty());
        let mut back: Vec<Sku> = wanted.map(|(sku, _)| sku.clone()).collect();
        back.sort();
        self.decision.told_back_in_stock = back;
    }
}

/// Whether more can be promised anywhere than before.
fn has_risen(before: &Levels, now: &Levels) -> bool {
    let was = |name: &WarehouseId| {
        let known = before.iter().find(|(known, _)| known == name);
        known.map_or(StockLevel::default(), |(_, level)| *level).available()
    };
    now.iter().any(|(name, level): &(WarehouseId, LevelChange)| level.available() > was(name))
}
