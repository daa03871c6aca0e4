//! Complex exponential smoothing that goes on from the end of its history.

use serde::{Deserialize, Serialize};

use super::{Complex, States, Weights};

/// The model and how many values it has seen, which says whose turn it is of the season's.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct GoingCes {
    pub(super) states: States,
    pub(super) weights: Weights,
    pub(super) length: usize,
}

impl GoingCes {
    /// The turn of a step ahead, from 0, among the levels and within the season.
    fn places(&self, step: usize) -> (usize, usize) {
        let time = self.length + step;
        (time % self.states.level.len(), time % self.states.season.len())
    }

    /// Takes the next value in.
    pub(crate) fn observe(&mut self, value: f64) {
        let (place, position) = self.places(0);
        let error = value - self.states.level[place] - self.states.season[position];
        self.step(error);
    }

    /// Goes on over a value that nobody saw, as if it had been what was expected.
    pub(crate) fn skip(&mut self) {
        self.step(0.0);
    }

    fn step(&mut self, error: f64) {
        let (place, position) = self.places(0);
        self.states.step(place, position, self.weights, error);
        self.length += 1;
    }

    /// Hands each of `count` steps ahead to `each`.
    pub(crate) fn ahead(&self, count: usize, mut each: impl FnMut(f64)) {
        let States { level, potential, season, season_potential, .. } = &self.states;
        let mut single = (level[0], potential[0]);
        for step in 0..count {
            let (place, position) = self.places(step);
            let now = if level.len() == 1 {
                let before = single.0;
                single = self.weights.level.next(single.0, single.1, 0.0);
                before
            } else {
                self.weights.level.later((level[place], potential[place]), step / level.len())
            };
            let effect = season_potential.get(position).map_or(season[position], |potential| {
                self.weights.season.later((season[position], *potential), step / season.len())
            });
            each(now + effect);
        }
    }
}

impl Complex {
    /// A state after its turn came so many times without an error.
    fn later(self, (state, potential): (f64, f64), turns: usize) -> f64 {
        let next = |(state, potential), _| self.next(state, potential, 0.0);
        (0..turns).fold((state, potential), next).0
    }
}
