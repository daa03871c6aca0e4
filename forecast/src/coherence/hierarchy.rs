//! Which series are sums of which others.

use std::collections::BTreeMap;

use super::CoherenceError;

/// The most bottom series, and the most aggregates, in one hierarchy.
const MOST: usize = 10_000_000;

/// One way to group the bottom series: by category, by channel, by category within country.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Level<'a> {
    /// What the level is called, for the names of its nodes: `category`.
    pub name: &'a str,
    /// One label for each bottom series, in their order.
    pub labels: &'a [&'a str],
}

/// A grouping of bottom series: the total and one aggregate for each label of each level.
///
/// Nodes are counted from 0: the total first, then the levels as given with labels in alphabetical
/// order, then the bottom series. Levels may cross each other or nest, in any mixture.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hierarchy {
    names: Vec<String>,
    /// Where each aggregate's members begin in `members`, and the end of the last.
    starts: Vec<usize>,
    /// Places of bottom series, rising within each aggregate.
    members: Vec<u32>,
    bottom: usize,
}

impl Hierarchy {
    /// The total of `bottom` and what `levels` add to it.
    ///
    /// # Errors
    ///
    /// [`CoherenceError::Size`] without a bottom series or with more than ten million, or
    /// [`CoherenceError::Labels`] if a level does not label each one.
    pub fn grouped(bottom: &[&str], levels: &[Level<'_>]) -> Result<Self, CoherenceError> {
        let count = bottom.len();
        let mut hierarchy = Self {
            names: vec!["total".to_owned()],
            starts: vec![0],
            members: Vec::new(),
            bottom: count,
        };
        hierarchy.check_size(count)?;
        hierarchy.add(0..count as u32);
        for level in levels {
            if level.labels.len() != count {
                let (level, found) = (level.name.to_owned(), level.labels.len());
                return Err(CoherenceError::Labels { level, found, expected: count });
            }
            let mut groups: BTreeMap<&str, Vec<u32>> = BTreeMap::new();
            for (place, label) in (0..).zip(level.labels) {
                groups.entry(label).or_default().push(place);
            }
            for (label, members) in groups {
                hierarchy.names.push(format!("{}: {label}", level.name));
                hierarchy.add(members);
            }
        }
        hierarchy.check_size(hierarchy.aggregates())?;
        hierarchy.names.extend(bottom.iter().map(|name| (*name).to_owned()));
        Ok(hierarchy)
    }

    fn add(&mut self, members: impl IntoIterator<Item = u32>) {
        self.members.extend(members);
        self.starts.push(self.members.len());
    }

    fn check_size(&self, found: usize) -> Result<(), CoherenceError> {
        if (1..=MOST).contains(&found) {
            Ok(())
        } else {
            Err(CoherenceError::Size { found, most: MOST })
        }
    }

    /// How many nodes are sums of others.
    #[must_use]
    pub fn aggregates(&self) -> usize {
        self.starts.len() - 1
    }

    /// How many series are summed.
    #[must_use]
    pub fn bottom(&self) -> usize {
        self.bottom
    }

    /// How many nodes there are in all.
    #[must_use]
    pub fn nodes(&self) -> usize {
        self.aggregates() + self.bottom
    }

    /// The names of all nodes: `total`, `category: kitchen`, …, then the bottom series.
    #[must_use]
    pub fn names(&self) -> &[String] {
        &self.names
    }

    /// The bottom series that an aggregate sums, by their places among the bottom series.
    #[must_use]
    pub fn members(&self, aggregate: usize) -> &[u32] {
        &self.members[self.starts[aggregate]..self.starts[aggregate + 1]]
    }

    /// The values of all nodes from those of the bottom series: `S b`, the bottom-up forecast.
    #[must_use]
    pub fn sum(&self, bottom: &[f64]) -> Vec<f64> {
        let of =
            |aggregate| self.members(aggregate).iter().map(|place| bottom[*place as usize]).sum();
        let mut nodes: Vec<f64> = (0..self.aggregates()).map(of).collect();
        nodes.extend_from_slice(bottom);
        nodes
    }

    /// By how much each aggregate differs from the sum of its members: `Uᵀ y`.
    pub(super) fn discrepancy(&self, nodes: &[f64], into: &mut [f64]) {
        let (aggregates, bottom) = nodes.split_at(self.aggregates());
        for (place, value) in aggregates.iter().enumerate() {
            let sum: f64 = self.members(place).iter().map(|member| bottom[*member as usize]).sum();
            into[place] = value - sum;
        }
    }

    /// Lays a weight for each aggregate on it and takes it from its members: `U x`.
    pub(super) fn lay(&self, weights: &[f64], into: &mut [f64]) {
        into.fill(0.0);
        let (aggregates, bottom) = into.split_at_mut(self.aggregates());
        for (place, weight) in weights.iter().enumerate() {
            aggregates[place] = *weight;
            for member in self.members(place) {
                bottom[*member as usize] -= weight;
            }
        }
    }
}
