//! The renewals of demand: how many periods the position is expected to spend a given number of
//! units below the order-up-to level.

use crate::inventory::Distribution;

/// Expected periods by units below the level, computed as far as somebody asked.
///
/// `m(0) = 1 / (1 - p(0))`, `m(j) = m(0) Σ p(l) m(j - l)` for l from 1 to j, with p the
/// probability of a period's demand (Snyder and Shen 2019, section 4.4.3).
#[derive(Debug)]
pub(super) struct Renewal<'a> {
    demand: &'a Distribution,
    mass: Vec<f64>,
    expected: Vec<f64>,
}

impl<'a> Renewal<'a> {
    /// Renewals of a demand that is not always zero.
    pub(super) fn new(demand: &'a Distribution) -> Self {
        let none = demand.mass(0);
        Self { demand, mass: vec![none], expected: vec![(1.0 - none).recip()] }
    }

    /// The first `count` renewals.
    pub(super) fn first(&mut self, count: usize) -> &[f64] {
        for units in self.expected.len()..count {
            self.mass.push(self.demand.mass(units as u64));
            let paths = self.mass[1..].iter().zip(self.expected.iter().rev());
            let reached: f64 = paths.map(|(mass, expected)| mass * expected).sum();
            self.expected.push(self.expected[0] * reached);
        }
        &self.expected[..count]
    }
}
