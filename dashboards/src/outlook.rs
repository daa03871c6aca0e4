//! Forecasts and plans of the shop: history out of the store, forecasts back as tables.
//!
//! A [`Run`] reads demand out of the facts ([`demand`]), takes days without stock for what they are
//! ([`stock_outs`]), and forecasts the whole and its parts ([`run`]); the parts are made to add up
//! to the whole ([`coherent`]). Plans follow from the forecasts: what to order and what runs out
//! ([`reorder`]), whom to call in ([`staffing`]), as [`planning`] decides. What was published before
//! is held against what came ([`tracking`]). All of it is published at once, in place of the run
//! before.

mod coherent;
mod demand;
mod findings;
mod frames;
mod gathered;
mod overriding;
mod planners;
mod planning;
mod published;
mod reorder;
mod rows;
mod run;
mod scenario;
mod series;
mod staffing;
mod stock_outs;
mod stocked;
mod tracking;

use std::{
    collections::HashMap,
    sync::{Arc, PoisonError},
};

use arrow::array::RecordBatch;
use chrono::NaiveDate;
use serde_json::{Value, json};

pub(crate) use self::{
    frames::{Accuracy, Point},
    gathered::SeriesOutlook,
    planning::Planning,
    published::about,
    run::Run,
    tracking::Drift,
};
use self::{
    gathered::Gathered,
    planners::{Planners, series_of},
    published::Table,
    series::{Level, Measure, SeriesName},
    tracking::Tracked,
};
use crate::Application;

/// The forecasts as they are now.
#[derive(Debug, Clone, Default)]
pub(crate) struct Outlook {
    pub run: Option<Run>,
    /// By series, as [`series_name`] names them.
    pub series: Arc<HashMap<String, SeriesOutlook>>,
    /// Why a series has no forecast.
    pub refused: Arc<HashMap<String, String>>,
    /// Whose published forecasts have become worse than their back-test.
    pub drifting: Arc<Vec<Drift>>,
    tables: Arc<Vec<Table>>,
}

/// The name of a series: the shop's revenue, its units, or the units of a SKU.
pub(crate) fn series_name(measure: &str, sku: Option<&str>) -> String {
    let measure = if measure == "revenue" { Measure::Revenue } else { Measure::Units };
    match sku {
        None => SeriesName::shop(measure).to_string(),
        Some(sku) => SeriesName::of(Level::Sku, measure, sku).to_string(),
    }
}

/// Reads the history of a shop, forecasts it, and publishes the outcome. One run at a time: who
/// asks while one goes on waits for it, and then makes his own.
///
/// The first run of all publishes the shop as a whole as soon as it is forecast.
pub(crate) async fn refresh(application: &Application) -> anyhow::Result<()> {
    let _alone = application.forecasting.lock().await;
    let Some(run) = Run::begin(application).await? else { return Ok(()) };
    let planners = Planners::read(application).await?;
    let mut gathered = Gathered::default();
    run.coarse(application, &mut gathered).await?;
    if application.outlook().run.is_none() {
        application.publish(&Outlook::of(&gathered, &planners, &Tracked::default(), &run))?;
    }
    run.fine(application, &mut gathered).await?;
    coherent::reconcile(&mut gathered)?;
    let tracked = tracked(application, &gathered, &planners, &run);
    let mut outlook = Outlook::of(&gathered, &planners, &tracked, &run);
    outlook.drifting = Arc::new(tracked.drifting);
    outlook.add(vec![Table::of("forecast_tracking", tracked.rows)]);
    outlook.add(plans(application, &gathered, &planners, &run).await);
    application.publish(&outlook)
}

/// What became of forecasts that were published before; nothing where that cannot be read.
fn tracked(
    application: &Application,
    gathered: &Gathered,
    planners: &Planners,
    run: &Run,
) -> Tracked {
    let watched = planners.overrides.iter().map(|it| series_of(&it.body).to_string()).collect();
    tracking::follow(&application.folder, gathered, run, &watched).unwrap_or_else(|error| {
        tracing::warn!(error = format!("{error:#}"), "forecasts are not tracked");
        Tracked::default()
    })
}

/// What can be planned. Demand is known even where a plan cannot be made of it, and people are
/// planned even where orders are not.
async fn plans(
    application: &Application,
    gathered: &Gathered,
    planners: &Planners,
    run: &Run,
) -> Vec<Table> {
    let made = async {
        let planning = Planning::read(&application.folder)?;
        let inventory = &planning.inventory;
        let orders = reorder::tables(application, gathered, planners, run, inventory).await;
        let people = staffing::tables(application, run, &planning.staffing).await;
        anyhow::Ok([orders, people])
    };
    let made = made.await.unwrap_or_else(|error| [Err(error), Ok(Vec::new())]);
    let told = |plan: anyhow::Result<Vec<Table>>| {
        plan.unwrap_or_else(|error| {
            tracing::warn!(error = format!("{error:#}"), "a plan could not be made");
            Vec::new()
        })
    };
    made.into_iter().flat_map(told).collect()
}

/// Begins a run that nobody waits for. Tells whether one is begun: none is while another goes on.
pub(crate) fn refresh_in_background(application: &Application) -> bool {
    if application.forecasting.try_lock().is_err() {
        return false;
    }
    let application = application.clone();
    tokio::spawn(async move {
        if let Err(error) = refresh(&application).await {
            tracing::warn!(%error, "the forecasts could not be made");
        }
    });
    true
}

/// The shop's day.
pub(crate) fn today(application: &Application) -> NaiveDate {
    let zone = application.ingest.shop().time_zone;
    application.clock.now().utc().with_timezone(&zone).date_naive()
}

/// Whether there is a forecast at all.
pub(crate) fn is_known(application: &Application) -> bool {
    application.outlook().run.is_some()
}

/// Whether there is a run, and no stock that it could plan.
pub(crate) fn has_no_stock(application: &Application) -> bool {
    let outlook = application.outlook();
    let rows = |name: &str| {
        let table = outlook.tables.iter().find(|table| table.name == name);
        table.map(|table| table.batches.iter().map(RecordBatch::num_rows).sum::<usize>())
    };
    rows("reorder_plan") == Some(0)
}

impl Outlook {
    fn of(gathered: &Gathered, planners: &Planners, tracked: &Tracked, run: &Run) -> Self {
        Self {
            run: Some(run.clone()),
            series: Arc::new(gathered.series.clone()),
            refused: Arc::new(gathered.refused.clone()),
            drifting: Arc::default(),
            tables: Arc::new(published::tables(gathered, planners, &tracked.published, run)),
        }
    }

    fn add(&mut self, tables: Vec<Table>) {
        let mut all = self.tables.to_vec();
        all.extend(tables);
        self.tables = Arc::new(all);
    }

    /// The shop's revenue as the live page shows it.
    pub(crate) fn shown(&self) -> Value {
        let name = series_name("revenue", None);
        let Some(run) = &self.run else { return json!({ "status": "computing" }) };
        if let Some(reason) = self.refused.get(&name) {
            return json!({ "status": "unavailable", "reason": reason });
        }
        let Some(series) = self.series.get(&name) else {
            return json!({ "status": "unavailable", "reason": "no orders yet" });
        };
        let chosen = series.chosen().cloned().unwrap_or_default();
        json!({
            "status": "ready", "measure": "revenue", "model": chosen.model, "origin": run.origin,
            "computed_at": run.computed_at, "mase": chosen.mase,
            "mase_seasonal_naive": series.seasonal_naive().and_then(|it| it.mase),
            "coverage_95": chosen.coverage_95,
            "backtest": series.backtest, "days": series.forecast,
        })
    }
}

impl Application {
    /// Shows a new outlook to pages, charts and SQL, in place of the one before.
    pub(crate) fn publish(&self, outlook: &Outlook) -> anyhow::Result<()> {
        if outlook.run.is_none() {
            for table in published::no_tables() {
                table.publish(&self.query);
            }
        }
        for table in outlook.tables.iter() {
            table.publish(&self.query);
        }
        let mut kept = self.outlook.write().unwrap_or_else(PoisonError::into_inner);
        *kept = outlook.clone();
        Ok(())
    }
}
