//! Goods come back, or a credit is given.

use super::{Denied, amounts::Shares, draft::Draft, lines::named_lines};
use crate::{
    amount::Quantity,
    event::{Disposition, LineQuantity, OrderLine, OrderPlaced, ReturnLine, ReturnReceived},
    facts::{LineEffect, Movement},
    identity::{Currency, OrderId, ReturnId, WarehouseId},
    state::{LevelChange, Order, OrderItem},
};

impl Draft<'_> {
    pub(super) fn return_received(&mut self, body: &ReturnReceived) -> Result<(), Denied> {
        match (&body.order_id, &body.return_id, body.currency) {
            (Some(order_id), ..) => self.order_returned(order_id, body),
            (None, Some(return_id), Some(currency)) => self.credit(return_id, currency, body),
            // Decoding refuses a return that names neither.
            (None, ..) => Ok(()),
        }
    }

    fn order_returned(&mut self, order_id: &OrderId, body: &ReturnReceived) -> Result<(), Denied> {
        let before = self.known_order(order_id)?;
        let named = body.lines.as_deref();
        let quantities: Option<Vec<LineQuantity>> = named.map(|lines| {
            lines
                .iter()
                .map(|l| LineQuantity { line_id: l.line_id.clone(), quantity: l.quantity })
                .collect()
        });
        let lines = named_lines(self, &before, quantities.as_deref(), returnable, "returned")?;
        let mut after = before.clone();
        let case = self.case_received(&mut after, body.return_id.as_ref());
        for (place, quantity) in lines {
            let line = after.lines[place].clone();
            let said = named.and_then(|lines| lines.iter().find(|l| l.line_id == line.line_id));
            let disposition = said.map(|said| said.disposition).unwrap_or_default();
            let shares = line.removal(quantity);
            self.line_effect(LineEffect::Returned, &after, &line, -quantity, shares);
            let places = match &body.warehouse {
                Some(warehouse) => vec![(Some(warehouse.clone()), quantity)],
                None => left_from(&after, &line, quantity),
            };
            for (warehouse, units) in places {
                if let Some(warehouse) = &warehouse {
                    self.take_back(order_id, &line, warehouse, units, disposition);
                }
                after.returns[case].receive(&line.line_id, units, disposition, warehouse);
            }
            let line = &mut after.lines[place];
            line.returned += quantity;
            // What came back had arrived, whether or not anyone said so.
            line.delivered = line.delivered.max(line.returned);
        }
        self.shipping_change(LineEffect::Returned, &before, &after)?;
        self.change_order(Some(before), after);
        Ok(())
    }

    fn take_back(
        &mut self,
        order_id: &OrderId,
        line: &OrderItem,
        warehouse: &WarehouseId,
        quantity: Quantity,
        disposition: Disposition,
    ) {
        let on_hand = LevelChange { on_hand: quantity, ..LevelChange::default() };
        let change = match disposition {
            Disposition::Restock => on_hand,
            Disposition::Damaged => LevelChange { damaged: quantity, ..on_hand },
            Disposition::QualityControl => LevelChange { quality_control: quantity, ..on_hand },
            Disposition::WriteOff | Disposition::NoGoods => return,
        };
        let change = line.is_goods().then_some(change);
        self.line_movement(Movement::Returned, order_id, line, warehouse, quantity, change);
    }

    /// A credit whose order the source does not name: an effect of its own, on its own day.
    fn credit(
        &mut self,
        return_id: &ReturnId,
        currency: Currency,
        body: &ReturnReceived,
    ) -> Result<(), Denied> {
        let lines = body.lines.as_deref().unwrap_or_default();
        let order = self.standing_for(return_id, currency, body, lines)?;
        for (line, said) in order.lines.iter().zip(lines) {
            let shares = Shares { discount: -line.discount, tax: -line.tax };
            self.line_effect(LineEffect::Returned, &order, line, -line.ordered, shares);
            if let Some(warehouse) = body.warehouse.clone().filter(|_| line.is_goods()) {
                let place = &warehouse;
                self.take_back(&order.order_id, line, place, line.ordered, said.disposition);
            }
        }
        Ok(())
    }

    /// An order that carries the credit's fields; it is never stored.
    fn standing_for(
        &mut self,
        return_id: &ReturnId,
        currency: Currency,
        body: &ReturnReceived,
        lines: &[ReturnLine],
    ) -> Result<Order, Denied> {
        let as_order = OrderId::new(return_id.as_str()).map_err(|error| {
            Denied::Refused(super::Refusal {
                code: "invalid_field",
                field: Some("return_id".into()),
                message: error.to_string(),
            })
        })?;
        self.new_order(&OrderPlaced {
            order_id: as_order,
            channel: body.channel.clone(),
            currency,
            customer_id: body.customer_id.clone(),
            ship_to: body.ship_to.clone(),
            external_id: None,
            cart_id: None,
            priority: None,
            pick_up_at: None,
            allow_split: None,
            order_code: None,
            shipping_method: None,
            payment_method: None,
            coupon: None,
            shipping: crate::amount::Money::ZERO,
            total: None,
            tax_included: false,
            warehouse: None,
            promised_at: None,
            lines: lines.iter().filter_map(as_order_line).collect(),
        })
    }
}

/// Where so many units of a line go back to: where they left from, the last parcel first, passing
/// over what came back before; what no parcel tells goes where the line was to come from.
fn left_from(
    order: &Order,
    line: &OrderItem,
    units: Quantity,
) -> Vec<(Option<WarehouseId>, Quantity)> {
    let (mut back, mut left) = (line.returned, units);
    let mut places = Vec::new();
    let sent = order.shipments.iter().rev().filter(|parcel| parcel.cancelled_at.is_none());
    let packed = sent.flat_map(|parcel| &parcel.lines).filter(|it| it.line_id == line.line_id);
    for packed in packed {
        let came_before = packed.quantity.at_most(back);
        back -= came_before;
        let here = (packed.quantity - came_before).at_most(left);
        left -= here;
        if here.is_positive() {
            places.push((packed.warehouse.clone(), here));
        }
    }
    if left.is_positive() {
        let owed_by = line.allocations.first().map(|owed| owed.warehouse.clone());
        places.push((owed_by, left));
    }
    places
}

pub(super) fn returnable(line: &OrderItem) -> Quantity {
    line.shipped - line.returned
}

/// The credited line as if it had been ordered; decoding made sure that SKU and price are there.
fn as_order_line(line: &ReturnLine) -> Option<OrderLine> {
    Some(OrderLine {
        line_id: line.line_id.clone(),
        sku: line.sku.clone()?,
        kind: line.kind,
        name: line.name.clone(),
        quantity: line.quantity,
        unit_price: line.unit_price?,
        discount: line.discount,
        tax: line.tax,
        accept_substitute: None,
        ship_after: None,
        warehouse: None,
        promised_at: None,
    })
}
