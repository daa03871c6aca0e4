//! One tree: questions of one feature each, and a score at the end of every way.

use super::bins::MISSING;

/// A question, or the end of the way.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Node {
    /// Go to `low` where the feature is at most the cut, to the node after it otherwise.
    Question {
        feature: u16,
        /// The largest bin that goes low.
        bin: u8,
        /// Whether a value that is not known goes low.
        missing_is_low: bool,
        /// The largest value that goes low.
        cut: f32,
        low: u16,
    },
    /// What the tree adds to the score.
    Leaf(f64),
}

/// A tree, root first; the two answers of a question stand side by side.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Tree {
    pub(super) nodes: Vec<Node>,
}

impl Tree {
    /// What the tree adds to the score of a row of features.
    pub(super) fn score(&self, features: &[f32]) -> f64 {
        let mut place = 0;
        loop {
            match self.nodes[place] {
                Node::Leaf(score) => return score,
                Node::Question { feature, missing_is_low, cut, low, .. } => {
                    let value = features[usize::from(feature)];
                    let is_low = if value.is_nan() { missing_is_low } else { value <= cut };
                    place = usize::from(low) + usize::from(!is_low);
                }
            }
        }
    }

    /// What the tree adds to the score of a row of the table it was grown on, given its bins.
    pub(super) fn score_binned(&self, row: &[u8]) -> f64 {
        let mut place = 0;
        loop {
            match self.nodes[place] {
                Node::Leaf(score) => return score,
                Node::Question { feature, bin, missing_is_low, low, .. } => {
                    let found = row[usize::from(feature)];
                    place = usize::from(low) + usize::from(!goes_low(found, bin, missing_is_low));
                }
            }
        }
    }
}

/// Whether a bin answers a question with low.
pub(super) fn goes_low(found: u8, bin: u8, missing_is_low: bool) -> bool {
    if found == MISSING { missing_is_low } else { found <= bin }
}
