//! Physical resources: the stations, trolleys, docks and space that people and goods take.

use serde::{Deserialize, Serialize};

use super::error::{StaffingError, not_negative, same_length, share_above_zero};
use super::intervals::Intervals;
use super::requirement::Requirement;
use super::role::Role;

/// What occupies a resource.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Occupation {
    /// Each person at work in a role takes so many, e.g. one packing station or 1.2 trolleys.
    Person {
        /// The role.
        role: Role,
        /// How many each.
        each: f64,
    },
    /// Work of a role that waits takes so much for each hour of work, e.g. square metres of staging
    /// for an hour of packing.
    Waiting {
        /// The role.
        role: Role,
        /// How much for an hour of waiting work.
        each_hour: f64,
    },
    /// Each arrival takes one for so many minutes, e.g. a lorry its dock door.
    Arrival {
        /// Minutes it is taken.
        minutes: f64,
        /// The share of time that it may be taken, so that arrivals need not queue.
        utilisation: f64,
    },
}

/// A resource and how much of it there is.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Resource {
    /// Its name, e.g. "packing stations".
    pub name: String,
    /// What takes it.
    pub occupation: Occupation,
    /// How much of it there is.
    pub available: f64,
}

/// How much of a resource is needed.
#[derive(Debug, Clone, PartialEq)]
pub struct ResourceNeed {
    /// The resource's name.
    pub name: String,
    /// How much is needed in each interval; whole numbers but for waiting work.
    pub needed: Vec<f64>,
    /// How much there is.
    pub available: f64,
}

impl ResourceNeed {
    /// How much of `resource` is needed. `arrivals` are those of an [`Occupation::Arrival`], one
    /// value an interval, and empty for the others. A role without requirement needs nothing.
    ///
    /// # Errors
    ///
    /// Negative figures, or columns of another length than the intervals.
    pub fn new(
        resource: &Resource,
        requirements: &[Requirement],
        arrivals: &[f64],
        intervals: Intervals,
    ) -> Result<Self, StaffingError> {
        not_negative("available", resource.available)?;
        let of = |role: Role| requirements.iter().find(|requirement| requirement.role == role);
        let nothing = || vec![0.0; intervals.count()];
        let needed = match resource.occupation {
            Occupation::Person { role, each } => {
                let each = not_negative("each", each)?;
                of(role).map_or_else(nothing, |role| by_people(&role.working, each))
            }
            Occupation::Waiting { role, each_hour } => {
                let each = not_negative("each_hour", each_hour)? / 3600.0;
                let waiting = of(role).map(|role| &role.waiting_seconds);
                waiting.map_or_else(nothing, |waits| waits.iter().map(|work| work * each).collect())
            }
            Occupation::Arrival { minutes, utilisation } => {
                same_length(resource.name.clone(), arrivals.len(), intervals.count())?;
                not_negative("minutes", minutes)?;
                by_arrivals(
                    arrivals,
                    minutes / share_above_zero("utilisation", utilisation)?,
                    intervals,
                )
            }
        };
        same_length(resource.name.clone(), needed.len(), intervals.count())?;
        Ok(Self { name: resource.name.clone(), needed, available: resource.available })
    }

    /// The intervals in which there is too little, with how much more is needed.
    pub fn shortages(&self) -> impl Iterator<Item = (usize, f64)> + '_ {
        let missing = self.needed.iter().map(|needed| needed - self.available).enumerate();
        missing.filter(|(_, missing)| *missing > 1e-9)
    }

    /// The most that is needed at once on each day.
    #[must_use]
    pub fn peak_by_day(&self, intervals: Intervals) -> Vec<f64> {
        let days = self.needed.chunks(intervals.per_day());
        days.map(|day| day.iter().copied().fold(0.0, f64::max)).collect()
    }
}

fn by_people(working: &[u32], each: f64) -> Vec<f64> {
    working.iter().map(|people| whole(f64::from(*people) * each)).collect()
}

/// Minutes taken, spread from the interval of arrival on, as a number taken at once.
fn by_arrivals(arrivals: &[f64], minutes: f64, intervals: Intervals) -> Vec<f64> {
    let length = f64::from(intervals.minutes());
    let mut taken = vec![0.0; arrivals.len()];
    for (arrival, count) in arrivals.iter().enumerate() {
        let mut left = minutes * count;
        for taken in &mut taken[arrival..] {
            let most = count * length;
            *taken += left.min(most) / length;
            left -= left.min(most);
            if left <= 0.0 {
                break;
            }
        }
    }
    taken.into_iter().map(whole).collect()
}

fn whole(amount: f64) -> f64 {
    (amount - 1e-9).ceil().max(0.0)
}

#[cfg(test)]
mod tests;
