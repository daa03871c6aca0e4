//! A Theta model that goes on from the end of its history.

use serde::{Deserialize, Serialize};

use super::run::{Dynamic, Moving};
use crate::season::Form;

/// Any of the four models, run through values without a season.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub(super) enum Bent {
    Dynamic(Dynamic),
    Fixed(Moving),
}

impl Bent {
    fn observe(&mut self, value: f64) {
        match self {
            Self::Dynamic(state) => state.observe(value),
            Self::Fixed(state) => state.observe(value),
        }
    }

    /// The next expected value without its season.
    fn expected(&self) -> f64 {
        match self {
            Self::Dynamic(state) => state.expected(),
            Self::Fixed(state) => state.ahead().next().unwrap_or_default(),
        }
    }

    /// The expected values, the first at position `place` of the season.
    pub(super) fn ahead<'a>(
        &self,
        (form, indices): (Form, &'a [f64]),
        place: usize,
    ) -> impl Iterator<Item = f64> + use<'a> {
        let (dynamic, fixed) = match self {
            Self::Dynamic(state) => (Some(state.ahead()), None),
            Self::Fixed(state) => (None, Some(state.ahead())),
        };
        let levels = dynamic.into_iter().flatten().chain(fixed.into_iter().flatten());
        let seasons = indices.iter().cycle().skip(place);
        levels.zip(seasons).map(move |(level, season)| form.put(level, *season))
    }
}

/// The model, and the season that was taken off and goes on unchanged.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct GoingTheta {
    bent: Bent,
    form: Form,
    indices: Box<[f64]>,
    /// The position of the next value.
    place: usize,
    /// The last value without its season, which stands in where a position hides it.
    before: f64,
}

impl GoingTheta {
    pub(super) fn new(
        bent: Bent,
        before: f64,
        (form, indices): (Form, &[f64]),
        length: usize,
    ) -> Self {
        let place = length % indices.len();
        Self { bent, form, indices: indices.into(), place, before }
    }

    /// Takes the next value in.
    pub(crate) fn observe(&mut self, value: f64) {
        self.before = self.form.take(value, self.indices[self.place]).unwrap_or(self.before);
        self.advance();
    }

    /// Goes on over a value that nobody saw, as if it had been what was expected.
    pub(crate) fn skip(&mut self) {
        self.before = self.bent.expected();
        self.advance();
    }

    fn advance(&mut self) {
        self.bent.observe(self.before);
        self.place = if self.place + 1 == self.indices.len() { 0 } else { self.place + 1 };
    }

    /// Hands each of `count` steps ahead to `each`.
    pub(crate) fn ahead(&self, count: usize, each: impl FnMut(f64)) {
        self.bent.ahead((self.form, &self.indices), self.place).take(count).for_each(each);
    }
}
