//! Exponential smoothing one value at a time: the step that every model of the family shares.

use serde::{Deserialize, Serialize};

/// How a part acts on the level.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(super) enum Effect {
    Additive,
    Multiplicative,
}

/// Weights of one error on level, trend and season, and the trend's damping.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub(super) struct Weights {
    pub(super) level: f64,
    pub(super) trend: f64,
    pub(super) season: f64,
    pub(super) damping: f64,
}

/// Level and slope after a value.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub(super) struct Line {
    pub(super) level: f64,
    pub(super) slope: f64,
}

impl Weights {
    /// Carries the line and the effect of the value's position over one value, and returns what was
    /// expected of it (Hyndman, Koehler, Ord and Snyder 2008, table 2.1). Written with the
    /// difference of value and expectation, additive and multiplicative errors move the states alike.
    #[inline]
    pub(super) fn step(
        self,
        effect: Option<Effect>,
        line: &mut Line,
        season: &mut f64,
        value: f64,
    ) -> f64 {
        let damped = self.damping * line.slope;
        let base = line.level + damped;
        if effect == Some(Effect::Multiplicative) {
            let expected = base * *season;
            let error = value - expected;
            line.level = base + self.level * error / *season;
            line.slope = damped + self.trend * error / *season;
            *season += self.season * error / base;
            return expected;
        }
        let expected = base + *season;
        let error = value - expected;
        line.level = base + self.level * error;
        line.slope = damped + self.trend * error;
        *season += self.season * error;
        expected
    }
}

/// A smoothing model that goes on from the end of its history.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct Smoothing {
    pub(super) effect: Option<Effect>,
    pub(super) weights: Weights,
    pub(super) line: Line,
    /// One effect a position; a single one without effect where there is no season.
    pub(super) season: Box<[f64]>,
    /// The position of the next value.
    pub(super) place: usize,
}

impl Smoothing {
    /// Takes the next value in.
    #[inline]
    pub(crate) fn observe(&mut self, value: f64) {
        let season = &mut self.season[self.place];
        self.weights.step(self.effect, &mut self.line, season, value);
        self.advance();
    }

    /// Goes on over a value that nobody saw, as if it had been what was expected.
    pub(crate) fn skip(&mut self) {
        self.line.slope *= self.weights.damping;
        self.line.level += self.line.slope;
        self.advance();
    }

    fn advance(&mut self) {
        self.place = if self.place + 1 == self.season.len() { 0 } else { self.place + 1 };
    }

    /// Hands each of `count` steps ahead to `each`.
    pub(crate) fn ahead(&self, count: usize, each: impl FnMut(f64)) {
        ahead(self.line, &self.season, self.place, (self.effect, self.weights.damping))
            .take(count)
            .for_each(each);
    }
}

/// The expected values after `line`, the first at position `place` of the season; without an effect
/// the season is not looked at.
pub(super) fn ahead(
    mut line: Line,
    season: &[f64],
    mut place: usize,
    (effect, damping): (Option<Effect>, f64),
) -> impl Iterator<Item = f64> {
    std::iter::repeat_with(move || {
        line.slope *= damping;
        line.level += line.slope;
        let effect_there = season[place];
        place = if place + 1 == season.len() { 0 } else { place + 1 };
        match effect {
            None => line.level,
            Some(Effect::Additive) => line.level + effect_there,
            Some(Effect::Multiplicative) => line.level * effect_there,
        }
    })
}
