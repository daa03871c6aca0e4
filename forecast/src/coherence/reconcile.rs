//! The forecasts moved as little as their errors let expect, until every sum agrees.

use rayon::prelude::*;

use super::gradient::Equations;
use super::weights::{Covariance, check_count};
use super::{CoherenceError, Hierarchy, Weights};

/// Rounds in which all wrong signs are exchanged although their number does not fall, before only
/// one is at a time (Júdice and Pires 1994).
const PATIENCE: usize = 3;

/// Rounds after which what is still below zero is set to zero; every problem met so far took
/// fewer than ten.
const MOST_ROUNDS: usize = 200;

/// Values this small beside the largest forecast are rounding errors.
const NEGLIGIBLE: f64 = 1e-10;

/// What the reconciled forecasts may be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Bounds {
    /// Any number: for series that are sums with returns.
    Free,
    /// No bottom series below zero, and so no node.
    NonNegative,
}

/// A hierarchy with the errors of its forecasts, ready to make any number of tables coherent.
pub struct Reconciler<'a> {
    pub(super) hierarchy: &'a Hierarchy,
    pub(super) covariance: Covariance,
}

/// Makes the forecasts of all nodes agree: rows in the order of [`Hierarchy::names`], a value a
/// step ahead in each. The same as [`Reconciler::new`] and [`Reconciler::reconcile`].
///
/// # Errors
///
/// As those two.
pub fn reconcile(
    hierarchy: &Hierarchy,
    base: &[Vec<f64>],
    weights: &Weights,
    bounds: Bounds,
) -> Result<Vec<Vec<f64>>, CoherenceError> {
    Reconciler::new(hierarchy, weights)?.reconcile(base, bounds)
}

impl<'a> Reconciler<'a> {
    /// Reads the weights.
    ///
    /// # Errors
    ///
    /// [`CoherenceError::Shape`], [`CoherenceError::Variance`], [`CoherenceError::NotFinite`] or
    /// [`CoherenceError::Residuals`] if they do not fit the hierarchy or are no variances.
    pub fn new(hierarchy: &'a Hierarchy, weights: &Weights) -> Result<Self, CoherenceError> {
        Ok(Self { hierarchy, covariance: Covariance::of(weights, hierarchy)? })
    }

    /// The coherent forecasts nearest to `base`, a row a node, a value a step. Steps are
    /// independent of each other and worked out on all cores; the result does not depend on how
    /// many there are. Past errors may be reconciled like forecasts, with [`Bounds::Free`]: drawn
    /// together for all nodes and added to the forecasts they make sample paths that add up.
    ///
    /// # Errors
    ///
    /// [`CoherenceError::Shape`] or [`CoherenceError::NotFinite`] if `base` does not fit;
    /// [`CoherenceError::NotSolved`] if variances are too unlike each other.
    pub fn reconcile(
        &self,
        base: &[Vec<f64>],
        bounds: Bounds,
    ) -> Result<Vec<Vec<f64>>, CoherenceError> {
        let steps = self.check(base)?;
        let at = |step: usize| -> Vec<f64> { base.iter().map(|row| row[step]).collect() };
        let solved: Vec<Vec<f64>> = (0..steps)
            .into_par_iter()
            .map(|step| self.one_step(&at(step), bounds))
            .collect::<Result<_, _>>()?;
        let row = |node: usize| solved.iter().map(|values| values[node]).collect();
        Ok((0..base.len()).map(row).collect())
    }

    /// Checks that there is a finite value a node and step; returns the number of steps.
    pub(super) fn check(&self, table: &[Vec<f64>]) -> Result<usize, CoherenceError> {
        check_count("rows of forecasts", table.len(), self.hierarchy.nodes())?;
        let steps = table[0].len();
        for (row, name) in table.iter().zip(self.hierarchy.names()) {
            check_count("steps of a node", row.len(), steps)?;
            if !row.iter().all(|value| value.is_finite()) {
                return Err(CoherenceError::NotFinite { what: "a forecast", node: name.clone() });
            }
        }
        Ok(steps)
    }

    /// The values of all nodes at one step.
    fn one_step(&self, base: &[f64], bounds: Bounds) -> Result<Vec<f64>, CoherenceError> {
        let mut bottom = match bounds {
            Bounds::Free => self.project(base, &[])?.0,
            Bounds::NonNegative => self.held_above_zero(base)?,
        };
        if bounds == Bounds::NonNegative {
            for value in &mut bottom {
                *value = value.max(0.0);
            }
        }
        Ok(self.hierarchy.sum(&bottom))
    }

    /// The bottom series nearest to `base` when `held` are zero, and the multipliers of `held`.
    fn project(&self, base: &[f64], held: &[u32]) -> Result<(Vec<f64>, Vec<f64>), CoherenceError> {
        let (hierarchy, covariance) = (self.hierarchy, &self.covariance);
        let equations = Equations { hierarchy, covariance, held: held.to_vec() };
        let mut faults = vec![0.0; hierarchy.aggregates() + held.len()];
        equations.faults(base, &mut faults);
        let multipliers = equations.solve(&faults)?;
        let moves = equations.moves(&multipliers);
        let first = hierarchy.aggregates();
        let moved = base[first..].iter().zip(&moves[first..]).map(|(value, moved)| value - moved);
        Ok((moved.collect(), multipliers[first..].to_vec()))
    }

    /// Block principal pivoting: series below zero are held there, and let go again where that
    /// would be nearer (Wickramasuriya, Turlach and Hyndman 2020).
    fn held_above_zero(&self, base: &[f64]) -> Result<Vec<f64>, CoherenceError> {
        let largest = base.iter().fold(0.0_f64, |largest, value| largest.max(value.abs()));
        let negligible = NEGLIGIBLE * largest;
        let mut held: Vec<u32> = Vec::new();
        let (mut fewest, mut patience) = (usize::MAX, PATIENCE);
        let (mut bottom, mut multipliers) = self.project(base, &held)?;
        for _ in 0..MOST_ROUNDS {
            let mut wrong = self.wrong_signs(&bottom, &multipliers, &held, negligible);
            if wrong.is_empty() {
                break;
            }
            if wrong.len() < fewest {
                (fewest, patience) = (wrong.len(), PATIENCE);
            } else if patience > 0 {
                patience -= 1;
            } else {
                // One at a time, the last by place, ends for certain (Murty 1974).
                wrong.drain(..wrong.len() - 1);
            }
            exchange(&mut held, &wrong);
            (bottom, multipliers) = self.project(base, &held)?;
            for place in &held {
                bottom[*place as usize] = 0.0;
            }
        }
        Ok(bottom)
    }

    /// Series that are free and below zero, and series that are held down but would rise.
    fn wrong_signs(
        &self,
        bottom: &[f64],
        multipliers: &[f64],
        held: &[u32],
        negligible: f64,
    ) -> Vec<u32> {
        let variances = &self.covariance.diagonal[self.hierarchy.aggregates()..];
        let below = (0..).zip(bottom).filter(|(_, value)| **value < -negligible);
        let rising = held
            .iter()
            .zip(multipliers)
            .filter(|(place, multiplier)| **multiplier * variances[**place as usize] > negligible);
        let mut wrong: Vec<u32> = below.map(|(place, _)| place).collect();
        wrong.extend(rising.map(|(place, _)| *place));
        wrong.sort_unstable();
        wrong
    }
}

/// Holds those that were free and frees those that were held; both lists are in order.
fn exchange(held: &mut Vec<u32>, places: &[u32]) {
    let mut kept: Vec<u32> =
        held.iter().copied().filter(|place| places.binary_search(place).is_err()).collect();
    let new = places.iter().copied().filter(|place| held.binary_search(place).is_err());
    kept.extend(new);
    kept.sort_unstable();
    *held = kept;
}
