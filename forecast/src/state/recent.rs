//! The last values of a series, of fixed number.

use serde::{Deserialize, Serialize};

/// A ring of values: each new one takes the place of the oldest.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(super) struct Recent {
    values: Box<[f64]>,
    /// Where the oldest is, which the next will replace.
    next: usize,
}

impl Recent {
    /// The last `length` values of a history, at least one; where there are fewer, the oldest
    /// stands in for those before it.
    pub(super) fn new(history: &[f64], length: usize) -> Self {
        let length = length.max(1);
        let first = history.first().copied().unwrap_or(0.0);
        let mut values = vec![first; length];
        let kept = history.len().min(length);
        values[length - kept..].copy_from_slice(&history[history.len() - kept..]);
        Self { values: values.into(), next: 0 }
    }

    /// A value by how long ago it was, the last one by 1.
    #[inline]
    pub(super) fn back(&self, back: usize) -> f64 {
        let place = self.next + self.values.len() - back;
        self.values[if place < self.values.len() { place } else { place - self.values.len() }]
    }

    /// Takes the next value in.
    #[inline]
    pub(super) fn push(&mut self, value: f64) {
        self.values[self.next] = value;
        self.next = if self.next + 1 == self.values.len() { 0 } else { self.next + 1 };
    }
}
