//! The smallest number of agents that meets a target.

use super::super::error::{
    StaffingError, not_negative, positive, share_above_zero, share_below_one, within,
};
use super::erlang_c::next_blocked;
use super::{ErlangA, ErlangC, Traffic};

/// How long callers wait before they hang up.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Patience {
    /// They never do: Erlang C. The cautious choice where patience was not measured.
    Endless,
    /// Exponential with this mean in seconds: Erlang A.
    Seconds(f64),
}

/// What is promised to those who call, and what to those who answer.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct AgentTarget {
    /// The share of contacts to be answered within the threshold, e.g. 0.8.
    pub service_level: f64,
    /// The threshold in seconds, e.g. 20.
    pub threshold_seconds: f64,
    /// The largest share of their time that agents may be on a contact, e.g. 0.85; 1 for no cap.
    pub most_occupancy: f64,
    /// The share of paid time that agents are not available, e.g. 0.3.
    pub shrinkage: f64,
    /// How long callers wait.
    pub patience: Patience,
}

impl AgentTarget {
    /// 80 % within 20 seconds, the usual promise by telephone, at most 85 % occupied, 30 % shrinkage,
    /// callers who never hang up.
    #[must_use]
    pub fn telephone() -> Self {
        Self {
            service_level: 0.8,
            threshold_seconds: 20.0,
            most_occupancy: 0.85,
            shrinkage: 0.3,
            patience: Patience::Endless,
        }
    }

    /// Checks the ranges, once, before an interval is planned.
    fn check(&self) -> Result<(), StaffingError> {
        let level = self.service_level;
        within("service_level", level, (0.0..1.0).contains(&level), "at least 0 and below 1")?;
        not_negative("threshold_seconds", self.threshold_seconds)?;
        share_above_zero("most_occupancy", self.most_occupancy)?;
        share_below_one("shrinkage", self.shrinkage)?;
        match self.patience {
            Patience::Endless => Ok(()),
            Patience::Seconds(seconds) => positive("patience_seconds", seconds).map(drop),
        }
    }
}

/// Agents for one interval and what callers see of them.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Agents {
    /// Agents at work.
    pub working: u32,
    /// Agents to put on the roster so that as many work: shrinkage added, rounded up.
    pub rostered: u32,
    /// The share of contacts answered within the threshold.
    pub service_level: f64,
    /// The share of agents' time on contacts.
    pub occupancy: f64,
    /// The share of contacts that wait.
    pub waiting_probability: f64,
    /// Mean seconds in the queue over all contacts.
    pub mean_wait: f64,
    /// The share of contacts that hang up; 0 under endless patience.
    pub abandonment: f64,
}

impl Agents {
    /// The fewest agents for `traffic` that meet `target`. No contacts need no agents.
    ///
    /// # Errors
    ///
    /// A target out of range; see [`AgentTarget`].
    pub fn needed(traffic: Traffic, target: &AgentTarget) -> Result<Self, StaffingError> {
        target.check()?;
        match target.patience {
            Patience::Endless => Ok(endless(traffic, target)),
            Patience::Seconds(seconds) => impatient(traffic, target, seconds),
        }
    }
}

fn endless(traffic: Traffic, target: &AgentTarget) -> Agents {
    let erlangs = traffic.erlangs();
    let least = (erlangs / target.most_occupancy).ceil() as u32;
    let (mut working, mut blocked) = (0, 1.0);
    loop {
        let queue = ErlangC::with_blocked(traffic, working, blocked);
        let stable = f64::from(working) > erlangs || erlangs <= 0.0;
        let served = queue.service_level(target.threshold_seconds) >= target.service_level;
        if stable && served && working >= least {
            return describe(&queue, working, target);
        }
        working += 1;
        blocked = next_blocked(erlangs, blocked, working);
    }
}

fn describe(queue: &ErlangC, working: u32, target: &AgentTarget) -> Agents {
    Agents {
        working,
        rostered: with_shrinkage(working, target.shrinkage),
        service_level: queue.service_level(target.threshold_seconds),
        occupancy: queue.occupancy(),
        waiting_probability: queue.waiting_probability(),
        mean_wait: queue.speed_of_answer(),
        abandonment: 0.0,
    }
}

fn impatient(
    traffic: Traffic,
    target: &AgentTarget,
    patience: f64,
) -> Result<Agents, StaffingError> {
    let meets = |agents: u32| -> Result<bool, StaffingError> {
        let queue = ErlangA::new(traffic, agents, patience)?;
        Ok(queue.service_level(target.threshold_seconds) >= target.service_level
            && queue.occupancy() <= target.most_occupancy)
    };
    let working = first(&meets)?;
    let queue = ErlangA::new(traffic, working, patience)?;
    Ok(Agents {
        working,
        rostered: with_shrinkage(working, target.shrinkage),
        service_level: queue.service_level(target.threshold_seconds),
        occupancy: queue.occupancy(),
        waiting_probability: queue.waiting_probability(),
        mean_wait: queue.mean_wait(),
        abandonment: queue.abandonment(),
    })
}

/// The smallest number that `meets`, which once met stays met: doubled, then halved.
fn first(meets: &dyn Fn(u32) -> Result<bool, StaffingError>) -> Result<u32, StaffingError> {
    if meets(0)? {
        return Ok(0);
    }
    let (mut below, mut meeting) = (0, 1);
    while !meets(meeting)? {
        below = meeting;
        meeting *= 2;
    }
    while meeting - below > 1 {
        let middle = below + (meeting - below) / 2;
        if meets(middle)? {
            meeting = middle;
        } else {
            below = middle;
        }
    }
    Ok(meeting)
}

/// People to roster so that `working` of them are there.
pub(crate) fn with_shrinkage(working: u32, shrinkage: f64) -> u32 {
    (f64::from(working) / (1.0 - shrinkage)).ceil() as u32
}
