//! The steps of an order from payment to delivery.

use marea_ingest::{
    amount::Quantity,
    event::{
        LineQuantity, OrderApproved, OrderCancelled, OrderDelivered, OrderHeld, OrderReleased,
        OrderShipped,
    },
};
use rand::RngExt;

use super::{
    Shop,
    calendar::Way,
    chance::happens,
    names::{PLACES, Sender},
    order::{LineState, OpenOrder},
    schedule::{Second, Slot, Step},
};

const CARRIERS: [&str; 3] = ["Correos", "Northern Parcel", "Bici Express"];
const HOLD_REASONS: [&str; 3] = ["address to be checked", "payment to be checked", "large order"];

impl Shop {
    pub(super) fn take_step(&mut self, slot: Slot, step: Step, at: Second) -> Option<()> {
        let mut order = self.orders.take(slot)?;
        order.pending -= 1;
        let done = self.step(&mut order, step, at);
        self.orders.put(order);
        done
    }

    fn step(&mut self, order: &mut OpenOrder, step: Step, at: Second) -> Option<()> {
        match step {
            Step::Authorize => self.authorize(order, at),
            Step::FailPayment => self.fail_payment(order, at),
            Step::Capture => self.capture(order, at),
            Step::Hold => self.hold(order, at),
            Step::Release => self.release(order, at),
            Step::Approve => self.approve(order, at),
            Step::Cancel => self.cancel(order, at),
            Step::CancelLine => self.cancel_line(order, at),
            Step::Ship(warehouse) => self.ship(order, warehouse.into(), at),
            Step::Deliver(warehouse, occurred) => {
                self.deliver(order, warehouse.into(), (at, occurred))
            }
            Step::RequestReturn => self.request_return(order, at),
            Step::ReceiveReturn => self.receive_return(order, at),
            Step::Refund(amount) => self.refund(order, amount, at),
        }
    }

    fn hold(&mut self, order: &mut OpenOrder, at: Second) -> Option<()> {
        let order_id = order.order_id.clone();
        let reason = HOLD_REASONS[self.rng.random_range(0..HOLD_REASONS.len())];
        let body = OrderHeld { order_id: order_id.clone() };
        let event = self.emit((at, at), Sender::Office, format_args!("{order_id}-held"), body)?;
        event.envelope.reason = Some(reason.into());
        let after = self.rng.random_range(2 * 3600..30 * 3600);
        self.later(order, at + after, Step::Release);
        Some(())
    }

    fn release(&mut self, order: &mut OpenOrder, at: Second) -> Option<()> {
        let order_id = order.order_id.clone();
        let body = OrderReleased { order_id: order_id.clone() };
        self.emit((at, at), Sender::Office, format_args!("{order_id}-released"), body)?;
        self.later(order, at + 60, Step::Approve);
        Some(())
    }

    fn approve(&mut self, order: &mut OpenOrder, at: Second) -> Option<()> {
        let order_id = order.order_id.clone();
        let body = OrderApproved { order_id: order_id.clone() };
        self.emit((at, at), Sender::Office, format_args!("{order_id}-approved"), body)?;
        order.approved = true;
        // Whoever stands in the shop has his goods in hand and changes his mind before.
        let draw: f64 = if order.way == Way::Store { 1.0 } else { self.rng.random() };
        let soon = at + self.rng.random_range(600..10_000);
        if draw < 0.022 {
            self.later(order, soon, Step::Cancel);
            return Some(());
        }
        if draw < 0.034 && order.lines.len() > 1 {
            self.later(order, soon, Step::CancelLine);
        }
        if !order.waits_for_goods() {
            self.plan_shipping(order, at);
        }
        Some(())
    }

    /// Each warehouse sends its goods on the next working day or later; the shop hands them over.
    pub(super) fn plan_shipping(&mut self, order: &mut OpenOrder, at: Second) {
        for warehouse in 0..PLACES.len() {
            if order.lines_at(warehouse, LineState::Open).is_empty() {
                continue;
            }
            let ships_at = if order.way == Way::Store && warehouse == super::names::STORE_PLACE {
                at + 30
            } else {
                let days = match self.rng.random_range(0..100) {
                    0..86 => 1,
                    86..95 => 2,
                    95..98 => 4,
                    _ => 6,
                };
                let second = self.rng.random_range(8 * 3600..19 * 3600);
                self.clock.on_working_day(at, days, second)
            };
            self.later(order, ships_at, Step::Ship(warehouse as u8));
        }
    }

    fn ship(&mut self, order: &mut OpenOrder, warehouse: usize, at: Second) -> Option<()> {
        let places = order.lines_at(warehouse, LineState::Open);
        if places.is_empty() {
            return Some(());
        }
        for &place in &places {
            let line = &mut order.lines[place];
            line.state = LineState::Shipped;
            let level = self.stock.level_mut(line.product, line.warehouse);
            level.on_hand -= line.quantity;
            level.committed -= line.quantity;
        }
        let handed_over = order.way == Way::Store && warehouse == super::names::STORE_PLACE;
        let order_id = order.order_id.clone();
        let code = PLACES[warehouse].code;
        let carrier = CARRIERS[self.rng.random_range(0..CARRIERS.len())];
        let body = OrderShipped {
            order_id: order_id.clone(),
            fulfilment_id: None,
            warehouse: Some(self.names.warehouses[warehouse].clone()),
            carrier: (!handed_over).then(|| carrier.into()),
            tracking_number: (!handed_over).then(|| format!("{code}{order_id}")),
            expected_at: None,
            lines: self
                .named(order, &places)
                .map(|lines| lines.into_iter().map(Into::into).collect()),
        };
        let event_id = format_args!("{order_id}-shipped-{code}");
        self.emit((at, at), Sender::Warehouse, event_id, body)?;
        self.plan_delivery(order, warehouse, handed_over, at);
        Some(())
    }

    fn plan_delivery(&mut self, order: &mut OpenOrder, from: usize, handed_over: bool, at: Second) {
        let occurred = if handed_over {
            at + 15
        } else {
            let abroad = if order.market == 0 { 0 } else { 2 };
            let days = abroad + self.rng.random_range(1..=3);
            let second = self.rng.random_range(9 * 3600..20 * 3600);
            self.clock.on_working_day(at, days, second)
        };
        let late = !handed_over && happens(&mut self.rng, 0.035);
        let word = if late { self.rng.random_range(3 * 3600..72 * 3600) } else { 0 };
        self.later(order, occurred + word, Step::Deliver(from as u8, occurred));
    }

    fn deliver(
        &mut self,
        order: &mut OpenOrder,
        warehouse: usize,
        (at, occurred): (Second, Second),
    ) -> Option<()> {
        let places = order.lines_at(warehouse, LineState::Shipped);
        for &place in &places {
            order.lines[place].state = LineState::Delivered;
        }
        let order_id = order.order_id.clone();
        let lines = self.named(order, &places);
        let body = OrderDelivered { order_id: order_id.clone(), lines };
        let event_id = format_args!("{order_id}-delivered-{}", PLACES[warehouse].code);
        self.emit((at, occurred), Sender::Warehouse, event_id, body)?;
        let on_the_way = |line: &super::order::OpenLine| {
            matches!(line.state, LineState::Open | LineState::Shipped)
        };
        let chance = if order.way == Way::Store { 0.02 } else { 0.068 };
        if !order.lines.iter().any(on_the_way) && happens(&mut self.rng, chance) {
            let days = self.rng.random_range(1..18);
            let second = self.rng.random_range(9 * 3600..22 * 3600);
            self.later(order, self.clock.on_day(at, days, second), Step::RequestReturn);
        }
        Some(())
    }

    /// The whole order is called off before it left; what was paid is given back.
    fn cancel(&mut self, order: &mut OpenOrder, at: Second) -> Option<()> {
        for place in 0..order.lines.len() {
            self.free(order, place);
        }
        let order_id = order.order_id.clone();
        let body = OrderCancelled { order_id: order_id.clone(), lines: None };
        let sender = Sender::Channel(order.way);
        let event = self.emit((at, at), sender, format_args!("{order_id}-cancelled"), body)?;
        let ever_paid = order.captured > 0 || order.authorized;
        let why = if ever_paid { "customer changed his mind" } else { "never paid" };
        event.envelope.reason = Some(why.into());
        if order.captured > 0 {
            self.later(order, at + 900, Step::Refund(order.captured));
        } else if order.authorized {
            self.void(order, at)?;
        }
        Some(())
    }

    /// One line is called off before it left.
    fn cancel_line(&mut self, order: &mut OpenOrder, at: Second) -> Option<()> {
        let open = |line: &super::order::OpenLine| line.state == LineState::Open && line.short == 0;
        let Some(place) = order.lines.iter().position(open) else { return Some(()) };
        let others = order.lines.iter().enumerate();
        if !others.into_iter().any(|(at, line)| at != place && line.state == LineState::Open) {
            return Some(());
        }
        self.free(order, place);
        let order_id = order.order_id.clone();
        let lines = Some(vec![self.line_quantity(order, place)]);
        let body = OrderCancelled { order_id: order_id.clone(), lines };
        let event_id = format_args!("{order_id}-cancelled-{}", place + 1);
        self.emit((at, at), Sender::Channel(order.way), event_id, body)?;
        let amount = order.lines[place].amount;
        if amount > 0 {
            self.later(order, at + 900, Step::Refund(amount));
        }
        Some(())
    }

    /// Frees what an open line has set aside or waits for.
    fn free(&mut self, order: &mut OpenOrder, place: usize) {
        let line = &mut order.lines[place];
        if line.state != LineState::Open {
            return;
        }
        line.state = LineState::Cancelled;
        let level = self.stock.level_mut(line.product, line.warehouse);
        level.committed -= line.quantity - line.short;
        level.backordered -= line.short;
    }

    /// The lines by name, where an order is split; else nothing, which means all that is left.
    fn named(&self, order: &OpenOrder, places: &[usize]) -> Option<Vec<LineQuantity>> {
        let names = || places.iter().map(|&place| self.line_quantity(order, place)).collect();
        order.is_split().then(names)
    }

    fn line_quantity(&self, order: &OpenOrder, place: usize) -> LineQuantity {
        let line_id = self.names.line_ids[place].clone();
        LineQuantity { line_id, quantity: Quantity::from(order.lines[place].quantity) }
    }
}
