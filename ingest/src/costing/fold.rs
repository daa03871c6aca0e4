//! The fold of a group's entries, in the order of the books, into positions.

mod moves;

use std::{collections::HashMap, hash::BuildHasherDefault};

use super::{
    Figures, Method, Period, Position,
    arithmetic::worth,
    entry::{Entry, Kind, Place},
    groups::Fold,
    ledger::Context,
    names::Mix,
    pools::Pools,
    restated::{Restated, restated},
    stock::Stock,
};

/// Where in a list a place is.
pub(super) type Slots = HashMap<Place, usize, BuildHasherDefault<Mix>>;

/// Costs groups one after the other; what it holds is used again for each.
pub(super) struct Costing<'a> {
    context: &'a Context,
    method: Method,
    period: Period,
    /// Where in `stocks` a place of the group is.
    slots: Slots,
    /// The last cost of a SKU that any entry named.
    known: Vec<Option<i128>>,
    stocks: Vec<Stock>,
    pools: Pools,
    restated: Vec<Restated>,
    /// The next of `restated`.
    next: usize,
    /// Whether the sales of the present entry are within the period.
    counts: bool,
    positions: Vec<Position>,
}

impl Fold for Costing<'_> {
    type Output = Vec<Position>;

    fn group(&mut self, entries: &[Entry]) {
        self.prepare(entries);
        for (at, entry) in entries.iter().enumerate() {
            self.entry(at, entry);
        }
        self.finish_group();
    }

    fn finish(self) -> Vec<Position> {
        self.positions
    }
}

impl<'a> Costing<'a> {
    pub(super) fn new(context: &'a Context, method: Method, period: Period) -> Self {
        Self {
            context,
            method,
            period,
            slots: Slots::default(),
            known: vec![None; context.names.skus.len()],
            stocks: Vec::new(),
            pools: Pools::default(),
            restated: Vec::new(),
            next: 0,
            counts: true,
            positions: Vec::new(),
        }
    }

    /// Looks ahead for what entries must know of later ones: which issues will come back, and
    /// what bills and landed cost make of receipts.
    fn prepare(&mut self, entries: &[Entry]) {
        self.next = 0;
        self.restated.clear();
        let mut restates = false;
        for entry in entries {
            match entry.kind {
                Kind::Returned | Kind::ReturnedToSupplier if entry.document != 0 => {
                    self.pools.entry(entry.document).or_default();
                }
                Kind::Billed | Kind::LandedCost => restates = true,
                _ => (),
            }
        }
        if restates {
            restated(entries, &mut self.restated);
        }
    }

    fn entry(&mut self, at: usize, entry: &Entry) {
        self.counts = self.period.contains(entry.occurred_at);
        let slot = self.slot(entry.place());
        match entry.kind {
            Kind::Received => self.received(at, slot, entry),
            Kind::ReturnedToSupplier => self.returned_to_supplier(slot, entry),
            Kind::Shipped => self.shipped(slot, entry),
            Kind::Returned => self.returned(slot, entry),
            Kind::TransferredOut => self.transferred_out(slot, entry),
            Kind::TransferredIn => self.transferred_in(slot, entry),
            Kind::Consumed => self.consumed(slot, entry),
            Kind::Assembled => self.assembled(slot, entry),
            Kind::Gained => self.gained(slot, entry),
            Kind::Lost => self.lost(slot, entry),
            Kind::CostRevised => self.cost_revised(slot, entry),
            Kind::LandedCost if entry.document == 0 => self.unnamed_landed_cost(slot, entry),
            // Receipts have taken these in already.
            Kind::Billed | Kind::LandedCost => (),
        }
    }

    fn slot(&mut self, place: Place) -> usize {
        *self.slots.entry(place).or_insert_with(|| {
            self.stocks.push(Stock::new(place, self.method));
            self.stocks.len() - 1
        })
    }

    fn finish_group(&mut self) {
        self.slots.clear();
        for pool in self.pools.drain().map(|(_, pool)| pool) {
            if let Some(sender) = pool.sender {
                let figures = &mut self.stocks[sender].figures;
                figures.in_transit += pool.quantity;
                figures.in_transit_worth += pool.worth;
            }
        }
        for stock in self.stocks.drain(..) {
            let otherwise = self.known[stock.place.sku as usize];
            let unit_cost = stock.unit_cost().or(otherwise).unwrap_or(0);
            let (on_hand, worth) = (stock.quantity, stock.worth);
            let figures = Figures { on_hand, worth, unit_cost, ..stock.figures };
            let (sku, warehouse) = self.context.names.texts(stock.place);
            self.positions.push(Position { sku, warehouse, figures });
        }
    }

    /// The last cost known of an entry's SKU anywhere.
    fn otherwise(&self, entry: &Entry) -> i128 {
        self.known[entry.sku as usize].unwrap_or(0)
    }

    /// Notes the cost that an entry names.
    fn note(&mut self, entry: &Entry) {
        if let Some(unit_cost) = entry.amount.get() {
            self.known[entry.sku as usize] = Some(unit_cost);
        }
    }

    /// What units are worth at the cost that the entry names, else at the current cost.
    fn named_cost(&self, slot: usize, entry: &Entry, units: i128) -> i128 {
        match entry.amount.get() {
            Some(unit_cost) => worth(units, unit_cost),
            None => self.stocks[slot].at_current_cost(units, self.otherwise(entry)),
        }
    }

    fn take_in(&mut self, slot: usize, units: i128, value: i128, document: u64) {
        let difference = self.stocks[slot].take_in(units, value, document);
        self.cost_of_goods_sold(slot, difference);
    }

    fn issue(&mut self, slot: usize, entry: &Entry) -> i128 {
        let otherwise = self.otherwise(entry);
        self.stocks[slot].issue(entry.units(), otherwise)
    }

    fn cost_of_goods_sold(&mut self, slot: usize, cost: i128) {
        if self.counts {
            self.stocks[slot].figures.cost_of_goods_sold += cost;
        }
    }

    fn sold(&mut self, slot: usize, units: i128, cost: i128) {
        if self.counts {
            self.stocks[slot].figures.sold += units;
            self.cost_of_goods_sold(slot, cost);
        }
    }

    fn received(&mut self, at: usize, slot: usize, entry: &Entry) {
        let units = entry.units();
        let restated = self.restated.get(self.next).filter(|restated| restated.at == at).copied();
        let value = match restated {
            None => self.named_cost(slot, entry, units),
            Some(Restated { billed, worth, .. }) => {
                self.next += 1;
                worth + self.named_cost(slot, entry, units - billed)
            }
        };
        self.note(entry);
        self.stocks[slot].figures.received += value;
        self.take_in(slot, units, value, entry.document);
        self.remember(entry, units, value);
    }

    /// Adds to what is known of a document, if anything later will ask for it.
    fn remember(&mut self, entry: &Entry, units: i128, value: i128) {
        if !self.pools.is_empty()
            && let Some(pool) = self.pools.get_mut(&entry.document)
        {
            pool.add(units, value);
        }
    }

    /// Takes units out of what is known of an entry's document.
    fn recall(&mut self, entry: &Entry) -> (i128, i128) {
        let pool = self.pools.get_mut(&entry.document).filter(|_| entry.document != 0);
        pool.map(|pool| pool.take(entry.units())).unwrap_or_default()
    }

    fn returned_to_supplier(&mut self, slot: usize, entry: &Entry) {
        let units = entry.units();
        let (known, value) = self.recall(entry);
        let otherwise = self.otherwise(entry);
        let stock = &mut self.stocks[slot];
        if known < units {
            let cost = stock.issue(units, otherwise);
            stock.figures.received -= cost;
            return;
        }
        let left_at = stock.send_back(units, value, entry.document, otherwise);
        // The last units take all worth with them; what the supplier does not credit of it is a
        // residual.
        let emptied = stock.quantity == 0;
        let credited = if emptied { value } else { left_at };
        stock.figures.received -= credited;
        self.cost_of_goods_sold(slot, left_at - credited);
    }

    fn shipped(&mut self, slot: usize, entry: &Entry) {
        let cost = self.issue(slot, entry);
        self.sold(slot, entry.units(), cost);
        self.remember(entry, entry.units(), cost);
    }

    /// At what it was issued at; what no issue is known of, at the current cost.
    fn returned(&mut self, slot: usize, entry: &Entry) {
        let units = entry.units();
        let (known, issued_at) = self.recall(entry);
        let rest = self.stocks[slot].at_current_cost(units - known, self.otherwise(entry));
        self.sold(slot, -units, -(issued_at + rest));
        self.take_in(slot, units, issued_at + rest, 0);
    }

    fn gained(&mut self, slot: usize, entry: &Entry) {
        let value = self.named_cost(slot, entry, entry.units());
        self.note(entry);
        self.stocks[slot].figures.shrinkage -= value;
        self.take_in(slot, entry.units(), value, 0);
    }

    fn lost(&mut self, slot: usize, entry: &Entry) {
        let value = self.issue(slot, entry);
        self.stocks[slot].figures.shrinkage += value;
    }

    fn cost_revised(&mut self, slot: usize, entry: &Entry) {
        let Some(unit_cost) = entry.amount.get() else { return };
        let stock = &mut self.stocks[slot];
        stock.figures.revaluation += stock.revise(unit_cost);
        self.note(entry);
    }

    /// Landed cost of no known purchase falls on what is there, else on what was sold.
    fn unnamed_landed_cost(&mut self, slot: usize, entry: &Entry) {
        let value = entry.amount.get().unwrap_or(0);
        let stock = &mut self.stocks[slot];
        stock.figures.revaluation += value;
        let stayed = stock.add_worth(value);
        self.cost_of_goods_sold(slot, value - stayed);
    }
}
