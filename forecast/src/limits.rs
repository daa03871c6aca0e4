//! What intervals keep to: no negative demand, and whole counts where demand is counted.

use serde::{Deserialize, Serialize};

use crate::interval::Bounds;
use crate::season::Form;

/// What every interval of a series keeps to.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub(crate) struct Limits {
    /// No interval goes lower.
    floor: f64,
    /// What the series is counted in, if it is counted.
    grain: Option<f64>,
}

impl Limits {
    /// Demand that never was negative has no negative bound; demand that is counted has bounds
    /// that are counts, moved outwards.
    pub(crate) fn new(history: &[f64]) -> Self {
        let never_negative = Form::of(history) == Form::Multiplicative;
        let floor = if never_negative { 0.0 } else { f64::NEG_INFINITY };
        Self { floor, grain: grain(history) }
    }

    /// The bounds that keep to the limits.
    pub(crate) fn keep(&self, (lower, upper): Bounds) -> Bounds {
        let (lower, upper) = match self.grain {
            Some(grain) => (
                (lower / grain + ROUNDING).floor() * grain,
                (upper / grain - ROUNDING).ceil() * grain,
            ),
            None => (lower, upper),
        };
        (lower.max(self.floor), upper.max(self.floor))
    }

    /// Whether nothing below zero is believed.
    pub(crate) fn never_negative(&self) -> bool {
        self.floor >= 0.0
    }

    /// What the series is counted in, if it is counted.
    pub(crate) fn grain(&self) -> Option<f64> {
        self.grain
    }

    /// A quantile that keeps to the limits: the smallest count not below it where demand is
    /// counted.
    pub(crate) fn keep_quantile(&self, value: f64) -> f64 {
        let counted = match self.grain {
            Some(grain) => (value / grain - ROUNDING).ceil() * grain,
            None => value,
        };
        counted.max(self.floor)
    }
}

/// What a count may exceed a whole number by and still be it.
const ROUNDING: f64 = 1e-9;

/// The number all values are multiples of, if they are counts: nothing if it is so small beside
/// them that they might as well be measured.
///
/// Without it an interval of rare demand could end at 0.1 and miss every day of none.
fn grain(history: &[f64]) -> Option<f64> {
    let largest = history.iter().fold(0.0_f64, |most, value| most.max(value.abs()));
    let least = largest / f64::from(1 << 20);
    let mut common = 0.0_f64;
    for value in history {
        let mut rest = value.abs();
        // Euclid's algorithm; remainders of floats are exact.
        while rest > 0.0 {
            (common, rest) = (rest, common % rest);
            if common < least {
                return None;
            }
        }
    }
    (common > 0.0).then_some(common)
}

#[cfg(test)]
mod tests;
