//! Demand ahead given by example: paths that were seen, or drawn, each equally probable.

use std::ops::Range;

use super::DemandDistribution;
use crate::inventory::checked::not_negative;
use crate::inventory::{Empirical, InventoryError};

/// Equally probable courses of demand, each with one value a day.
///
/// Invariant: at least one path of at least one day, all equally long, none negative.
#[derive(Debug, Clone, PartialEq)]
pub struct DemandPaths {
    /// Cumulated demand: at place `day` what the path had up to and with that day.
    cumulated: Vec<Vec<f64>>,
}

impl DemandPaths {
    /// One inner list a path, one value a day.
    ///
    /// # Errors
    ///
    /// No path, no day, paths of unlike length, a value that is negative or not finite.
    pub fn new(paths: &[Vec<f64>]) -> Result<Self, InventoryError> {
        let days = paths.first().map_or(0, Vec::len);
        if days == 0 {
            return Err(InventoryError::Empty { field: "the paths of demand ahead" });
        }
        paths.iter().try_for_each(|path| check(path, days))?;
        let cumulated = paths.iter().map(|path| {
            let mut sum = 0.0;
            let add = |units: &f64| {
                sum += units;
                sum
            };
            path.iter().map(add).collect()
        });
        Ok(Self { cumulated: cumulated.collect() })
    }

    fn sums(&self, days: Range<usize>) -> impl Iterator<Item = f64> + '_ {
        let upto = |path: &[f64], end: usize| match end.min(path.len()) {
            0 => 0.0,
            end => path[end - 1],
        };
        self.cumulated.iter().map(move |path| upto(path, days.end) - upto(path, days.start))
    }
}

fn check(path: &[f64], days: usize) -> Result<(), InventoryError> {
    if path.len() != days {
        let (field, expected) = ("the days of a path", "the same number of days in every path");
        return Err(InventoryError::Number { field, value: path.len() as f64, expected });
    }
    path.iter().try_for_each(|units| not_negative("the demand of a path", *units).map(|_| ()))
}

impl DemandDistribution for DemandPaths {
    fn days(&self) -> usize {
        self.cumulated[0].len()
    }

    fn mean(&self, days: Range<usize>) -> f64 {
        self.sums(days).sum::<f64>() / self.cumulated.len() as f64
    }

    fn quantile(&self, days: Range<usize>, probability: f64) -> f64 {
        self.spread(days).interpolated(probability)
    }

    fn spread(&self, days: Range<usize>) -> Empirical {
        Empirical::weighted(self.sums(days).map(|sum| (sum, 1.0)).collect())
    }
}
