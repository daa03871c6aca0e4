//! In which shifts people come: the least costly cover of the hours that need them.

use chrono::{NaiveDateTime, TimeDelta, TimeZone as _};
use chrono_tz::Tz;
use marea_forecast::staffing::{
    Intervals, Requirement, StaffingError,
    shifts::{Shift, ShiftPlan, ShiftSettings},
};
use marea_ingest::{
    identity::Lsn,
    table_row,
    time::{Day, Instant},
};

use super::{INTERVAL, warehouse::Warehouse};
use crate::outlook::money::Cents;

table_row! {
    /// A row of `shift_plan`.
    #[derive(Debug)]
    ShiftRow {
        /// Where; null where orders name no warehouse.
        warehouse: Option<String>,
        /// Which group of people, as `planning.toml` names them.
        staff: String,
        /// Which of the group, from 1.
        person: i64,
        /// Which kind of shift.
        shift: String,
        /// What they do: `receiving`, `put_away`, `picking`, `packing` or `returns`.
        role: String,
        /// The shop's day on which it begins.
        date: Day,
        /// When it begins.
        starts_at: Instant,
        /// When it ends.
        ends_at: Instant,
        /// When the first break begins; null where there is none.
        break_starts_at: Option<Instant>,
        /// When the first break ends.
        break_ends_at: Option<Instant>,
        /// Hours that are paid.
        paid_hours: f64,
        /// Their pay with premiums, without overtime, in the shop's currency.
        cost: Cents,
        /// Pay of all shifts of the warehouse, with overtime and idle hours of contracts.
        plan_cost: Cents,
        /// How much cheaper the cheapest plan of the warehouse can be at most, as a fraction.
        plan_gap: f64,
        /// Hours of the warehouse that need somebody and that nobody works.
        missing_hours: f64,
        /// The last day of history that it saw.
        origin: Day,
        /// What the history was true at.
        history_lsn: Lsn,
        /// When it was made.
        computed_at: Instant,
        /// Which run of the forecasts.
        run: String,
    }
}

/// The shifts of a warehouse. Where there are too many kinds of shifts to plan with, none, and that
/// is said.
pub(super) fn rows(
    of: &Warehouse<'_>,
    needed: &[Requirement],
    intervals: Intervals,
) -> anyhow::Result<Vec<ShiftRow>> {
    let days = of.planning.shift_days.min(intervals.days());
    let short = Intervals::new(intervals.date(0), days, INTERVAL)?;
    let needed: Vec<Requirement> = needed.iter().map(|it| first(it, short.count())).collect();
    if needed.iter().all(|it| it.people.iter().all(|people| *people == 0)) {
        return Ok(Vec::new());
    }
    let settings = ShiftSettings {
        templates: of.planning.templates(),
        staff: of.planning.staff(of.name, at_once(&needed)),
        premiums: of.planning.premiums(of.closed),
        missing_hour_cost: None,
    };
    match ShiftPlan::new(&needed, short, &settings) {
        Ok(plan) => Ok(plan.shifts.iter().map(|shift| row(shift, &plan, of)).collect()),
        Err(error @ StaffingError::TooManyShifts { .. }) => {
            tracing::warn!(%error, warehouse = of.name, "no shifts are planned");
            Ok(Vec::new())
        }
        Err(error) => Err(error.into()),
    }
}

/// The same for the first intervals only.
fn first(need: &Requirement, count: usize) -> Requirement {
    Requirement {
        work_seconds: need.work_seconds[..count].to_vec(),
        waiting_seconds: need.waiting_seconds[..count].to_vec(),
        working: need.working[..count].to_vec(),
        people: need.people[..count].to_vec(),
        ..need.clone()
    }
}

/// The most people at once, of each role.
fn at_once(needed: &[Requirement]) -> u32 {
    needed.iter().filter_map(|need| need.people.iter().max()).sum()
}

fn row(shift: &Shift, plan: &ShiftPlan, of: &Warehouse<'_>) -> ShiftRow {
    let at = |time: NaiveDateTime| Instant::from(instant(time, of.zone));
    let pause = shift.breaks.first();
    ShiftRow {
        warehouse: Some(of.name).filter(|name| !name.is_empty()).map(str::to_owned),
        staff: shift.staff.clone(),
        person: shift.person.into(),
        shift: shift.template.clone(),
        role: shift.role.name().into(),
        date: shift.start.date().into(),
        starts_at: at(shift.start),
        ends_at: at(shift.end),
        break_starts_at: pause.map(|(from, _)| at(*from)),
        break_ends_at: pause.map(|(_, to)| at(*to)),
        paid_hours: shift.paid_hours,
        cost: Cents::expected(shift.cost),
        plan_cost: Cents::expected(plan.cost),
        plan_gap: plan.gap,
        missing_hours: plan.missing_hours,
        origin: of.run.origin.into(),
        history_lsn: of.run.lsn,
        computed_at: of.run.computed_at.into(),
        run: of.run.name(),
    }
}

/// A local time as an instant: the earlier of two, and an hour later where the clock skips it.
fn instant(time: NaiveDateTime, zone: Tz) -> chrono::DateTime<chrono::Utc> {
    let found = zone.from_local_datetime(&time).earliest();
    let found =
        found.or_else(|| zone.from_local_datetime(&(time + TimeDelta::hours(1))).earliest());
    found.map_or_else(|| time.and_utc(), |it| it.to_utc())
}

#[cfg(test)]
mod tests;
