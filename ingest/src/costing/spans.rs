//! Where and when less than nothing was on hand in the books, whatever is there now.

use std::sync::Arc;

use super::{
    entry::{Entry, Kind, Place},
    fold::Slots,
    groups::Fold,
    ledger::Context,
};
use crate::time::Instant;

/// A span of time in which less than nothing was on hand.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NegativeSpan {
    /// What.
    pub sku: Arc<str>,
    /// Where.
    pub warehouse: Arc<str>,
    /// From this instant.
    pub since: Instant,
    /// To before this one; `None` where it lasts.
    pub until: Option<Instant>,
    /// The least that was on hand, in ten-thousandths of a unit.
    pub lowest: i128,
}

/// What is on hand at a place, as far as the entries were read.
#[derive(Debug, Clone, Copy)]
struct Level {
    place: Place,
    on_hand: i128,
    /// When that last changed. It is judged once all entries of the instant are in: goods that
    /// come and go at one time were never missing.
    changed_at: i64,
    /// Since when it is below zero, and the least that it was.
    below: Option<(i64, i128)>,
}

/// Finds the spans of each group.
pub(super) struct Spans<'a> {
    context: &'a Context,
    /// Where in `levels` a place of the group is.
    slots: Slots,
    levels: Vec<Level>,
    found: Vec<NegativeSpan>,
}

impl<'a> Spans<'a> {
    pub(super) fn new(context: &'a Context) -> Self {
        Self { context, slots: Slots::default(), levels: Vec::new(), found: Vec::new() }
    }

    fn slot(&mut self, entry: &Entry) -> usize {
        *self.slots.entry(entry.place()).or_insert_with(|| {
            let (place, changed_at) = (entry.place(), entry.occurred_at);
            self.levels.push(Level { place, on_hand: 0, changed_at, below: None });
            self.levels.len() - 1
        })
    }

    /// Judges a level at the instant at which it last changed.
    fn judge(&mut self, slot: usize) {
        let Level { place, on_hand, changed_at, below } = self.levels[slot];
        self.levels[slot].below = match below {
            Some((since, lowest)) if on_hand < 0 => Some((since, lowest.min(on_hand))),
            Some((since, lowest)) => {
                self.tell(place, (since, lowest), Some(Instant(changed_at)));
                None
            }
            None => (on_hand < 0).then_some((changed_at, on_hand)),
        };
    }

    fn tell(&mut self, place: Place, (since, lowest): (i64, i128), until: Option<Instant>) {
        let (sku, warehouse) = self.context.names.texts(place);
        self.found.push(NegativeSpan { sku, warehouse, since: Instant(since), until, lowest });
    }
}

impl Fold for Spans<'_> {
    type Output = Vec<NegativeSpan>;

    fn group(&mut self, entries: &[Entry]) {
        for entry in entries {
            if matches!(entry.kind, Kind::CostRevised | Kind::Billed | Kind::LandedCost) {
                continue;
            }
            let slot = self.slot(entry);
            if self.levels[slot].changed_at < entry.occurred_at {
                self.judge(slot);
            }
            self.levels[slot].changed_at = entry.occurred_at;
            self.levels[slot].on_hand += i128::from(entry.quantity);
        }
        for slot in 0..self.levels.len() {
            self.judge(slot);
            if let Level { place, below: Some(below), .. } = self.levels[slot] {
                self.tell(place, below, None);
            }
        }
        self.levels.clear();
        self.slots.clear();
    }

    fn finish(self) -> Vec<NegativeSpan> {
        self.found
    }
}
