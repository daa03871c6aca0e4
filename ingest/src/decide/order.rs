//! Orders come in and are changed.

use std::sync::Arc;

use super::{Denied, Draft, allocate::Available, amounts::Shares};
use crate::{
    amount::Quantity,
    event::{LineKind, OrderEdited, OrderLine, OrderPlaced},
    facts::LineEffect,
    identity::{Channel, Lsn, OrderId},
    state::{Hold, Order, OrderItem, Payments},
    time::Instant,
};

impl Draft<'_> {
    pub(super) fn order_placed(&mut self, body: &OrderPlaced) -> Result<(), Denied> {
        if self.state.order(&body.order_id)?.is_some() {
            let message = format!("order \"{}\" is already there", body.order_id);
            return self.object("order_exists", Some("order_id".into()), message);
        }
        let mut order = self.new_order(body)?;
        let mut available = Available::default();
        for (index, (line, asked)) in order.lines.iter_mut().zip(&body.lines).enumerate() {
            let warehouse = asked.warehouse.as_ref().or(body.warehouse.as_ref());
            self.allocate(&mut available, &body.order_id, line, index, warehouse)?;
        }
        self.placed_rows(&order)?;
        self.compare_total(body, &order);
        self.change_order(None, order);
        Ok(())
    }

    pub(super) fn new_order(&self, body: &OrderPlaced) -> Result<Order, Denied> {
        let envelope = self.at.envelope();
        let as_channel = || Channel::new(envelope.source.as_str());
        let channel = body.channel.clone().map_or_else(as_channel, Ok).map_err(|error| {
            Denied::Refused(super::Refusal {
                code: "invalid_field",
                field: Some("channel".into()),
                message: error.to_string(),
            })
        })?;
        let promised_at = body.promised_at.map(Instant::from);
        Ok(Order {
            order_id: body.order_id.clone(),
            source: envelope.source.clone(),
            channel,
            currency: body.currency,
            rate_to_base: self.state.rate_to_base(body.currency),
            customer_id: body.customer_id.clone(),
            ship_to: body.ship_to.clone(),
            order_code: body.order_code.as_deref().map(Arc::from),
            shipping_method: body.shipping_method.clone(),
            payment_method: body.payment_method.clone(),
            coupon: body.coupon.as_deref().map(Arc::from),
            shipping: body.shipping,
            tax_included: body.tax_included,
            placed_at: self.at.occurred_at(),
            order_date: self.at.event_date(),
            promised_at,
            approved_at: None,
            fulfilment_requested_at: None,
            holds: Vec::new(),
            lines: body.lines.iter().map(|line| item(line, promised_at)).collect(),
            shipments: Vec::new(),
            payments: Payments::default(),
            returns_requested: 0,
            returns_approved: 0,
            flags: Vec::new(),
            lsn: Lsn::default(),
            changed_at: self.at.recorded_at,
        })
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
        let Some(before) = self.known_order(&body.order_id)? else { return Ok(()) };
        let mut after = before.clone();
        let mut available = Available::default();
        for (index, line) in body.lines.iter().enumerate() {
            match after.lines.iter().position(|known| known.line_id == line.line_id) {
                Some(place) => self.edit_line(&mut available, &mut after, place, line, index)?,
                None => self.add_line(&mut available, &mut after, line, index)?,
            }
        }
        self.change_order(Some(before), after);
        Ok(())
    }

    fn add_line(
        &mut self,
        available: &mut Available,
        order: &mut Order,
        line: &OrderLine,
        index: usize,
    ) -> Result<(), Denied> {
        let mut added = item(line, order.promised_at);
        self.allocate(available, &order.order_id, &mut added, index, line.warehouse.as_ref())?;
        let shares = Shares { discount: added.discount, tax: added.tax };
        self.line_effect(LineEffect::Edited, order, &added, added.ordered, shares);
        order.lines.push(added);
        Ok(())
    }

    /// Takes the line's old amounts out of the sale and puts the new ones in.
    fn edit_line(
        &mut self,
        available: &mut Available,
        order: &mut Order,
        place: usize,
        line: &OrderLine,
        index: usize,
    ) -> Result<(), Denied> {
        let mut old = order.lines[place].clone();
        let least = old.cancelled + old.shipped;
        if line.quantity < least {
            let message = format!("{least} of the line are already shipped or cancelled");
            return self.object(
                "invalid_transition",
                Some(format!("lines[{index}].quantity")),
                message,
            );
        }
        let (kept, shares) = old.kept();
        let negative = Shares { discount: -shares.discount, tax: -shares.tax };
        self.line_effect(LineEffect::Edited, order, &old, -kept, negative);
        available.give_back(self, &old);
        self.release(&order.order_id, &mut old);
        let mut new = OrderItem {
            cancelled: old.cancelled,
            picked: old.picked,
            packed: old.packed,
            shipped: old.shipped,
            delivered: old.delivered,
            returned: old.returned,
            ..item(line, old.promised_at)
        };
        self.allocate(available, &order.order_id, &mut new, index, line.warehouse.as_ref())?;
        let (kept, shares) = new.kept();
        self.line_effect(LineEffect::Edited, order, &new, kept, shares);
        order.lines[place] = new;
        Ok(())
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

    /// Changes an order that is not finished.
    pub(super) fn update_order(
        &mut self,
        order_id: &OrderId,
        change: impl FnOnce(&mut Order),
    ) -> Result<(), Denied> {
        let Some(before) = self.known_order(order_id)? else { return Ok(()) };
        if before.status() == crate::state::OrderStatus::Cancelled {
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
        tracked: false,
        allocations: Vec::new(),
        ordered: line.quantity,
        cancelled: Quantity::ZERO,
        picked: Quantity::ZERO,
        packed: Quantity::ZERO,
        shipped: Quantity::ZERO,
        delivered: Quantity::ZERO,
        returned: Quantity::ZERO,
    }
}
