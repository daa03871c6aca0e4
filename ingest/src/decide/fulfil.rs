//! Goods are asked for, picked, packed, shipped and delivered.

use std::collections::HashMap;

use super::{Denied, allocate::owed_change, draft::Draft, lines::named_lines, shelves::split};
use crate::{
    amount::Quantity,
    event::{
        FulfilmentRequested, LineQuantity, OrderCollected, OrderDelivered, OrderPacked,
        OrderPicked, OrderShipped, ShippedLine, StockPolicy,
    },
    facts::Movement,
    identity::{LineId, OrderId, WarehouseId},
    state::{
        FulfilmentRequest, LevelChange, Order, OrderItem, OrderStatus, ParcelLine, Shipment, Spot,
    },
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
        let before = self.released_order(&body.order_id)?;
        if let Some(warehouse) = body.warehouse.as_ref().filter(|it| !before.may_come_from(it)) {
            let message = format!("\"{warehouse}\" owes nothing of order \"{}\"", body.order_id);
            self.object("invalid_transition", Some("warehouse".into()), message)?;
        }
        let mut after = before.clone();
        after.fulfilment_requested_at.get_or_insert(now);
        after.requests.push(FulfilmentRequest {
            warehouse: body.warehouse.clone(),
            requested_at: now,
            accepted_at: None,
            rejected_at: None,
            reason: None,
        });
        self.change_order(Some(before), after);
        Ok(())
    }

    /// An order that the warehouse may work on: approved, and not on hold.
    fn released_order(&mut self, order_id: &OrderId) -> Result<Order, Denied> {
        let order = self.known_order(order_id)?;
        let problem = match order.status() {
            OrderStatus::Placed => "is not approved yet: send order_approved first",
            OrderStatus::OnHold => "is on hold: send order_released first",
            OrderStatus::Cancelled => "is cancelled",
            OrderStatus::Closed => "is closed",
            _ if order.approved_at.is_none() => "is not approved yet: send order_approved first",
            _ => return Ok(order),
        };
        self.object("invalid_transition", None, format!("order \"{order_id}\" {problem}"))?;
        Ok(order)
    }

    pub(super) fn order_picked(&mut self, body: &OrderPicked) -> Result<(), Denied> {
        let before = self.released_order(&body.order_id)?;
        let lines = named_lines(self, &before, body.lines.as_deref(), pickable, "picked")?;
        let mut after = before.clone();
        lines.into_iter().for_each(|(place, n)| after.lines[place].picked += n);
        self.change_order(Some(before), after);
        Ok(())
    }

    pub(super) fn order_packed(&mut self, body: &OrderPacked) -> Result<(), Denied> {
        let before = self.released_order(&body.order_id)?;
        let left = |line: &OrderItem| line.picked - line.packed;
        let lines = named_lines(self, &before, body.lines.as_deref(), left, "packed")?;
        let mut after = before.clone();
        lines.into_iter().for_each(|(place, n)| after.lines[place].packed += n);
        self.change_order(Some(before), after);
        Ok(())
    }

    pub(super) fn order_shipped(&mut self, body: &OrderShipped) -> Result<(), Denied> {
        let before = self.released_order(&body.order_id)?;
        let left = |line: &OrderItem| if line.is_goods() { line.open() } else { Quantity::ZERO };
        let units = body.lines.as_deref().map(units_of);
        let lines = named_lines(self, &before, units.as_deref(), left, "shipped")?;
        let mut after = before.clone();
        let mut parcel = Vec::new();
        for &(place, quantity) in &lines {
            let first = self.decision.rows.stock_movements.len();
            self.ship_line(&mut after, place, quantity, body.warehouse.as_ref(), &mut parcel)?;
            self.name_spots(&after.lines[place], body.lines.as_deref(), first)?;
        }
        let parcel = (!parcel.is_empty()).then(|| Shipment {
            fulfilment_id: body.fulfilment_id.clone(),
            shipped_at: self.at.occurred_at(),
            carrier: body.carrier.clone(),
            tracking_number: body.tracking_number.clone(),
            expected_at: body.expected_at.map(Instant::from),
            lines: parcel,
            cancelled_at: None,
        });
        after.shipments.extend(parcel);
        self.change_order(Some(before), after);
        Ok(())
    }

    /// Notes from which bins and of which lots the units of a line left, on the movements since
    /// `first`, where the event says so.
    fn name_spots(
        &mut self,
        line: &OrderItem,
        named: Option<&[ShippedLine]>,
        first: usize,
    ) -> Result<(), Denied> {
        let named = named.into_iter().flatten().filter(|said| said.line_id == line.line_id);
        let mut spots: Vec<_> = named.map(|said| (spot(said), said.quantity)).collect();
        if spots.iter().all(|(spot, _)| spot.is_plain()) {
            return Ok(());
        }
        if line.components.len() > 1 {
            let message = format!("\"{}\" is a bundle: its parts have bins and lots", line.sku);
            return self.object("invalid_field", Some("lines".into()), message);
        }
        let each = line.stock_of(Quantity::from(1)).map(|(_, each)| each).next();
        spots.iter_mut().for_each(|(_, units)| *units = each.unwrap_or_default().times(*units));
        let rows = self.decision.rows.stock_movements.split_off(first);
        for row in rows {
            match row.movement {
                Movement::Shipped => {
                    let parts = next_parts(&mut spots, -row.quantity);
                    self.decision.rows.stock_movements.extend(split(&row, &parts));
                }
                _ => self.decision.rows.stock_movements.push(row),
            }
        }
        Ok(())
    }

    /// The customer fetched it: it leaves and arrives at once.
    pub(super) fn order_collected(&mut self, body: &OrderCollected) -> Result<(), Denied> {
        let before = self.released_order(&body.order_id)?;
        let left = |line: &OrderItem| if line.is_goods() { line.open() } else { Quantity::ZERO };
        let lines = named_lines(self, &before, body.lines.as_deref(), left, "collected")?;
        let mut after = before.clone();
        let mut parcel = Vec::new();
        let from = before.pick_up_at.as_ref();
        for &(place, quantity) in &lines {
            self.ship_line(&mut after, place, quantity, from, &mut parcel)?;
            after.lines[place].delivered += quantity;
            after.lines[place].delivered_at = Some(self.at.occurred_at());
        }
        let parcel = (!parcel.is_empty()).then(|| Shipment {
            fulfilment_id: None,
            shipped_at: self.at.occurred_at(),
            carrier: None,
            tracking_number: None,
            expected_at: None,
            lines: parcel,
            cancelled_at: None,
        });
        after.shipments.extend(parcel);
        self.change_order(Some(before), after);
        Ok(())
    }

    pub(super) fn ship_line(
        &mut self,
        order: &mut Order,
        place: usize,
        quantity: Quantity,
        from: Option<&WarehouseId>,
        parcel: &mut Vec<ParcelLine>,
    ) -> Result<(), Denied> {
        let line = &mut order.lines[place];
        line.shipped += quantity;
        // What left was picked and packed, whether or not anyone said so.
        line.picked = line.picked.max(line.shipped);
        line.packed = line.packed.max(line.shipped);
        let taken = take(line, quantity, from);
        let line = line.clone();
        let mut packed = |quantity, warehouse: Option<&WarehouseId>| {
            let (line_id, warehouse) = (line.line_id.clone(), warehouse.cloned());
            parcel.push(ParcelLine { line_id, quantity, warehouse });
        };
        if !line.tracked {
            let place = from.or(line.allocations.first().map(|owed| &owed.warehouse));
            packed(quantity, place);
            if let Some(place) = place.cloned() {
                let shipped = Movement::Shipped;
                self.line_movement(shipped, &order.order_id, &line, &place, -quantity, None);
            }
            return Ok(());
        }
        let mut left = quantity;
        for taken in taken {
            left -= taken.reserved + taken.backordered;
            packed(taken.reserved + taken.backordered, Some(from.unwrap_or(&taken.owed_by)));
            self.ship_taken(&order.order_id, &line, &taken, from)?;
        }
        // No warehouse was known when it was ordered; it left from one all the same.
        if let Some(place) = from.filter(|_| left.is_positive()) {
            packed(left, Some(place));
            let gone = Some(LevelChange { on_hand: -left, ..LevelChange::default() });
            self.line_movement(Movement::Shipped, &order.order_id, &line, place, -left, gone);
        }
        Ok(())
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
        let own = if *place == taken.owed_by { taken.reserved } else { Quantity::ZERO };
        self.must_be_there(line, place, (quantity, own))?;
        let freed = owed_change(-taken.reserved, -taken.backordered);
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

    /// Nothing leaves a warehouse that is not in it, or that is set aside there for somebody else,
    /// counting what this event already took. `own` of the units are set aside there for the line.
    fn must_be_there(
        &mut self,
        line: &OrderItem,
        place: &WarehouseId,
        (quantity, own): (Quantity, Quantity),
    ) -> Result<(), Denied> {
        for (sku, each) in line.stock_of(Quantity::from(1)) {
            let level = self.level(sku, place);
            let wanted = each.times(quantity);
            let free = each.times(own) + level.available().at_least_zero();
            let there = free.at_most(level.on_hand);
            let policy = self.state.policy_in(sku, place);
            if policy == StockPolicy::AllowNegative || wanted <= there || !self.is_kept(sku) {
                continue;
            }
            let on_hand = level.on_hand;
            let message = format!(
                "{wanted} of \"{sku}\" are to leave \"{place}\", {there} are free to, of {on_hand} \
                 on hand"
            );
            self.object("insufficient_stock", Some("lines".into()), message)?;
        }
        Ok(())
    }

    pub(super) fn order_delivered(&mut self, body: &OrderDelivered) -> Result<(), Denied> {
        let before = self.known_order(&body.order_id)?;
        let left = |line: &OrderItem| line.shipped - line.delivered;
        let lines = named_lines(self, &before, body.lines.as_deref(), left, "delivered")?;
        let mut after = before.clone();
        for (place, quantity) in lines {
            after.lines[place].delivered += quantity;
            after.lines[place].delivered_at = Some(self.at.occurred_at());
        }
        self.change_order(Some(before), after);
        Ok(())
    }
}

/// The units of each line, over all bins and lots that are named.
fn units_of(lines: &[ShippedLine]) -> Vec<LineQuantity> {
    let mut units: Vec<LineQuantity> = Vec::with_capacity(lines.len());
    let mut places: HashMap<&LineId, usize> = HashMap::new();
    for line in lines {
        let place = *places.entry(&line.line_id).or_insert(units.len());
        match units.get_mut(place) {
            Some(known) => known.quantity += line.quantity,
            None => {
                let (line_id, quantity) = (line.line_id.clone(), line.quantity);
                units.push(LineQuantity { line_id, quantity });
            }
        }
    }
    units
}

fn spot(line: &ShippedLine) -> Spot {
    Spot { bin: line.bin.clone(), lot: line.lot.clone() }
}

/// Takes so many units from the spots that are named, in their order; what they do not suffice for
/// leaves from any.
fn next_parts(spots: &mut [(Spot, Quantity)], units: Quantity) -> Vec<(Spot, Quantity)> {
    let (mut left, mut parts) = (units, Vec::new());
    for (spot, there) in spots {
        let taken = left.at_most(*there);
        if taken.is_positive() {
            *there -= taken;
            left -= taken;
            parts.push((spot.clone(), taken));
        }
    }
    if left.is_positive() || parts.is_empty() {
        parts.push((Spot::default(), left));
    }
    parts
}

/// Units that can be picked: what waits for goods cannot be yet.
fn pickable(line: &OrderItem) -> Quantity {
    let there = match line.tracked {
        true => line.reserved() + line.shipped,
        false => line.ordered - line.cancelled,
    };
    (there - line.picked).at_least_zero()
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
