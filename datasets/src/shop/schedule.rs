//! What is still to happen, by the instant at which it happens.

use std::{cmp::Reverse, collections::BinaryHeap};

use super::{calendar::Way, purchases::Ordered};

/// A second of Unix time.
pub(super) type Second = i64;

/// The place of an open order in the shop's books.
pub(super) type Slot = u32;

/// A step in the life of an order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Step {
    /// The provider sets the money aside.
    Authorize,
    /// The payment does not go through.
    FailPayment,
    /// The money is taken.
    Capture,
    Hold,
    Release,
    Approve,
    Cancel,
    CancelLine,
    /// The goods leave this warehouse.
    Ship(u8),
    /// The goods from this warehouse arrived at this second; word of it may come later.
    Deliver(u8, Second),
    RequestReturn,
    ReceiveReturn,
    /// So many cents are given back.
    Refund(i64),
}

/// Something that will happen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Action {
    /// An order that was placed at this second is heard of.
    Place(Way, Second),
    /// An open order takes a step.
    Order(Slot, Step),
    /// The day's rates, products and prices are set.
    Midnight,
    /// The warehouses order, count and move goods.
    Morning,
    /// Goods arrive from the supplier.
    Receive { order: Ordered, product: u32, warehouse: u8, quantity: i32 },
    /// Goods arrive from another warehouse.
    TransferIn { transfer: u32, product: u32, from: u8, to: u8, quantity: i32 },
}

struct Entry {
    at: Second,
    /// Keeps what is scheduled for one second in the order in which it was scheduled.
    sequence: u64,
    action: Action,
}

impl PartialEq for Entry {
    fn eq(&self, other: &Self) -> bool {
        (self.at, self.sequence) == (other.at, other.sequence)
    }
}

impl Eq for Entry {}

impl PartialOrd for Entry {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Entry {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        (self.at, self.sequence).cmp(&(other.at, other.sequence))
    }
}

/// A queue of actions in the order of time.
#[derive(Default)]
pub(super) struct Schedule {
    heap: BinaryHeap<Reverse<Entry>>,
    sequence: u64,
}

impl Schedule {
    pub(super) fn add(&mut self, at: Second, action: Action) {
        self.sequence += 1;
        self.heap.push(Reverse(Entry { at, sequence: self.sequence, action }));
    }

    /// The second of the next action.
    pub(super) fn next_at(&self) -> Option<Second> {
        self.heap.peek().map(|Reverse(entry)| entry.at)
    }

    pub(super) fn take(&mut self) -> Option<(Second, Action)> {
        self.heap.pop().map(|Reverse(entry)| (entry.at, entry.action))
    }
}
