//! How many people each warehouse needs, hour by hour, to do what comes in by when it is due; in
//! which shifts they come, and on which days there are too few of them.
//!
//! Orders, returns and deliveries are forecast by day, raised to the wanted quantile, and spread
//! over the hours as they came of late; standard times, corrected by the shop's own pick and pack
//! events, make work of them, and deadlines say when it has to be done.

mod arrivals;
mod peaks;
mod rows;
mod shifts;
mod stamps;
mod warehouse;

use std::{collections::BTreeMap, sync::Arc};

use anyhow::Context as _;
use chrono::{Datelike as _, NaiveDate};
use marea_forecast::{Projection, Request};

use self::{
    arrivals::{Arrivals, Flow},
    warehouse::{Rows, Warehouse},
};
pub(super) use self::{peaks::PeakRow, rows::StaffingRow, shifts::ShiftRow};
use super::{Run, frames::History, planning::StaffingPlanning, published::Table};
use crate::Application;

/// Minutes of an interval of the plan.
const INTERVAL: u32 = 60;

/// The plan of a run.
pub(super) async fn tables(
    application: &Application,
    run: &Run,
    planning: &StaffingPlanning,
) -> anyhow::Result<Vec<Table>> {
    let zone = application.ingest.shop().time_zone;
    let arrivals = Arrivals::read(application, run.origin, &planning.counter_channels).await?;
    let stamps = stamps::stamps(application, run.origin).await?;
    let projections = forecast(&arrivals, run, planning).await?;
    let (run, planning) = (run.clone(), planning.clone());
    let closed = closed(&planning, &run);
    let work = move || -> anyhow::Result<Vec<Table>> {
        let mut all = Rows::default();
        for name in arrivals.warehouses() {
            let planned = Warehouse {
                name,
                arrivals: &arrivals,
                projections: &projections,
                stamps: &stamps,
                planning: &planning,
                closed: &closed,
                run: &run,
                zone,
            };
            let rows = planned.rows()?;
            all.people.extend(rows.people);
            all.shifts.extend(rows.shifts);
            all.peaks.extend(rows.peaks);
        }
        Ok(vec![
            Table::of("staffing_plan", all.people),
            Table::of("shift_plan", all.shifts),
            Table::of("staffing_peaks", all.peaks),
        ])
    };
    tokio::task::spawn_blocking(work).await.context("the plan was cut off")?
}

/// Days on which nobody works: those that the planners say, and public holidays.
fn closed(planning: &StaffingPlanning, run: &Run) -> Vec<NaiveDate> {
    let mut closed = planning.closed.clone();
    if let Some(country) = run.country.filter(|_| planning.closed_on_holidays) {
        let year = run.origin.year();
        closed.extend(country.holidays_in(year - 1..=year + 1).iter().map(|it| it.date));
    }
    closed.sort_unstable();
    closed.dedup();
    closed
}

type Projections = BTreeMap<String, Projection>;

async fn forecast(
    arrivals: &Arrivals,
    run: &Run,
    planning: &StaffingPlanning,
) -> anyhow::Result<Projections> {
    let mut history = History::default();
    for ((warehouse, flow), hours) in &arrivals.flows {
        let name: Arc<str> = series(warehouse, *flow).into();
        for (day, count) in hours.by_day(run.origin) {
            history.push(&name, day, Some(count));
        }
    }
    if history.is_empty() {
        return Ok(Projections::new());
    }
    let request = Request { horizon: planning.days, ..Request::daily(run.origin) };
    let outcome = run.forecast(history, request).await?;
    Ok(outcome.projections.into_iter().map(|it| (it.series().to_owned(), it)).collect())
}

fn series(warehouse: &str, flow: Flow) -> String {
    format!("{}/{warehouse}", flow.as_str())
}

#[cfg(test)]
mod tests;
