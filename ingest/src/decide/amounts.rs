//! The one definition of an order line's measures, from which every report sums.
//!
//! Goods count as gross, less discount, as net, all without tax; tax, shipping and the rest stand beside it. A
//! discount given as a line of its own counts as discount, and lowers net by as much.

use std::{cmp::Ordering, sync::Arc};

use super::{draft::Draft, order::item};
use crate::{
    amount::{Money, Quantity},
    event::{LineKind, OrderLine},
    facts::{LineEffect, OrderLineRow},
    identity::{LineId, Sku},
    state::{Order, OrderItem},
};

/// Discount and tax that fall to the units an effect speaks of, of the sign of its quantity.
#[derive(Clone, Copy, Default)]
pub(super) struct Shares {
    pub discount: Money,
    pub tax: Money,
}

impl OrderItem {
    /// What `quantity` more units take with them when they leave the sale, as negative amounts.
    ///
    /// Shares are taken of the cumulated units, so that all parts sum to the whole line.
    pub(super) fn removal(&self, quantity: Quantity) -> Shares {
        let (before, after) = (self.removed(), self.removed() + quantity);
        let part =
            |whole: Money| whole.share(before, self.ordered) - whole.share(after, self.ordered);
        Shares { discount: part(self.discount), tax: part(self.tax) }
    }

    /// What the units still in the sale carry.
    pub(super) fn kept(&self) -> (Quantity, Shares) {
        let removed = self.removed();
        let part = |whole: Money| whole - whole.share(removed, self.ordered);
        let shares = Shares { discount: part(self.discount), tax: part(self.tax) };
        (self.ordered - removed, shares)
    }
}

struct Measures {
    gross: Money,
    discount: Money,
    shipping: Money,
    other: Money,
    net: Money,
}

fn measures(kind: LineKind, worth: Money, shares: Shares, tax_included: bool) -> Measures {
    let zero = Money::ZERO;
    let included = if tax_included { shares.tax } else { zero };
    let none = Measures { gross: zero, discount: zero, shipping: zero, other: zero, net: zero };
    match kind {
        LineKind::Product => {
            let gross = worth - included;
            Measures { gross, discount: shares.discount, net: gross - shares.discount, ..none }
        }
        LineKind::Discount => {
            let discount = shares.discount - worth;
            Measures { discount, net: -discount, ..none }
        }
        LineKind::Shipping => Measures { shipping: worth - shares.discount - included, ..none },
        LineKind::Fee | LineKind::Sample | LineKind::Voucher | LineKind::Adjustment => {
            Measures { other: worth - shares.discount - included, ..none }
        }
    }
}

impl Draft<'_> {
    /// Adds the effect of this event on `quantity` units (signed) of a line.
    pub(super) fn line_effect(
        &mut self,
        effect: LineEffect,
        order: &Order,
        line: &OrderItem,
        quantity: Quantity,
        shares: Shares,
    ) -> &mut OrderLineRow {
        let worth = Money::of(quantity, line.unit_price);
        let sums = measures(line.kind, worth, shares, order.tax_included);
        let product = self.state.product(&line.sku);
        let warehouse = line.allocations.first().map(|allocation| allocation.warehouse.clone());
        let envelope = self.at.envelope();
        let row = OrderLineRow {
            lsn: self.at.lsn,
            event_id: envelope.event_id.clone(),
            source: envelope.source.clone(),
            effect,
            order_id: order.order_id.clone(),
            line_id: line.line_id.clone(),
            line_kind: line.kind,
            orders: 0,
            order_code: order.order_code.clone(),
            channel: order.channel.clone(),
            country: order.ship_to.as_ref().map(|address| address.country.clone()),
            customer_id: order.customer_id.clone(),
            sku: line.sku.clone(),
            category: product.and_then(|product| product.category.as_deref().map(Arc::from)),
            warehouse,
            coupon: order.coupon.clone(),
            order_date: order.order_date,
            event_date: self.at.event_date(),
            ordered_at: order.placed_at,
            occurred_at: self.at.occurred_at(),
            recorded_at: self.at.recorded_at,
            currency: order.currency,
            quantity,
            unit_price: line.unit_price,
            gross: sums.gross,
            discount: sums.discount,
            tax: shares.tax,
            shipping: sums.shipping,
            other: sums.other,
            net: sums.net,
            net_base: order.rate_to_base.map(|rate| sums.net.converted(rate)),
        };
        let rows = &mut self.decision.rows.order_lines;
        rows.push(row);
        let last = rows.len() - 1;
        &mut rows[last]
    }

    /// Adds what is charged (or, negative, given back) for shipping the whole order.
    pub(super) fn order_shipping(
        &mut self,
        effect: LineEffect,
        order: &Order,
        quantity: Quantity,
    ) -> Result<(), super::Denied> {
        if order.shipping.is_zero() {
            return Ok(());
        }
        let line = OrderItem::shipping(order.shipping)?;
        self.line_effect(effect, order, &line, quantity, Shares::default());
        Ok(())
    }
}

impl Draft<'_> {
    /// Adds what an event changes of the shipping that is owed for the whole order.
    pub(super) fn shipping_change(
        &mut self,
        effect: LineEffect,
        before: &Order,
        after: &Order,
    ) -> Result<(), super::Denied> {
        match after.shipping_owed().cmp(&before.shipping_owed()) {
            Ordering::Less => self.order_shipping(effect, after, Quantity::from(-1)),
            Ordering::Equal => Ok(()),
            Ordering::Greater => self.order_shipping(effect, after, Quantity::from(1)),
        }
    }
}

impl OrderItem {
    /// The line that stands for what is charged for shipping a whole order.
    fn shipping(price: Money) -> Result<Self, super::Denied> {
        let named = |_| {
            super::Denied::Failed(crate::store::StoreError::Damaged {
                what: "the name of the shipping line".into(),
            })
        };
        let line = OrderLine {
            line_id: LineId::new("shipping").map_err(named)?,
            sku: Sku::new("SHIPPING").map_err(named)?,
            kind: LineKind::Shipping,
            name: None,
            quantity: Quantity::from(1),
            unit_price: price,
            discount: Money::ZERO,
            tax: Money::ZERO,
            accept_substitute: None,
            ship_after: None,
            warehouse: None,
            promised_at: None,
        };
        Ok(item(&line, None))
    }
}
