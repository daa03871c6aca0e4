//! What is replayed: a shop's demand day by day, and the terms on which it buys.

use chrono::{DateTime, NaiveDate};
use marea_forecast::inventory::{Generator, LeadTimes};
use marea_ingest::{amount::Money, identity::Lsn};
use rust_decimal::{Decimal, prelude::FromPrimitive as _};

use super::super::{
    demand::{self, Shares},
    facts::{Facts, Product, Shelf},
};
use crate::{
    Application,
    outlook::{Run, histories, stocked::Stocked},
};

/// Where the goods of a file are, which names no warehouse.
const PLACE: &str = "";
/// Who they come from.
const SUPPLIER: &str = "supplier";

/// A shop as it was.
pub(crate) struct Past {
    pub(super) stocked: Stocked,
    pub(super) facts: Facts,
    pub(super) run: Run,
    /// Lead times that orders take; where there are none, those that the plan expects.
    pub(super) lead_times: Option<LeadTimes>,
    shares: Shares,
}

/// On which terms the goods of a file are bought, all alike.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Terms {
    /// The mean lead time in days, and its deviation as a share of it.
    pub lead_time_days: f64,
    pub lead_time_spread: f64,
    /// Deliveries that plans have seen; none for plans that are told mean and deviation.
    pub deliveries: usize,
    /// What a unit is bought and sold for.
    pub unit_cost: f64,
    pub price: f64,
}

impl Past {
    /// A shop's own, up to its last complete day; nothing where it never had an order.
    pub(crate) async fn of_store(application: &Application) -> anyhow::Result<Option<Self>> {
        let Some(run) = Run::begin(application).await? else { return Ok(None) };
        let goods = histories::goods(application, &run).await?;
        let facts = Facts::read(application, run.origin).await?;
        Ok(Some(Self::new(goods.stocked, facts, run, None)))
    }

    /// Demand by SKU and day, as a file has it.
    ///
    /// # Errors
    /// No demand at all, or terms that make no sense.
    pub(crate) fn of_rows(
        rows: impl IntoIterator<Item = (String, NaiveDate, f64)>,
        terms: &Terms,
    ) -> anyhow::Result<Self> {
        let (mut stocked, mut last) = (Stocked::default(), None);
        for (sku, date, units) in rows {
            stocked.add(&sku, PLACE, date, units);
            last = last.max(Some(date));
        }
        let Some(origin) = last else { anyhow::bail!("there is no demand in the file") };
        let deviation = terms.lead_time_days * terms.lead_time_spread;
        let drawn = LeadTimes::with_deviation(terms.lead_time_days, deviation)?;
        let mut generator = Generator::new(terms.deliveries as u64);
        let seen = (0..terms.deliveries).map(|_| drawn.at(generator.uniform())).collect();
        let money = |amount: f64| Money::rounded(Decimal::from_f64(amount).unwrap_or_default());
        let product = Product {
            supplier: Some(SUPPLIER.to_owned()),
            unit_cost: money(terms.unit_cost),
            price: money(terms.price),
            lead_time_days: Some(terms.lead_time_days),
            ..Product::default()
        };
        let shelves = stocked.places().map(|(sku, warehouse)| Shelf::empty(sku, warehouse));
        let facts = Facts::assumed(shelves.collect(), &product, seen);
        let run = Run { origin, lsn: Lsn(0), computed_at: DateTime::UNIX_EPOCH, country: None };
        Ok(Self::new(stocked, facts, run, Some(drawn)))
    }

    fn new(stocked: Stocked, facts: Facts, run: Run, lead_times: Option<LeadTimes>) -> Self {
        let shares = Shares::of(&facts.shelves, &stocked, run.origin);
        Self { stocked, facts, run, lead_times, shares }
    }

    /// The days of a shelf since its first demand, newest last.
    pub(super) fn days(&self, shelf: &Shelf) -> Vec<Option<f64>> {
        demand::history(shelf, &self.stocked, &self.shares, self.run.origin)
    }
}
