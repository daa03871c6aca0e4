//! The plan replayed through demand that came: what service it would have given, and at what cost.
//!
//! At every review of the last weeks demand is forecast from what was known on that day, stock is
//! planned of it as [`super`] plans, and what is ordered arrives after a lead time that is drawn. Beside
//! it stand the rule that most planners use, and the cost of somebody who knows all demand in advance.
//! Service is counted from [`WARM_UP_DAYS`] on, so that the opening stock, which is the same for all,
//! does not count; costs are of the whole span. Sales that stock does not serve are lost.
//!
//! Forecasts are those of SKUs in warehouses alone: they are not made to add up to the shop's.

mod foreseen;
mod past;

use marea_forecast::inventory::{
    Costs, IndependentDays, Item, MovingAverage, Performance, Planned, Policy, ServiceTarget,
    Setting, Start, Supplier, Unmet, clairvoyant, replay,
};
use rayon::prelude::*;

use self::foreseen::Foreseen;
pub(crate) use self::past::{Past, Terms};
use super::{Assumed, facts::Shelf, item};
use crate::outlook::planning::InventoryPlanning;

/// Days after which service is counted.
const WARM_UP_DAYS: usize = 28;
/// Days of demand before the span without which a SKU is left out: it was not planned yet.
const LEAST_KNOWN_DAYS: usize = 56;
/// Days that the usual rule takes its mean and deviation over.
const USUAL_DAYS: usize = 56;
/// A SKU is left out where of the days of the span more than this share was not observed.
const MOST_UNKNOWN: f64 = 0.1;
/// Costs below this are taken for it: stock that costs nothing to hold has no economic quantity.
const LEAST_COST: f64 = 1e-6;

/// Which weeks are replayed, and how.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Span {
    /// Days at the end of history.
    pub days: usize,
    /// Reviews after which models are fitted anew; in between they go on.
    pub refit_reviews: usize,
}

/// What a policy achieved with one SKU in one warehouse.
#[derive(Debug, Clone)]
pub(crate) struct Replayed {
    pub sku: String,
    pub warehouse: String,
    pub policy: &'static str,
    /// The service that was asked for; none of the clairvoyant.
    pub asked: Option<f64>,
    /// After the warm-up.
    pub served: Performance,
    /// Of the whole span.
    pub whole: Performance,
    /// Holding, ordering and lost sales of the whole span, in the shop's currency.
    pub cost: f64,
}

/// The plan, as rows name it, and what it is held against.
pub(crate) const PLAN: &str = "plan";
pub(crate) const MOVING_AVERAGE: &str = "moving_average";
pub(crate) const CLAIRVOYANT: &str = "clairvoyant";

/// Replays the last days of a past, by SKU and warehouse: three rows each, and how many were left
/// out because they are too new or were not observed. `told` hears how far it is: the day from which
/// demand is forecast next, which is what takes long.
pub(crate) fn replayed(
    past: &Past,
    planning: &InventoryPlanning,
    span: Span,
    told: &dyn Fn(chrono::NaiveDate),
) -> anyhow::Result<(Vec<Replayed>, usize)> {
    let foreseen = Foreseen::of(past, span, planning.review_days, told)?;
    let shelves = past.facts.shelves.par_iter().enumerate();
    let rows: Vec<Option<Vec<Replayed>>> = shelves
        .map(|(place, shelf)| {
            Trial::of(past, (place, shelf), &foreseen, planning)?
                .map_or(Ok(None), |trial| trial.run().map(Some))
        })
        .collect::<anyhow::Result<_>>()?;
    let left_out = rows.iter().filter(|rows| rows.is_none()).count();
    Ok((rows.into_iter().flatten().flatten().collect(), left_out))
}

/// One SKU in one warehouse, with all that is replayed of it.
struct Trial<'a> {
    item: Item,
    /// Who delivers; plans know of him what deliveries have shown.
    supplier: Supplier,
    costs: Costs,
    before: Vec<f64>,
    demand: Vec<f64>,
    seed: u64,
    foreseen: Vec<&'a IndependentDays>,
    first: chrono::NaiveDate,
}

impl<'a> Trial<'a> {
    /// Nothing where it is too new, or was not observed on too many days.
    fn of(
        past: &Past,
        (place, shelf): (usize, &Shelf),
        foreseen: &'a Foreseen,
        planning: &InventoryPlanning,
    ) -> anyhow::Result<Option<Self>> {
        let days = past.days(shelf);
        let Some(known) = days.len().checked_sub(foreseen.days) else { return Ok(None) };
        let (before, span) = days.split_at(known);
        let unknown = span.iter().filter(|day| day.is_none()).count();
        if known < LEAST_KNOWN_DAYS || unknown as f64 > MOST_UNKNOWN * span.len() as f64 {
            return Ok(None);
        }
        let product = past.facts.product(&shelf.sku);
        let item = item(shelf, &product, &past.facts, planning, &past.run, &Assumed::nothing())?;
        let lead_times = past.lead_times.as_ref().unwrap_or(&item.supplier.lead_times).clone();
        let economics = &item.economics;
        let holding = economics.unit_cost * economics.holding_rate / 365.0;
        let margin = economics.price - economics.unit_cost;
        let units = |days: &[Option<f64>]| -> Vec<f64> {
            days.iter().map(|day| day.unwrap_or(0.0).max(0.0)).collect()
        };
        Ok(Some(Self {
            supplier: Supplier { lead_times, ..item.supplier.clone() },
            costs: Costs::new(
                planning.order_cost,
                holding.max(LEAST_COST),
                margin.max(LEAST_COST),
            )?,
            before: units(before),
            demand: units(span),
            seed: place as u64,
            foreseen: foreseen.of_shelf(place),
            first: foreseen.first,
            item,
        }))
    }

    fn run(&self) -> anyhow::Result<Vec<Replayed>> {
        let usual = self.usual();
        let stock = usual.levels(&[])?.up_to;
        let review_days = self.item.review_days;
        let ahead = |day: usize| self.foreseen[(day / review_days).min(self.foreseen.len() - 1)];
        let planned = || -> Box<dyn Policy + '_> {
            let forecast = move |review: &marea_forecast::inventory::Review<'_>| -> Option<
                Box<dyn marea_forecast::inventory::DemandDistribution>,
            > { Some(Box::new(ahead(review.day).clone())) };
            Box::new(Planned::new(self.item.clone(), forecast))
        };
        let of_rule = || -> Box<dyn Policy + '_> { Box::new(usual.clone()) };
        let known = Performance::default();
        Ok(vec![
            self.policy(PLAN, stock, &planned)?,
            self.policy(MOVING_AVERAGE, stock, &of_rule)?,
            Replayed {
                asked: None,
                cost: clairvoyant(&self.setting(stock, 0))?,
                ..self.row(CLAIRVOYANT, known, known)
            },
        ])
    }

    /// Once for the service after the warm-up, once for the cost of it all.
    fn policy<'b>(
        &self,
        name: &'static str,
        stock: f64,
        policy: &dyn Fn() -> Box<dyn Policy + 'b>,
    ) -> anyhow::Result<Replayed> {
        let served = replay(&self.setting(stock, WARM_UP_DAYS), policy().as_mut())?;
        let whole = replay(&self.setting(stock, 0), policy().as_mut())?;
        Ok(self.row(name, served, whole))
    }

    fn row(&self, policy: &'static str, served: Performance, whole: Performance) -> Replayed {
        let (sku, warehouse) = (self.item.sku.clone(), self.item.warehouse.clone());
        let asked = Some(self.asked());
        Replayed { sku, warehouse, policy, asked, served, whole, cost: whole.total_cost() }
    }

    fn asked(&self) -> f64 {
        match self.item.target {
            ServiceTarget::CycleService(level) | ServiceTarget::FillRate(level) => level,
            ServiceTarget::LeastCost => self.costs.critical_ratio(),
        }
    }

    fn setting(&self, stock: f64, warm_up_days: usize) -> Setting<'_> {
        Setting {
            demand: &self.demand,
            supplier: &self.supplier,
            costs: &self.costs,
            unmet: Unmet::Lost,
            start: Start { date: self.first, stock, warm_up_days },
            seed: self.seed,
        }
    }

    fn usual(&self) -> MovingAverage {
        MovingAverage {
            before: self.before.clone(),
            days: USUAL_DAYS,
            level: self.asked(),
            review_days: self.item.review_days,
            lead_time_days: self.item.supplier.lead_times.mean(),
            order_cost: self.costs.order(),
            holding: self.costs.holding(),
        }
    }
}
