//! Two years of a wholesaler's stock, as events that report what happened: a catalogue in three
//! warehouses, receipts at changing cost (some entered weeks late), orders shipped after days, some
//! lines returned, counts that find a little more or less, transfers that take days, breakage.
//! The same size gives the same bytes.

use std::{cmp::Reverse, collections::BinaryHeap};

use rand::{RngExt as _, SeedableRng as _};
use rand_chacha::ChaCha8Rng;

use super::wording::{Wording, sku};

const WAREHOUSES: usize = 3;
const LARGEST_CATALOGUE: usize = 20_000;
const DAY: i64 = 86_400;
const DAYS: i64 = 730;
/// What an order leads to, in rows of the ledger, or a little more: 6 lines are set aside and
/// shipped, and some 0.7 rows are of all the rest.
const MOVEMENTS_AN_ORDER: f64 = 12.6;

/// A SKU in a warehouse, by number.
pub(super) type Place = usize;

/// Units of an order's line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Line {
    pub(super) place: Place,
    pub(super) units: i64,
}

/// What is to happen later.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Due {
    Shipped { order: u64, lines: Vec<Line> },
    Returned { order: u64, line: usize, of: Line },
    Arrived { transfer: u64, from: Place, to: Place, units: i64 },
}

/// Makes the events, in the order in which they are recorded.
pub(super) struct Ledger {
    random: ChaCha8Rng,
    wording: Wording,
    skus: usize,
    on_hand: Vec<i64>,
    committed: Vec<i64>,
    due: BinaryHeap<Reverse<(i64, u64, Due)>>,
    /// Seconds since the first day.
    now: i64,
    orders: u64,
    all_orders: u64,
    serial: u64,
    opened: bool,
}

impl Ledger {
    /// A ledger of about so many movements.
    pub(super) fn of(movements: usize) -> Self {
        let skus = (movements / 500).clamp(10, LARGEST_CATALOGUE);
        let places = skus * WAREHOUSES;
        let orders = (movements.saturating_sub(places) as f64 / MOVEMENTS_AN_ORDER) as u64;
        Self {
            random: ChaCha8Rng::seed_from_u64(20_240_101),
            wording: Wording::default(),
            skus,
            on_hand: vec![0; places],
            committed: vec![0; places],
            due: BinaryHeap::new(),
            now: 0,
            orders: 0,
            all_orders: orders.max(1),
            serial: 0,
            opened: false,
        }
    }

    /// How many SKUs there are.
    pub(super) fn skus(&self) -> usize {
        self.skus
    }

    /// How much of it was told, from 0 to 1.
    pub(super) fn told(&self) -> f64 {
        self.orders as f64 / self.all_orders as f64
    }

    /// The next events as JSONL, about so many; nothing once all is told.
    pub(super) fn batch(&mut self, events: usize) -> Option<(String, u64)> {
        if !self.opened {
            self.opened = true;
            (0..self.skus).for_each(|number| self.open(number));
        }
        while self.wording.count() < events as u64 && self.step() {}
        self.wording.take()
    }

    /// The catalogue entry of a SKU, and what of it lies in each warehouse at first.
    fn open(&mut self, number: usize) {
        self.wording.product(number);
        for warehouse in 0..WAREHOUSES {
            self.receive(number * WAREHOUSES + warehouse, 0);
        }
    }

    /// The next thing that happens: what is due, or else an order. Tells whether there was any.
    fn step(&mut self) -> bool {
        let next_order = (DAYS * DAY) as f64 * self.told();
        let at = if self.orders < self.all_orders { next_order as i64 } else { i64::MAX };
        match self.due.peek() {
            Some(Reverse((due, ..))) if *due <= at => self.settle(),
            _ if self.orders < self.all_orders => self.order(at),
            _ => return false,
        }
        true
    }

    fn order(&mut self, at: i64) {
        self.now = at;
        self.orders += 1;
        let warehouse = self.random.random_range(0..WAREHOUSES);
        let lines: Vec<_> = (0..self.random.random_range(1..=11))
            .map(|_| Line {
                place: self.sku() * WAREHOUSES + warehouse,
                units: self.random.random_range(1..=5),
            })
            .collect();
        for line in &lines {
            self.set_aside(*line);
        }
        self.wording.placed(self.orders, warehouse, &lines, self.now);
        let shipped_at = self.now + self.random.random_range(DAY..3 * DAY);
        self.later(shipped_at, Due::Shipped { order: self.orders, lines });
        self.housekeeping();
    }

    /// A SKU; the first are asked for more often.
    fn sku(&mut self) -> usize {
        let share: f64 = self.random.random_range(0.0..1.0);
        ((share * share * self.skus as f64) as usize).min(self.skus - 1)
    }

    /// Nothing is promised that is not there: what is short comes in first.
    fn set_aside(&mut self, line: Line) {
        if self.on_hand[line.place] - self.committed[line.place] < line.units {
            let late = self.random.random_bool(0.05);
            let days = if late { self.random.random_range(1..=20) } else { 0 };
            self.receive(line.place, days);
        }
        self.committed[line.place] += line.units;
    }

    /// Goods that came in so many days ago are entered now.
    fn receive(&mut self, place: Place, days_ago: i64) {
        let units = self.random.random_range(40..=140);
        self.on_hand[place] += units;
        let number = place / WAREHOUSES;
        // From 2.00 to 52.00 a unit, a twentieth dearer each year, give or take a tenth.
        let usual = 200 + (number as i64 * 7_919) % 5_000;
        let year = 100 + 5 * self.now / (365 * DAY);
        let cents = usual * year * self.random.random_range(90..=110) / 10_000;
        let at = (self.now - days_ago * DAY).max(0);
        self.wording.received(place, units, cents, at);
    }

    /// Now and then something is counted, moved or broken.
    fn housekeeping(&mut self) {
        match self.random.random_range(0..1_000) {
            0..150 => self.count(),
            150..250 => self.transfer(),
            250..270 => self.break_one(),
            _ => {}
        }
    }

    fn count(&mut self) {
        let place = self.any_place();
        let found = self.on_hand[place] + self.random.random_range(-2..=1);
        self.on_hand[place] = found.max(0);
        self.wording.counted(place, self.on_hand[place], self.now);
    }

    fn transfer(&mut self) {
        let from = self.any_place();
        let units = ((self.on_hand[from] - self.committed[from]) / 2).min(30);
        if units < 1 {
            return;
        }
        let aside = self.random.random_range(1..WAREHOUSES);
        let to = from / WAREHOUSES * WAREHOUSES + (from % WAREHOUSES + aside) % WAREHOUSES;
        self.on_hand[from] -= units;
        self.serial += 1;
        let transfer = self.serial;
        self.wording.transferred(transfer, "out", (from, to), units, self.now);
        let arrival = self.now + self.random.random_range(DAY..4 * DAY);
        self.later(arrival, Due::Arrived { transfer, from, to, units });
    }

    fn break_one(&mut self) {
        let place = self.any_place();
        if self.on_hand[place] > self.committed[place] {
            self.on_hand[place] -= 1;
            self.wording.written_off(place, 1, self.now);
        }
    }

    fn any_place(&mut self) -> Place {
        self.random.random_range(0..self.on_hand.len())
    }

    fn later(&mut self, at: i64, due: Due) {
        self.serial += 1;
        self.due.push(Reverse((at, self.serial, due)));
    }

    /// Tells what is due first.
    fn settle(&mut self) {
        let Some(Reverse((at, _, due))) = self.due.pop() else { return };
        self.now = at;
        match due {
            Due::Shipped { order, lines } => self.ship(order, &lines),
            Due::Returned { order, line, of } => {
                self.on_hand[of.place] += of.units;
                self.wording.returned(order, line, of.units, at);
            }
            Due::Arrived { transfer, from, to, units } => {
                self.on_hand[to] += units;
                self.wording.transferred(transfer, "in", (from, to), units, at);
            }
        }
    }

    fn ship(&mut self, order: u64, lines: &[Line]) {
        for line in lines {
            self.committed[line.place] -= line.units;
            self.on_hand[line.place] -= line.units;
        }
        self.wording.shipped(order, self.now);
        if self.random.random_bool(0.08) {
            let line = self.random.random_range(0..lines.len());
            let back = self.now + self.random.random_range(4 * DAY..20 * DAY);
            self.later(back, Due::Returned { order, line, of: lines[line] });
        }
    }
}

/// The name of a warehouse.
pub(super) fn warehouse(number: usize) -> &'static str {
    ["MAD", "BCN", "VGO"][number % WAREHOUSES]
}

/// The SKU and the warehouse of a place.
pub(super) fn named(place: Place) -> (String, &'static str) {
    (sku(place / WAREHOUSES), warehouse(place))
}
