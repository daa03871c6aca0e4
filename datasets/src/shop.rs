//! A seeded shop: years of events of a house and garden shop, then on without an end.
//!
//! A discrete-event simulation. Customers come by the day, the week, the season and the price;
//! orders go through payment, warehouse and carrier; goods are bought, counted, moved and lost.
//! All events ask (they are not reports), and the shop keeps the same books of its stock as the
//! writer does, so none is refused. About one in a hundred is heard of hours or days late.
//!
//! The same [`ShopPlan`] gives the same events, byte for byte, however far it is read. To go on
//! after a stop, make the shop anew and [`Shop::skip_to`] the instant; what is sent twice is a
//! duplicate by its id. Memory holds open orders and the catalogue, not history.

mod calendar;
mod catalogue;
mod categories;
mod chance;
mod clock;
mod demand;
mod dice;
mod fulfilment;
mod names;
mod opening;
mod order;
mod payments;
mod placing;
mod plan;
mod purchases;
mod returns;
mod schedule;
mod stock;
mod supply;
mod words;

use std::{collections::VecDeque, fmt};

use chrono::{DateTime, Datelike, NaiveDate, Utc};
use marea_ingest::{
    event::{Body, Envelope, Event, Mode},
    identity::EventId,
};
use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;

pub use dice::Dice;
pub use plan::{PlanError, ShopPlan};

use calendar::Way;
use catalogue::{Product, Supplier};
use chance::happens;
use clock::Clock;
use demand::Demand;
use names::{Names, Sender};
use order::OpenOrders;
use schedule::{Action, Schedule, Second};
use stock::Stock;

/// The last year of the simulation; event times end with the century after.
const LAST_YEAR: i32 = 2190;

/// An event and the instant at which the store hears of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Arrival {
    /// When it arrives: never before it happened, and never before what arrived earlier.
    pub at: DateTime<Utc>,
    /// What happened.
    pub event: Event,
}

/// A simulated shop: an iterator over its events in the order in which they arrive.
///
/// It goes on after the last day of the plan; see [`Shop::history`] and [`Shop::until`].
pub struct Shop {
    plan: ShopPlan,
    clock: Clock,
    rng: ChaCha8Rng,
    names: Names,
    products: Vec<Product>,
    suppliers: Vec<Supplier>,
    demand: Demand,
    stock: Stock,
    schedule: Schedule,
    orders: OpenOrders,
    /// Events that are made and not yet taken.
    outbox: VecDeque<Arrival>,
    today: NaiveDate,
    /// The second at which the day after today begins.
    day_ends: Second,
    customers: u64,
    placed: u64,
    stock_events: u64,
    transfers: u32,
    purchases: u32,
    /// Euros for a pound.
    euros_for_a_pound: f64,
}

impl Shop {
    /// Opens a shop on the first day of a plan.
    ///
    /// # Errors
    /// [`PlanError`] where the plan cannot be carried out.
    pub fn new(plan: ShopPlan) -> Result<Self, PlanError> {
        plan.check()?;
        let mut rng = ChaCha8Rng::seed_from_u64(plan.seed);
        let suppliers = catalogue::suppliers(&mut rng)?;
        let products = catalogue::products(&plan, &suppliers, &mut rng)?;
        let clock = Clock { zone: plan.time_zone };
        Ok(Self {
            clock,
            rng,
            names: Names::new()?,
            demand: Demand::new(&plan),
            stock: Stock::new(products.len()),
            products,
            suppliers,
            schedule: Schedule::default(),
            orders: OpenOrders::default(),
            outbox: VecDeque::new(),
            today: plan.first_day.pred_opt().unwrap_or(plan.first_day),
            day_ends: clock.midnight(plan.first_day),
            customers: 0,
            placed: 0,
            stock_events: 0,
            transfers: 0,
            purchases: 0,
            euros_for_a_pound: 1.17,
            plan,
        })
    }

    /// What the shop was made by.
    #[must_use]
    pub fn plan(&self) -> &ShopPlan {
        &self.plan
    }

    /// The instant at which history ends: midnight after the last day of the plan.
    #[must_use]
    pub fn end_of_history(&self) -> DateTime<Utc> {
        let next = self.plan.last_day.succ_opt().unwrap_or(self.plan.last_day);
        DateTime::from_timestamp(self.clock.midnight(next), 0).unwrap_or_default()
    }

    /// All that arrives within the span of the plan.
    pub fn history(&mut self) -> impl Iterator<Item = Arrival> + '_ {
        self.until(self.end_of_history())
    }

    /// All that arrives before an instant. Called again with a later one, it goes on from there.
    pub fn until(&mut self, instant: DateTime<Utc>) -> impl Iterator<Item = Arrival> + '_ {
        std::iter::from_fn(move || {
            let next_at = self.next_at()?;
            if next_at < instant { self.outbox.pop_front() } else { None }
        })
    }

    /// When the next event arrives.
    pub fn next_at(&mut self) -> Option<DateTime<Utc>> {
        self.fill()?;
        self.outbox.front().map(|arrival| arrival.at)
    }

    /// Passes over all that arrives before an instant; gives how many events that were.
    pub fn skip_to(&mut self, instant: DateTime<Utc>) -> u64 {
        self.until(instant).fold(0, |passed, _| passed + 1)
    }

    /// Goes on until there is an event to take, or the simulation is at its end.
    fn fill(&mut self) -> Option<()> {
        while self.outbox.is_empty() {
            match self.schedule.next_at() {
                Some(at) if at < self.day_ends => {
                    let (at, action) = self.schedule.take()?;
                    self.act(at, action)?;
                }
                _ => self.begin_day()?,
            }
        }
        Some(())
    }

    fn begin_day(&mut self) -> Option<()> {
        self.today = self.today.succ_opt().filter(|day| day.year() <= LAST_YEAR)?;
        let midnight = self.day_ends;
        self.day_ends = self.clock.midnight(self.today.succ_opt()?);
        self.demand.begin(self.today, &self.products);
        self.schedule.add(midnight + 60, Action::Midnight);
        self.schedule.add(midnight + 6 * 3600 + 1800, Action::Morning);
        let counts = self.demand.orders(self.today, &mut self.rng);
        for (way, count) in Way::ALL.into_iter().zip(counts) {
            for _ in 0..count {
                // The first minutes are kept free for what the day begins with.
                let second = self.demand.second(way, &mut self.rng).max(600);
                let occurred = midnight + second;
                let at = occurred + self.word_of_order_takes(way);
                self.schedule.add(at, Action::Place(way, occurred));
            }
        }
        Some(())
    }

    /// How long it takes until the shop hears of an order; a marketplace is sometimes behind.
    fn word_of_order_takes(&mut self, way: Way) -> Second {
        let (share, longest) = match way {
            Way::Marketplace => (0.07, 30),
            Way::Web => (0.005, 4),
            Way::Store => (0.01, 12),
        };
        if happens(&mut self.rng, share) { self.rng.random_range(3600..longest * 3600) } else { 0 }
    }

    fn act(&mut self, at: Second, action: Action) -> Option<()> {
        match action {
            Action::Place(way, occurred) => self.place(way, at, occurred),
            Action::Order(slot, step) => self.take_step(slot, step, at),
            Action::Midnight => self.midnight(at),
            Action::Morning => self.morning(at),
            Action::Receive { order, product, warehouse, quantity } => {
                self.receive_ordered(at, order, (product as usize, warehouse.into()), quantity)
            }
            Action::TransferIn { transfer, product, from, to, quantity } => {
                let places = (from.into(), to.into());
                self.transfer_in(at, transfer, product as usize, places, quantity)
            }
        }
    }

    /// Puts an event into the outbox; `None` only where its id were no identifier.
    fn emit(
        &mut self,
        (at, occurred): (Second, Second),
        sender: Sender,
        event_id: fmt::Arguments<'_>,
        body: impl Into<Body>,
    ) -> Option<&mut Event> {
        let envelope = Envelope {
            event_id: EventId::new(self.names.written(event_id)).ok()?,
            source: self.names.source(sender),
            occurred_at: self.clock.local(occurred),
            mode: Mode::Ask,
            external_version: None,
            actor: None,
            reason: None,
        };
        let event = Event { envelope, body: body.into() };
        self.outbox.push_back(Arrival { at: DateTime::from_timestamp(at, 0)?, event });
        self.outbox.back_mut().map(|arrival| &mut arrival.event)
    }
}

impl Iterator for Shop {
    type Item = Arrival;

    fn next(&mut self) -> Option<Arrival> {
        self.fill()?;
        self.outbox.pop_front()
    }
}

#[cfg(test)]
mod tests;
