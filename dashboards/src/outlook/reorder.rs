//! What to order, where and by when; when stock runs out if nobody orders; and stock day by day.
//!
//! Everything is planned as the forecasts are, and again under each scenario for the SKUs of which
//! it changes demand, price or lead time: those rows stand beside the base.

mod assumed;
mod demand;
mod facts;
mod projection;
pub(crate) mod replay;
mod rows;
mod spread;

use std::sync::Arc;

use marea_forecast::inventory::{
    DeliveryDays, Economics, Item, LeadTimes, LotRule, ReorderLine, SalesUnit, ServiceTarget,
    Stock, Supplier, plan,
};

use self::{
    assumed::Assumed,
    demand::{
        Demand, Shares, Source,
        beyond::{Courses, FAR_DAYS},
    },
    facts::{Facts, Product, Shelf},
    spread::Spread,
};
pub(super) use self::{
    projection::ProjectionRow,
    rows::{ReorderRow, StockoutRow},
};
use super::{
    Run, gathered::Gathered, money, planners::Planners, planning::InventoryPlanning,
    published::Table, scenario::Scenario,
};
use crate::Application;

/// Days ahead on which scenarios are looked at: all that plans know of.
const ASSUMED_DAYS: usize = FAR_DAYS;
/// Rows of the projection that are kept: 100,000 SKUs for four weeks, and then fewer days of each.
const MOST_PROJECTED: usize = 3_000_000;

/// The plans of a run.
pub(super) async fn tables(
    application: &Application,
    gathered: &Gathered,
    planners: &Planners,
    run: &Run,
    planning: &InventoryPlanning,
) -> anyhow::Result<Vec<Table>> {
    let facts = Facts::read(application, run.origin).await?;
    let spread = Spread::measure(gathered, run.origin);
    let shares = Shares::of(&facts.shelves, &gathered.goods.stocked, run.origin);
    let courses = Courses::of(&gathered.goods, run.origin);
    let (spread, shares, courses) = (&spread, &shares, &courses);
    let source = Source { gathered, spread, shares, courses, origin: run.origin };
    let mut tasks = Vec::new();
    for (at, shelf) in facts.shelves.iter().enumerate() {
        let demand = Demand::of(shelf, &source)?;
        tasks.push(Task { shelf: at, demand, assumed: Assumed::nothing() });
    }
    for scenario in &planners.scenarios {
        let scenario = Scenario::new(scenario, gathered);
        let name: Arc<str> = scenario.name().into();
        for (at, shelf) in facts.shelves.iter().enumerate() {
            let assumed = Assumed::of(&scenario, &name, &shelf.sku, run.origin, ASSUMED_DAYS);
            let Some(assumed) = assumed else { continue };
            let demand = tasks[at].demand.under(&assumed, shelf, &source)?;
            tasks.push(Task { shelf: at, demand, assumed });
        }
    }
    let (planning, run) = (planning.clone(), run.clone());
    let planned = tokio::task::spawn_blocking(move || planned(&facts, &tasks, &planning, &run));
    planned.await?
}

/// A SKU in a warehouse that is planned under an assumption.
struct Task {
    /// Its place among the shelves.
    shelf: usize,
    demand: Demand,
    assumed: Assumed,
}

fn planned(
    facts: &Facts,
    tasks: &[Task],
    planning: &InventoryPlanning,
    run: &Run,
) -> anyhow::Result<Vec<Table>> {
    let (mut orders, mut risks, mut courses) = (Vec::new(), Vec::new(), Vec::new());
    let days = planning.horizon_days.min(MOST_PROJECTED / tasks.len().max(1)).max(1);
    for task in tasks {
        let shelf = &facts.shelves[task.shelf];
        let product = facts.product(&shelf.sku);
        let item = item(shelf, &product, facts, planning, run, &task.assumed)?;
        match plan(&item, &task.demand.days) {
            Ok(line) => {
                let planned = Planned { line: &line, item: &item, shelf, task, run };
                courses.extend(projection::rows(&planned, days));
                risks.push(StockoutRow::new(&planned, planning.horizon_days));
                orders.push(ReorderRow::new(&planned, &product));
            }
            Err(error) => tracing::warn!(%error, "a SKU was left out of the reorder plan"),
        }
    }
    // What has to be done comes first: a plan is read from its top.
    orders.sort_by(ReorderRow::by_urgency);
    Ok(vec![
        Table::of("reorder_plan", orders),
        Table::of("stockout_risk", risks),
        Table::of("stock_projection", courses),
    ])
}

/// A line of a plan with all that it was made of.
struct Planned<'a> {
    line: &'a ReorderLine,
    item: &'a Item,
    shelf: &'a Shelf,
    task: &'a Task,
    run: &'a Run,
}

/// What the plan is to know of a SKU in a warehouse.
fn item(
    shelf: &Shelf,
    product: &Product,
    facts: &Facts,
    planning: &InventoryPlanning,
    run: &Run,
    assumed: &Assumed,
) -> anyhow::Result<Item> {
    let unit = SalesUnit::PIECES;
    let (unit_cost, price) = (money::double(product.unit_cost), money::double(product.price));
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
            lead_times: lead_times(shelf, product, facts, planning)?.longer(assumed.lead_days),
            delivery_days: DeliveryDays::ALL,
        },
        economics: Economics {
            unit_cost,
            price: (price * assumed.price).max(unit_cost),
            holding_rate: planning.holding_rate,
            lost_margin: None,
            salvage: unit_cost * planning.salvage_share,
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
