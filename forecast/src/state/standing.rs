//! What models that do not go on by themselves said of the periods ahead when they were fitted.

use serde::{Deserialize, Serialize};

/// The weighted sum of their forecasts, and which of its steps is next.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(super) struct Standing {
    /// Nothing where there is no such model.
    steps: Box<[f64]>,
    horizon: usize,
    season: usize,
    next: usize,
}

impl Standing {
    /// No model's forecasts yet, of so many steps with such a season.
    pub(super) fn new(horizon: usize, season: usize) -> Self {
        let season = if season <= horizon { season } else { 1 };
        Self { steps: Box::default(), horizon, season, next: 0 }
    }

    /// Adds the steps of a model with its weight.
    pub(super) fn add(&mut self, weight: f64, ahead: &[f64]) {
        if self.steps.is_empty() {
            self.steps = vec![0.0; self.horizon].into();
        }
        for (sum, value) in self.steps.iter_mut().zip(ahead) {
            *sum += weight * value;
        }
    }

    /// Goes on by a period.
    pub(super) fn advance(&mut self) {
        self.next += 1;
    }

    /// What was said of a step from now, counted from 0; beyond the horizon the last season again.
    pub(super) fn step(&self, step: usize) -> f64 {
        if self.steps.is_empty() {
            return 0.0;
        }
        let place = self.next + step;
        match place.checked_sub(self.horizon) {
            None => self.steps[place],
            Some(beyond) => self.steps[self.horizon - self.season + beyond % self.season],
        }
    }
}
