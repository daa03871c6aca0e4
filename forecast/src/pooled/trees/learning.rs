//! Round after round: sample, take derivatives, grow a tree, add it to the scores.

use rayon::prelude::*;

use super::bins::Binned;
use super::grow::{Buffers, Ground};
use super::histogram::{Demands, Entry};
use super::loss::Loss;
use super::tree::{Node, Tree};
use super::{Boosted, Lesson, Settings};
use crate::pooled::random::Generator;

/// Rows that are sampled from one stream of random numbers, whatever thread does it.
const CHUNK: usize = 16_384;

/// The furthest a leaf may move a logarithmic score in one round, before shrinkage: a leaf of
/// zeros would otherwise move it without end.
const LONGEST_STEP: f64 = 2.0;

/// The state between two rounds.
pub(super) struct Learning<'a> {
    lesson: &'a Lesson,
    settings: &'a Settings,
    held_out: Option<&'a [bool]>,
    table: Binned,
    start: f64,
    scores: Vec<f64>,
    entries: Vec<Entry>,
    /// Whether the round's tree was grown on a row, whose score it has then already moved.
    moved: Vec<bool>,
    buffers: Buffers,
}

impl<'a> Learning<'a> {
    /// Begins with the one constant that fits best.
    pub(super) fn new(
        lesson: &'a Lesson,
        settings: &'a Settings,
        held_out: Option<&'a [bool]>,
    ) -> Self {
        let mut learning = Self {
            lesson,
            settings,
            held_out,
            table: Binned::new(&lesson.table),
            start: 0.0,
            scores: lesson.offsets.iter().copied().map(f64::from).collect(),
            entries: Vec::new(),
            moved: vec![false; lesson.targets.len()],
            buffers: Buffers::default(),
        };
        learning.shift();
        learning
    }

    /// Grows tree after tree.
    pub(super) fn run(mut self) -> Boosted {
        let mut trees = Vec::new();
        let mut best = (0, self.loss_held_out());
        for round in 0..self.settings.rounds {
            let Some(tree) = self.round(round as u64) else { break };
            self.add(&tree);
            trees.push(tree);
            let loss = self.loss_held_out();
            if self.held_out.is_none() || loss < best.1 {
                best = (trees.len(), loss);
            }
            if trees.len() - best.0 >= self.settings.patience {
                break;
            }
        }
        trees.truncate(best.0);
        // After the last round, so that what is learnt adds up to what happened once more.
        if self.held_out.is_none() {
            self.shift();
        }
        Boosted { loss: self.settings.loss, start: self.start, trees }
    }

    /// One tree, or nothing where no question gains anything.
    fn round(&mut self, round: u64) -> Option<Tree> {
        self.sample(round);
        let features = self.features(round);
        let ground = Ground {
            table: &self.table,
            entries: &mut self.entries,
            features: &features,
            demands: Demands {
                least_curvature: self.settings.least_curvature,
                ridge: self.settings.ridge,
            },
            buffers: &mut self.buffers,
        };
        let grown = ground.grow(self.settings.leaves);
        let mut tree = grown.tree;
        if tree.nodes.len() < 2 {
            return None;
        }
        for (node, entries, [first, second]) in grown.leaves {
            let step = match self.settings.loss {
                Loss::Pinball(probability) => {
                    self.residual(&self.entries[entries.clone()], probability)
                }
                loss => {
                    let step = -first / (second + self.settings.ridge);
                    let most = if loss.is_logarithmic() { LONGEST_STEP } else { f64::INFINITY };
                    step.clamp(-most, most)
                }
            };
            let step = step * self.settings.rate;
            tree.nodes[node] = Node::Leaf(step);
            for entry in &self.entries[entries] {
                let row = entry.row as usize;
                self.scores[row] += step;
                self.moved[row] = true;
            }
        }
        Some(tree)
    }

    /// Whether a row is learned from.
    fn is_read(&self, row: usize) -> bool {
        self.lesson.weights[row] > 0.0 && !self.held_out.is_some_and(|held_out| held_out[row])
    }

    /// Draws the rows of a round and takes their derivatives.
    fn sample(&mut self, round: u64) {
        let mut entries = std::mem::take(&mut self.entries);
        entries.clear();
        let chunks = self.table.height().div_ceil(CHUNK);
        let this = &*self;
        entries.par_extend(
            (0..chunks).into_par_iter().flat_map_iter(move |chunk| this.drawn(round, chunk)),
        );
        self.entries = entries;
    }

    /// The rows of a chunk that a round reads. A chunk has random numbers of its own.
    fn drawn(&self, round: u64, chunk: usize) -> impl Iterator<Item = Entry> {
        let mut generator = Generator::new(self.settings.seed, round << 32 | chunk as u64);
        let rows = chunk * CHUNK..self.table.height().min((chunk + 1) * CHUNK);
        rows.filter(|row| self.is_read(*row))
            .filter(move |_| generator.unit() < self.settings.row_share)
            .map(|row| self.entry(row))
    }

    fn entry(&self, row: usize) -> Entry {
        let target = f64::from(self.lesson.targets[row]);
        let weight = f64::from(self.lesson.weights[row]);
        let (first, second) = self.settings.loss.derivatives(target, self.scores[row]);
        Entry { row: row as u32, derivatives: [(first * weight) as f32, (second * weight) as f32] }
    }

    /// The features of a round, rising.
    fn features(&self, round: u64) -> Vec<usize> {
        let mut features: Vec<usize> = (0..self.lesson.table.width()).collect();
        let wanted = (features.len() as f64 * self.settings.feature_share).ceil() as usize;
        let mut generator = Generator::new(self.settings.seed, u64::MAX - round);
        for place in 0..wanted.min(features.len()) {
            let other = place + generator.below(features.len() - place);
            features.swap(place, other);
        }
        features.truncate(wanted.max(1));
        features.sort_unstable();
        features
    }

    /// Adds a tree to the score of every row it was not grown on, held out or not.
    fn add(&mut self, tree: &Tree) {
        let table = &self.table;
        let moved = self.moved.par_chunks_mut(CHUNK);
        let scores = self.scores.par_chunks_mut(CHUNK);
        scores.zip(moved).enumerate().for_each(|(chunk, (scores, moved))| {
            for (row, (score, moved)) in scores.iter_mut().zip(moved).enumerate() {
                if !std::mem::take(moved) {
                    *score += tree.score_binned(table.row(chunk * CHUNK + row));
                }
            }
        });
    }

    /// The loss of the rows held out, 0 where there are none.
    fn loss_held_out(&self) -> f64 {
        let Some(held_out) = self.held_out else { return 0.0 };
        let rows = held_out.iter().enumerate().filter(|(_, held_out)| **held_out);
        rows.map(|(row, _)| {
            let loss = self.settings.loss;
            let value = loss.value(f64::from(self.lesson.targets[row]), self.scores[row]);
            value * f64::from(self.lesson.weights[row])
        })
        .sum()
    }

    /// Moves every score by the one constant that makes the forecasts add up to the targets, or
    /// their quantile for the pinball loss.
    fn shift(&mut self) {
        let loss = self.settings.loss;
        let by = if let Loss::Pinball(probability) = loss {
            let rows = (0..self.table.height()).filter(|row| self.is_read(*row));
            let entry = |row| Entry { row: row as u32, derivatives: [0.0; 2] };
            self.residual(&rows.map(entry).collect::<Vec<_>>(), probability)
        } else {
            self.imbalance()
        };
        self.start += by;
        self.scores.iter_mut().for_each(|score| *score += by);
    }

    /// The constant that, added to every score, makes the weighted sum of forecasts that of the
    /// targets.
    fn imbalance(&self) -> f64 {
        let (mut actual, mut forecast, mut weights) = (0.0, 0.0, 0.0);
        for row in (0..self.table.height()).filter(|row| self.is_read(*row)) {
            let weight = f64::from(self.lesson.weights[row]);
            actual += weight * f64::from(self.lesson.targets[row]);
            forecast += weight * self.settings.loss.mean(self.scores[row]);
            weights += weight;
        }
        let by = if self.settings.loss.is_logarithmic() {
            (actual / forecast).ln()
        } else {
            (actual - forecast) / weights
        };
        if by.is_finite() { by } else { 0.0 }
    }

    /// The quantile of what is left between targets and scores.
    fn residual(&self, entries: &[Entry], probability: f64) -> f64 {
        let left = |entry: &Entry| {
            let row = entry.row as usize;
            f64::from(self.lesson.targets[row]) - self.scores[row]
        };
        let mut left: Vec<f64> = entries.iter().map(left).collect();
        if left.is_empty() {
            return 0.0;
        }
        let rank = ((left.len() - 1) as f64 * probability).round() as usize;
        *left.select_nth_unstable_by(rank, f64::total_cmp).1
    }
}
