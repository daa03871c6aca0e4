//! Forecasts of the shop and its products: history out of the store, forecasts back as tables.

mod frames;

use std::{collections::HashMap, sync::Arc};

use chrono::{DateTime, Days, NaiveDate, Utc};
use marea_forecast::{Outcome, Request};
use marea_ingest::identity::Lsn;
use marea_query::QueryRequest;
use serde_json::{Value, json};

pub(crate) use self::frames::{Accuracy, Point, about};
use crate::{Application, table};

/// What every forecast says of itself.
#[derive(Debug, Clone)]
pub(crate) struct Run {
    /// The last day of history that it saw.
    pub origin: NaiveDate,
    /// What the history was true at.
    pub lsn: Lsn,
    /// When it was made.
    pub computed_at: DateTime<Utc>,
}

/// A series' forecast, its last back-test and its error.
#[derive(Debug, Clone, Default)]
pub(crate) struct SeriesOutlook {
    pub forecast: Vec<Point>,
    pub backtest: Vec<Point>,
    pub chosen: Option<Accuracy>,
    pub seasonal_naive: Option<Accuracy>,
}

/// The forecasts as they are now.
#[derive(Debug, Clone, Default)]
pub(crate) struct Outlook {
    pub run: Option<Run>,
    /// By series, as [`series_name`] names them.
    pub series: Arc<HashMap<String, SeriesOutlook>>,
    /// Why a series has no forecast.
    pub refused: Arc<HashMap<String, String>>,
    tables: Option<Arc<[frames::Table; 2]>>,
}

/// The name of a series: the shop's revenue, its units, or the units of a SKU.
pub(crate) fn series_name(measure: &str, sku: Option<&str>) -> String {
    match sku {
        None => format!("shop/{measure}"),
        Some(sku) => format!("sku/{measure}/{sku}"),
    }
}

/// Demand as it was ordered: cancelled units are no demand, returned ones were.
const HISTORY: &str = "\
    SELECT 'shop/revenue' AS series, order_date AS date, CAST(sum(net_base) AS DOUBLE) AS value \
    FROM order_lines WHERE effect <> 'returned' AND order_date <= DATE '{origin}' GROUP BY order_date \
    UNION ALL SELECT 'shop/units', order_date, CAST(sum(quantity) AS DOUBLE) \
    FROM order_lines WHERE effect <> 'returned' AND line_kind = 'product' \
    AND order_date <= DATE '{origin}' GROUP BY order_date \
    UNION ALL SELECT 'sku/units/' || sku, order_date, CAST(sum(quantity) AS DOUBLE) \
    FROM order_lines WHERE effect <> 'returned' AND line_kind = 'product' \
    AND order_date <= DATE '{origin}' GROUP BY sku, order_date";

/// Reads the history of a shop, forecasts it, and publishes the outcome.
pub(crate) async fn refresh(application: &Application) -> anyhow::Result<()> {
    let Some(origin) = origin(application).await? else { return Ok(()) };
    let mut request = QueryRequest::new(HISTORY.replace("{origin}", &origin.to_string()));
    request.timeout = std::time::Duration::from_secs(300);
    let answer = application.query.query(request).await?;
    let run = Run { origin, lsn: answer.lsn, computed_at: application.clock.now().utc() };
    let history = frames::history(&answer.collect().await?)?;
    let outcome = tokio::task::spawn_blocking(move || {
        marea_forecast::forecast(&history, &Request::daily(origin))
    });
    let outlook = Outlook::of(&outcome.await??, run)?;
    application.publish(&outlook)
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

/// The last complete day of the shop that has orders at or before it.
async fn origin(application: &Application) -> anyhow::Result<Option<NaiveDate>> {
    let sql = "SELECT max(date) AS last FROM revenue_daily_by_order_date WHERE orders > 0";
    let found = table::rows(&application.query, sql.into()).await?;
    let last = found.first().and_then(|row| table::date(row, "last"));
    let yesterday = today(application) - Days::new(1);
    Ok(last.map(|last| last.min(yesterday)))
}

impl Outlook {
    fn of(outcome: &Outcome, run: Run) -> anyhow::Result<Self> {
        let mut series: HashMap<String, SeriesOutlook> = HashMap::new();
        for (name, accuracy) in frames::accuracy(&outcome.accuracy)? {
            let series = series.entry(name).or_default();
            if accuracy.model == "seasonal_naive" {
                series.seasonal_naive = Some(accuracy.clone());
            }
            if accuracy.chosen {
                series.chosen = Some(accuracy);
            }
        }
        for (name, point) in frames::points(&outcome.forecasts)? {
            series.entry(name).or_default().forecast.push(point);
        }
        for (name, point) in frames::points(&outcome.backtest)? {
            series.entry(name).or_default().backtest.push(point);
        }
        let refused = frames::refused(&outcome.refused)?;
        let tables = frames::tables(outcome, &run, &series)?;
        Ok(Self {
            run: Some(run),
            series: Arc::new(series),
            refused: Arc::new(refused),
            tables: Some(Arc::new(tables)),
        })
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
        let chosen = series.chosen.clone().unwrap_or_default();
        let naive = series.seasonal_naive.clone().unwrap_or_default();
        json!({
            "status": "ready", "measure": "revenue", "model": chosen.model, "origin": run.origin,
            "computed_at": run.computed_at, "mase": chosen.mase,
            "mase_seasonal_naive": naive.mase, "coverage_95": chosen.coverage_95,
            "backtest": series.backtest, "days": series.forecast,
        })
    }
}

impl Application {
    /// Shows a new outlook to pages, charts and SQL, in place of the one before.
    pub(crate) fn publish(&self, outlook: &Outlook) -> anyhow::Result<()> {
        let tables = match &outlook.tables {
            Some(tables) => Arc::clone(tables),
            None => Arc::new(frames::no_tables()?),
        };
        for (name, schema, batch) in tables.iter() {
            self.query.publish(name, Arc::clone(schema), vec![batch.clone()]);
        }
        let mut kept = self.outlook.write().unwrap_or_else(std::sync::PoisonError::into_inner);
        *kept = outlook.clone();
        Ok(())
    }
}
