//! What intervals keep to: no negative demand, and whole counts where demand is counted.

use crate::interval::Bounds;
use crate::season::Form;

/// What every interval of a series keeps to.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Limits {
    /// Probabilities of the narrow and the wide interval.
    pub(crate) levels: [f64; 2],
    /// No interval goes lower.
    floor: f64,
    /// What the series is counted in, if it is counted.
    grain: Option<f64>,
}

impl Limits {
    /// Demand that never was negative has no negative bound; demand that is counted has bounds
    /// that are counts, moved outwards.
    pub(crate) fn new(history: &[f64], levels: [f64; 2]) -> Self {
        let never_negative = Form::of(history) == Form::Multiplicative;
        let floor = if never_negative { 0.0 } else { f64::NEG_INFINITY };
        Self { levels, floor, grain: grain(history) }
    }

    /// The bounds that keep to the limits.
    pub(crate) fn keep(&self, (lower, upper): Bounds) -> Bounds {
        let (lower, upper) = match self.grain {
            Some(grain) => ((lower / grain).floor() * grain, (upper / grain).ceil() * grain),
            None => (lower, upper),
        };
        (lower.max(self.floor), upper.max(self.floor))
    }
}

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
