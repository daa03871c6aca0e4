//! A distribution given by its outcomes: back-test paths, observed lead times, mixtures of both.

use super::InventoryError;
use super::checked::{finite, not_negative};

/// Probabilities that ought to be equal may differ by this much after they were added up.
const ROUNDING: f64 = 1e-12;

/// Outcomes with their probabilities, in rising order.
///
/// Invariant: at least one outcome; the probabilities sum to one.
#[derive(Debug, Clone, PartialEq)]
pub struct Empirical {
    values: Vec<f64>,
    /// The probability of an outcome up to and with the one at the same place.
    cumulative: Vec<f64>,
}

impl Empirical {
    /// Outcomes with weights in any unit (counts, probabilities); an outcome may be there twice.
    ///
    /// # Errors
    ///
    /// No outcome, an outcome that is not finite, a negative weight, or weights that are all zero.
    pub fn new(outcomes: &[(f64, f64)]) -> Result<Self, InventoryError> {
        let mut total = 0.0;
        for (value, weight) in outcomes {
            finite("an outcome", *value)?;
            total += not_negative("the weight of an outcome", *weight)?;
        }
        if total > 0.0 { Ok(Self::weighted(outcomes.to_vec())) } else { Err(Self::empty()) }
    }

    /// Outcomes that are equally probable.
    ///
    /// # Errors
    ///
    /// No outcome, or one that is not finite.
    pub fn equally_likely(values: &[f64]) -> Result<Self, InventoryError> {
        let outcomes: Vec<(f64, f64)> = values.iter().map(|value| (*value, 1.0)).collect();
        Self::new(&outcomes)
    }

    /// The one outcome there is.
    pub(crate) fn certain(value: f64) -> Self {
        Self { values: vec![value], cumulative: vec![1.0] }
    }

    fn empty() -> InventoryError {
        InventoryError::Empty { field: "a distribution" }
    }

    /// Outcomes that are known to be finite, with weights that are known to sum to more than zero.
    pub(crate) fn weighted(mut outcomes: Vec<(f64, f64)>) -> Self {
        outcomes.sort_by(|one, other| one.0.total_cmp(&other.0));
        let total: f64 = outcomes.iter().map(|(_, weight)| weight).sum();
        let mut sum = 0.0;
        let cumulative = outcomes.iter().map(|(_, weight)| {
            sum += weight;
            sum / total
        });
        let cumulative = cumulative.collect();
        Self { values: outcomes.into_iter().map(|(value, _)| value).collect(), cumulative }
    }

    /// Outcomes and their probabilities, in rising order.
    pub fn outcomes(&self) -> impl Iterator<Item = (f64, f64)> + '_ {
        let before = std::iter::once(0.0).chain(self.cumulative.iter().copied());
        let weights = self.cumulative.iter().zip(before).map(|(upto, before)| upto - before);
        self.values.iter().copied().zip(weights)
    }

    /// The expected outcome.
    pub fn mean(&self) -> f64 {
        self.outcomes().map(|(value, weight)| value * weight).sum()
    }

    /// The expected square of the distance from the mean.
    pub fn variance(&self) -> f64 {
        let mean = self.mean();
        self.outcomes().map(|(value, weight)| (value - mean).powi(2) * weight).sum()
    }

    /// The probability of an outcome of at most `x`.
    pub fn cdf(&self, x: f64) -> f64 {
        match self.values.partition_point(|value| *value <= x) {
            0 => 0.0,
            place => self.cumulative[place - 1],
        }
    }

    /// The probability of an outcome above `x`.
    pub fn exceedance(&self, x: f64) -> f64 {
        (1.0 - self.cdf(x)).max(0.0)
    }

    /// The least outcome that is not exceeded with at least this probability.
    pub fn quantile(&self, probability: f64) -> f64 {
        let place = self.cumulative.partition_point(|upto| *upto < probability - ROUNDING);
        self.values[place.min(self.values.len() - 1)]
    }

    /// The quantile on straight lines between the outcomes, each at the middle of its probability
    /// (Hazen 1914): for outcomes that stand for a smooth distribution.
    pub fn interpolated(&self, probability: f64) -> f64 {
        let middle = |place: usize| {
            let before = if place == 0 { 0.0 } else { self.cumulative[place - 1] };
            f64::midpoint(before, self.cumulative[place])
        };
        let last = self.values.len() - 1;
        let (mut low, mut high) = (0, last);
        if probability <= middle(low) || low == high {
            return self.values[low];
        }
        if probability >= middle(high) {
            return self.values[high];
        }
        while high - low > 1 {
            let place = usize::midpoint(low, high);
            if middle(place) <= probability { low = place } else { high = place }
        }
        let share = (probability - middle(low)) / (middle(high) - middle(low)).max(ROUNDING);
        self.values[low] + share.min(1.0) * (self.values[high] - self.values[low])
    }

    /// The expected amount by which outcomes exceed `x`.
    pub fn loss(&self, x: f64) -> f64 {
        self.outcomes().map(|(value, weight)| (value - x).max(0.0) * weight).sum()
    }

    /// Every outcome times `factor`, which is positive or zero.
    pub(crate) fn scaled(&self, factor: f64) -> Self {
        let values = self.values.iter().map(|value| value * factor).collect();
        Self { values, cumulative: self.cumulative.clone() }
    }

    /// One of these distributions happens, each with its weight.
    pub(crate) fn mixture<'a>(parts: impl Iterator<Item = (&'a Self, f64)>) -> Self {
        let outcomes = parts.flat_map(|(part, weight)| {
            part.outcomes().map(move |(value, probability)| (value, probability * weight))
        });
        Self::weighted(outcomes.collect())
    }
}
