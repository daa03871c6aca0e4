//! What a warehouse cannot send is routed elsewhere, and what was packed is taken back.

use super::{
    Denied,
    allocate::{is_pinned, owed, owed_change},
    draft::Draft,
};
use crate::{
    amount::Quantity,
    event::{FulfilmentAccepted, FulfilmentCancelled, FulfilmentRejected},
    facts::Movement,
    identity::WarehouseId,
    state::{FulfilmentRequest, LevelChange, Order, ParcelLine},
    time::Instant,
};

impl Draft<'_> {
    pub(super) fn fulfilment_accepted(&mut self, body: &FulfilmentAccepted) -> Result<(), Denied> {
        let before = self.known_order(&body.order_id)?;
        let mut after = before.clone();
        let now = self.at.occurred_at();
        if let Some(request) = self.request(&mut after, body.warehouse.as_ref())? {
            request.accepted_at = Some(now);
            self.change_order(Some(before), after);
        }
        Ok(())
    }

    /// The warehouse will not do it: what it owes is routed elsewhere.
    pub(super) fn fulfilment_rejected(&mut self, body: &FulfilmentRejected) -> Result<(), Denied> {
        let before = self.known_order(&body.order_id)?;
        let mut after = before.clone();
        let (now, reason) = (self.at.occurred_at(), self.at.envelope().reason.clone());
        let asked = body.warehouse.as_ref();
        let Some(request) = self.request(&mut after, asked)? else { return Ok(()) };
        (request.rejected_at, request.reason) = (Some(now), reason);
        let owing = after.lines.iter().flat_map(|line| &line.allocations);
        let owing =
            owing.map(|owed| &owed.warehouse).find(|name| asked.is_none_or(|it| it == *name));
        if let Some(warehouse) = owing.cloned() {
            name_refusal(&mut after, now, &warehouse);
            self.leave(&mut after, &warehouse)?;
        }
        after.fulfilment_requested_at = None;
        self.change_order(Some(before), after);
        Ok(())
    }

    /// The newest request to a warehouse that was not answered with no.
    fn request<'a>(
        &mut self,
        order: &'a mut Order,
        warehouse: Option<&WarehouseId>,
    ) -> Result<Option<&'a mut FulfilmentRequest>, Denied> {
        let of_warehouse = |it: &&mut FulfilmentRequest| {
            it.rejected_at.is_none() && (warehouse.is_none() || it.warehouse.as_ref() == warehouse)
        };
        let order_id = order.order_id.clone();
        let found = order.requests.iter_mut().rev().find(of_warehouse);
        if found.is_none() {
            let message = format!("no warehouse was asked to fulfil order \"{order_id}\"");
            self.object("invalid_transition", Some("warehouse".into()), message)?;
        }
        Ok(found)
    }

    /// Takes what a warehouse owes an order from it, and routes it to others. Only what nobody else
    /// has goes on waiting there.
    pub(super) fn leave(
        &mut self,
        order: &mut Order,
        warehouse: &WarehouseId,
    ) -> Result<(), Denied> {
        let owed_there = |at: &usize| {
            let mut owed = order.lines[*at].allocations.iter();
            !is_pinned(order, *at)
                && owed.any(|it| it.warehouse == *warehouse && it.owed() > Quantity::ZERO)
        };
        let lines: Vec<usize> = (0..order.lines.len()).filter(owed_there).collect();
        for at in lines {
            self.leave_line(order, at, warehouse)?;
        }
        Ok(())
    }

    fn leave_line(
        &mut self,
        order: &mut Order,
        at: usize,
        warehouse: &WarehouseId,
    ) -> Result<(), Denied> {
        let line = &order.lines[at];
        let skus = line.stock_of(Quantity::from(1)).map(|(sku, _)| sku).collect::<Vec<_>>();
        let mut others = self.candidates(order, &skus);
        others.retain(|it| it.warehouse != *warehouse && !has_refused(order, &it.warehouse));
        let mut line = line.clone();
        line.allocations.retain(|owed| owed.warehouse == *warehouse);
        let units: Quantity = line.allocations.iter().map(|it| it.owed()).sum();
        self.release(order, &mut line);
        let mut left = units;
        let mut moved = Vec::new();
        for other in &others {
            let taken = self.promisable(&line, &other.warehouse).at_most(left);
            if taken.is_positive() {
                left -= taken;
                let why = other.reason(&format!("moved from {warehouse}"));
                moved.push(owed(other.warehouse.clone(), taken, &why));
            }
        }
        if left.is_positive() {
            let keeps = others.iter().find(|other| self.keeps(&line, &other.warehouse));
            let place = keeps.or(others.first()).map_or(warehouse, |other| &other.warehouse);
            let mut waits = owed(place.clone(), Quantity::ZERO, "to come");
            waits.backordered = left;
            moved.push(waits);
        }
        line.allocations = moved;
        self.reserve(order, &line);
        let kept = &mut order.lines[at].allocations;
        kept.retain(|owed| owed.warehouse != *warehouse);
        for owed in line.allocations {
            match kept.iter_mut().find(|known| known.warehouse == owed.warehouse) {
                Some(known) => {
                    known.reserved += owed.reserved;
                    known.backordered += owed.backordered;
                }
                None => kept.push(owed),
            }
        }
        Ok(())
    }

    /// Routes elsewhere what a closed warehouse owes, in the order in which orders are served.
    pub(super) fn reroute(&mut self, warehouse: &WarehouseId) -> Result<(), Denied> {
        let mut orders = Vec::new();
        for order_id in self.state.owed_by(warehouse)? {
            orders.extend(self.order(&order_id)?.filter(|order| order.cart.is_none()));
        }
        orders.sort_by_key(|order| order.lines.first().map(|line| order.rank(line)));
        for before in orders {
            let mut after = before.clone();
            self.leave(&mut after, warehouse)?;
            if after != before {
                self.change_order(Some(before), after);
            }
        }
        Ok(())
    }

    /// Takes back what was picked and packed, or a parcel that has not arrived: its goods are set
    /// aside for the order again, and it may be shipped anew.
    pub(super) fn fulfilment_cancelled(
        &mut self,
        body: &FulfilmentCancelled,
    ) -> Result<(), Denied> {
        let before = self.known_order(&body.order_id)?;
        let mut after = before.clone();
        let now = self.at.occurred_at();
        if let Some(name) = &body.fulfilment_id {
            let sent = after.shipments.iter_mut().find(|parcel| {
                parcel.fulfilment_id.as_ref() == Some(name) && parcel.cancelled_at.is_none()
            });
            let Some(parcel) = sent else {
                let message = format!("no parcel \"{name}\" is on its way");
                return self.object("invalid_transition", Some("fulfilment_id".into()), message);
            };
            parcel.cancelled_at = Some(now);
            for packed in parcel.lines.clone() {
                self.unship(&mut after, &packed)?;
            }
        }
        for line in &mut after.lines {
            (line.picked, line.packed) = (line.shipped, line.shipped);
        }
        after.fulfilment_requested_at = None;
        // What was taken back is to be sent again, so the order is not over.
        after.closed_at = after.closed_at.filter(|_| !after.open_units().is_positive());
        self.change_order(Some(before), after);
        Ok(())
    }

    fn unship(&mut self, order: &mut Order, packed: &ParcelLine) -> Result<(), Denied> {
        let Some(at) = order.lines.iter().position(|line| line.line_id == packed.line_id) else {
            return Ok(());
        };
        let line = &order.lines[at];
        let left = (line.shipped - line.delivered.max(line.returned)).at_least_zero();
        if packed.quantity > left {
            let message = format!("{left} of line \"{}\" have not arrived", packed.line_id);
            self.object("invalid_transition", Some("fulfilment_id".into()), message)?;
        }
        let units = packed.quantity.at_most(left);
        let line = &mut order.lines[at];
        line.shipped -= units;
        let Some(warehouse) = packed.warehouse.as_ref().filter(|_| line.tracked) else {
            return Ok(());
        };
        match line.allocations.iter_mut().find(|owed| owed.warehouse == *warehouse) {
            Some(owed) => owed.reserved += units,
            None => {
                line.allocations.push(owed(
                    warehouse.clone(),
                    units,
                    "taken back from the carrier",
                ));
            }
        }
        let line = line.clone();
        let change = LevelChange { on_hand: units, ..owed_change(units, Quantity::ZERO) };
        let back = Movement::ShipmentCancelled;
        self.line_movement(back, &order.order_id, &line, warehouse, units, Some(change));
        Ok(())
    }
}

/// Whether a warehouse said that it will not send the order: it is not asked again.
pub(super) fn has_refused(order: &Order, warehouse: &WarehouseId) -> bool {
    let refused = |it: &FulfilmentRequest| {
        it.rejected_at.is_some() && it.warehouse.as_ref() == Some(warehouse)
    };
    order.requests.iter().any(refused)
}

/// Notes who refused, where the order's own choice was asked.
fn name_refusal(order: &mut Order, now: Instant, warehouse: &WarehouseId) {
    let refused = |it: &&mut FulfilmentRequest| it.rejected_at == Some(now);
    if let Some(request) = order.requests.iter_mut().rev().find(refused) {
        request.warehouse.get_or_insert_with(|| warehouse.clone());
    }
}
