//! Gradient-boosted trees (Friedman 2001) on binned features, with second-order leaves.
//!
//! A [`Table`] is binned once; every round grows one tree on a sample of its rows and features
//! against the derivatives of the [`Loss`], and adds a share of it to the scores. Scores start at
//! a row's offset, so that the trees learn what a simple forecast gets wrong.
//!
//! Invariant: sums are made in the order of the rows by one thread a feature, and samples are
//! drawn by generators of their own, so that the number of threads changes no bit.

mod bins;
mod grow;
mod histogram;
mod learning;
mod loss;
mod tree;

use learning::Learning;
use tree::Tree;

pub(super) use bins::Table;
pub(super) use loss::Loss;

/// How trees are grown.
#[derive(Debug, Clone)]
pub(super) struct Settings {
    pub(super) loss: Loss,
    /// The most trees.
    pub(super) rounds: usize,
    /// The most leaves of a tree.
    pub(super) leaves: usize,
    /// The share of a tree that is added to the scores.
    pub(super) rate: f64,
    /// The share of rows that a tree is grown on.
    pub(super) row_share: f64,
    /// The share of features that a tree may ask about.
    pub(super) feature_share: f64,
    /// The least sum of second derivatives in a leaf.
    pub(super) least_curvature: f64,
    /// Added to the sum of second derivatives of every leaf.
    pub(super) ridge: f64,
    /// Rounds without a gain on the rows held out after which no more trees are grown.
    pub(super) patience: usize,
    /// Decides what is sampled.
    pub(super) seed: u64,
}

/// What there is to learn from, a row an index; all four have the same number of rows.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Lesson {
    pub(super) table: Table,
    pub(super) targets: Vec<f32>,
    /// How much a row counts; a row of weight 0 is not read.
    pub(super) weights: Vec<f32>,
    /// Where the score of a row starts.
    pub(super) offsets: Vec<f32>,
}

/// A sum of trees.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Boosted {
    loss: Loss,
    start: f64,
    trees: Vec<Tree>,
}

impl Boosted {
    /// Learns as many trees as the settings allow from every row.
    pub(super) fn learn(lesson: &Lesson, settings: &Settings) -> Self {
        Learning::new(lesson, settings, None).run()
    }

    /// Learns from the rows that are not held out until those that are held out gain no more; the
    /// trees after the best one are dropped.
    pub(super) fn learn_until_worse(
        lesson: &Lesson,
        held_out: &[bool],
        settings: &Settings,
    ) -> Self {
        Learning::new(lesson, settings, Some(held_out)).run()
    }

    /// The forecast for a row of features whose score starts at `offset`.
    pub(super) fn forecast(&self, offset: f64, features: &[f32]) -> f64 {
        let sum: f64 = self.trees.iter().map(|tree| tree.score(features)).sum();
        self.loss.mean(offset + self.start + sum)
    }

    /// The number of trees.
    pub(super) fn rounds(&self) -> usize {
        self.trees.len()
    }
}

#[cfg(test)]
mod tests;
