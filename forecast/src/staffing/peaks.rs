//! Peaks: days ahead that need more than there is, and by when to act.

use chrono::{NaiveDate, TimeDelta};

use super::error::{StaffingError, not_negative, same_length};
use super::intervals::Intervals;
use super::requirement::Requirement;
use super::resources::ResourceNeed;
use super::role::Role;

/// People that a role has on a usual day, and what it takes to have more.
#[derive(Debug, Clone, PartialEq)]
pub struct Capacity {
    /// The role.
    pub role: Role,
    /// Person-hours on the roster on each planned day, absences taken off.
    pub hours_by_day: Vec<f64>,
    /// The most people at once on each planned day.
    pub people_by_day: Vec<u32>,
    /// Hours of a shift that somebody called in would work.
    pub shift_hours: f64,
    /// Days from calling people in to having them at work: notice, agency, training.
    pub lead_days: u32,
}

/// What is too little in a peak.
#[derive(Debug, Clone, PartialEq)]
pub enum Shortage {
    /// People of a role.
    People {
        /// The role.
        role: Role,
        /// Person-hours needed beyond those there are, over all days of the peak.
        hours: f64,
        /// People to call in on its worst day.
        people: u32,
        /// By when to call them in: the lead time before its first day.
        call_in_by: NaiveDate,
        /// Whether that day has passed at the origin.
        too_late: bool,
    },
    /// A resource.
    Resource {
        /// Its name.
        name: String,
        /// How much more is needed at the worst moment.
        more: f64,
    },
}

/// Consecutive days that need more than there is.
#[derive(Debug, Clone, PartialEq)]
pub struct Peak {
    /// The first day.
    pub from: NaiveDate,
    /// The last day.
    pub to: NaiveDate,
    /// What is needed at most on a day, ÷ what there is then; infinite where there is nothing.
    pub load: f64,
    /// What there is too little of.
    pub shortage: Shortage,
}

/// The peaks of all roles and resources, by first day. `origin` is the last day that has passed.
///
/// A day is short of a role's people if it needs more person-hours or more people at once than there
/// are. A role without capacity is not judged.
///
/// # Errors
///
/// Capacities of another length than the days planned, or out of range.
pub fn peaks(
    requirements: &[Requirement],
    resources: &[ResourceNeed],
    capacities: &[Capacity],
    intervals: Intervals,
    origin: NaiveDate,
) -> Result<Vec<Peak>, StaffingError> {
    let mut peaks = Vec::new();
    for capacity in capacities {
        capacity.check(intervals)?;
        let own = requirements.iter().find(|requirement| requirement.role == capacity.role);
        if let Some(requirement) = own {
            peaks.extend(short_of_people(requirement, capacity, intervals, origin));
        }
    }
    for resource in resources {
        peaks.extend(short_of(resource, intervals));
    }
    peaks.sort_by_key(|peak| (peak.from, peak.to));
    Ok(peaks)
}

impl Capacity {
    fn check(&self, intervals: Intervals) -> Result<(), StaffingError> {
        let days = intervals.days();
        same_length(format!("hours_by_day of {}", self.role), self.hours_by_day.len(), days)?;
        same_length(format!("people_by_day of {}", self.role), self.people_by_day.len(), days)?;
        self.hours_by_day
            .iter()
            .try_for_each(|hours| not_negative("hours_by_day", *hours).map(drop))?;
        super::error::positive("shift_hours", self.shift_hours).map(drop)
    }
}

/// One day of a role.
struct Day {
    hours: f64,
    people: u32,
    load: f64,
}

fn short_of_people(
    requirement: &Requirement,
    capacity: &Capacity,
    intervals: Intervals,
    origin: NaiveDate,
) -> Vec<Peak> {
    let needed = requirement.hours_by_day(intervals);
    let at_once = requirement.peak_by_day(intervals);
    let day = |day: usize| {
        let (hours, people) = (capacity.hours_by_day[day], capacity.people_by_day[day]);
        let more_hours = (needed[day] - hours).max(0.0);
        let more_at_once = at_once[day].saturating_sub(people);
        let shifts = (more_hours / capacity.shift_hours - 1e-9).ceil().max(0.0) as u32;
        let load = load(needed[day], hours).max(load(at_once[day].into(), people.into()));
        Day { hours: more_hours, people: shifts.max(more_at_once), load }
    };
    let days: Vec<Day> = (0..intervals.days()).map(day).collect();
    let runs = runs(days.len(), |day| days[day].people > 0);
    let peak = |(from, to): (usize, usize)| {
        let inside = &days[from..=to];
        let first = intervals.date(from);
        let call_in_by = first - TimeDelta::days(i64::from(capacity.lead_days));
        Peak {
            from: first,
            to: intervals.date(to),
            load: inside.iter().map(|day| day.load).fold(0.0, f64::max),
            shortage: Shortage::People {
                role: capacity.role,
                hours: inside.iter().map(|day| day.hours).sum(),
                people: inside.iter().map(|day| day.people).max().unwrap_or(0),
                call_in_by,
                too_late: call_in_by <= origin,
            },
        }
    };
    runs.into_iter().map(peak).collect()
}

fn short_of(resource: &ResourceNeed, intervals: Intervals) -> Vec<Peak> {
    let most = resource.peak_by_day(intervals);
    let more = |day: usize| most[day] - resource.available;
    let peak = |(from, to): (usize, usize)| Peak {
        from: intervals.date(from),
        to: intervals.date(to),
        load: most[from..=to]
            .iter()
            .map(|most| load(*most, resource.available))
            .fold(0.0, f64::max),
        shortage: Shortage::Resource {
            name: resource.name.clone(),
            more: (from..=to).map(more).fold(0.0, f64::max),
        },
    };
    runs(most.len(), |day| more(day) > 1e-9).into_iter().map(peak).collect()
}

fn load(needed: f64, there: f64) -> f64 {
    if needed > 0.0 { needed / there } else { 0.0 }
}

/// First and last of each run of days that are `short`.
fn runs(days: usize, short: impl Fn(usize) -> bool) -> Vec<(usize, usize)> {
    let mut runs: Vec<(usize, usize)> = Vec::new();
    for day in (0..days).filter(|day| short(*day)) {
        match runs.last_mut() {
            Some((_, last)) if *last + 1 == day => *last = day,
            _ => runs.push((day, day)),
        }
    }
    runs
}

#[cfg(test)]
mod tests;
