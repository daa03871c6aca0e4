//! How sure the reconciled forecasts are, and what becomes of quantiles.

use rayon::prelude::*;

use super::{Bounds, CoherenceError, Reconciler};

/// The most aggregates whose equations are written down in full, 32 megabytes of them.
const MOST_AGGREGATES: usize = 2_000;

/// The most products for the variances of nodes whose errors go together: some ten seconds.
const MOST_PRODUCTS: usize = 20_000_000_000;

impl Reconciler<'_> {
    /// The standard deviation of each node's error after reconciliation, relative to the one
    /// before: the square root of `diag(S G W Gᵀ Sᵀ) / diag(W)`, never above 1. Where forecasts
    /// agree with each other, what one does not know another does.
    ///
    /// # Errors
    ///
    /// [`CoherenceError::Spread`] for more than 2,000 aggregates, or with
    /// [`Weights::Shrinkage`](super::Weights::Shrinkage) for more products than finish in time;
    /// sample paths by [`Reconciler::reconcile`] have no such limit.
    pub fn spread(&self) -> Result<Vec<f64>, CoherenceError> {
        let (aggregates, nodes) = (self.hierarchy.aggregates(), self.hierarchy.nodes());
        let products = nodes.saturating_mul(aggregates * aggregates);
        let together = !self.covariance.factors.is_empty();
        if aggregates > MOST_AGGREGATES || (together && products > MOST_PRODUCTS) {
            return Err(CoherenceError::Spread { aggregates, nodes });
        }
        let parents = self.parents();
        let common = self.common();
        let inverse = inverse(self.equations(&parents, &common), aggregates);
        let ratio = |node: usize, variance: &f64| {
            let gain = self.gain(node, &parents, &common, &inverse);
            (1.0 - gain / variance).clamp(0.0, 1.0).sqrt()
        };
        let variances = self.covariance.variances();
        Ok(variances.par_iter().enumerate().map(|(node, variance)| ratio(node, variance)).collect())
    }

    /// Quantiles of the reconciled forecasts: as far from the reconciled mean as they were from
    /// the mean of `base`, times [`Reconciler::spread`]. All tables have a row a node and a value
    /// a step. Variances of nodes and of their sums agree; quantiles of unlike nodes do not add
    /// up, as quantiles never do.
    ///
    /// # Errors
    ///
    /// As [`Reconciler::reconcile`] and [`Reconciler::spread`].
    pub fn quantiles(
        &self,
        base: &[Vec<f64>],
        quantiles: &[Vec<f64>],
        reconciled: &[Vec<f64>],
        bounds: Bounds,
    ) -> Result<Vec<Vec<f64>>, CoherenceError> {
        for table in [base, quantiles, reconciled] {
            self.check(table)?;
        }
        let spread = self.spread()?;
        let moved = |((base, quantile), mean): ((&f64, &f64), &f64), ratio: f64| {
            let moved = mean + ratio * (quantile - base);
            if bounds == Bounds::NonNegative { moved.max(0.0) } else { moved }
        };
        let row = |node: usize| {
            let means = base[node].iter().zip(&quantiles[node]).zip(&reconciled[node]);
            means.map(|values| moved(values, spread[node])).collect()
        };
        Ok((0..base.len()).map(row).collect())
    }

    /// The aggregates of each bottom series.
    fn parents(&self) -> Vec<Vec<u32>> {
        let mut parents = vec![Vec::new(); self.hierarchy.bottom()];
        for aggregate in 0..self.hierarchy.aggregates() {
            for member in self.hierarchy.members(aggregate) {
                parents[*member as usize].push(aggregate as u32);
            }
        }
        parents
    }

    /// `Uᵀ F`: what the common factors leave of each sum.
    fn common(&self) -> Vec<Vec<f64>> {
        let of = |factor: &Vec<f64>| {
            let mut faults = vec![0.0; self.hierarchy.aggregates()];
            self.hierarchy.discrepancy(factor, &mut faults);
            faults
        };
        self.covariance.factors.iter().map(of).collect()
    }

    /// `Uᵀ W U` in full, row by row.
    fn equations(&self, parents: &[Vec<u32>], common: &[Vec<f64>]) -> Vec<f64> {
        let size = self.hierarchy.aggregates();
        let (own, of_bottom) = self.covariance.diagonal.split_at(size);
        let mut matrix = vec![0.0; size * size];
        for (place, variance) in own.iter().enumerate() {
            matrix[place * size + place] = *variance;
        }
        for (parents, variance) in parents.iter().zip(of_bottom) {
            for line in parents {
                for column in parents {
                    matrix[*line as usize * size + *column as usize] += variance;
                }
            }
        }
        for faults in common {
            for (line, left) in matrix.chunks_exact_mut(size).zip(faults) {
                for (target, right) in line.iter_mut().zip(faults) {
                    *target += left * right;
                }
            }
        }
        matrix
    }

    /// By how much the variance of a node falls: `uᵀ (Uᵀ W U)⁻¹ u` with `u = Uᵀ W e`.
    fn gain(&self, node: usize, parents: &[Vec<u32>], common: &[Vec<f64>], inverse: &[f64]) -> f64 {
        let size = self.hierarchy.aggregates();
        let own = self.covariance.diagonal[node];
        let itself = [node as u32];
        let (sign, touched) = match node.checked_sub(size) {
            None => (1.0, &itself[..]),
            Some(place) => (-1.0, parents[place].as_slice()),
        };
        if common.is_empty() {
            // Only the few sums that a node is part of count.
            let entry =
                |line: &u32, column: &u32| inverse[*line as usize * size + *column as usize];
            let row = |line| touched.iter().map(move |column| entry(line, column)).sum::<f64>();
            return own * own * touched.iter().map(row).sum::<f64>();
        }
        let mut effect = vec![0.0; size];
        for place in touched {
            effect[*place as usize] += sign * own;
        }
        for (faults, factor) in common.iter().zip(&self.covariance.factors) {
            for (target, fault) in effect.iter_mut().zip(faults) {
                *target += factor[node] * fault;
            }
        }
        let row = |(line, left): (&[f64], &f64)| left * dot(line, &effect);
        inverse.chunks_exact(size).zip(&effect).map(row).sum()
    }
}

fn dot(left: &[f64], right: &[f64]) -> f64 {
    left.iter().zip(right).map(|(left, right)| left * right).sum()
}

/// The inverse of a symmetric, positive definite matrix by Cholesky's factorisation.
fn inverse(mut matrix: Vec<f64>, size: usize) -> Vec<f64> {
    for line in 0..size {
        for column in 0..=line {
            let (above, rest) = matrix.split_at(line * size);
            let (left, right) = (&rest[..column], &above.get(column * size..).unwrap_or_default());
            let product = if column < line { dot(left, &right[..column]) } else { dot(left, left) };
            let value = matrix[line * size + column] - product;
            matrix[line * size + column] = if line == column {
                value.max(f64::MIN_POSITIVE).sqrt()
            } else {
                value / matrix[column * size + column]
            };
        }
    }
    let columns = (0..size).into_par_iter().flat_map_iter(|unit| solved(&matrix, size, unit));
    columns.collect()
}

/// One column of the inverse, by substitution forward and backward through the factor.
fn solved(factor: &[f64], size: usize, unit: usize) -> Vec<f64> {
    let mut column = vec![0.0; size];
    column[unit] = 1.0;
    for line in unit..size {
        let known = dot(&factor[line * size + unit..line * size + line], &column[unit..line]);
        column[line] = (column[line] - known) / factor[line * size + line];
    }
    for line in (0..size).rev() {
        column[line] /= factor[line * size + line];
        let value = column[line];
        for (target, entry) in column[..line].iter_mut().zip(&factor[line * size..]) {
            *target -= value * entry;
        }
    }
    column
}
