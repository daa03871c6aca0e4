//! A run of the forecasts: history out of the store, through the engine, together again.

use std::time::Duration;

use anyhow::Context as _;
use arrow::array::RecordBatch;
use chrono::{DateTime, Days, NaiveDate, Utc};
use marea_forecast::{Outcome, Request, calendar::Country};
use marea_ingest::identity::Lsn;
use marea_query::QueryRequest;

use super::{
    demand, frames::History, gathered::Gathered, planning::Planning, series::SeriesName,
    stock_outs::stock_outs, stocked::Stocked,
};
use crate::{Application, table};

/// Reading years of facts may take so long.
const PATIENCE: Duration = Duration::from_secs(300);
/// Days ahead that the demand of SKUs in warehouses is forecast: what most suppliers need to deliver,
/// and a week until somebody orders again.
const STOCKED_DAYS: usize = 28;
/// Days of history in which days without stock are looked for.
const STOCK_OUT_DAYS: u64 = 731;

/// What every forecast says of itself.
#[derive(Debug, Clone)]
pub(crate) struct Run {
    /// The last day of history that it saw.
    pub origin: NaiveDate,
    /// What the history was true at: everything up to here is in it.
    pub lsn: Lsn,
    /// When it was made.
    pub computed_at: DateTime<Utc>,
    /// Whose public holidays count.
    pub country: Option<Country>,
}

impl Run {
    /// Begins a run from the last complete day of the shop that has orders at or before it; nothing
    /// where there never was an order.
    pub(super) async fn begin(application: &Application) -> anyhow::Result<Option<Self>> {
        let sql = "SELECT max(date) AS last FROM revenue_daily_by_order_date WHERE orders > 0";
        let found = table::patient_rows(&application.query, sql.into()).await?;
        let last = found.first().and_then(|row| table::date(row, "last"));
        let yesterday = super::today(application) - Days::new(1);
        let country = country(application).await?;
        Ok(last.map(|last| Self {
            origin: last.min(yesterday),
            lsn: application.ingest.snapshot().lsn,
            computed_at: application.clock.now().utc(),
            country,
        }))
    }

    /// What the run is called in every row that it made.
    pub(crate) fn name(&self) -> String {
        format!("{}@{}", self.origin, self.lsn)
    }

    /// Forecasts the shop, its categories, channels, countries and warehouses.
    pub(super) async fn coarse(
        &self,
        application: &Application,
        gathered: &mut Gathered,
    ) -> anyhow::Result<()> {
        let mut history = History::default();
        history.extend(&self.read(application, demand::coarse(self.origin)).await?)?;
        if history.is_empty() {
            return Ok(());
        }
        gathered.actuals.add(&history, self.origin);
        gathered.add(&self.forecast(history, Request::daily(self.origin)).await?)
    }

    /// Forecasts SKUs, and SKUs in warehouses.
    pub(super) async fn fine(
        &self,
        application: &Application,
        gathered: &mut Gathered,
    ) -> anyhow::Result<()> {
        let mut stocked =
            Stocked::read(&self.read(application, demand::stocked(self.origin)).await?)?;
        if stocked.count() == 0 {
            return Ok(());
        }
        let sql = "SELECT sku, category FROM products WHERE category IS NOT NULL";
        for row in table::patient_rows(&application.query, sql.into()).await? {
            let (sku, category) = (table::text(&row, "sku"), table::text(&row, "category"));
            gathered.categories.insert(sku.to_owned(), category.to_owned());
        }
        if stocked.count() == demand::MOST_STOCKED {
            let most = demand::MOST_STOCKED;
            tracing::warn!(most, "of more SKUs in warehouses, those that sell most are forecast");
        }
        let first = self.origin - Days::new(STOCK_OUT_DAYS);
        stocked.censor(&stock_outs(application, first, self.origin).await?);
        let request = Request { horizon: STOCKED_DAYS, ..Request::daily(self.origin) };
        let history = stocked.history();
        gathered.actuals.add(&history, self.origin);
        let outcome = self.forecast(history, request).await?;
        gathered.add(&outcome)?;
        for name in gathered.refused.keys().filter_map(|name| SeriesName::read(name)) {
            let Some(sku) = name.sku() else { continue };
            let pace = stocked.pace(sku, name.warehouse().unwrap_or_default(), self.origin);
            if let Some(pace) = pace {
                gathered.paces.insert(name.to_string(), pace);
            }
        }
        for (place, whole) in stocked.in_one_place() {
            gathered.copy(&place.to_string(), &whole.to_string());
        }
        gathered.stocked = stocked;
        Ok(())
    }

    async fn read(
        &self,
        application: &Application,
        sql: String,
    ) -> anyhow::Result<Vec<RecordBatch>> {
        let mut request = QueryRequest::new(sql);
        request.timeout = PATIENCE;
        request.min_lsn = Some(self.lsn);
        Ok(application.query.query(request).await?.collect().await?)
    }

    /// Forecasts on threads of its own, one fewer than there are cores, so that the writer always
    /// finds one.
    pub(super) async fn forecast(
        &self,
        history: History,
        request: Request,
    ) -> anyhow::Result<Outcome> {
        let request = Request { country: self.country, ..request };
        let cores = std::thread::available_parallelism().map_or(1, usize::from);
        let work = move || -> anyhow::Result<Outcome> {
            let threads = cores.saturating_sub(1).max(1);
            let name = |_| "marea-forecast".to_owned();
            let pool =
                rayon::ThreadPoolBuilder::new().num_threads(threads).thread_name(name).build()?;
            let frame = history.frame()?;
            Ok(pool.install(|| marea_forecast::forecast(&frame, &request))?)
        };
        tokio::task::spawn_blocking(work).await.context("the forecast was cut off")?
    }
}

/// Whose public holidays count: as planners say, else those of where most warehouses are; nobody's
/// where that is not known.
async fn country(application: &Application) -> anyhow::Result<Option<Country>> {
    // What is wrong with the file is said where plans are made of it.
    let said = Planning::read(&application.folder).ok().and_then(|planning| planning.country);
    if said.is_some() {
        return Ok(said);
    }
    let sql = "SELECT country, count(*) AS warehouses FROM warehouses \
               WHERE country IS NOT NULL AND NOT closed \
               GROUP BY country ORDER BY warehouses DESC, country LIMIT 1";
    let rows = table::patient_rows(&application.query, sql.into()).await?;
    Ok(rows.first().and_then(|row| table::text(row, "country").parse().ok()))
}
