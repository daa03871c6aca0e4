//! Growing one tree: the leaf that gains most is parted first, until there are enough leaves.

use std::ops::Range;

use rayon::prelude::*;

use super::bins::{BINS, Binned};
use super::histogram::{Demands, Entry, Histogram, Split, Sums, best, gather, subtract};
use super::tree::{Node, Tree, goes_low};

/// Additions below which one thread is faster than several.
const WORTH_SHARING: usize = 30_000;

/// Buffers that one tree hands on to the next.
#[derive(Debug, Default)]
pub(super) struct Buffers {
    spare: Vec<Vec<Histogram>>,
    high: Vec<Entry>,
}

/// The rows that came the same way.
struct Leaf {
    node: usize,
    entries: Range<usize>,
    total: Sums,
    histograms: Vec<Histogram>,
    split: Option<Split>,
}

/// A tree whose leaves have no score yet, and which of the entries are in which leaf.
pub(super) struct Grown {
    pub(super) tree: Tree,
    pub(super) leaves: Vec<(usize, Range<usize>, Sums)>,
}

/// What one tree is grown from. The entries are put into an order where a leaf's stand together.
pub(super) struct Ground<'a> {
    pub(super) table: &'a Binned,
    pub(super) entries: &'a mut [Entry],
    /// The features that may be asked about, rising.
    pub(super) features: &'a [usize],
    pub(super) demands: Demands,
    pub(super) buffers: &'a mut Buffers,
}

impl Ground<'_> {
    /// Grows a tree of at most `most` leaves (Shi 2007: best first).
    pub(super) fn grow(mut self, most: usize) -> Grown {
        let mut tree = Tree { nodes: vec![Node::Leaf(0.0)] };
        let mut leaves = vec![self.root()];
        while leaves.len() < most {
            let Some(place) = most_gaining(&leaves) else { break };
            let leaf = leaves.swap_remove(place);
            let Some(split) = leaf.split else { break };
            let low = tree.nodes.len();
            tree.nodes[leaf.node] = self.question(split, low);
            tree.nodes.extend([Node::Leaf(0.0); 2]);
            leaves.extend(self.part(leaf, split, low));
        }
        let ways = leaves.iter().map(|leaf| (leaf.node, leaf.entries.clone(), leaf.total));
        let grown = Grown { tree, leaves: ways.collect() };
        self.buffers.spare.extend(leaves.into_iter().map(|leaf| leaf.histograms));
        grown
    }

    fn root(&mut self) -> Leaf {
        let total = self.entries.iter().fold([0.0; 2], |sums: Sums, entry| {
            let [first, second] = entry.derivatives;
            [sums[0] + f64::from(first), sums[1] + f64::from(second)]
        });
        let entries = 0..self.entries.len();
        let histograms = self.gathered(entries.clone());
        let split = self.best(&histograms, total, entries.len());
        Leaf { node: 0, entries, total, histograms, split }
    }

    /// The two leaves that a question makes of one; only the smaller one's rows are read again.
    fn part(&mut self, leaf: Leaf, split: Split, node: usize) -> [Leaf; 2] {
        let Leaf { entries, total, histograms: mut larger, .. } = leaf;
        let middle = self.partition(entries.clone(), split);
        let (low, high) = (entries.start..middle, middle..entries.end);
        let low_is_small = low.len() <= high.len();
        let smaller = self.gathered(if low_is_small { low.clone() } else { high.clone() });
        larger.iter_mut().zip(&smaller).for_each(|(parent, child)| subtract(parent, child));
        let (left, right) = if low_is_small { (smaller, larger) } else { (larger, smaller) };
        let rest = [total[0] - split.low[0], total[1] - split.low[1]];
        [self.leaf(node, low, split.low, left), self.leaf(node + 1, high, rest, right)]
    }

    fn leaf(
        &self,
        node: usize,
        entries: Range<usize>,
        total: Sums,
        histograms: Vec<Histogram>,
    ) -> Leaf {
        let split = self.best(&histograms, total, entries.len());
        Leaf { node, entries, total, histograms, split }
    }

    /// One histogram a feature. Each is summed by one thread in the order of the entries, so that
    /// the number of threads changes nothing.
    fn gathered(&mut self, entries: Range<usize>) -> Vec<Histogram> {
        let mut histograms = self.buffers.spare.pop().unwrap_or_default();
        histograms.clear();
        histograms.resize(self.features.len(), [[0.0; 2]; BINS]);
        let rows = &self.entries[entries];
        let (table, features) = (self.table, self.features);
        let sum = |(histogram, feature): (&mut Histogram, &usize)| {
            gather(histogram, &table.columns[*feature], rows);
        };
        if rows.len() * features.len() < WORTH_SHARING {
            histograms.iter_mut().zip(features).for_each(sum);
        } else {
            histograms.par_iter_mut().zip(features).for_each(sum);
        }
        histograms
    }

    /// The question that gains most over all features, the first one of equals.
    fn best(&self, histograms: &[Histogram], total: Sums, rows: usize) -> Option<Split> {
        if rows < 2 {
            return None;
        }
        let questions = histograms.iter().zip(self.features).filter_map(|(histogram, feature)| {
            best(histogram, *feature, self.table, total, self.demands)
        });
        questions.reduce(|best, next| if next.gain > best.gain { next } else { best })
    }

    /// Puts the entries that go low first, keeping the order on both sides; returns the border.
    fn partition(&mut self, entries: Range<usize>, split: Split) -> usize {
        let column = &self.table.columns[split.feature];
        let high = &mut self.buffers.high;
        high.clear();
        let mut border = entries.start;
        for place in entries.clone() {
            let entry = self.entries[place];
            if goes_low(column[entry.row as usize], split.bin, split.missing_is_low) {
                self.entries[border] = entry;
                border += 1;
            } else {
                high.push(entry);
            }
        }
        self.entries[border..entries.end].copy_from_slice(high);
        border
    }

    fn question(&self, split: Split, low: usize) -> Node {
        let cuts = &self.table.cuts[split.feature];
        // Bin 0 is low only where nothing but the unknown goes low.
        let cut = usize::from(split.bin).checked_sub(1).map_or(f32::NEG_INFINITY, |at| cuts[at]);
        Node::Question {
            feature: split.feature as u16,
            bin: split.bin,
            missing_is_low: split.missing_is_low,
            cut,
            low: low as u16,
        }
    }
}

/// The leaf whose question gains most, the first one of equals.
fn most_gaining(leaves: &[Leaf]) -> Option<usize> {
    let gains =
        leaves.iter().enumerate().filter_map(|(place, leaf)| Some((place, leaf.split?.gain)));
    gains.reduce(|best, next| if next.1 > best.1 { next } else { best }).map(|(place, _)| place)
}
