//! Goods that customers send back.

use marea_ingest::{
    amount::{Money, Quantity},
    event::{Disposition, LineKind, LineQuantity, ReturnLine, ReturnReceived, ReturnRequested},
    identity::{OrderId, ReturnId},
};
use rand::RngExt;

use super::{
    Shop,
    chance::happens,
    names::Sender,
    order::{LineState, OpenOrder},
    schedule::{Second, Step},
};

impl Shop {
    /// A customer wants to send a line back, or a part of it.
    pub(super) fn request_return(&mut self, order: &mut OpenOrder, at: Second) -> Option<()> {
        let delivered = |line: &super::order::OpenLine| line.state == LineState::Delivered;
        let count = order.lines.iter().filter(|line| delivered(line)).count();
        if count == 0 {
            return Some(());
        }
        let chosen = self.rng.random_range(0..count);
        let mut all = order.lines.iter().enumerate().filter(|(_, line)| delivered(line));
        let (place, line) = all.nth(chosen)?;
        let whole = happens(&mut self.rng, 0.8);
        let units = if whole { line.quantity } else { self.rng.random_range(1..=line.quantity) };
        order.returning = Some((place, units));
        let order_id = order.order_id.clone();
        let line_id = self.names.line_ids[place].clone();
        let body = ReturnRequested {
            resolution: None,
            return_id: self.return_id(&order_id)?,
            order_id: order_id.clone(),
            lines: Some(vec![LineQuantity { line_id, quantity: Quantity::from(units) }]),
        };
        let sender = Sender::Channel(order.way);
        self.emit((at, at), sender, format_args!("{order_id}-return-requested"), body)?;
        let days = self.rng.random_range(3..9);
        let second = self.rng.random_range(8 * 3600..18 * 3600);
        self.later(order, self.clock.on_working_day(at, days, second), Step::ReceiveReturn);
        Some(())
    }

    fn return_id(&mut self, order_id: &OrderId) -> Option<ReturnId> {
        ReturnId::new(self.names.written(format_args!("R-{order_id}"))).ok()
    }

    /// The goods are back, mostly on the shelf again; the money follows within days.
    pub(super) fn receive_return(&mut self, order: &mut OpenOrder, at: Second) -> Option<()> {
        let (place, units) = order.returning.take()?;
        let line = &order.lines[place];
        let (product, warehouse) = (line.product, line.warehouse);
        let disposition = match self.rng.random_range(0..100) {
            0..82 => Disposition::Restock,
            82..90 => Disposition::Damaged,
            90..94 => Disposition::QualityControl,
            _ => Disposition::WriteOff,
        };
        self.take_back(product, warehouse, units, disposition);
        let order_id = order.order_id.clone();
        let body = ReturnReceived {
            order_id: Some(order_id.clone()),
            return_id: self.return_id(&order_id),
            warehouse: Some(self.names.warehouses[warehouse].clone()),
            channel: None,
            currency: None,
            customer_id: None,
            ship_to: None,
            lines: Some(vec![ReturnLine {
                line_id: self.names.line_ids[place].clone(),
                quantity: Quantity::from(units),
                disposition,
                sku: None,
                unit_price: None,
                kind: LineKind::Product,
                name: None,
                discount: Money::ZERO,
                tax: Money::ZERO,
            }]),
        };
        self.emit((at, at), Sender::Warehouse, format_args!("{order_id}-return-received"), body)?;
        let amount = line.amount * i64::from(units) / i64::from(line.quantity);
        if amount > 0 {
            let after = self.rng.random_range(3600..2 * 86_400);
            self.later(order, at + after, Step::Refund(amount));
        }
        Some(())
    }

    fn take_back(&mut self, product: usize, place: usize, units: i32, disposition: Disposition) {
        let level = self.stock.level_mut(product, place);
        match disposition {
            Disposition::Restock => level.on_hand += units,
            Disposition::Damaged | Disposition::QualityControl => {
                level.on_hand += units;
                level.unavailable += units;
            }
            Disposition::WriteOff | Disposition::NoGoods => {}
        }
    }
}
