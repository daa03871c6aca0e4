//! Goods are asked for, picked, packed, shipped and delivered.

use super::{Denied, Draft, named_lines};
use crate::{
    amount::Quantity,
    event::{
        FulfilmentRequested, OrderDelivered, OrderPacked, OrderPicked, OrderShipped, StockPolicy,
    },
    facts::Movement,
    identity::{OrderId, WarehouseId},
    state::{LevelChange, Order, OrderItem, OrderStatus, Shipment},
    time::Instant,
};

/// Units taken from one allocation of a line.
struct Taken {
    owed_by: WarehouseId,
    reserved: Quantity,
    backordered: Quantity,
}

impl Draft<'_> {
    pub(super) fn fulfilment_requested(
        &mut self,
        body: &FulfilmentRequested,
    ) -> Result<(), Denied> {
        let now = self.at.occurred_at();
        let Some(before) = self.released_order(&body.order_id)? else { return Ok(()) };
        let mut after = before.clone();
        after.fulfilment_requested_at.get_or_insert(now);
        self.change_order(Some(before), after);
        Ok(())
    }

    /// An order that the warehouse may work on: approved, and not on hold.
    fn released_order(&mut self, order_id: &OrderId) -> Result<Option<Order>, Denied> {
        let Some(order) = self.known_order(order_id)? else { return Ok(None) };
        let problem = match order.status() {
            OrderStatus::Placed => "is not approved yet: send order_approved first",
            OrderStatus::OnHold => "is on hold: send order_released first",
            OrderStatus::Cancelled => "is cancelled",
            _ if order.approved_at.is_none() => "is not approved yet: send order_approved first",
            _ => return Ok(Some(order)),
        };
        self.object("invalid_transition", None, format!("order \"{order_id}\" {problem}"))?;
        Ok(Some(order))
    }

    pub(super) fn order_picked(&mut self, body: &OrderPicked) -> Result<(), Denied> {
        let Some(before) = self.released_order(&body.order_id)? else { return Ok(()) };
        let left = |line: &OrderItem| (line.ordered - line.cancelled - line.picked).at_least_zero();
        let lines = named_lines(self, &before, body.lines.as_deref(), left, "picked")?;
        let mut after = before.clone();
        lines.into_iter().for_each(|(place, n)| after.lines[place].picked += n);
        self.change_order(Some(before), after);
        Ok(())
    }

    pub(super) fn order_packed(&mut self, body: &OrderPacked) -> Result<(), Denied> {
        let Some(before) = self.released_order(&body.order_id)? else { return Ok(()) };
        let left = |line: &OrderItem| line.picked - line.packed;
        let lines = named_lines(self, &before, body.lines.as_deref(), left, "packed")?;
        let mut after = before.clone();
        lines.into_iter().for_each(|(place, n)| after.lines[place].packed += n);
        self.change_order(Some(before), after);
        Ok(())
    }

    pub(super) fn order_shipped(&mut self, body: &OrderShipped) -> Result<(), Denied> {
        let Some(before) = self.released_order(&body.order_id)? else { return Ok(()) };
        let left = |line: &OrderItem| if line.is_goods() { line.open() } else { Quantity::ZERO };
        let lines = named_lines(self, &before, body.lines.as_deref(), left, "shipped")?;
        let mut after = before.clone();
        for &(place, quantity) in &lines {
            self.ship_line(&mut after, place, quantity, body.warehouse.as_ref())?;
        }
        let parcel = lines.iter().map(|&(at, n)| (after.lines[at].line_id.clone(), n)).collect();
        after.shipments.push(Shipment {
            fulfilment_id: body.fulfilment_id.clone(),
            shipped_at: self.at.occurred_at(),
            carrier: body.carrier.clone(),
            tracking_number: body.tracking_number.clone(),
            expected_at: body.expected_at.map(Instant::from),
            lines: parcel,
        });
        self.change_order(Some(before), after);
        Ok(())
    }

    fn ship_line(
        &mut self,
        order: &mut Order,
        place: usize,
        quantity: Quantity,
        from: Option<&WarehouseId>,
    ) -> Result<(), Denied> {
        let line = &mut order.lines[place];
        line.shipped += quantity;
        // What left was picked and packed, whether or not anyone said so.
        line.picked = line.picked.max(line.shipped);
        line.packed = line.packed.max(line.shipped);
        let taken = take(line, quantity, from);
        let line = line.clone();
        if !line.tracked {
            let place = from.or(line.allocations.first().map(|owed| &owed.warehouse));
            if let Some(place) = place.cloned() {
                let shipped = Movement::Shipped;
                self.line_movement(shipped, &order.order_id, &line, &place, -quantity, None);
            }
            return Ok(());
        }
        taken
            .into_iter()
            .try_for_each(|taken| self.ship_taken(&order.order_id, &line, &taken, from))
    }

    fn ship_taken(
        &mut self,
        order_id: &OrderId,
        line: &OrderItem,
        taken: &Taken,
        from: Option<&WarehouseId>,
    ) -> Result<(), Denied> {
        let quantity = taken.reserved + taken.backordered;
        let place = from.unwrap_or(&taken.owed_by);
        self.must_be_there(line, place, quantity)?;
        let freed = LevelChange {
            committed: -taken.reserved,
            backordered: -taken.backordered,
            ..LevelChange::default()
        };
        let gone = LevelChange { on_hand: -quantity, ..LevelChange::default() };
        if *place == taken.owed_by {
            let change = LevelChange { on_hand: -quantity, ..freed };
            self.line_movement(Movement::Shipped, order_id, line, place, -quantity, Some(change));
        } else {
            let owed_by = &taken.owed_by;
            self.line_movement(Movement::Released, order_id, line, owed_by, -quantity, Some(freed));
            self.line_movement(Movement::Shipped, order_id, line, place, -quantity, Some(gone));
        }
        Ok(())
    }

    /// Nothing leaves a warehouse that is not in it, counting what this event already took.
    fn must_be_there(
        &mut self,
        line: &OrderItem,
        place: &WarehouseId,
        quantity: Quantity,
    ) -> Result<(), Denied> {
        if self.state.policy(&line.sku) == StockPolicy::AllowNegative {
            return Ok(());
        }
        let rows = self.decision.rows.stock_movements.iter();
        let here = rows.filter(|row| row.sku == line.sku && row.warehouse == *place);
        let before: Quantity = here.map(|row| row.on_hand_change).sum();
        let there = self.state.level(&line.sku, place).on_hand + before;
        if quantity <= there {
            return Ok(());
        }
        let sku = &line.sku;
        let message =
            format!("{quantity} of \"{sku}\" are to leave \"{place}\", {there} are on hand");
        self.object("insufficient_stock", Some("lines".into()), message)
    }

    pub(super) fn order_delivered(&mut self, body: &OrderDelivered) -> Result<(), Denied> {
        let Some(before) = self.known_order(&body.order_id)? else { return Ok(()) };
        let left = |line: &OrderItem| line.shipped - line.delivered;
        let lines = named_lines(self, &before, body.lines.as_deref(), left, "delivered")?;
        let mut after = before.clone();
        lines.into_iter().for_each(|(place, n)| after.lines[place].delivered += n);
        self.change_order(Some(before), after);
        Ok(())
    }
}

/// Takes units from what a line is owed: at the warehouse they leave from first, and what is set
/// aside before what it waits for.
fn take(line: &mut OrderItem, quantity: Quantity, from: Option<&WarehouseId>) -> Vec<Taken> {
    let mut left = quantity;
    let mut order: Vec<usize> = (0..line.allocations.len()).collect();
    order.sort_by_key(|&at| from.is_some_and(|from| *from != line.allocations[at].warehouse));
    let mut taken = Vec::new();
    for at in order {
        let owed = &mut line.allocations[at];
        let reserved = left.at_most(owed.reserved);
        let backordered = (left - reserved).at_most(owed.backordered);
        owed.reserved -= reserved;
        owed.backordered -= backordered;
        left -= reserved + backordered;
        if (reserved + backordered).is_positive() {
            taken.push(Taken { owed_by: owed.warehouse.clone(), reserved, backordered });
        }
    }
    taken
}
