//! One policy through one history of demand, day by day.

use chrono::{Days, NaiveDate};

use super::generator::Generator;
use super::performance::Performance;
use super::policy::{Policy, Review};
use crate::inventory::checked::not_negative;
use crate::inventory::{Costs, Incoming, InventoryError, Supplier};

/// What becomes of demand that stock does not serve.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unmet {
    /// It is gone.
    Lost,
    /// It waits and is served first.
    Waits,
}

/// How a run begins.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Start {
    /// The shop's day of the first demand.
    pub date: NaiveDate,
    /// Units on hand before it.
    pub stock: f64,
    /// Days that are run but not scored, so that the opening stock does not count.
    pub warm_up_days: usize,
}

/// The world a policy acts in.
#[derive(Debug, Clone, Copy)]
pub struct Setting<'a> {
    /// Units asked for, by day.
    pub demand: &'a [f64],
    /// Who delivers: lots, lead times that are drawn from, delivery days.
    pub supplier: &'a Supplier,
    /// For an order; for a unit at the end of a day; for a unit not served on its day.
    pub costs: &'a Costs,
    /// What becomes of demand that is not served.
    pub unmet: Unmet,
    /// How the run begins.
    pub start: Start,
    /// Which lead times are drawn.
    pub seed: u64,
}

/// Runs a policy through the setting's demand.
///
/// Every order draws one lead time, whatever the policy, so that the first order of one policy takes
/// as long as the first of another.
///
/// # Errors
///
/// A negative demand or opening stock.
pub fn replay(
    setting: &Setting<'_>,
    policy: &mut dyn Policy,
) -> Result<Performance, InventoryError> {
    not_negative("the opening stock", setting.start.stock)?;
    setting.demand.iter().try_for_each(|units| not_negative("the demand", *units).map(|_| ()))?;
    let mut run = Run::new(setting);
    for day in 0..setting.demand.len() {
        if day == setting.start.warm_up_days {
            run.begin_score();
        }
        run.receive(day);
        run.serve(day);
        run.review(day, policy);
    }
    Ok(run.finish())
}

/// An order on its way: when it can be sold, and what the planner was told.
struct Transit {
    sellable: usize,
    told: Incoming,
}

struct Run<'a> {
    setting: &'a Setting<'a>,
    generator: Generator,
    on_hand: f64,
    waiting: f64,
    transit: Vec<Transit>,
    served: Vec<f64>,
    cycle_is_full: bool,
    score: Performance,
}

impl<'a> Run<'a> {
    fn new(setting: &'a Setting<'a>) -> Self {
        let on_hand = setting.start.stock;
        Self {
            setting,
            generator: Generator::new(setting.seed),
            on_hand,
            waiting: 0.0,
            transit: Vec::new(),
            served: Vec::with_capacity(setting.demand.len()),
            cycle_is_full: true,
            score: Performance { opening_stock: on_hand, ..Performance::default() },
        }
    }

    fn on_order(&self) -> f64 {
        self.transit.iter().map(|transit| transit.told.quantity).sum()
    }

    fn begin_score(&mut self) {
        let (opening_stock, opening_on_order) = (self.on_hand, self.on_order());
        self.score = Performance { opening_stock, opening_on_order, ..Performance::default() };
    }

    fn receive(&mut self, day: usize) {
        let (arrived, coming): (Vec<_>, Vec<_>) =
            self.transit.drain(..).partition(|transit| transit.sellable <= day);
        self.transit = coming;
        if arrived.is_empty() {
            return;
        }
        self.score.cycles += 1;
        self.score.full_cycles += usize::from(self.cycle_is_full);
        self.cycle_is_full = true;
        let units: f64 = arrived.iter().map(|transit| transit.told.quantity).sum();
        self.score.received += units;
        self.on_hand += units;
        let caught_up = self.waiting.min(self.on_hand);
        self.waiting -= caught_up;
        self.on_hand -= caught_up;
        self.score.served += caught_up;
    }

    fn serve(&mut self, day: usize) {
        let asked = self.setting.demand[day];
        let served = asked.min(self.on_hand);
        let short = asked - served;
        self.on_hand -= served;
        self.served.push(served);
        if short > 0.0 {
            self.cycle_is_full = false;
            self.score.stock_out_days += 1;
            match self.setting.unmet {
                Unmet::Lost => self.score.lost += short,
                Unmet::Waits => self.waiting += short,
            }
        }
        let costs = self.setting.costs;
        self.score.days += 1;
        self.score.demand += asked;
        self.score.served_at_once += served;
        self.score.served += served;
        self.score.unit_days += self.on_hand;
        self.score.holding_cost += costs.holding() * self.on_hand;
        self.score.shortage_cost += costs.shortage() * short;
    }

    fn review(&mut self, day: usize, policy: &mut dyn Policy) {
        let date = self.date(day);
        let on_order: Vec<Incoming> = self.transit.iter().map(|transit| transit.told).collect();
        let need = policy.order(&Review {
            day,
            date,
            demand: &self.setting.demand[..=day],
            served: &self.served,
            on_hand: self.on_hand,
            backordered: self.waiting,
            on_order: &on_order,
        });
        let supplier = self.setting.supplier;
        let quantity = supplier.lots.at_least(need);
        if quantity <= 0.0 {
            return;
        }
        let lead_time = supplier.lead_times.at(self.generator.uniform());
        let sellable = day + supplier.arrival(date, lead_time) + 1;
        let told = Incoming { date: self.date(day + supplier.expected_arrival(date)), quantity };
        self.transit.push(Transit { sellable, told });
        self.score.orders += 1;
        self.score.ordered += quantity;
        self.score.order_cost += self.setting.costs.order();
    }

    fn date(&self, day: usize) -> NaiveDate {
        let start = self.setting.start.date;
        start.checked_add_days(Days::new(day as u64)).unwrap_or(start)
    }

    fn finish(mut self) -> Performance {
        self.score.closing_stock = self.on_hand;
        self.score.closing_on_order = self.on_order();
        self.score.waiting = self.waiting;
        self.score
    }
}
