//! The stock of one SKU in one warehouse, with its worth.

use std::collections::VecDeque;

use super::{
    Figures, Method,
    arithmetic::{portion, unit_cost, worth},
    entry::Place,
};

/// Units that came in together, oldest first.
#[derive(Debug, Clone, Copy)]
struct Layer {
    quantity: i128,
    worth: i128,
    /// The purchase order line they came with; 0 where there is none.
    document: u64,
}

impl Layer {
    fn take(&mut self, quantity: i128) -> i128 {
        let worth = portion(self.worth, quantity, self.quantity);
        self.quantity -= quantity;
        self.worth -= worth;
        worth
    }
}

/// Quantity and worth. While the quantity is 0 the worth is 0; while it is below zero, the worth
/// is what the shortage was issued at, as a negative.
#[derive(Debug)]
pub(super) struct Stock {
    pub(super) place: Place,
    method: Method,
    pub(super) quantity: i128,
    pub(super) worth: i128,
    /// What a unit cost when there last were any.
    last_unit_cost: Option<i128>,
    /// Empty by average cost, and while nothing is there.
    layers: VecDeque<Layer>,
    pub(super) figures: Figures,
}

impl Stock {
    pub(super) fn new(place: Place, method: Method) -> Self {
        Self {
            place,
            method,
            quantity: 0,
            worth: 0,
            last_unit_cost: None,
            layers: VecDeque::new(),
            figures: Figures::default(),
        }
    }

    /// What a unit costs now: the average, else the last that was known here.
    pub(super) fn unit_cost(&self) -> Option<i128> {
        if self.quantity > 0 {
            return Some(unit_cost(self.worth, self.quantity));
        }
        self.last_unit_cost
    }

    /// What so many units are worth at the current cost; `otherwise` a unit where none is known.
    pub(super) fn at_current_cost(&self, quantity: i128, otherwise: i128) -> i128 {
        if self.quantity > 0 {
            return portion(self.worth, quantity, self.quantity);
        }
        worth(quantity, self.last_unit_cost.unwrap_or(otherwise))
    }

    /// Takes goods in. What is owed is settled first; the answer is by how much these goods cost
    /// more than the shortage was issued at, which is cost of goods sold.
    pub(super) fn take_in(&mut self, quantity: i128, value: i128, document: u64) -> i128 {
        let settled = quantity.min(-self.quantity).max(0);
        let mut difference = 0;
        if settled > 0 {
            let paid = portion(value, settled, quantity);
            let owed = portion(self.worth, settled, -self.quantity);
            self.quantity += settled;
            self.worth -= owed;
            difference = paid + owed;
            self.last_unit_cost = Some(unit_cost(value, quantity));
            self.add(quantity - settled, value - paid, document);
        } else {
            self.add(quantity, value, document);
        }
        difference
    }

    fn add(&mut self, quantity: i128, worth: i128, document: u64) {
        if quantity == 0 {
            return;
        }
        self.quantity += quantity;
        self.worth += worth;
        if self.method == Method::FirstInFirstOut {
            self.layers.push_back(Layer { quantity, worth, document });
        }
    }

    /// Issues goods: what they are worth. What is not there is owed at the current cost, or at
    /// `otherwise` a unit where none is known here.
    pub(super) fn issue(&mut self, quantity: i128, otherwise: i128) -> i128 {
        if quantity < self.quantity {
            return self.issue_some(quantity);
        }
        self.last_unit_cost = self.unit_cost();
        let there = self.quantity.max(0);
        let owed = worth(quantity - there, self.last_unit_cost.unwrap_or(otherwise));
        let all = if there > 0 { std::mem::take(&mut self.worth) } else { 0 };
        self.layers.clear();
        self.quantity -= quantity;
        self.worth -= owed;
        all + owed
    }

    fn issue_some(&mut self, quantity: i128) -> i128 {
        let worth = match self.method {
            Method::Average => portion(self.worth, quantity, self.quantity),
            Method::FirstInFirstOut => self.oldest(quantity),
        };
        self.quantity -= quantity;
        self.worth -= worth;
        worth
    }

    /// Takes units off the oldest layers.
    fn oldest(&mut self, mut quantity: i128) -> i128 {
        let mut worth = 0;
        while let Some(layer) = self.layers.front_mut().filter(|_| quantity > 0) {
            let taken = quantity.min(layer.quantity);
            worth += layer.take(taken);
            quantity -= taken;
            if layer.quantity == 0 {
                self.layers.pop_front();
            }
        }
        worth
    }

    /// Sends units back that came with a document: what they leave at. By average cost that is
    /// `value`, unless the stock is not worth as much; by layers it is what the layers hold.
    pub(super) fn send_back(
        &mut self,
        quantity: i128,
        value: i128,
        document: u64,
        otherwise: i128,
    ) -> i128 {
        if quantity >= self.quantity {
            return self.issue(quantity, otherwise);
        }
        let worth = match self.method {
            Method::Average if value <= self.worth => value,
            Method::Average => portion(self.worth, quantity, self.quantity),
            Method::FirstInFirstOut => self.named_layers(quantity, document),
        };
        self.quantity -= quantity;
        self.worth -= worth;
        worth
    }

    fn named_layers(&mut self, mut quantity: i128, document: u64) -> i128 {
        let mut worth = 0;
        for layer in self.layers.iter_mut().filter(|layer| layer.document == document) {
            let taken = quantity.min(layer.quantity);
            worth += layer.take(taken);
            quantity -= taken;
            if quantity == 0 {
                break;
            }
        }
        self.layers.retain(|layer| layer.quantity > 0);
        worth + self.oldest(quantity)
    }

    /// Sets the cost of a unit anew: by how much the stock is worth more.
    pub(super) fn revise(&mut self, unit_cost: i128) -> i128 {
        let before = self.worth;
        self.worth = worth(self.quantity, unit_cost);
        self.last_unit_cost = Some(unit_cost);
        self.relayer();
        self.worth - before
    }

    /// Adds worth to what is there: how much of it stayed, which is none where nothing is there.
    pub(super) fn add_worth(&mut self, value: i128) -> i128 {
        if self.quantity <= 0 {
            return 0;
        }
        self.worth += value;
        self.relayer();
        value
    }

    /// All units have one cost from now on.
    fn relayer(&mut self) {
        self.layers.clear();
        if self.method == Method::FirstInFirstOut && self.quantity > 0 {
            let (quantity, worth) = (self.quantity, self.worth);
            self.layers.push_back(Layer { quantity, worth, document: 0 });
        }
    }
}

#[cfg(test)]
mod tests;
