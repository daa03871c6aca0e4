//! Orders come in and are changed.

use std::sync::Arc;

use super::{Denied, allocate::Wanted, amounts::Shares, draft::Draft};
use crate::{
    amount::Quantity,
    event::{LineKind, OrderEdited, OrderLine, OrderPlaced},
    facts::LineEffect,
    identity::{Channel, Currency, OrderId},
    state::{Hold, Order, OrderItem, OrderStatus},
    time::Instant,
};

impl Draft<'_> {
    pub(super) fn order_placed(&mut self, body: &OrderPlaced) -> Result<(), Denied> {
        let known = self.order(&body.order_id)?;
        if known.as_ref().is_some_and(|order| order.cart.is_none()) {
            let message = format!("order \"{}\" is already there", body.order_id);
            return self.object("order_exists", Some("order_id".into()), message);
        }
        // What the cart held is free for the order within this one decision.
        for cart_id in [Some(&body.order_id), body.cart_id.as_ref()].into_iter().flatten() {
            self.cart_ordered(cart_id)?;
        }
        let mut order = self.new_order(body)?;
        let wanted = (0..order.lines.len()).map(|place| Wanted { place, index: place });
        self.allocate(&mut order, &wanted.collect::<Vec<_>>())?;
        self.placed_rows(&order)?;
        self.compare_total(body, &order);
        self.change_order(known, order);
        Ok(())
    }

    pub(super) fn new_order(&self, body: &OrderPlaced) -> Result<Order, Denied> {
        let promised_at = body.promised_at.map(Instant::from);
        let mut lines: Vec<_> = body.lines.iter().map(|line| item(line, promised_at)).collect();
        for line in &mut lines {
            line.asked_warehouse = line.asked_warehouse.take().or_else(|| body.warehouse.clone());
        }
        Ok(Order {
            external_id: body.external_id.as_deref().map(Arc::from),
            priority: body.priority.unwrap_or(100),
            pick_up_at: body.pick_up_at.clone(),
            allow_split: body.allow_split.unwrap_or(true),
            customer_id: body.customer_id.clone(),
            ship_to: body.ship_to.clone(),
            order_code: body.order_code.as_deref().map(Arc::from),
            shipping_method: body.shipping_method.clone(),
            payment_method: body.payment_method.clone(),
            coupon: body.coupon.as_deref().map(Arc::from),
            shipping: body.shipping,
            tax_included: body.tax_included,
            promised_at,
            lines,
            ..self.empty_order(&body.order_id, body.channel.as_ref(), body.currency)?
        })
    }

    /// An order of which nothing is known but its name, channel and currency.
    pub(super) fn empty_order(
        &self,
        order_id: &OrderId,
        channel: Option<&Channel>,
        currency: Currency,
    ) -> Result<Order, Denied> {
        let source = &self.at.envelope().source;
        let as_channel = || Channel::new(source.as_str());
        let channel = channel.cloned().map_or_else(as_channel, Ok).map_err(|error| {
            Denied::Refused(super::Refusal {
                code: "invalid_field",
                field: Some("channel".into()),
                message: error.to_string(),
            })
        })?;
        let rate_to_base = self.state.rate_to_base(currency);
        let (placed_at, order_date) = (self.at.occurred_at(), self.at.event_date());
        let named = (order_id.clone(), source.clone(), channel, currency);
        Ok(Order::empty(named, rate_to_base, (placed_at, order_date)))
    }

    fn placed_rows(&mut self, order: &Order) -> Result<(), Denied> {
        let mut counted = false;
        for line in &order.lines {
            let shares = Shares { discount: line.discount, tax: line.tax };
            let row = self.line_effect(LineEffect::Placed, order, line, line.ordered, shares);
            if line.kind == LineKind::Product && !counted {
                row.orders = 1;
                counted = true;
            }
        }
        self.order_shipping(LineEffect::Placed, order, Quantity::from(1))
    }

    /// The amounts that the channel charged win over ours; a difference is flagged.
    fn compare_total(&mut self, body: &OrderPlaced, order: &Order) {
        let ours = order.total();
        if let Some(theirs) = body.total.filter(|theirs| *theirs != ours) {
            let flag =
                format!("total_mismatch: the channel charged {theirs}, the parts make {ours}");
            self.decision.flags.push(flag);
        }
    }

    pub(super) fn order_edited(&mut self, body: &OrderEdited) -> Result<(), Denied> {
        let before = self.known_order(&body.order_id)?;
        if matches!(before.status(), OrderStatus::Cancelled | OrderStatus::Closed) {
            let status = before.status().as_str();
            let message = format!("order \"{}\" is {status}", body.order_id);
            // What is over stays over, also where the channel reports that it changed it.
            return self.object("invalid_transition", None, message);
        }
        let mut after = before.clone();
        let mut wanted = Vec::new();
        for (index, line) in body.lines.iter().enumerate() {
            let known = after.lines.iter().position(|known| known.line_id == line.line_id);
            let place = match known {
                Some(place) => self.take_out(&mut after, place, line, index)?,
                None => {
                    after.lines.push(item(line, after.promised_at));
                    Some(after.lines.len() - 1)
                }
            };
            wanted.extend(place.map(|place| Wanted { place, index }));
        }
        self.allocate(&mut after, &wanted)?;
        for it in wanted {
            let line = after.lines[it.place].clone();
            let (kept, shares) = line.kept();
            self.line_effect(LineEffect::Edited, &after, &line, kept, shares);
        }
        self.shipping_change(LineEffect::Edited, &before, &after)?;
        self.change_order(Some(before), after);
        Ok(())
    }

    /// Takes the line's old amounts out of the sale, and its goods back, to be allocated anew.
    fn take_out(
        &mut self,
        order: &mut Order,
        place: usize,
        line: &OrderLine,
        index: usize,
    ) -> Result<Option<usize>, Denied> {
        let mut old = order.lines[place].clone();
        let least = old.cancelled + old.shipped;
        if line.quantity < least {
            let message = format!("{least} of the line are already shipped or cancelled");
            let field = format!("lines[{index}].quantity");
            self.object("invalid_transition", Some(field), message)?;
            return Ok(None);
        }
        if old.shipped.is_positive() && line.sku != old.sku {
            let message = format!("some \"{}\" of the line are already shipped", old.sku);
            self.object("invalid_transition", Some(format!("lines[{index}].sku")), message)?;
            return Ok(None);
        }
        let (kept, shares) = old.kept();
        let negative = Shares { discount: -shares.discount, tax: -shares.tax };
        self.line_effect(LineEffect::Edited, order, &old, -kept, negative);
        let begun = old.shipped.is_positive();
        let elsewhere = line.warehouse.is_some() && line.warehouse != old.asked_warehouse;
        let same = line.sku == old.sku && line.kind == old.kind && !elsewhere;
        if same {
            // Only the difference moves: what is picked stays where it is.
            let owed = old.reserved() + old.backordered();
            let surplus = owed - (line.quantity - least);
            self.free_units(order, &mut old, surplus.at_least_zero());
        } else {
            self.release(order, &mut old);
        }
        let as_before = begun || same;
        order.lines[place] = OrderItem {
            cancelled: old.cancelled,
            picked: old.picked.at_most(line.quantity - old.cancelled),
            packed: old.packed.at_most(line.quantity - old.cancelled),
            shipped: old.shipped,
            delivered: old.delivered,
            returned: old.returned,
            delivered_at: old.delivered_at,
            tracked: old.tracked,
            components: if as_before { old.components } else { Vec::new() },
            substituted: as_before && old.substituted,
            asked_warehouse: line.warehouse.clone().or(old.asked_warehouse),
            allocations: old.allocations,
            pegs: old.pegs,
            ..item(line, old.promised_at)
        };
        Ok(Some(place))
    }

    pub(super) fn order_approved(&mut self, order_id: &OrderId) -> Result<(), Denied> {
        let now = self.at.occurred_at();
        self.update_order(order_id, |order| {
            order.approved_at.get_or_insert(now);
            order.holds.clear();
        })
    }

    pub(super) fn order_held(&mut self, order_id: &OrderId) -> Result<(), Denied> {
        let hold = Hold { since: self.at.occurred_at(), reason: self.at.envelope().reason.clone() };
        self.update_order(order_id, |order| order.holds.push(hold))
    }

    pub(super) fn order_released(&mut self, order_id: &OrderId) -> Result<(), Denied> {
        self.update_order(order_id, |order| order.holds.clear())
    }

    /// Archives an order. Goods that are still owed stop it; where it is reported all the same, they
    /// will not be sent any more.
    pub(super) fn order_closed(&mut self, order_id: &OrderId) -> Result<(), Denied> {
        let before = self.known_order(order_id)?;
        if before.open_units().is_positive() {
            let left = before.open_units();
            let message = format!("{left} units are still to be shipped: cancel them first");
            self.object("invalid_transition", None, message)?;
        }
        let mut after = Order { closed_at: Some(self.at.occurred_at()), ..before.clone() };
        for place in 0..after.lines.len() {
            let open = after.lines[place].open();
            if after.lines[place].is_goods() && open.is_positive() {
                self.cancel_line(&mut after, place, open);
            }
        }
        self.shipping_change(LineEffect::Cancelled, &before, &after)?;
        self.change_order(Some(before), after);
        Ok(())
    }

    /// Marks an order whose promised date passed with goods still to be shipped.
    pub(super) fn promise_missed(&mut self, order_id: &OrderId) -> Result<(), Denied> {
        let before = self.known_order(order_id)?;
        let after = Order { late_since: before.promised_at, ..before.clone() };
        if before.is_open() && before.late_since.is_none() {
            self.change_order(Some(before), after);
        }
        Ok(())
    }

    /// Changes an order that is not finished.
    pub(super) fn update_order(
        &mut self,
        order_id: &OrderId,
        change: impl FnOnce(&mut Order),
    ) -> Result<(), Denied> {
        let before = self.known_order(order_id)?;
        if before.status() == OrderStatus::Cancelled {
            let message = format!("order \"{order_id}\" is cancelled");
            self.object("invalid_transition", None, message)?;
        }
        let mut after = before.clone();
        change(&mut after);
        self.change_order(Some(before), after);
        Ok(())
    }
}

/// A line as it stands when it is ordered.
pub(super) fn item(line: &OrderLine, promised_at: Option<Instant>) -> OrderItem {
    OrderItem {
        line_id: line.line_id.clone(),
        sku: line.sku.clone(),
        kind: line.kind,
        name: line.name.clone(),
        unit_price: line.unit_price,
        discount: line.discount,
        tax: line.tax,
        promised_at: line.promised_at.map(Instant::from).or(promised_at),
        ship_after: line.ship_after.map(Instant::from),
        accept_substitute: line.accept_substitute.unwrap_or(true),
        asked_warehouse: line.warehouse.clone(),
        components: Vec::new(),
        substituted: false,
        pegs: Vec::new(),
        tracked: false,
        allocations: Vec::new(),
        ordered: line.quantity,
        cancelled: Quantity::ZERO,
        picked: Quantity::ZERO,
        packed: Quantity::ZERO,
        shipped: Quantity::ZERO,
        delivered: Quantity::ZERO,
        returned: Quantity::ZERO,
        delivered_at: None,
    }
}
