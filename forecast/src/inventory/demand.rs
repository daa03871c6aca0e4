//! What a plan asks of a forecast: the mean and the distribution of demand over any days ahead.

use std::ops::Range;

use super::checked::not_negative;
use super::distribution::Family;
use super::{Distribution, Empirical, InventoryError};

mod ahead;
mod paths;

pub(crate) use ahead::DemandAhead;
pub use paths::DemandPaths;

/// Bins of equal probability that stand for a distribution: how many, and how wide each is. The
/// upper tail, from which stock-outs come, is cut ten times finer.
const BINS: [(usize, f64); 3] = [(36, 0.025), (18, 0.005), (10, 0.001)];

/// The demand for one SKU over the days ahead; day 0 is the first day after the last one known.
///
/// A range of days means the sum over these days, whose spread is not the sum of spreads.
pub trait DemandDistribution {
    /// For how many days ahead there is a forecast; at least one.
    fn days(&self) -> usize;

    /// Expected units over the days.
    fn mean(&self, days: Range<usize>) -> f64;

    /// Units over the days that are not exceeded with this probability.
    fn quantile(&self, days: Range<usize>, probability: f64) -> f64;

    /// The distribution over the days as outcomes with weights.
    ///
    /// An implementation that has paths gives their sums; others are cut into 64 bins, each taken
    /// at its middle.
    fn spread(&self, days: Range<usize>) -> Empirical {
        let outcome = |(middle, width)| (self.quantile(days.clone(), middle), width);
        Empirical::weighted(bins().map(outcome).collect())
    }
}

/// Days that do not depend on each other, each with a mean and a variance; a sum of days is taken
/// from the family with the same mean and variance.
///
/// Exact for the normal and Poisson families, and for the negative binomial and gamma families where
/// all days have the same ratio of variance to mean.
#[derive(Debug, Clone, PartialEq)]
pub struct IndependentDays {
    family: Family,
    means: Vec<f64>,
    variances: Vec<f64>,
}

impl IndependentDays {
    /// One mean and variance a day.
    ///
    /// # Errors
    ///
    /// No day, or a mean or variance that is negative or not finite.
    pub fn new(family: Family, days: &[(f64, f64)]) -> Result<Self, InventoryError> {
        if days.is_empty() {
            return Err(InventoryError::Empty { field: "the days of demand ahead" });
        }
        for (mean, variance) in days {
            not_negative("the mean of a day's demand", *mean)?;
            not_negative("the variance of a day's demand", *variance)?;
        }
        let (means, variances) = days.iter().copied().unzip();
        Ok(Self { family, means, variances })
    }

    fn sum(&self, days: Range<usize>) -> Distribution {
        let within = days.start.min(self.means.len())..days.end.min(self.means.len());
        let mean = self.means[within.clone()].iter().sum();
        let variance = self.variances[within].iter().sum();
        // The sums of checked numbers fail only by overflow, which is no demand anybody plans for.
        Distribution::matching(self.family, mean, variance)
            .unwrap_or_else(|_| Empirical::certain(0.0).into())
    }
}

impl DemandDistribution for IndependentDays {
    fn days(&self) -> usize {
        self.means.len()
    }

    fn mean(&self, days: Range<usize>) -> f64 {
        self.sum(days).mean()
    }

    fn quantile(&self, days: Range<usize>, probability: f64) -> f64 {
        self.sum(days).quantile(probability).max(0.0)
    }

    fn spread(&self, days: Range<usize>) -> Empirical {
        let quantiles = self.sum(days).quantiles(bins().map(|(middle, _)| middle));
        let outcomes = quantiles.into_iter().zip(bins());
        Empirical::weighted(outcomes.map(|(units, (_, width))| (units.max(0.0), width)).collect())
    }
}

/// The middle and the width of each bin, rising.
fn bins() -> impl Iterator<Item = (f64, f64)> {
    let widths = BINS.iter().flat_map(|(count, width)| std::iter::repeat_n(*width, *count));
    widths.scan(0.0, |upto, width| {
        *upto += width;
        Some((*upto - width / 2.0, width))
    })
}

#[cfg(test)]
mod tests;
