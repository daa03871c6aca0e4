//! Conjugate gradients for the equations of reconciliation.

use super::weights::Covariance;
use super::{CoherenceError, Hierarchy};

/// The residual relative to the right side at which the equations are called solved.
const TOLERANCE: f64 = 1e-13;

/// Steps beyond which something is wrong rather than slow.
const MOST_STEPS: usize = 20_000;

/// `Vᵀ W V`, never written down: `V` holds the sums that must agree and, after them, the nodes that
/// are held at zero.
pub(super) struct Equations<'a> {
    pub(super) hierarchy: &'a Hierarchy,
    pub(super) covariance: &'a Covariance,
    /// Places of bottom series, rising.
    pub(super) held: Vec<u32>,
}

/// Vectors that are used again from step to step.
struct Buffers {
    nodes: Vec<f64>,
    weighted: Vec<f64>,
}

impl Equations<'_> {
    /// How many unknowns there are.
    fn size(&self) -> usize {
        self.hierarchy.aggregates() + self.held.len()
    }

    /// `Vᵀ y`: what is wrong with the values of the nodes.
    pub(super) fn faults(&self, nodes: &[f64], into: &mut [f64]) {
        let (sums, held) = into.split_at_mut(self.hierarchy.aggregates());
        self.hierarchy.discrepancy(nodes, sums);
        let bottom = &nodes[self.hierarchy.aggregates()..];
        for (target, place) in held.iter_mut().zip(&self.held) {
            *target = bottom[*place as usize];
        }
    }

    /// `V x`.
    fn lay(&self, multipliers: &[f64], into: &mut [f64]) {
        let (sums, held) = multipliers.split_at(self.hierarchy.aggregates());
        self.hierarchy.lay(sums, into);
        let bottom = &mut into[self.hierarchy.aggregates()..];
        for (multiplier, place) in held.iter().zip(&self.held) {
            bottom[*place as usize] += multiplier;
        }
    }

    /// `W V x`: what the multipliers move.
    pub(super) fn moves(&self, multipliers: &[f64]) -> Vec<f64> {
        let mut laid = vec![0.0; self.hierarchy.nodes()];
        self.lay(multipliers, &mut laid);
        let mut moved = vec![0.0; self.hierarchy.nodes()];
        self.covariance.times(&laid, &mut moved);
        moved
    }

    /// `Vᵀ W V x`.
    fn times(&self, multipliers: &[f64], buffers: &mut Buffers, into: &mut [f64]) {
        self.lay(multipliers, &mut buffers.nodes);
        self.covariance.times(&buffers.nodes, &mut buffers.weighted);
        self.faults(&buffers.weighted, into);
    }

    /// The diagonal of `Vᵀ W V`, by which the unknowns are scaled.
    fn diagonal(&self) -> Vec<f64> {
        let aggregates = self.hierarchy.aggregates();
        let own = &self.covariance.diagonal;
        let of_members = |place: usize| -> f64 {
            let members = self.hierarchy.members(place).iter();
            members.map(|member| own[aggregates + *member as usize]).sum()
        };
        let sums = (0..aggregates).map(|place| own[place] + of_members(place));
        let held = self.held.iter().map(|place| own[aggregates + *place as usize]);
        let mut diagonal: Vec<f64> = sums.chain(held).collect();
        let mut faults = vec![0.0; self.size()];
        for factor in &self.covariance.factors {
            self.faults(factor, &mut faults);
            for (target, fault) in diagonal.iter_mut().zip(&faults) {
                *target += fault * fault;
            }
        }
        diagonal
    }

    /// The multipliers `x` with `Vᵀ W V x = right`, by conjugate gradients scaled by the diagonal
    /// (Hestenes and Stiefel 1952), from `x = 0` on, always in the same order.
    pub(super) fn solve(&self, right: &[f64]) -> Result<Vec<f64>, CoherenceError> {
        let diagonal = self.diagonal();
        let size = self.size();
        let nodes = self.hierarchy.nodes();
        let mut buffers = Buffers { nodes: vec![0.0; nodes], weighted: vec![0.0; nodes] };
        let (mut found, mut product) = (vec![0.0; size], vec![0.0; size]);
        let mut rest = right.to_vec();
        let mut direction: Vec<f64> = scaled(&rest, &diagonal);
        let mut energy = dot(&rest, &direction);
        let enough = energy * TOLERANCE * TOLERANCE;
        for _ in 0..MOST_STEPS {
            if energy <= enough || energy < f64::MIN_POSITIVE {
                return Ok(found);
            }
            self.times(&direction, &mut buffers, &mut product);
            let length = energy / dot(&direction, &product);
            add(&mut found, length, &direction);
            add(&mut rest, -length, &product);
            let scaled = scaled(&rest, &diagonal);
            let next = dot(&rest, &scaled);
            let kept = next / energy;
            for (target, value) in direction.iter_mut().zip(&scaled) {
                *target = value + kept * *target;
            }
            energy = next;
        }
        Err(CoherenceError::NotSolved { steps: MOST_STEPS })
    }
}

fn dot(left: &[f64], right: &[f64]) -> f64 {
    left.iter().zip(right).map(|(left, right)| left * right).sum()
}

fn add(target: &mut [f64], factor: f64, vector: &[f64]) {
    for (target, value) in target.iter_mut().zip(vector) {
        *target += factor * value;
    }
}

fn scaled(vector: &[f64], diagonal: &[f64]) -> Vec<f64> {
    vector.iter().zip(diagonal).map(|(value, scale)| value / scale).collect()
}
