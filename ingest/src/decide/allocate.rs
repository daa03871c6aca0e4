//! Which warehouse owes which line, and whether there is enough.
//!
//! All lines of one event draw on the same figures, so two lines of one SKU count together: what
//! one line takes is gone for the next.

use std::collections::BTreeMap;

use super::{Denied, draft::Draft, route::Candidate};
use crate::{
    amount::Quantity,
    event::{Component, StockPolicy},
    facts::Movement,
    identity::{Sku, WarehouseId},
    state::{Allocation, LevelChange, Order, OrderItem},
};

/// A line to be allocated: its place in the order, and in the event.
#[derive(Clone, Copy)]
pub(super) struct Wanted {
    pub place: usize,
    pub index: usize,
}

/// What was found for one line.
struct Found {
    allocations: Vec<Allocation>,
    short: Quantity,
}

impl Draft<'_> {
    /// Sets goods aside for the open units of lines, or says why it cannot be.
    pub(super) fn allocate(&mut self, order: &mut Order, wanted: &[Wanted]) -> Result<(), Denied> {
        for it in wanted {
            self.prepare(&mut order.lines[it.place]);
        }
        let tracked = wanted.iter().filter(|it| order.lines[it.place].tracked).copied();
        // Lines that may come from one place only take there first; the rest sees what is left.
        let (pinned, free): (Vec<_>, Vec<_>) = tracked.partition(|it| is_pinned(order, it.place));
        for it in pinned {
            self.allocate_line(order, it, &[], None)?;
        }
        let stock = free.iter().flat_map(|it| order.lines[it.place].stock_of(Quantity::from(1)));
        let skus: Vec<&Sku> = stock.map(|(sku, _)| sku).collect();
        if skus.is_empty() {
            return Ok(());
        }
        let ranked = self.candidates(order, &skus);
        let whole = self.first_with_all(order, &free, &ranked);
        let whole = whole.map(|at| (at, "the first that has all of it"));
        let only = whole.or_else(|| self.only_one(order, &ranked));
        for it in free {
            self.allocate_line(order, it, &ranked, only)?;
        }
        Ok(())
    }

    /// The one warehouse for an order that may not be split: that which has the most lines, of those
    /// the one that keeps the most.
    fn only_one(&self, order: &Order, ranked: &[Candidate]) -> Option<(usize, &'static str)> {
        let lines_of = |it: &Candidate| {
            let has = |line: &&OrderItem| self.promisable(line, &it.warehouse) >= missing(line);
            let keeps = |line: &&OrderItem| self.keeps(line, &it.warehouse);
            (order.lines.iter().filter(has).count(), order.lines.iter().filter(keeps).count())
        };
        let ranked = ranked.iter().enumerate().filter(|_| !order.allow_split);
        let most = ranked.max_by_key(|(at, it)| (lines_of(it), std::cmp::Reverse(*at)));
        most.map(|(at, _)| (at, "not to be split; has most of it"))
    }

    /// Notes what a line takes from the stock, and whether that is kept.
    fn prepare(&self, line: &mut OrderItem) {
        // Of a line that partly left or is owed, what that is says what it is made of.
        if line.shipped.is_zero() && line.allocations.is_empty() {
            if line.components.is_empty() && line.is_goods() {
                line.components = self.components_of(&line.sku);
            }
            let kept = line.stock_of(Quantity::from(1)).any(|(sku, _)| self.is_kept(sku));
            line.tracked = line.is_goods() && kept;
        }
        if !line.tracked {
            let asked = line.asked_warehouse.iter();
            let asked = asked.map(|name| owed(name.clone(), Quantity::ZERO, "as the order says"));
            line.allocations = asked.collect();
        }
    }

    /// What a bundle is made up of: only that of which stock is kept, where there is such.
    fn components_of(&self, sku: &Sku) -> Vec<Component> {
        let product = self.state.product(sku);
        let all = product.map(|it| it.components.clone()).unwrap_or_default();
        let kept: Vec<_> = all.iter().filter(|part| self.is_kept(&part.sku)).cloned().collect();
        if kept.is_empty() { all } else { kept }
    }

    /// The first warehouse that has all that these lines still want together.
    fn first_with_all(
        &self,
        order: &Order,
        wanted: &[Wanted],
        ranked: &[Candidate],
    ) -> Option<usize> {
        let mut needed: BTreeMap<&Sku, Quantity> = BTreeMap::new();
        for it in wanted {
            let line = &order.lines[it.place];
            for (sku, units) in line.stock_of(missing(line)).filter(|(sku, _)| self.is_kept(sku)) {
                *needed.entry(sku).or_default() += units;
            }
        }
        let has_all = |candidate: &Candidate| {
            let mut needed = needed.iter();
            needed.all(|(sku, units)| self.level(sku, &candidate.warehouse).available() >= *units)
        };
        ranked.iter().position(has_all)
    }

    fn allocate_line(
        &mut self,
        order: &mut Order,
        wanted: Wanted,
        ranked: &[Candidate],
        only: Option<(usize, &str)>,
    ) -> Result<(), Denied> {
        let Wanted { place, index } = wanted;
        let choices = self.choices(order, place, ranked, only);
        let mut line = order.lines[place].clone();
        let mut found = self.spread(&line, &choices);
        if found.short.is_positive()
            && let Some((with, instead)) = self.with_substitute(&line, &choices)
        {
            (line, found) = (with, instead);
        }
        if found.short.is_positive() && order.cart.is_none() {
            self.fall_short(&line, index, &choices, &mut found)?;
        } else if found.short.is_positive() {
            self.refuse_if_denied(&line, index, &choices, found.short)?;
        }
        let kept = std::mem::replace(&mut line.allocations, found.allocations);
        self.reserve(order, &line);
        line.allocations = joined(kept, line.allocations);
        order.lines[place] = line;
        Ok(())
    }

    /// Where a line may come from, the best first, and why.
    fn choices(
        &self,
        order: &Order,
        place: usize,
        ranked: &[Candidate],
        only: Option<(usize, &str)>,
    ) -> Vec<(WarehouseId, std::sync::Arc<str>)> {
        let line = &order.lines[place];
        if let Some(asked) = order.pick_up_at.as_ref().or(line.asked_warehouse.as_ref()) {
            let why =
                if order.pick_up_at.is_some() { "picked up there" } else { "as the order says" };
            // A report says what was promised there, open or not.
            let closed = self.is_closed(asked) && self.at.asks();
            return if closed { Vec::new() } else { vec![(asked.clone(), why.into())] };
        }
        // What is added to a line is best sent with it, and has to be if the order is not split.
        let with = order.lines.iter().filter(|it| !order.allow_split || it.line_id == line.line_id);
        let mut own: Vec<(WarehouseId, std::sync::Arc<str>)> = Vec::new();
        for owed in with.flat_map(|it| &it.allocations).filter(|owed| owed.owed().is_positive()) {
            if own.iter().all(|(name, _)| *name != owed.warehouse) {
                own.push((owed.warehouse.clone(), "with the rest of it".into()));
            }
        }
        if !order.allow_split && !own.is_empty() {
            return own;
        }
        let told = |it: &Candidate, why: &str| (it.warehouse.clone(), it.reason(why));
        if !own.is_empty() {
            let others =
                ranked.iter().filter(|it| own.iter().all(|(name, _)| *name != it.warehouse));
            let others: Vec<_> = others.map(|it| told(it, "split; has some of the line")).collect();
            return own.into_iter().chain(others).collect();
        }
        if let Some((at, why)) = only {
            return vec![told(&ranked[at], why)];
        }
        let has_line = |it: &&Candidate| self.promisable(line, &it.warehouse) >= missing(line);
        let (has, others): (Vec<_>, Vec<_>) = ranked.iter().partition(has_line);
        let has = has.into_iter().map(|it| told(it, "split; has all of the line"));
        has.chain(others.into_iter().map(|it| told(it, "split; has some of the line"))).collect()
    }

    /// Spreads what a line still wants over places, in their order.
    fn spread(&self, line: &OrderItem, choices: &[(WarehouseId, std::sync::Arc<str>)]) -> Found {
        let mut found = Found { allocations: Vec::new(), short: missing(line).at_least_zero() };
        for (warehouse, reason) in choices {
            let taken = self.promisable(line, warehouse).at_most(found.short);
            if taken.is_positive() {
                found.short -= taken;
                found.allocations.push(owed(warehouse.clone(), taken, reason));
            }
        }
        found
    }

    /// The line as its SKU's substitute would serve it, where that has all that is wanted.
    fn with_substitute(
        &self,
        line: &OrderItem,
        choices: &[(WarehouseId, std::sync::Arc<str>)],
    ) -> Option<(OrderItem, Found)> {
        let untouched = line.components.is_empty() && missing(line) == line.ordered;
        if !line.accept_substitute || !untouched {
            return None;
        }
        let sku = self.state.product(&line.sku)?.substitute.clone()?;
        if !self.is_kept(&sku) {
            return None;
        }
        let mut with = line.clone();
        with.components = vec![Component { sku, quantity: Quantity::from(1) }];
        with.substituted = true;
        let found = self.spread(&with, choices);
        (!found.short.is_positive()).then_some((with, found))
    }

    fn fall_short(
        &mut self,
        line: &OrderItem,
        index: usize,
        choices: &[(WarehouseId, std::sync::Arc<str>)],
        found: &mut Found,
    ) -> Result<(), Denied> {
        self.refuse_if_denied(line, index, choices, found.short)?;
        let may_wait = |place: &WarehouseId| self.line_policy(line, place) != StockPolicy::Deny;
        let used = found.allocations.first().map(|owed| owed.warehouse.clone());
        let used = used.filter(may_wait);
        let waits: Vec<_> =
            choices.iter().map(|(name, _)| name).filter(|it| may_wait(it)).collect();
        let kept = waits.iter().find(|name| self.keeps(line, name)).or(waits.first()).copied();
        let first = choices.first().map(|(name, _)| name);
        let Some(place) = used.or_else(|| kept.or(first).cloned()) else {
            let message = format!("no open warehouse holds \"{}\"", line.sku);
            return self.object("no_warehouse", Some(format!("lines[{index}].warehouse")), message);
        };
        let waits = self.line_policy(line, &place) == StockPolicy::Backorder;
        let known = found.allocations.iter().position(|owed| owed.warehouse == place);
        let at = known.unwrap_or_else(|| {
            found.allocations.push(owed(place.clone(), Quantity::ZERO, "to come"));
            found.allocations.len() - 1
        });
        let owed = &mut found.allocations[at];
        let units = if waits { &mut owed.backordered } else { &mut owed.reserved };
        *units += found.short;
        Ok(())
    }

    /// Refuses what runs short where no place may owe what is not there.
    fn refuse_if_denied(
        &mut self,
        line: &OrderItem,
        index: usize,
        choices: &[(WarehouseId, std::sync::Arc<str>)],
        short: Quantity,
    ) -> Result<(), Denied> {
        let deny = |place: &WarehouseId| self.line_policy(line, place) == StockPolicy::Deny;
        if choices.is_empty() || !choices.iter().all(|(place, _)| deny(place)) {
            return Ok(());
        }
        let wanted = line.open();
        let sku = &line.sku;
        let message =
            format!("{wanted} of \"{sku}\" are ordered, {} are available", wanted - short);
        self.object("insufficient_stock", Some(format!("lines[{index}].quantity")), message)
    }

    /// Records what a line has set aside or waits for.
    pub(super) fn reserve(&mut self, order: &Order, line: &OrderItem) {
        for owed in line.allocations.iter().filter(|owed| owed.owed().is_positive()) {
            let change = owed_change(owed.reserved, owed.backordered);
            let place = &owed.warehouse;
            let units = owed.owed();
            let reserved = Movement::Reserved;
            self.line_movement(reserved, &order.order_id, line, place, units, Some(change));
        }
    }

    /// Frees what a line has set aside and no longer waits for.
    pub(super) fn release(&mut self, order: &Order, line: &mut OrderItem) {
        for owed in std::mem::take(&mut line.allocations) {
            let units = owed.owed();
            if line.tracked && units.is_positive() {
                let change = owed_change(-owed.reserved, -owed.backordered);
                let released = Movement::Released;
                let place = &owed.warehouse;
                self.line_movement(released, &order.order_id, line, place, -units, Some(change));
            }
        }
    }
}

/// Units of a line that nobody owes yet.
fn missing(line: &OrderItem) -> Quantity {
    line.open() - line.reserved() - line.backordered()
}

/// What is owed by each warehouse, once.
fn joined(mut kept: Vec<Allocation>, new: Vec<Allocation>) -> Vec<Allocation> {
    for owed in new {
        match kept.iter_mut().find(|known| known.warehouse == owed.warehouse) {
            Some(known) => {
                known.reserved += owed.reserved;
                known.backordered += owed.backordered;
            }
            None => kept.push(owed),
        }
    }
    kept
}

/// Whether the order says where a line is to come from.
pub(super) fn is_pinned(order: &Order, place: usize) -> bool {
    order.pick_up_at.is_some() || order.lines[place].asked_warehouse.is_some()
}

pub(super) fn owed_change(committed: Quantity, backordered: Quantity) -> LevelChange {
    LevelChange { committed, backordered, ..LevelChange::default() }
}

pub(super) fn owed(warehouse: WarehouseId, reserved: Quantity, reason: &str) -> Allocation {
    Allocation { warehouse, reserved, backordered: Quantity::ZERO, reason: reason.into() }
}
