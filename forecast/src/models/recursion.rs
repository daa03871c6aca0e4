//! Models that go on from the end of their history by themselves, one value at a time.

use serde::{Deserialize, Serialize};

use super::aggregation::Sums;
use super::ces::GoingCes;
use super::intermittent::{Croston, Fading};
use super::negative_binomial::Counts;
use super::smoothing::Smoothing;
use super::theta::GoingTheta;
use super::window::Window;

/// A fitted model and its states after the last value. A new value moves them in constant time and
/// without allocation, to where the same parameters run over the whole history would leave them.
///
/// `back` tells the values so far, the last one by 1, as far back as [`Recursion::length`].
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) enum Recursion {
    Smoothing(Smoothing),
    Theta(GoingTheta),
    Complex(GoingCes),
    Croston(Croston),
    Fading(Fading),
    Counts(Counts),
    Sums(Sums),
    Window(Window),
}

impl From<Window> for Recursion {
    fn from(window: Window) -> Self {
        Self::Window(window)
    }
}

impl Recursion {
    /// How many of the last values it looks at.
    pub(crate) fn length(&self) -> usize {
        match self {
            Self::Window(window) => window.length(),
            Self::Sums(_) => super::aggregation::MOST_LEVELS,
            _ => 0,
        }
    }

    /// Takes the next value in.
    pub(crate) fn observe(&mut self, value: f64, back: impl Fn(usize) -> f64) {
        match self {
            Self::Smoothing(state) => state.observe(value),
            Self::Theta(state) => state.observe(value),
            Self::Complex(state) => state.observe(value),
            Self::Croston(state) => state.observe(value),
            Self::Fading(state) => state.observe(value),
            Self::Counts(state) => state.observe(value),
            Self::Sums(state) => state.observe(value, back),
            Self::Window(state) => state.observe(value, back),
        }
    }

    /// Goes on over a value that nobody saw: states as if it had been what was expected, windows as
    /// if it had been `stand_in`. Demand that nobody saw is no sign of demand that fades.
    pub(crate) fn skip(&mut self, stand_in: f64, back: impl Fn(usize) -> f64) {
        match self {
            Self::Smoothing(state) => state.skip(),
            Self::Theta(state) => state.skip(),
            Self::Complex(state) => state.skip(),
            Self::Croston(_) | Self::Fading(_) => {}
            Self::Counts(state) => state.skip(),
            Self::Sums(state) => state.observe(state.expected(), back),
            Self::Window(state) => state.observe(stand_in, back),
        }
    }

    /// Hands each of `count` steps ahead to `each`.
    pub(crate) fn ahead(
        &self,
        count: usize,
        back: impl Fn(usize) -> f64,
        mut each: impl FnMut(f64),
    ) {
        let constant = match self {
            Self::Smoothing(state) => return state.ahead(count, each),
            Self::Theta(state) => return state.ahead(count, each),
            Self::Complex(state) => return state.ahead(count, each),
            Self::Counts(state) => return state.ahead().take(count).for_each(each),
            Self::Window(state) => {
                return (0..count).for_each(|step| each(state.at(step, &back)));
            }
            Self::Croston(state) => state.expected(),
            Self::Fading(state) => state.expected(),
            Self::Sums(state) => state.expected(),
        };
        (0..count).for_each(|_| each(constant));
    }
}

#[cfg(test)]
mod tests;
