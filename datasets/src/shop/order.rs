//! The orders that are not yet done with.

use marea_ingest::identity::OrderId;

use super::{
    Shop,
    calendar::Way,
    schedule::{Action, Second, Slot, Step},
};

/// A line of an open order; amounts in hundredths.
pub(super) struct OpenLine {
    pub(super) product: usize,
    pub(super) warehouse: usize,
    pub(super) quantity: i32,
    /// Units that wait for goods.
    pub(super) short: i32,
    /// What the customer pays for the line.
    pub(super) amount: i64,
    pub(super) state: LineState,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum LineState {
    Open,
    Cancelled,
    Shipped,
    Delivered,
}

/// An order that is not yet done with.
pub(super) struct OpenOrder {
    pub(super) slot: Slot,
    pub(super) order_id: OrderId,
    pub(super) way: Way,
    pub(super) market: usize,
    pub(super) lines: Vec<OpenLine>,
    /// What is to be paid, and what was, in hundredths.
    pub(super) total: i64,
    pub(super) captured: i64,
    pub(super) authorized: bool,
    pub(super) approved: bool,
    /// The line and the units that come back.
    pub(super) returning: Option<(usize, i32)>,
    /// Steps that are still to come, and lines that wait for goods.
    pub(super) pending: u32,
}

impl OpenOrder {
    /// Whether its goods lie in more than one warehouse.
    pub(super) fn is_split(&self) -> bool {
        let first = self.lines.first().map(|line| line.warehouse);
        self.lines.iter().any(|line| Some(line.warehouse) != first)
    }

    pub(super) fn waits_for_goods(&self) -> bool {
        self.lines.iter().any(|line| line.state == LineState::Open && line.short > 0)
    }

    /// The places of the lines of a warehouse that are in a state.
    pub(super) fn lines_at(&self, warehouse: usize, state: LineState) -> Vec<usize> {
        let all = self.lines.iter().enumerate();
        all.filter(|(_, line)| line.warehouse == warehouse && line.state == state)
            .map(|(at, _)| at)
            .collect()
    }
}

/// Open orders by slot; a slot is used again when its order is done with.
#[derive(Default)]
pub(super) struct OpenOrders {
    slots: Vec<Option<Box<OpenOrder>>>,
    free: Vec<Slot>,
}

impl OpenOrders {
    /// A slot for a new order.
    pub(super) fn reserve(&mut self) -> Slot {
        self.free.pop().unwrap_or_else(|| {
            self.slots.push(None);
            (self.slots.len() - 1) as Slot
        })
    }

    pub(super) fn take(&mut self, slot: Slot) -> Option<Box<OpenOrder>> {
        self.slots.get_mut(slot as usize)?.take()
    }

    /// Puts an order back, or frees its slot where nothing is still to come.
    pub(super) fn put(&mut self, order: Box<OpenOrder>) {
        let slot = order.slot;
        if order.pending > 0 {
            self.slots[slot as usize] = Some(order);
        } else {
            self.free.push(slot);
        }
    }

    #[cfg(test)]
    pub(super) fn slots(&self) -> usize {
        self.slots.len()
    }
}

impl Shop {
    /// Schedules a step of an order.
    pub(super) fn later(&mut self, order: &mut OpenOrder, at: Second, step: Step) {
        order.pending += 1;
        self.schedule.add(at, Action::Order(order.slot, step));
    }
}
