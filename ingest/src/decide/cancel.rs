//! Orders and lines are cancelled: what was set aside is free again.

use super::{Denied, draft::Draft, lines::named_lines};
use crate::{
    amount::Quantity,
    event::OrderCancelled,
    facts::{LineEffect, Movement},
    state::{LevelChange, Order, OrderItem},
};

impl Draft<'_> {
    pub(super) fn order_cancelled(&mut self, body: &OrderCancelled) -> Result<(), Denied> {
        let before = self.known_order(&body.order_id)?;
        let open = OrderItem::open;
        let lines = named_lines(self, &before, body.lines.as_deref(), open, "cancelled")?;
        let mut after = before.clone();
        for (place, quantity) in lines {
            self.cancel_line(&mut after, place, quantity);
        }
        self.shipping_change(LineEffect::Cancelled, &before, &after)?;
        self.change_order(Some(before), after);
        Ok(())
    }

    pub(super) fn cancel_line(&mut self, order: &mut Order, place: usize, quantity: Quantity) {
        let line = order.lines[place].clone();
        let shares = line.removal(quantity);
        self.line_effect(LineEffect::Cancelled, order, &line, -quantity, shares);
        let line = &mut order.lines[place];
        line.cancelled += quantity;
        line.picked = line.picked.at_most(line.ordered - line.cancelled);
        line.packed = line.packed.at_most(line.picked);
        let mut line = line.clone();
        self.free_units(order, &mut line, quantity);
        order.lines[place] = line;
    }

    /// Frees units that a line is owed.
    pub(super) fn free_units(&mut self, order: &Order, line: &mut OrderItem, units: Quantity) {
        for (warehouse, change) in free(line, units) {
            let units = change.committed + change.backordered;
            let released = Movement::Released;
            self.line_movement(released, &order.order_id, line, &warehouse, units, Some(change));
        }
    }
}

/// Frees units of a line: what it waits for first, then what is set aside, last place first.
fn free(
    line: &mut OrderItem,
    quantity: Quantity,
) -> Vec<(crate::identity::WarehouseId, LevelChange)> {
    let mut left = quantity;
    let mut freed = Vec::new();
    for owed in line.allocations.iter_mut().rev() {
        let backordered = left.at_most(owed.backordered);
        owed.backordered -= backordered;
        left -= backordered;
        freed.push((
            owed.warehouse.clone(),
            LevelChange { backordered: -backordered, ..LevelChange::default() },
        ));
    }
    for (owed, (_, change)) in line.allocations.iter_mut().rev().zip(&mut freed) {
        let reserved = left.at_most(owed.reserved);
        owed.reserved -= reserved;
        left -= reserved;
        change.committed = -reserved;
    }
    freed.retain(|(_, change)| !change.is_zero());
    freed
}
