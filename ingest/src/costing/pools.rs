//! Worth that waits for its other half: an issue for its return, a transfer for its arrival.

use std::{collections::HashMap, hash::BuildHasherDefault};

use super::{arithmetic::portion, names::Mix};

/// Units of a document and what they are worth. Both are negative where the second half of a
/// transfer came first.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Pool {
    pub(super) quantity: i128,
    pub(super) worth: i128,
    /// Of a transfer: which stock sent it.
    pub(super) sender: Option<usize>,
}

impl Pool {
    pub(super) fn add(&mut self, quantity: i128, worth: i128) {
        self.quantity += quantity;
        self.worth += worth;
    }

    /// Takes units out, as many as there are: how many, and what they are worth.
    pub(super) fn take(&mut self, quantity: i128) -> (i128, i128) {
        let taken = quantity.min(self.quantity).max(0);
        if taken == 0 {
            return (0, 0);
        }
        let worth = portion(self.worth, taken, self.quantity);
        self.add(-taken, -worth);
        (taken, worth)
    }
}

/// Pools by document.
pub(super) type Pools = HashMap<u64, Pool, BuildHasherDefault<Mix>>;
