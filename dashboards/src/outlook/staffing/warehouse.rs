//! One warehouse: what comes in, what work that is, and how many people it takes.

use std::collections::BTreeMap;

use chrono::{Days, NaiveDate};
use marea_forecast::staffing::{
    Intervals, Requirement, Role,
    arrivals::WeekProfile,
    learning::Lessons,
    picking::{Layout, OrderMix, PickMethod, Picking},
    requirement::{CutOff, Deadline, OpeningHours, RoleRule, Task},
    times::{Driver, StandardTime, standard_times},
    work::Volumes,
};

use super::{
    INTERVAL, Projections,
    arrivals::{Arrivals, Flow, Hours},
    peaks::{self, PeakRow},
    rows::{self, StaffingRow},
    series,
    shifts::{self, ShiftRow},
    stamps,
};
use crate::outlook::{Run, planning::StaffingPlanning};

/// Picking is to be done so many minutes before the carrier comes, so that it can be packed.
const PACKING_MINUTES: u32 = 60;
/// Hours within which deliveries are booked in, and returns are checked.
const RECEIPT_HOURS: u32 = 24;
const RETURN_HOURS: u32 = 72;
/// Days of the past that say how many people there usually are.
const USUAL_DAYS: usize = 28;

/// A warehouse that is planned.
pub(super) struct Warehouse<'a> {
    pub(super) name: &'a str,
    pub(super) arrivals: &'a Arrivals,
    pub(super) projections: &'a Projections,
    pub(super) stamps: &'a [stamps::Stamped],
    pub(super) planning: &'a StaffingPlanning,
    /// Days on which nobody works and no carrier comes.
    pub(super) closed: &'a [NaiveDate],
    pub(super) run: &'a Run,
    pub(super) zone: chrono_tz::Tz,
}

/// The rows of all plans of a warehouse.
#[derive(Default)]
pub(super) struct Rows {
    pub(super) people: Vec<StaffingRow>,
    pub(super) shifts: Vec<ShiftRow>,
    pub(super) peaks: Vec<PeakRow>,
}

/// What comes in, by interval: expected, and at the wanted quantile of each day.
pub(super) struct Ahead {
    pub(super) expected: Vec<f64>,
    pub(super) planned: Vec<f64>,
    pub(super) model: String,
}

/// What comes in, by flow and interval.
type Counts = BTreeMap<Flow, Vec<f64>>;

impl Warehouse<'_> {
    /// Everything that is planned here.
    pub(super) fn rows(&self) -> anyhow::Result<Rows> {
        let first = self.run.origin + Days::new(1);
        let intervals = Intervals::new(first, self.planning.days, INTERVAL)?;
        let mut ahead = BTreeMap::new();
        for flow in Flow::ALL {
            if let Some(found) = self.ahead(flow, intervals)? {
                ahead.insert(flow, found);
            }
        }
        let (times, lessons) = self.times(&self.mix())?;
        let counts: Counts =
            ahead.iter().map(|(flow, ahead)| (*flow, ahead.planned.clone())).collect();
        let needed = self.requirements(&counts, &times, intervals)?;
        let mut found = Rows::default();
        for (requirement, flow) in &needed {
            let Some(ahead) = ahead.get(flow) else { continue };
            let spells = lessons.roles().iter().find(|it| it.role == requirement.role);
            let spells = spells.map_or(0, |it| it.spells);
            let table = rows::Plan { requirement, ahead, intervals, flow: *flow, spells };
            found.people.extend(table.rows(self.name, self.planning.quantile, self.zone, self.run));
        }
        let needed: Vec<Requirement> = needed.into_iter().map(|(needed, _)| needed).collect();
        found.shifts = shifts::rows(self, &needed, intervals)?;
        found.peaks = peaks::rows(self, &needed, &self.usual(&times)?, &counts, intervals)?;
        Ok(found)
    }

    /// What the days of the last four weeks needed, by the same rules and times.
    fn usual(&self, times: &[StandardTime]) -> anyhow::Result<(Vec<Requirement>, Intervals)> {
        let first = self.run.origin - Days::new(USUAL_DAYS as u64 - 1);
        let intervals = Intervals::new(first, USUAL_DAYS, INTERVAL)?;
        let mut counts = Counts::new();
        for flow in Flow::ALL {
            let Some(hours) = self.hours(flow) else { continue };
            let mut came = vec![0.0; intervals.count()];
            for (begins, things) in hours.recent(self.run.origin) {
                let hour = (begins - intervals.start(0)).num_hours();
                if let Some(place) = usize::try_from(hour).ok().and_then(|it| came.get_mut(it)) {
                    *place += things;
                }
            }
            counts.insert(flow, came);
        }
        let needed = self.requirements(&counts, times, intervals)?;
        Ok((needed.into_iter().map(|(needed, _)| needed).collect(), intervals))
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

    fn volumes(&self, counts: &Counts) -> anyhow::Result<Volumes> {
        let (mut volumes, mix) = (Volumes::default(), self.mix());
        let each = |flow: Flow| self.hours(flow).map_or((1.0, 1.0), |it| it.mix(self.run.origin));
        for (flow, planned) in counts {
            let times = |factor: f64| planned.iter().map(|it| it * factor).collect::<Vec<f64>>();
            let units = each(*flow).1;
            match flow {
                Flow::Orders => volumes.add_orders(planned, &mix)?,
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
        counts: &Counts,
        times: &[StandardTime],
        intervals: Intervals,
    ) -> anyhow::Result<Vec<(Requirement, Flow)>> {
        let volumes = self.volumes(counts)?;
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
            closed: self.closed.to_vec(),
        })
    }

    fn rule(&self, role: Role, deadline: Deadline) -> RoleRule {
        let StaffingPlanning { opens, closes, days_of_week, .. } = self.planning;
        RoleRule {
            role,
            deadline,
            open: OpeningHours {
                closed: self.closed.to_vec(),
                ..OpeningHours::new(*opens, *closes, days_of_week)
            },
            utilisation: self.planning.utilisation,
            shrinkage: self.planning.shrinkage,
        }
    }
}
