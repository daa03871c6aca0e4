//! Which series to fit again tonight: those that drift first, then those it is worth most for.

use std::cmp::Ordering;

use serde::{Deserialize, Serialize};

/// How a series sells, which decides what models are fitted to it and how long that takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Demand {
    /// In most periods.
    Regular,
    /// In at most three periods of four.
    Intermittent,
}

/// What a fit takes: `seconds` and for each observation `seconds_an_observation` of one core.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Cost {
    /// Whatever the length.
    pub seconds: f64,
    /// For each observation of the history.
    pub seconds_an_observation: f64,
}

/// What fits take by how series sell, as measured on the machine that fits.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Costs {
    /// Of series that sell in most periods.
    pub regular: Cost,
    /// Of the others.
    pub intermittent: Cost,
}

impl Costs {
    /// What fitting one series takes, in seconds of one core.
    #[must_use]
    pub fn of(&self, refit: &Refit) -> f64 {
        let cost = match refit.demand {
            Demand::Regular => self.regular,
            Demand::Intermittent => self.intermittent,
        };
        cost.seconds + cost.seconds_an_observation * refit.observations as f64
    }
}

/// One series that might be fitted again.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Refit {
    /// Its tracking signal, see [`SeriesState::tracking_signal`](crate::SeriesState).
    pub signal: f64,
    /// Whether it drifts.
    pub drifts: bool,
    /// What a period of it is worth, in any unit that all series share. Less than nothing and what
    /// is not a number count as nothing.
    pub value: f64,
    /// Open periods since it was fitted.
    pub age: usize,
    /// How it sells.
    pub demand: Demand,
    /// The length of its history.
    pub observations: usize,
}

/// What one series has to say for its turn.
struct Turn {
    drifts: bool,
    /// What is gained for a second of work.
    gain: f64,
    age: usize,
    place: usize,
    cost: f64,
}

impl Turn {
    fn new(place: usize, refit: &Refit, costs: &Costs) -> Self {
        let cost = costs.of(refit).max(f64::MIN_POSITIVE);
        let value = if refit.value > 0.0 { refit.value } else { 0.0 };
        let urgency = if refit.drifts { refit.signal.abs() } else { refit.age as f64 };
        Self { drifts: refit.drifts, gain: value * urgency / cost, age: refit.age, place, cost }
    }

    fn before(&self, other: &Self) -> Ordering {
        (other.drifts.cmp(&self.drifts))
            .then(other.gain.total_cmp(&self.gain))
            .then(other.age.cmp(&self.age))
            .then(self.place.cmp(&other.place))
    }
}

/// The places of the series to fit again within `budget` seconds of one core, in the order to fit
/// them in. Times the cores at work the budget is that of the night.
///
/// Those that drift come first, by value times the size of their signal, then the others by value
/// times age, both for a second of work: the greedy order of the knapsack problem (Dantzig 1957,
/// *Discrete-variable extremum problems*, Operations Research 5), which misses the best choice by
/// less than the worth of one series. One that no longer fits the budget is passed over for cheaper
/// ones. A series fitted in this period (age 0) is left alone unless it drifts.
///
/// The order does not depend on the machine; it takes n log n steps.
#[must_use]
pub fn refit_order(series: &[Refit], costs: &Costs, budget: f64) -> Vec<usize> {
    let mut turns: Vec<Turn> = series
        .iter()
        .enumerate()
        .filter(|(_, refit)| refit.drifts || refit.age > 0)
        .map(|(place, refit)| Turn::new(place, refit, costs))
        .collect();
    turns.sort_unstable_by(Turn::before);
    let mut left = budget;
    let mut chosen = Vec::new();
    for turn in turns {
        if turn.cost <= left {
            left -= turn.cost;
            chosen.push(turn.place);
        }
    }
    chosen
}

#[cfg(test)]
mod tests;
