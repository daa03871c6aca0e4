//! Carts hold goods for a while; quotations hold nothing.

use chrono::TimeDelta;

use super::{Denied, allocate::Wanted, draft::Draft, order::item};
use crate::{
    amount::Money,
    event::{CartAbandoned, CartLine, CartUpdated, LineKind, OrderLine},
    identity::OrderId,
    state::{Cart, Order},
    time::Instant,
};

/// For how long goods are held for a cart that does not say.
const HOLD_MINUTES: u32 = 30;

impl Draft<'_> {
    pub(super) fn cart_updated(&mut self, body: &CartUpdated) -> Result<(), Denied> {
        let before = self.order(&body.cart_id)?;
        if before.as_ref().is_some_and(|order| order.cart.is_none()) {
            let message = format!("\"{}\" is an order already", body.cart_id);
            return self.object("order_exists", Some("cart_id".into()), message);
        }
        if let Some(mut old) = before.clone() {
            self.free_lines(&mut old);
        }
        let mut cart = self.cart(body)?;
        if let Some(known) = &before {
            (cart.placed_at, cart.order_date) = (known.placed_at, known.order_date);
        }
        if cart.cart.is_some_and(|cart| cart.held_until.is_some()) {
            let wanted = (0..cart.lines.len()).map(|place| Wanted { place, index: place });
            self.allocate(&mut cart, &wanted.collect::<Vec<_>>())?;
        }
        self.change_order(before, cart);
        Ok(())
    }

    fn cart(&self, body: &CartUpdated) -> Result<Order, Denied> {
        let currency = body.currency.unwrap_or_else(|| self.state.base_currency());
        let minutes = body.hold_minutes.unwrap_or(HOLD_MINUTES);
        let until = self.at.occurred_at().utc() + TimeDelta::minutes(minutes.into());
        let held_until = (minutes > 0).then_some(Instant::from(until));
        Ok(Order {
            cart: Some(Cart { held_until, abandoned_at: None }),
            customer_id: body.customer_id.clone(),
            ship_to: body.ship_to.clone(),
            lines: body.lines.iter().map(|line| item(&as_order_line(line), None)).collect(),
            ..self.empty_order(&body.cart_id, body.channel.as_ref(), currency)?
        })
    }

    pub(super) fn cart_abandoned(&mut self, body: &CartAbandoned) -> Result<(), Denied> {
        let known = self.order(&body.cart_id)?;
        let Some(before) = known.filter(|it| it.cart.is_some() && it.closed_at.is_none()) else {
            let message = format!("no open cart \"{}\" is known", body.cart_id);
            return self.object("unknown_cart", Some("cart_id".into()), message);
        };
        let mut after = before.clone();
        self.free_lines(&mut after);
        let now = self.at.occurred_at();
        after.cart = after.cart.map(|cart| Cart { abandoned_at: Some(now), ..cart });
        after.closed_at = Some(now);
        self.change_order(Some(before), after);
        Ok(())
    }

    /// A cart became an order: what it held is free, and it is closed. One that is not there any
    /// more held nothing either.
    pub(super) fn cart_ordered(&mut self, cart_id: &OrderId) -> Result<(), Denied> {
        let open = |it: &Order| it.cart.is_some() && it.closed_at.is_none();
        let Some(before) = self.order(cart_id)?.filter(open) else { return Ok(()) };
        let mut after = before.clone();
        self.free_lines(&mut after);
        after.closed_at = Some(self.at.occurred_at());
        self.change_order(Some(before), after);
        Ok(())
    }

    fn free_lines(&mut self, order: &mut Order) {
        let mut lines = std::mem::take(&mut order.lines);
        for line in &mut lines {
            self.release(order, line);
        }
        order.lines = lines;
    }
}

fn as_order_line(line: &CartLine) -> OrderLine {
    OrderLine {
        line_id: line.line_id.clone(),
        sku: line.sku.clone(),
        kind: LineKind::Product,
        name: None,
        quantity: line.quantity,
        unit_price: line.unit_price,
        accept_substitute: None,
        ship_after: None,
        discount: Money::ZERO,
        tax: Money::ZERO,
        warehouse: None,
        promised_at: None,
    }
}
