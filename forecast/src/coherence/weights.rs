//! How wrong the forecasts of the nodes are taken to be, and how their errors go together.

use super::{CoherenceError, Hierarchy};

/// The fewest residuals from which a correlation is taken.
const LEAST_RESIDUALS: usize = 4;

/// What reconciliation goes by.
#[derive(Debug, Clone, PartialEq)]
pub enum Weights {
    /// Errors grow with the number of series that a node sums (WLS by structure): for forecasts
    /// that come without a back-test.
    Structural,
    /// The variance of the error of each node's forecast (WLS by variance), a value a node.
    Variance(Vec<f64>),
    /// Past errors of all nodes at the same times, a row a node: variances and correlations, the
    /// latter shrunk towards none by the intensity of Schäfer and Strimmer (2005).
    Shrinkage(Vec<Vec<f64>>),
}

/// `W = D + F Fᵀ`: a variance a node, and what their errors have in common.
pub(super) struct Covariance {
    /// The part of each node alone.
    pub(super) diagonal: Vec<f64>,
    /// One factor for each past time, a value a node; none where errors go apart.
    pub(super) factors: Vec<Vec<f64>>,
}

impl Covariance {
    pub(super) fn of(weights: &Weights, hierarchy: &Hierarchy) -> Result<Self, CoherenceError> {
        match weights {
            Weights::Structural => {
                let count = |node| hierarchy.members(node).len() as f64;
                let mut diagonal: Vec<f64> = (0..hierarchy.aggregates()).map(count).collect();
                diagonal.resize(hierarchy.nodes(), 1.0);
                Ok(Self { diagonal, factors: Vec::new() })
            }
            Weights::Variance(variances) => {
                check_count("variances", variances.len(), hierarchy.nodes())?;
                check_positive(variances, hierarchy)?;
                Ok(Self { diagonal: variances.clone(), factors: Vec::new() })
            }
            Weights::Shrinkage(residuals) => shrunk(residuals, hierarchy),
        }
    }

    /// The variance of each node's error, its share of what is common included.
    pub(super) fn variances(&self) -> Vec<f64> {
        let common = |node: usize| -> f64 {
            self.factors.iter().map(|factor| factor[node] * factor[node]).sum()
        };
        self.diagonal.iter().enumerate().map(|(node, own)| own + common(node)).collect()
    }

    /// `W v`.
    pub(super) fn times(&self, vector: &[f64], into: &mut [f64]) {
        for ((target, own), value) in into.iter_mut().zip(&self.diagonal).zip(vector) {
            *target = own * value;
        }
        for factor in &self.factors {
            let product: f64 = factor.iter().zip(vector).map(|(left, right)| left * right).sum();
            for (target, value) in into.iter_mut().zip(factor) {
                *target += product * value;
            }
        }
    }
}

pub(super) fn check_count(
    what: &'static str,
    found: usize,
    expected: usize,
) -> Result<(), CoherenceError> {
    if found == expected { Ok(()) } else { Err(CoherenceError::Shape { what, found, expected }) }
}

fn check_positive(variances: &[f64], hierarchy: &Hierarchy) -> Result<(), CoherenceError> {
    let wrong = |variance: f64| !(variance.is_finite() && variance > 0.0);
    match variances.iter().position(|variance| wrong(*variance)) {
        None => Ok(()),
        Some(node) => {
            let name = hierarchy.names()[node].clone();
            Err(CoherenceError::Variance { node: name, variance: variances[node] })
        }
    }
}

/// `λ diag(Σ̂) + (1 − λ) Σ̂`, with `Σ̂` from residuals that are not centred, as a biased forecast is
/// a wrong one too. A node that was never wrong is given the smallest variance of the others.
fn shrunk(residuals: &[Vec<f64>], hierarchy: &Hierarchy) -> Result<Covariance, CoherenceError> {
    check_count("rows of residuals", residuals.len(), hierarchy.nodes())?;
    let times = residuals[0].len();
    if times < LEAST_RESIDUALS {
        return Err(CoherenceError::Residuals { found: times, least: LEAST_RESIDUALS });
    }
    for (row, name) in residuals.iter().zip(hierarchy.names()) {
        check_count("residuals of a node", row.len(), times)?;
        if !row.iter().all(|value| value.is_finite()) {
            return Err(CoherenceError::NotFinite { what: "a residual", node: name.clone() });
        }
    }
    let square = |row: &Vec<f64>| row.iter().map(|value| value * value).sum::<f64>() / times as f64;
    let mut variances: Vec<f64> = residuals.iter().map(square).collect();
    let least = variances.iter().copied().filter(|one| *one > 0.0).fold(f64::INFINITY, f64::min);
    for variance in variances.iter_mut().filter(|variance| **variance <= 0.0) {
        *variance = if least.is_finite() { least } else { 1.0 };
    }
    let intensity = shrinkage(residuals, &variances);
    let diagonal = variances.iter().map(|variance| intensity * variance).collect();
    let scale = ((1.0 - intensity) / times as f64).sqrt();
    let factor = |time: usize| residuals.iter().map(|row| scale * row[time]).collect();
    let factors = if intensity < 1.0 { (0..times).map(factor).collect() } else { Vec::new() };
    // The whole variance must come back for a node that was never wrong, too.
    let mut covariance = Covariance { diagonal, factors };
    let common = covariance.variances();
    for ((own, whole), variance) in covariance.diagonal.iter_mut().zip(common).zip(&variances) {
        *own += (variance - whole).max(0.0);
    }
    Ok(covariance)
}

/// The intensity of Schäfer and Strimmer (2005): the summed sampling variance of the correlations
/// over their summed squares, at least so much that the matrix can be inverted.
///
/// Sums over all pairs of nodes are taken through the times instead: `Σᵢⱼ (Σₜ xᵢₜ xⱼₜ)²` equals
/// `Σₛₜ (Σᵢ xᵢₛ xᵢₜ)²`, which needs no matrix of nodes by nodes.
fn shrinkage(residuals: &[Vec<f64>], variances: &[f64]) -> f64 {
    let times = residuals[0].len();
    let count = times as f64;
    let mut products = vec![0.0; times * times];
    let (mut own_squares, mut own_fourths) = (0.0, 0.0);
    for (row, variance) in residuals.iter().zip(variances) {
        let scale = variance.sqrt();
        let scaled: Vec<f64> = row.iter().map(|value| value / scale).collect();
        for (line, left) in products.chunks_exact_mut(times).zip(&scaled) {
            for (target, right) in line.iter_mut().zip(&scaled) {
                *target += left * right;
            }
        }
        own_squares += scaled.iter().map(|value| value * value).sum::<f64>().powi(2);
        own_fourths += scaled.iter().map(|value| value.powi(4)).sum::<f64>();
    }
    // Over pairs of unlike nodes: the squared sums of products, and the sums of squared products.
    let squared_sums = products.iter().map(|value| value * value).sum::<f64>() - own_squares;
    let diagonal = (0..times).map(|time| products[time * times + time]);
    let sums_of_squares = diagonal.map(|value| value * value).sum::<f64>() - own_fourths;
    let variance = (sums_of_squares - squared_sums / count) / (count * (count - 1.0));
    let square = squared_sums / (count * count);
    if square <= 0.0 { 1.0 } else { (variance / square).clamp(LEAST_INTENSITY, 1.0) }
}

/// Some shrinkage there is always: fewer residuals than nodes do not make an invertible matrix.
const LEAST_INTENSITY: f64 = 1e-3;
