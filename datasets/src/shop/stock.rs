//! The shop's own books of its stock, which are those that the writer keeps.

use std::collections::VecDeque;

use super::{names::PLACES, schedule::Slot};

/// Stock of a product in a warehouse, in units.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Level {
    pub(super) on_hand: i32,
    /// Set aside for open orders.
    pub(super) committed: i32,
    /// Owed to orders that wait.
    pub(super) backordered: i32,
    /// In the warehouse and not for sale.
    pub(super) unavailable: i32,
    /// Ordered from the supplier, or on the way from another warehouse.
    pub(super) incoming: i32,
}

impl Level {
    /// What can still be promised.
    pub(super) fn available(&self) -> i32 {
        self.on_hand - self.committed - self.backordered - self.unavailable
    }
}

/// A line of an order that waits for goods.
#[derive(Clone, Copy)]
pub(super) struct Waiting {
    pub(super) slot: Slot,
    pub(super) line: usize,
}

#[derive(Default)]
pub(super) struct Stock {
    levels: Vec<[Level; PLACES.len()]>,
    waiting: Vec<[VecDeque<Waiting>; PLACES.len()]>,
}

impl Stock {
    pub(super) fn new(products: usize) -> Self {
        Self {
            levels: vec![Default::default(); products],
            waiting: (0..products).map(|_| Default::default()).collect(),
        }
    }

    pub(super) fn level(&self, product: usize, warehouse: usize) -> Level {
        self.levels[product][warehouse]
    }

    pub(super) fn level_mut(&mut self, product: usize, warehouse: usize) -> &mut Level {
        &mut self.levels[product][warehouse]
    }

    /// The first of these warehouses that has so many.
    pub(super) fn place_for(
        &self,
        product: usize,
        quantity: i32,
        preference: [usize; 3],
    ) -> Option<usize> {
        let levels = &self.levels[product];
        preference.into_iter().find(|&at| levels[at].available() >= quantity)
    }

    pub(super) fn waiting(&mut self, product: usize, warehouse: usize) -> &mut VecDeque<Waiting> {
        &mut self.waiting[product][warehouse]
    }
}
