//! How many people each warehouse needs, hour by hour, to do what comes in by when it is due.
//!
//! Orders, returns and deliveries are forecast by day, raised to the wanted quantile, and spread
//! over the hours as they came of late; standard times, corrected by the shop's own pick and pack
//! events, make work of them, and deadlines say when it has to be done.

mod arrivals;
mod rows;
mod stamps;

use std::{collections::BTreeMap, sync::Arc};

use anyhow::Context as _;
use chrono::Days;
use marea_forecast::{
    Projection, Request,
    staffing::{
        Intervals, Requirement, Role,
        arrivals::WeekProfile,
        learning::Lessons,
        picking::{Layout, OrderMix, PickMethod, Picking},
        requirement::{CutOff, Deadline, OpeningHours, RoleRule, Task},
        times::{Driver, StandardTime, standard_times},
        work::Volumes,
    },
};

use self::arrivals::{Arrivals, Flow, Hours};
pub(super) use self::rows::StaffingRow;
use super::{Run, frames::History, planning::StaffingPlanning, published::Table};
use crate::Application;

/// Minutes of an interval of the plan.
const INTERVAL: u32 = 60;
/// Picking is to be done so many minutes before the carrier comes, so that it can be packed.
const PACKING_MINUTES: u32 = 60;
/// Hours within which deliveries are booked in, and returns are checked.
const RECEIPT_HOURS: u32 = 24;
const RETURN_HOURS: u32 = 72;

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
    let work = move || -> anyhow::Result<Table> {
        let mut rows = Vec::new();
        for warehouse in arrivals.warehouses() {
            let planned = Warehouse {
                name: warehouse,
                arrivals: &arrivals,
                projections: &projections,
                stamps: &stamps,
                planning: &planning,
                run: &run,
            };
            rows.extend(planned.rows(zone)?);
        }
        Ok(Table::of("staffing_plan", rows))
    };
    let table = tokio::task::spawn_blocking(work).await.context("the plan was cut off")??;
    Ok(vec![table])
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

/// A warehouse that is planned.
struct Warehouse<'a> {
    name: &'a str,
    arrivals: &'a Arrivals,
    projections: &'a Projections,
    stamps: &'a [stamps::Stamped],
    planning: &'a StaffingPlanning,
    run: &'a Run,
}

/// What comes in, by interval: expected, and at the wanted quantile of each day.
struct Ahead {
    expected: Vec<f64>,
    planned: Vec<f64>,
    model: String,
}

impl Warehouse<'_> {
    fn rows(&self, zone: chrono_tz::Tz) -> anyhow::Result<Vec<StaffingRow>> {
        let first = self.run.origin + Days::new(1);
        let intervals = Intervals::new(first, self.planning.days, INTERVAL)?;
        let mut ahead = BTreeMap::new();
        for flow in Flow::ALL {
            if let Some(found) = self.ahead(flow, intervals)? {
                ahead.insert(flow, found);
            }
        }
        let mix = self.mix();
        let (times, lessons) = self.times(&mix)?;
        let volumes = self.volumes(&ahead, &mix)?;
        let mut rows = Vec::new();
        for (requirement, flow) in self.requirements(&volumes, &times, intervals)? {
            let Some(ahead) = ahead.get(&flow) else { continue };
            let spells = lessons.roles().iter().find(|it| it.role == requirement.role);
            let spells = spells.map_or(0, |it| it.spells);
            let table = rows::Plan { requirement: &requirement, ahead, intervals, flow, spells };
            rows.extend(table.rows(self.name, self.planning.quantile, zone, self.run));
        }
        Ok(rows)
    }

    fn ahead(&self, flow: Flow, intervals: Intervals) -> anyhow::Result<Option<Ahead>> {
        let Some(hours) = self.hours(flow) else { return Ok(None) };
        let Some(projection) = self.projections.get(&series(self.name, flow)) else {
            let warehouse = self.name;
            tracing::info!(warehouse, flow = flow.as_str(), "too little history to plan people");
            return Ok(None);
        };
        let profile = WeekProfile::learn(&hours.recent(self.run.origin))?;
        let days: Vec<f64> = projection.mean().iter().map(|it| it.max(0.0)).collect();
        let quantile = |day: usize| projection.quantile(day, self.planning.quantile).max(0.0);
        let quantiles: Vec<f64> = (0..days.len()).map(quantile).collect();
        Ok(Some(Ahead {
            expected: profile.spread(&days, intervals)?,
            planned: profile.spread(&quantiles, intervals)?,
            model: projection.model().to_owned(),
        }))
    }

    fn hours(&self, flow: Flow) -> Option<&Hours> {
        self.arrivals.flows.get(&(self.name.to_owned(), flow))
    }

    /// What an order of late was like here.
    fn mix(&self) -> OrderMix {
        let orders = self.hours(Flow::Orders);
        let each = |of: &Hours| of.mix(self.run.origin);
        let (lines, units) = orders.map_or((1.0, 1.0), each);
        let parcels = self.arrivals.parcels.get(self.name).copied().unwrap_or(1.0);
        OrderMix { lines, units_per_line: units / lines, parcels: parcels.max(1.0) }
    }

    /// Standard times, as the shop's own people take them where that was seen.
    fn times(&self, mix: &OrderMix) -> anyhow::Result<(Vec<StandardTime>, Lessons)> {
        let picking = Picking::new(PickMethod::Single, Layout::default());
        let mut times = standard_times();
        times.extend(picking.times(mix)?);
        let lessons = Lessons::new(&stamps::spells(self.stamps, self.name), &times)?;
        Ok((lessons.apply(&times), lessons))
    }

    fn volumes(&self, ahead: &BTreeMap<Flow, Ahead>, mix: &OrderMix) -> anyhow::Result<Volumes> {
        let mut volumes = Volumes::default();
        let each = |flow: Flow| self.hours(flow).map_or((1.0, 1.0), |it| it.mix(self.run.origin));
        for (flow, ahead) in ahead {
            let planned = &ahead.planned;
            let times = |factor: f64| planned.iter().map(|it| it * factor).collect::<Vec<f64>>();
            let units = each(*flow).1;
            match flow {
                Flow::Orders => volumes.add_orders(planned, mix)?,
                Flow::Returns => {
                    volumes.add(Driver::ReturnParcels, planned)?;
                    volumes.add(Driver::ReturnUnits, &times(units))?;
                }
                Flow::Receipts => {
                    volumes.add(Driver::ReceiptLines, planned)?;
                    volumes.add(Driver::ReceiptUnits, &times(units))?;
                }
            }
        }
        Ok(volumes)
    }

    /// People for each role, in the order in which goods pass them; packing follows picking.
    fn requirements(
        &self,
        volumes: &Volumes,
        times: &[StandardTime],
        intervals: Intervals,
    ) -> anyhow::Result<Vec<(Requirement, Flow)>> {
        let mut found = Vec::new();
        let mut picked: Option<Task> = None;
        for (role, flow, deadline) in self.roles() {
            let seconds = volumes.work(role, times);
            if seconds.iter().all(|work| *work <= 0.0) {
                continue;
            }
            let rule = self.rule(role, deadline);
            let after = picked.as_ref().filter(|_| role == Role::Packing);
            let (need, task) = Requirement::levelled(&seconds, &rule, intervals, after)?;
            if role == Role::Picking {
                picked = Some(task);
            }
            found.push((need, flow));
        }
        Ok(found)
    }

    fn roles(&self) -> [(Role, Flow, Deadline); 5] {
        [
            (Role::Receiving, Flow::Receipts, Deadline::Hours(RECEIPT_HOURS)),
            (Role::PutAway, Flow::Receipts, Deadline::Hours(RECEIPT_HOURS)),
            (Role::Picking, Flow::Orders, self.cut_off(PACKING_MINUTES)),
            (Role::Packing, Flow::Orders, self.cut_off(0)),
            (Role::Returns, Flow::Returns, Deadline::Hours(RETURN_HOURS)),
        ]
    }

    fn cut_off(&self, minutes_before: u32) -> Deadline {
        Deadline::CutOff(CutOff {
            ordered_before: self.planning.ordered_before,
            leaves_at: self.planning.leaves_at,
            minutes_before,
            days: self.planning.days_of_week.clone(),
            closed: Vec::new(),
        })
    }

    fn rule(&self, role: Role, deadline: Deadline) -> RoleRule {
        let StaffingPlanning { opens, closes, days_of_week, .. } = self.planning;
        RoleRule {
            role,
            deadline,
            open: OpeningHours::new(*opens, *closes, days_of_week),
            utilisation: self.planning.utilisation,
            shrinkage: self.planning.shrinkage,
        }
    }
}
