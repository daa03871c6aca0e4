//! How goods come in, move, are counted and are lost.
//!
//! Each warehouse orders up to a level when what it has and is owed falls below its reorder
//! point (the policy known as (s, S)). Suppliers are not punctual, so goods do run out.

use chrono::{Datelike, Weekday};
use marea_ingest::{
    amount::{Money, Quantity},
    event::{StockCounted, StockReceived, StockTransferred, StockWrittenOff, TransferLeg},
    identity::TransferId,
};
use rand::RngExt;

use super::{
    Shop,
    calendar::is_working_day,
    catalogue::money,
    chance::happens,
    demand::{quietest_ahead, season_ahead},
    names::{PLACES, Sender},
    order::LineState,
    purchases::Drafts,
    schedule::{Action, Second},
};

/// What is left when an order is overdue, as a share of what is sold until it would come.
const OVERDUE: f64 = 0.4;
const WRITE_OFF_REASONS: [&str; 3] = ["broken in the warehouse", "wet", "missing"];

impl Shop {
    pub(super) fn morning(&mut self, at: Second) -> Option<()> {
        if !is_working_day(self.today) {
            return Some(());
        }
        let mut drafts = Drafts::default();
        for product in 0..self.products.len() {
            // A third of the products is looked at each day.
            if (product + self.today.ordinal() as usize).is_multiple_of(3) {
                self.reorder(product, &mut drafts, at);
            }
        }
        self.send(drafts, at)?;
        if self.today.weekday() == Weekday::Wed {
            self.count_some(at)?;
        }
        self.lose_some(at)?;
        self.move_some(at)
    }

    fn places_of(&self, product: usize) -> usize {
        if self.products[product].everywhere { PLACES.len() } else { 1 }
    }

    /// Units that a warehouse will need of a product a day when goods ordered now come in.
    fn daily_need(&self, product: usize, warehouse: usize) -> f64 {
        let facts = &self.products[product];
        let share = if facts.everywhere { PLACES[warehouse].share } else { 1.0 };
        let ahead = season_ahead(facts.category, self.today, facts.lead_days + 7);
        self.demand.units_per_day(product) * share * ahead
    }

    fn reorder_point(&self, product: usize, warehouse: usize) -> i32 {
        let need = self.daily_need(product, warehouse);
        let days = f64::from(self.products[product].lead_days) + 4.0;
        (need * days + 1.3 * (need * days).sqrt()).ceil() as i32
    }

    /// What the catalogue says of a product: so little that an order for more is overdue in every
    /// warehouse and season. The buyer orders well before, by what he sees ahead; what is proposed by
    /// this is what he has overlooked, and not a second time what he orders anyway.
    pub(super) fn warning_point(&self, product: usize) -> i32 {
        let facts = &self.products[product];
        let need = (0..self.places_of(product)).map(|place| self.daily_need(product, place));
        let quietest = quietest_ahead(facts.category, self.today);
        let days = OVERDUE * f64::from(facts.lead_days);
        (need.fold(f64::INFINITY, f64::min) * quietest * days).floor() as i32
    }

    /// How much to order to be full again, or nothing.
    fn shortage(&self, product: usize, warehouse: usize) -> Option<i32> {
        let level = self.stock.level(product, warehouse);
        let position = level.available() + level.incoming;
        let point = self.reorder_point(product, warehouse);
        let need = self.daily_need(product, warehouse);
        let cycle = if self.products[product].everywhere { 24.0 } else { 60.0 };
        (position <= point).then(|| point + (need * cycle).ceil() as i32 + 2 - position)
    }

    fn reorder(&mut self, product: usize, drafts: &mut Drafts, at: Second) {
        if !self.products[product].is_sold(self.today) {
            return;
        }
        for warehouse in 0..self.places_of(product) {
            if let Some(quantity) = self.shortage(product, warehouse) {
                self.order((product, warehouse), quantity, drafts, at);
            }
        }
    }

    /// The first goods of a product are there when it goes on sale.
    pub(super) fn fill_shelves(&mut self, at: Second, product: usize) -> Option<()> {
        for warehouse in 0..self.places_of(product) {
            let quantity = self.shortage(product, warehouse).unwrap_or(1);
            self.stock.level_mut(product, warehouse).incoming += quantity;
            self.receive(at, product, warehouse, quantity)?;
        }
        Some(())
    }

    fn receive(
        &mut self,
        at: Second,
        product: usize,
        warehouse: usize,
        quantity: i32,
    ) -> Option<()> {
        let cost = self.take_in(product, warehouse, quantity);
        let number = self.next_stock_event();
        let facts = &self.products[product];
        let body = StockReceived {
            bin: None,
            lot: None,
            expires_on: None,
            sku: facts.sku.clone(),
            warehouse: self.names.warehouses[warehouse].clone(),
            quantity: Quantity::from(quantity),
            unit_cost: Some(money(cost)).filter(|cost| *cost > Money::ZERO),
            currency: Some(self.names.euro),
            purchase_order: Some(format!("PO-{number}")),
            supplier: Some(self.suppliers[facts.supplier].supplier.clone()),
        };
        self.emit((at, at), Sender::Warehouse, format_args!("received-{number}"), body)?;
        self.serve_waiting(at, product, warehouse);
        Some(())
    }

    /// Puts goods on their shelf. Gives what the supplier asks for a unit, now and in the next order.
    pub(super) fn take_in(&mut self, product: usize, warehouse: usize, quantity: i32) -> i64 {
        let level = self.stock.level_mut(product, warehouse);
        level.on_hand += quantity;
        level.incoming -= quantity;
        let product = &mut self.products[product];
        product.asked = product.cost * self.rng.random_range(96..106) / 100;
        product.asked
    }

    pub(super) fn next_stock_event(&mut self) -> u64 {
        self.stock_events += 1;
        self.stock_events
    }

    /// Sets new goods aside for the orders that wait for them, first come first served.
    pub(super) fn serve_waiting(&mut self, at: Second, product: usize, warehouse: usize) {
        while let Some(waiting) = self.stock.waiting(product, warehouse).front().copied() {
            let Some(mut order) = self.orders.take(waiting.slot) else { return };
            let line = &mut order.lines[waiting.line];
            let is_open = line.state == LineState::Open;
            let level = self.stock.level_mut(product, warehouse);
            let free = level.on_hand - level.committed - level.unavailable;
            if is_open && free < line.short {
                self.orders.put(order);
                return;
            }
            if is_open {
                level.backordered -= line.short;
                level.committed += line.short;
            }
            line.short = 0;
            order.pending -= 1;
            self.stock.waiting(product, warehouse).pop_front();
            if is_open && order.approved && !order.waits_for_goods() {
                self.plan_shipping(&mut order, at);
            }
            self.orders.put(order);
        }
    }

    fn some_shelf(&mut self) -> (usize, usize) {
        let product = self.rng.random_range(0..self.products.len());
        (product, self.rng.random_range(0..self.places_of(product)))
    }

    /// Some shelves are counted each week, and one in four does not hold what the books say.
    fn count_some(&mut self, at: Second) -> Option<()> {
        for _ in 0..20 {
            let (product, warehouse) = self.some_shelf();
            if self.products[product].launched > self.today {
                continue;
            }
            let found =
                if happens(&mut self.rng, 0.25) { self.rng.random_range(-2..=1) } else { 0 };
            let level = self.stock.level_mut(product, warehouse);
            // What is set aside for orders is always there.
            level.on_hand += found.max(-level.available().max(0));
            let quantity = Quantity::from(level.on_hand);
            let number = self.next_stock_event();
            let body = StockCounted {
                bin: None,
                lot: None,
                sku: self.products[product].sku.clone(),
                warehouse: self.names.warehouses[warehouse].clone(),
                quantity,
            };
            self.emit((at, at), Sender::Warehouse, format_args!("counted-{number}"), body)?;
        }
        Some(())
    }

    fn lose_some(&mut self, at: Second) -> Option<()> {
        let (product, warehouse) = self.some_shelf();
        let units = self.rng.random_range(1..=3);
        let level = self.stock.level_mut(product, warehouse);
        if level.available() < units {
            return Some(());
        }
        level.on_hand -= units;
        let number = self.next_stock_event();
        let reason = WRITE_OFF_REASONS[self.rng.random_range(0..WRITE_OFF_REASONS.len())];
        let body = StockWrittenOff {
            bucket: None,
            bin: None,
            lot: None,
            sku: self.products[product].sku.clone(),
            warehouse: self.names.warehouses[warehouse].clone(),
            quantity: Quantity::from(units),
        };
        let event_id = format_args!("written-off-{number}");
        let event = self.emit((at, at), Sender::Warehouse, event_id, body)?;
        event.envelope.reason = Some(reason.into());
        Some(())
    }

    /// The first warehouse helps out another one that has nothing left.
    fn move_some(&mut self, at: Second) -> Option<()> {
        for _ in 0..60 {
            let (product, to) = self.some_shelf();
            let (there, here) = (self.stock.level(product, to), self.stock.level(product, 0));
            if to == 0 || there.available() > 1 || here.available() < 8 {
                continue;
            }
            self.transfer_out(at, product, to, here.available() / 4)?;
        }
        Some(())
    }

    fn transfer_out(&mut self, at: Second, product: usize, to: usize, units: i32) -> Option<()> {
        self.stock.level_mut(product, 0).on_hand -= units;
        self.stock.level_mut(product, to).incoming += units;
        self.transfers += 1;
        let transfer = self.transfers;
        self.transferred(at, TransferLeg::Out, transfer, product, (0, to), units)?;
        let second = self.rng.random_range(8 * 3600..14 * 3600);
        let days = self.rng.random_range(1..=3);
        let comes_at = self.clock.on_working_day(at, days, second);
        let (product, to) = (product as u32, to as u8);
        let action = Action::TransferIn { transfer, product, from: 0, to, quantity: units };
        self.schedule.add(comes_at, action);
        Some(())
    }

    pub(super) fn transfer_in(
        &mut self,
        at: Second,
        transfer: u32,
        product: usize,
        places: (usize, usize),
        units: i32,
    ) -> Option<()> {
        let level = self.stock.level_mut(product, places.1);
        level.on_hand += units;
        level.incoming -= units;
        self.transferred(at, TransferLeg::In, transfer, product, places, units)?;
        self.serve_waiting(at, product, places.1);
        Some(())
    }

    fn transferred(
        &mut self,
        at: Second,
        leg: TransferLeg,
        transfer: u32,
        product: usize,
        (from, to): (usize, usize),
        units: i32,
    ) -> Option<()> {
        let body = StockTransferred {
            bin: None,
            lot: None,
            transfer_id: TransferId::new(self.names.written(format_args!("T-{transfer}"))).ok()?,
            leg,
            sku: self.products[product].sku.clone(),
            from: self.names.warehouses[from].clone(),
            to: self.names.warehouses[to].clone(),
            quantity: Quantity::from(units),
        };
        let way = if leg == TransferLeg::Out { "out" } else { "in" };
        let event_id = format_args!("transfer-{transfer}-{way}");
        self.emit((at, at), Sender::Warehouse, event_id, body).map(|_| ())
    }
}
