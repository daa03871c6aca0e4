//! Worth that moves with goods: from one warehouse to another, from components to kits.

use super::Costing;
use crate::costing::{entry::Entry, pools::Pool};

impl Costing<'_> {
    pub(super) fn transferred_out(&mut self, slot: usize, entry: &Entry) {
        let value = self.issue(slot, entry);
        let pool = self.pools.entry(entry.document).or_default();
        pool.sender = Some(slot);
        pool.add(entry.units(), value);
        self.arrived(slot, entry.document);
    }

    pub(super) fn transferred_in(&mut self, slot: usize, entry: &Entry) {
        let units = entry.units();
        let (known, moved) = self.recall(entry);
        let ahead = units - known;
        let guess = self.stocks[slot].at_current_cost(ahead, self.otherwise(entry));
        if ahead > 0 {
            let pool = self.pools.entry(entry.document).or_default();
            pool.sender.get_or_insert(slot);
            pool.add(-ahead, -guess);
        }
        self.take_in(slot, units, moved + guess, 0);
    }

    /// What arrived before it left was taken in at a guess; once all has left, the guess is put
    /// right.
    fn arrived(&mut self, slot: usize, document: u64) {
        let Some(pool) = self.pools.get_mut(&document) else { return };
        if pool.quantity == 0 {
            let residual = std::mem::take(&mut pool.worth);
            self.stocks[slot].figures.revaluation -= residual;
        }
    }

    pub(super) fn consumed(&mut self, slot: usize, entry: &Entry) {
        let value = self.issue(slot, entry);
        match self.context.assembled.get(&entry.document) {
            Some(made) => {
                let new = Pool { quantity: *made, ..Pool::default() };
                self.pools.entry(entry.document).or_insert(new).worth += value;
            }
            // Nothing was made of it.
            None => self.stocks[slot].figures.shrinkage += value,
        }
    }

    /// Kits share the worth of their components by their quantities.
    pub(super) fn assembled(&mut self, slot: usize, entry: &Entry) {
        let units = entry.units();
        let (known, value) = self.recall(entry);
        if known == units {
            return self.take_in(slot, units, value, 0);
        }
        let value = self.named_cost(slot, entry, units);
        self.stocks[slot].figures.received += value;
        self.take_in(slot, units, value, 0);
    }
}
