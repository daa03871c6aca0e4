//! A run of the forecasts: what it knew, and the threads that it works on.

use anyhow::Context as _;
use chrono::{DateTime, Days, NaiveDate, Utc};
use marea_forecast::{Outcome, Request, calendar::Country};
use marea_ingest::identity::Lsn;
use serde::{Deserialize, Serialize};

use super::{frames::History, planning::Planning};
use crate::{Application, table};

/// What every forecast says of itself.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
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

    /// Forecasts as the shop's run.
    pub(super) async fn forecast(
        &self,
        history: History,
        request: Request,
    ) -> anyhow::Result<Outcome> {
        let request = Request { country: self.country, ..request };
        let work = move || -> anyhow::Result<Outcome> {
            let frame = history.frame()?;
            Ok(marea_forecast::forecast(&frame, &request)?)
        };
        on_threads(work).await?
    }
}

/// How many cores forecasts are made on: one fewer than there are, so that the writer always finds
/// one.
pub(super) fn cores() -> usize {
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    cores.saturating_sub(1).max(1)
}

/// Does what takes long on threads of its own.
pub(super) async fn on_threads<T: Send + 'static>(
    work: impl FnOnce() -> T + Send + 'static,
) -> anyhow::Result<T> {
    let work = move || -> anyhow::Result<T> {
        let name = |_| "marea-forecast".to_owned();
        let pool =
            rayon::ThreadPoolBuilder::new().num_threads(cores()).thread_name(name).build()?;
        Ok(pool.install(work))
    };
    aside(work).await?
}

/// Does what keeps a thread busy, or waiting for a disk, where nobody else waits for that thread.
pub(super) async fn aside<T: Send + 'static>(
    work: impl FnOnce() -> T + Send + 'static,
) -> anyhow::Result<T> {
    tokio::task::spawn_blocking(work).await.context("the forecast was cut off")
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
