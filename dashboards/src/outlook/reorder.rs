//! What to order, where and by when; and when stock runs out if nobody orders.

mod facts;
mod rows;
mod spread;

use marea_forecast::inventory::{
    DeliveryDays, Economics, IndependentDays, Item, LeadTimes, LotRule, SalesUnit, ServiceTarget,
    Stock, Supplier, plan,
};

use self::facts::{Facts, Product, Shelf};
pub(super) use self::rows::{ReorderRow, StockoutRow};
use self::spread::Spread;
use super::{
    Run, gathered::Gathered, planning::InventoryPlanning, published::Table, series::SeriesName,
};
use crate::Application;

/// Days of the pace at which a SKU without a forecast is thought to go on selling.
const PACE_DAYS: usize = 28;
/// The plans of a run.
pub(super) async fn tables(
    application: &Application,
    gathered: &Gathered,
    run: &Run,
    planning: &InventoryPlanning,
) -> anyhow::Result<Vec<Table>> {
    let facts = Facts::read(application, run.origin).await?;
    let spread = Spread::measure(&gathered.stocked, run.origin);
    let demand = facts.shelves.iter().map(|shelf| Demand::of(shelf, gathered, &spread, run));
    let demand = demand.collect::<anyhow::Result<Vec<Demand>>>()?;
    let (planning, run) = (planning.clone(), run.clone());
    let planned = tokio::task::spawn_blocking(move || planned(&facts, &demand, &planning, &run));
    planned.await?
}

fn planned(
    facts: &Facts,
    demand: &[Demand],
    planning: &InventoryPlanning,
    run: &Run,
) -> anyhow::Result<Vec<Table>> {
    let (mut orders, mut risks) = (Vec::new(), Vec::new());
    for (shelf, demand) in facts.shelves.iter().zip(demand) {
        let product = facts.product(&shelf.sku);
        let item = item(shelf, &product, facts, planning, run)?;
        match plan(&item, &demand.days) {
            Ok(line) => {
                orders.push(ReorderRow::new(&line, shelf, &product, &demand.basis, run));
                risks.push(StockoutRow::new(&line, shelf, planning.horizon_days, run));
            }
            Err(error) => tracing::warn!(%error, "a SKU was left out of the reorder plan"),
        }
    }
    Ok(vec![Table::of("reorder_plan", orders), Table::of("stockout_risk", risks)])
}

/// What the plan is to know of a SKU in a warehouse.
fn item(
    shelf: &Shelf,
    product: &Product,
    facts: &Facts,
    planning: &InventoryPlanning,
    run: &Run,
) -> anyhow::Result<Item> {
    let unit = SalesUnit::PIECES;
    let (minimum, multiple) = (product.minimum_quantity, product.order_multiple);
    let target = match planning.fill_rate {
        Some(rate) => ServiceTarget::FillRate(rate),
        None => ServiceTarget::CycleService(planning.service_level),
    };
    Ok(Item {
        sku: shelf.sku.clone(),
        warehouse: shelf.warehouse.clone(),
        today: run.origin,
        stock: Stock {
            on_hand: shelf.on_hand,
            committed: shelf.committed.max(0.0),
            available: shelf.available,
            backordered: shelf.backordered.max(0.0),
        },
        incoming: facts.incoming(shelf, run.origin),
        supplier: Supplier {
            lots: LotRule::new(minimum, multiple, unit)?,
            order_cost: planning.order_cost,
            lead_times: lead_times(shelf, product, facts, planning)?,
            delivery_days: DeliveryDays::ALL,
        },
        economics: Economics {
            unit_cost: product.unit_cost,
            price: product.price.max(product.unit_cost),
            holding_rate: planning.holding_rate,
            lost_margin: None,
            salvage: product.unit_cost * planning.salvage_share,
        },
        target,
        review_days: planning.review_days,
        horizon_days: planning.horizon_days,
        unit,
        shelf_life_days: None,
        season_end: None,
        volume: None,
    })
}

/// What was seen of the SKU, else of its supplier, else what the supplier says, else the default.
fn lead_times(
    shelf: &Shelf,
    product: &Product,
    facts: &Facts,
    planning: &InventoryPlanning,
) -> anyhow::Result<LeadTimes> {
    if let Some(observed) = facts.lead_times(&shelf.sku, product.supplier.as_deref()) {
        return Ok(LeadTimes::observed(observed)?);
    }
    let days = product.lead_time_days.unwrap_or(planning.lead_time_days);
    Ok(LeadTimes::with_deviation(days, days * planning.lead_time_spread)?)
}

/// The demand ahead of a SKU in a warehouse, and what it rests on.
struct Demand {
    days: IndependentDays,
    basis: String,
}

impl Demand {
    /// As it was forecast; at its recent pace where it has too little history.
    fn of(shelf: &Shelf, gathered: &Gathered, spread: &Spread, run: &Run) -> anyhow::Result<Self> {
        let name = SeriesName::stocked(&shelf.sku, &shelf.warehouse).to_string();
        let forecast = gathered.series.get(&name).filter(|it| !it.forecast.is_empty());
        let (means, basis) = match forecast {
            Some(series) => {
                (series.forecast.iter().map(|it| it.value).collect(), series.model().to_owned())
            }
            None => {
                let pace = gathered.paces.get(&name).copied().unwrap_or(0.0).max(0.0);
                (vec![pace; PACE_DAYS], "recent_pace".to_owned())
            }
        };
        let days = gathered.stocked.days(&shelf.sku, &shelf.warehouse, run.origin);
        Ok(Self { days: spread.ahead(&means, &days)?, basis })
    }
}
