//! Forecasts and plans of the shop: history out of the store, forecasts back as tables.
//!
//! A [`Run`] reads demand out of the facts ([`demand`]), takes days without stock for what they are
//! ([`stock_outs`], [`histories`]), and forecasts the whole and its parts: what was fitted before
//! ([`fits`]) goes on with the new day, and what needs it is fitted anew ([`refit`], [`night`]). The
//! parts are made to add up to the whole ([`coherent`]). Plans follow from the forecasts: what to order and what runs out
//! ([`reorder`]), whom to call in ([`staffing`]), as [`planning`] decides. What was published before
//! is held against what came ([`tracking`]). All of it is published at once, in place of the run
//! before; but for plans of people, which take longest: they are those of the run before until all
//! that needs it is fitted.

mod closed_days;
mod coherent;
mod demand;
mod findings;
mod fits;
mod frames;
mod gathered;
mod histories;
mod money;
mod night;
mod overriding;
mod panel;
mod planners;
mod planning;
mod published;
mod refit;
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
    fits::Fits,
    frames::{Accuracy, Point},
    gathered::SeriesOutlook,
    planning::{InventoryPlanning, Planning},
    published::{about, columns},
    reorder::replay,
    run::Run,
    tracking::Drift,
};
use self::{
    gathered::Gathered,
    night::Night,
    planners::{Planners, series_of},
    published::Table,
    run::aside,
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
/// What was fitted before has taken in the new days and is published at once; then what needs it
/// is fitted anew, and all is published again. The first run of all publishes the shop as a whole as
/// soon as it is forecast.
pub(crate) async fn refresh(application: &Application) -> anyhow::Result<()> {
    let mut fits = application.forecasting.lock().await;
    let Some(run) = Run::begin(application).await? else { return Ok(()) };
    let planners = Arc::new(Planners::read(application).await?);
    *fits = opened(std::mem::take(&mut *fits), application, &run).await?;
    let parts = Arc::new(histories::parts(application, &run).await?);
    if fits.is_empty() {
        let all: Vec<Arc<str>> = parts.names().cloned().collect();
        night::fit(application, &mut fits, (&parts, &run), &all).await?;
        let mut gathered = Gathered::begun(&parts, &run)?;
        gathered.add(&parts, &night::standings(&parts, &fits, &run).await?, &fits, &run);
        if application.outlook().run.is_none() {
            application.publish(&Outlook::of(&gathered, &planners, &Tracked::default(), &run))?;
        }
    }
    let goods = Arc::new(histories::goods(application, &run).await?);
    let mut night = Night::new(application, &run, parts, goods).await?;
    if night.choose(&fits).await? {
        let gathered = night.gathered(&fits).await?;
        let mut outlook = Outlook::tracked(application, &gathered, &planners, &run).await?;
        outlook.add(orders(application, &gathered, &planners, &run).await);
        application.publish(&outlook)?;
    }
    night.fit(&mut fits).await?;
    let gathered = night.gathered(&fits).await?;
    let mut outlook = Outlook::tracked(application, &gathered, &planners, &run).await?;
    outlook.add(orders(application, &gathered, &planners, &run).await);
    outlook.add(people(application, &run).await);
    application.publish(&outlook)?;
    let folder = application.folder.clone();
    let published = run.clone();
    let kept = aside(move || tracking::keep(&folder, &gathered, &published)).await?;
    told("the forecasts are not kept to be compared", kept);
    told("the fits are not kept over a restart", night.keep(&mut fits).await);
    Ok(())
}

/// The fits with what was kept of them. Were this cut off, they would be read again.
async fn opened(
    fits: Arc<Fits>,
    application: &Application,
    run: &Run,
) -> anyhow::Result<Arc<Fits>> {
    let (folder, run) = (application.folder.clone(), run.clone());
    aside(move || Arc::new(Arc::unwrap_or_clone(fits).opened(&folder, &run))).await
}

/// What can be ordered. Demand is known even where a plan cannot be made of it.
async fn orders(
    application: &Application,
    gathered: &Gathered,
    planners: &Planners,
    run: &Run,
) -> Vec<Table> {
    let made = async {
        let planning = Planning::read(&application.folder)?.inventory;
        reorder::tables(application, gathered, planners, run, &planning).await
    };
    told("what to order could not be planned", made.await)
}

/// Whom to call in, even where orders could not be planned.
async fn people(application: &Application, run: &Run) -> Vec<Table> {
    let made = async {
        let planning = Planning::read(&application.folder)?.staffing;
        staffing::tables(application, run, &planning).await
    };
    told("people could not be planned", made.await)
}

/// What was made of a part of a run; where it was not, that is said and the others go on.
fn told<T: Default>(what: &str, made: anyhow::Result<T>) -> T {
    made.unwrap_or_else(|error| {
        tracing::warn!(error = format!("{error:#}"), "{what}");
        T::default()
    })
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

    /// With what became of forecasts that were published before; nothing where that cannot be read.
    async fn tracked(
        application: &Application,
        gathered: &Arc<Gathered>,
        planners: &Arc<Planners>,
        run: &Run,
    ) -> anyhow::Result<Self> {
        let (gathered, planners) = (Arc::clone(gathered), Arc::clone(planners));
        let (folder, run) = (application.folder.clone(), run.clone());
        let work = move || {
            let watched = planners.overrides.iter();
            let watched = watched.map(|it| series_of(&it.body).to_string()).collect();
            let tracked = tracking::follow(&folder, &gathered, &run, &watched);
            let tracked = told("forecasts are not tracked", tracked);
            let mut outlook = Self::of(&gathered, &planners, &tracked, &run);
            outlook.drifting = Arc::new(tracked.drifting);
            outlook.add(vec![Table::of("forecast_tracking", tracked.rows)]);
            outlook
        };
        aside(work).await
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
            "backtest": series.tested.backtest, "days": series.forecast,
        })
    }
}

impl Application {
    /// Shows a new outlook to pages, charts and SQL, in place of the one before.
    pub(crate) fn publish(&self, outlook: &Outlook) -> anyhow::Result<()> {
        let none_yet = if outlook.run.is_none() { published::no_tables() } else { Vec::new() };
        // Whoever finds the new tables and then asks for a chart waits for this lock.
        let mut kept = self.outlook.write().unwrap_or_else(PoisonError::into_inner);
        self.query.publish(none_yet.iter().chain(outlook.tables.iter()).map(Table::published));
        *kept = outlook.clone();
        Ok(())
    }
}
