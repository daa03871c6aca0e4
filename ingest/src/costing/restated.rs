//! What receipts cost once the supplier's bills and the landed cost of their line are known.

use std::{
    collections::{HashMap, VecDeque},
    hash::BuildHasherDefault,
};

use super::{
    arithmetic::{portion, worth},
    entry::{Entry, Kind},
    names::Mix,
};

/// A receipt whose cost was restated.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Restated {
    /// Where in the group the receipt stands.
    pub(super) at: usize,
    /// Units of it that were billed; the others cost what the receipt says.
    pub(super) billed: i128,
    /// What the billed units cost, with the landed cost of all units.
    pub(super) worth: i128,
}

/// A line of a purchase order.
#[derive(Debug, Default)]
struct Line {
    /// Units billed and their cost, in the order in which receipts take them.
    bills: VecDeque<(i128, i128)>,
    landed_cost: i128,
    received: i128,
    /// Units that got their share of the landed cost, and how much that was.
    shared: (i128, i128),
}

impl Line {
    /// A credit note takes back what was billed last.
    fn bill(&mut self, quantity: i128, unit_cost: i128) {
        if quantity > 0 {
            self.bills.push_back((quantity, unit_cost));
            return;
        }
        let mut credited = -quantity;
        while let Some(last) = self.bills.back_mut().filter(|_| credited > 0) {
            let taken = credited.min(last.0);
            last.0 -= taken;
            credited -= taken;
            if last.0 == 0 {
                self.bills.pop_back();
            }
        }
    }

    /// Units of a receipt that are billed, and what they cost.
    fn billed(&mut self, quantity: i128) -> (i128, i128) {
        let (mut left, mut cost) = (quantity, 0);
        while let Some(first) = self.bills.front_mut().filter(|_| left > 0) {
            let taken = left.min(first.0);
            cost += worth(taken, first.1);
            first.0 -= taken;
            left -= taken;
            if first.0 == 0 {
                self.bills.pop_front();
            }
        }
        (quantity - left, cost)
    }

    /// A receipt's share of the landed cost. Shares are differences of cumulated ones, so that
    /// they add up to the whole.
    fn share(&mut self, quantity: i128) -> i128 {
        let (units, before) = self.shared;
        let now = portion(self.landed_cost, units + quantity, self.received);
        self.shared = (units + quantity, now);
        now - before
    }
}

/// The receipts of a group that bills and landed cost restate, in the order of the books.
pub(super) fn restated(entries: &[Entry], found: &mut Vec<Restated>) {
    found.clear();
    let mut lines = lines(entries);
    for (at, entry) in receipts(entries) {
        let Some(line) = lines.get_mut(&entry.document) else { continue };
        let (billed, cost) = line.billed(entry.units());
        let worth = cost + line.share(entry.units());
        found.push(Restated { at, billed, worth });
    }
}

fn lines(entries: &[Entry]) -> HashMap<u64, Line, BuildHasherDefault<Mix>> {
    let mut lines: HashMap<u64, Line, _> = HashMap::default();
    for entry in entries.iter().filter(|entry| entry.document != 0) {
        match (entry.kind, entry.amount.get()) {
            (Kind::Billed, Some(unit_cost)) => {
                lines.entry(entry.document).or_default().bill(entry.quantity.into(), unit_cost);
            }
            (Kind::LandedCost, Some(value)) => {
                lines.entry(entry.document).or_default().landed_cost += value;
            }
            _ => (),
        }
    }
    for (_, entry) in receipts(entries) {
        if let Some(line) = lines.get_mut(&entry.document) {
            line.received += entry.units();
        }
    }
    lines
}

fn receipts(entries: &[Entry]) -> impl Iterator<Item = (usize, &Entry)> {
    entries.iter().enumerate().filter(|(_, entry)| entry.kind == Kind::Received)
}
