//! People needed, role by role and interval by interval.
//!
//! Conventions:
//!
//! - Warehouse work may wait until its deadline: it takes the fewest people at once that deadlines
//!   allow ([`levelled`]), for as few hours as that takes ([`gathered`]). People
//!   `= ceil(work ÷ (interval × utilisation × (1 − shrinkage)))`: rounded up once.
//! - Utilisation is the share of working time that is spent on work with a standard time; the rest
//!   is waiting, walking to the place of work, talking. Shrinkage is paid time off the floor.
//! - Contacts cannot wait: agents by Erlang C or A from the arrivals of each interval alone
//!   ([`queueing`](super::queueing)), shrinkage rounded up separately as is usual there.
//! - Demand is what the caller hands in: hand in the day's quantile spread by the profile
//!   ([`arrivals`](super::arrivals)), not each interval's own quantile, whose sum would be too much.

mod deadline;
mod levelling;

pub use deadline::{CutOff, Deadline, OpeningHours};
pub use levelling::{Batch, Levelled, following, gathered, levelled};

use serde::{Deserialize, Serialize};

use super::error::{StaffingError, not_negative, same_length, share_above_zero, share_below_one};
use super::intervals::Intervals;
use super::queueing::{AgentTarget, Agents, Traffic};
use super::role::Role;

/// People needed for one role.
#[derive(Debug, Clone, PartialEq)]
pub struct Requirement {
    /// The role.
    pub role: Role,
    /// Seconds of work done in each interval.
    pub work_seconds: Vec<f64>,
    /// Seconds of work that wait at the end of each interval.
    pub waiting_seconds: Vec<f64>,
    /// People at work in each interval.
    pub working: Vec<u32>,
    /// People on the roster in each interval, so that as many are at work.
    pub people: Vec<u32>,
    /// Seconds of work that cannot be done by their deadline.
    pub late_seconds: f64,
    /// Seconds of work left for after the last interval.
    pub left_seconds: f64,
}

/// How one warehouse role works.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct RoleRule {
    /// The role.
    pub role: Role,
    /// By when its work has to be done.
    pub deadline: Deadline,
    /// When it can be done.
    pub open: OpeningHours,
    /// The share of time at work that is work, e.g. 0.85.
    pub utilisation: f64,
    /// The share of paid time that people are not there, e.g. 0.1.
    pub shrinkage: f64,
}

/// Work before levelling and after: what a role that follows needs to know.
#[derive(Debug, Clone, PartialEq)]
pub struct Task {
    /// What arrived, and when it is due.
    pub batches: Vec<Batch>,
    /// When it is done.
    pub done: Vec<f64>,
}

impl Requirement {
    /// People for `seconds` of work arriving in each interval, done within the rule's deadline by the
    /// fewest people at once, in as few hours of theirs as that takes.
    /// Work that can begin only after another task's (packing after picking) names it in `after`.
    ///
    /// # Errors
    ///
    /// Another number of values than intervals, negative work, shares out of range.
    pub fn levelled(
        seconds: &[f64],
        rule: &RoleRule,
        intervals: Intervals,
        after: Option<&Task>,
    ) -> Result<(Self, Task), StaffingError> {
        same_length(format!("work of {}", rule.role), seconds.len(), intervals.count())?;
        seconds.iter().try_for_each(|work| not_negative("work_seconds", *work).map(drop))?;
        let utilisation = share_above_zero("utilisation", rule.utilisation)?;
        let present = 1.0 - share_below_one("shrinkage", rule.shrinkage)?;
        let arrived = batches(seconds, &rule.deadline, intervals);
        let released = match after {
            Some(task) => following(&arrived, &task.batches, &task.done),
            None => arrived.clone(),
        };
        let capacity = intervals.seconds() * utilisation;
        let level = gathered(&released, &rule.open.open(intervals), capacity * present);
        let people = |capacity: f64| level.done.iter().map(|work| up(work / capacity)).collect();
        let requirement = Self {
            role: rule.role,
            working: people(capacity),
            people: people(capacity * present),
            waiting_seconds: level.waiting,
            late_seconds: level.late,
            left_seconds: level.left,
            work_seconds: level.done.clone(),
        };
        Ok((requirement, Task { batches: arrived, done: level.done }))
    }

    /// Agents for `contacts` arriving in each interval, each of `handle_seconds`.
    ///
    /// # Errors
    ///
    /// Another number of values than intervals, negative contacts, a target out of range.
    pub fn contacts(
        contacts: &[f64],
        handle_seconds: f64,
        target: &AgentTarget,
        intervals: Intervals,
    ) -> Result<Self, StaffingError> {
        same_length("contacts", contacts.len(), intervals.count())?;
        let agents = |contacts: &f64| {
            Agents::needed(Traffic::new(*contacts, intervals.seconds(), handle_seconds)?, target)
        };
        let agents = contacts.iter().map(agents).collect::<Result<Vec<Agents>, _>>()?;
        Ok(Self {
            role: Role::Contacts,
            work_seconds: contacts.iter().map(|contacts| contacts * handle_seconds).collect(),
            waiting_seconds: vec![0.0; contacts.len()],
            working: agents.iter().map(|agents| agents.working).collect(),
            people: agents.iter().map(|agents| agents.rostered).collect(),
            late_seconds: 0.0,
            left_seconds: 0.0,
        })
    }

    /// Person-hours on the roster on each day.
    #[must_use]
    pub fn hours_by_day(&self, intervals: Intervals) -> Vec<f64> {
        let days = self.people.chunks(intervals.per_day());
        days.map(|day| day.iter().copied().map(f64::from).sum::<f64>() * intervals.hours())
            .collect()
    }

    /// The most people on the roster at once on each day.
    #[must_use]
    pub fn peak_by_day(&self, intervals: Intervals) -> Vec<u32> {
        let days = self.people.chunks(intervals.per_day());
        days.map(|day| day.iter().copied().max().unwrap_or(0)).collect()
    }

    pub(super) fn check(&self, intervals: Intervals) -> Result<(), StaffingError> {
        same_length(format!("people of {}", self.role), self.people.len(), intervals.count())
    }
}

fn batches(seconds: &[f64], deadline: &Deadline, intervals: Intervals) -> Vec<Batch> {
    let arrived = seconds.iter().enumerate().filter(|(_, seconds)| **seconds > 0.0);
    arrived
        .map(|(released, seconds)| Batch {
            released,
            due: deadline.last_interval(released, intervals),
            seconds: *seconds,
        })
        .collect()
}

/// Rounded up, but not for the last digit of a division.
fn up(people: f64) -> u32 {
    (people - 1e-9).ceil().max(0.0) as u32
}

#[cfg(test)]
mod tests;
