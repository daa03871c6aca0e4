//! What a roster covers and costs, person by person.

use std::collections::BTreeMap;

use super::super::intervals::Intervals;
use super::super::requirement::Requirement;
use super::plan::{Cover, ShiftSettings, StaffWeek};
use super::possible::Possible;
use super::roster::Given;
use super::staff::Staff;

/// Days of a planning week.
const WEEK: usize = 7;

/// Cover, weeks and cost of a roster.
pub(super) struct Bill {
    pub(super) cover: Vec<Cover>,
    pub(super) weeks: Vec<StaffWeek>,
    /// Pay with premiums, overtime and idle hours.
    pub(super) pay: f64,
    /// The price of coverable hours that nobody works.
    missing: f64,
    pub(super) impossible_hours: f64,
}

impl Bill {
    /// What the program minimises.
    pub(super) fn total(&self) -> f64 {
        self.pay + self.missing
    }
}

/// Adds it all up.
pub(super) fn bill(
    possible: &[Possible],
    given: &[Given],
    needs: &[Requirement],
    intervals: Intervals,
    settings: &ShiftSettings,
) -> Bill {
    let cover = cover(possible, given, needs, intervals);
    let weeks = weeks(possible, given, intervals, settings);
    let shifts: f64 = given.iter().map(|given| possible[given.shift].cost).sum();
    let extra: f64 = weeks.iter().map(|(staff, week)| extra(staff, week, settings)).sum();
    let impossible_hours = impossible(possible, needs) * intervals.hours();
    let missing = cover.iter().map(Cover::missing).sum::<f64>() * intervals.hours();
    Bill {
        cover,
        weeks: weeks.into_iter().map(|(_, week)| week).collect(),
        pay: shifts + extra,
        missing: (missing - impossible_hours).max(0.0) * settings.missing_hour_cost(),
        impossible_hours,
    }
}

/// What a week costs beyond its shifts.
fn extra(staff: &Staff, week: &StaffWeek, settings: &ShiftSettings) -> f64 {
    let overtime = week.overtime_hours * settings.premiums.overtime;
    staff.hourly_cost * (week.idle_hours + overtime)
}

fn cover(
    possible: &[Possible],
    given: &[Given],
    needs: &[Requirement],
    intervals: Intervals,
) -> Vec<Cover> {
    let mut cover = Vec::new();
    for need in needs {
        let mut rostered = vec![0.0; intervals.count()];
        let own = given.iter().map(|given| &possible[given.shift]);
        for shift in own.filter(|shift| shift.role == need.role) {
            shift.works.iter().for_each(|(interval, share)| rostered[*interval] += share);
        }
        let both = need.people.iter().copied().zip(rostered).enumerate();
        cover.extend(both.filter(|(_, (needed, rostered))| *needed > 0 || *rostered > 0.0).map(
            |(interval, (needed, rostered))| Cover {
                role: need.role,
                start: intervals.start(interval),
                needed,
                rostered,
            },
        ));
    }
    cover
}

/// Person-intervals needed that no possible shift reaches.
fn impossible(possible: &[Possible], needs: &[Requirement]) -> f64 {
    let unreached = |need: &Requirement| {
        let mut open = need.people.clone();
        for shift in possible.iter().filter(|shift| shift.role == need.role) {
            shift.covers.iter().for_each(|(interval, _)| open[*interval] = 0);
        }
        open.into_iter().map(f64::from).sum::<f64>()
    };
    needs.iter().map(unreached).sum()
}

/// Everybody's weeks, those without a shift too, because their contract is paid.
fn weeks<'a>(
    possible: &[Possible],
    given: &[Given],
    intervals: Intervals,
    settings: &'a ShiftSettings,
) -> Vec<(&'a Staff, StaffWeek)> {
    let mut worked: BTreeMap<(usize, usize, usize), (u32, f64)> = BTreeMap::new();
    for given in given {
        let shift = &possible[given.shift];
        let key = (given.place.staff, given.place.person, shift.day / WEEK);
        let (days, hours) = worked.entry(key).or_default();
        *days += 1;
        *hours += shift.paid_hours;
    }
    let mut weeks = Vec::new();
    for (index, staff) in settings.staff.iter().enumerate() {
        for person in 0..staff.people as usize {
            for week in 0..intervals.days().div_ceil(WEEK) {
                let done = worked.get(&(index, person, week)).copied().unwrap_or_default();
                weeks.push((staff, staff_week(staff, person, week, done, intervals)));
            }
        }
    }
    weeks
}

fn staff_week(
    staff: &Staff,
    person: usize,
    week: usize,
    (days, hours): (u32, f64),
    intervals: Intervals,
) -> StaffWeek {
    // A week that is planned in part owes its part of the contract.
    let planned = WEEK.min(intervals.days() - week * WEEK) as f64 / WEEK as f64;
    StaffWeek {
        staff: staff.name.clone(),
        person: person as u32 + 1,
        week,
        days,
        hours,
        overtime_hours: (hours - staff.ordinary_hours).max(0.0),
        idle_hours: (staff.contract_hours * planned - hours).max(0.0),
    }
}
