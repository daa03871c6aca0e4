//! What comes round once a year: feasts, sales events, closed days; and by how much demand moves.
//!
//! A season learned from a few years is smooth, and a peak of one day a year has no say in what is
//! weighed by its errors over all days. So the effects are taken off every history before any model
//! learns, and put back on what is forecast:
//!
//! 1. `occasions` lists what may move demand: dates, days that move with Easter, weekdays of a month,
//!    the holidays and events of a country, and rare flags that the series came with.
//! 2. `level` says what a series would be without any: a local level times the week.
//! 3. `selection` finds which of them move the panel, and by how much, held against what ordinary
//!    periods do by chance; what was seen once needs to stand out, what nobody knows of needs to have
//!    come back.
//! 4. `own` lets a series differ from the panel as far as it has something to say.
//!
//! Invariant: what forecasts from an origin of the back-test has learned from nothing after it.

mod level;
mod occasions;
mod own;
mod selection;

use chrono::NaiveDate;
use rayon::prelude::*;

use crate::calendar::Country;
use level::Level;

/// How long a period is; longer and shorter ones have no feasts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Pace {
    Days,
    Weeks,
}

impl Pace {
    /// Days in a period.
    fn days(self) -> i64 {
        match self {
            Self::Days => 1,
            Self::Weeks => 7,
        }
    }

    /// Values before which a series does not say what is usual.
    fn least_values(self) -> usize {
        match self {
            Self::Days => 56,
            Self::Weeks => 28,
        }
    }
}

/// The periods that all series lie on.
#[derive(Debug, Clone)]
pub(crate) struct Line {
    /// The first day of each period, rising.
    pub(crate) starts: Vec<NaiveDate>,
    pub(crate) pace: Pace,
    pub(crate) country: Option<Country>,
    /// Flags that are the same for all series and seldom up, one value a period.
    pub(crate) flags: Vec<Vec<f64>>,
}

/// One series of a panel, laid on the line.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Guest<'a> {
    /// Not a number where not observed; never negative.
    pub(crate) values: &'a [f64],
    /// The place on the line of each value and each step ahead.
    pub(crate) places: &'a [u32],
    /// What is known to multiply the values besides, as many as places; empty for nothing.
    pub(crate) moved: &'a [f64],
}

/// Where an effect leaves less than this share of demand, what is left says nothing of the rest.
pub(crate) const SILENT: f64 = 0.1;

/// Level and effects are worked out by turns, so often.
const TURNS: usize = 3;

/// By how much a period of a series is moved.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Effect {
    /// Its place among the values and steps ahead.
    pub(crate) place: u32,
    pub(crate) factor: f32,
    /// How wrong the factor may be: the standard deviation of its logarithm.
    pub(crate) doubt: f32,
}

/// The effects on one series, by place; periods that nothing moves are not listed.
pub(crate) type Effects = Vec<Effect>;

/// Learns the effects on every series with the last `cut` values hidden; nothing for a panel that no
/// occasion moves.
pub(crate) fn learn(line: &Line, guests: &[Guest<'_>], cut: usize) -> Option<Vec<Effects>> {
    let known: Vec<&[f64]> = guests.iter().map(|guest| guest.known(cut)).collect();
    if known.iter().all(|values| values.len() < line.pace.least_values()) {
        return None;
    }
    let occasions = occasions::all(line);
    let mut common = vec![0.0; line.starts.len()];
    let mut found = Vec::new();
    for _ in 0..TURNS {
        let levels = levels(line, guests, &known, &common);
        let panel = selection::Panel::new(guests, &levels, &known, line);
        found = selection::choose(&occasions, &panel);
        common = selection::sum(&found, &occasions, line.starts.len());
    }
    if found.is_empty() {
        return None;
    }
    let levels = levels(line, guests, &known, &common);
    Some(own::effects(&occasions, &found, guests, (&known, &levels)))
}

/// What every series would be without the effects that all have in common.
fn levels(line: &Line, guests: &[Guest<'_>], known: &[&[f64]], common: &[f64]) -> Vec<Vec<f64>> {
    let level = Level::of(line.pace);
    let one = |(guest, known): (&Guest<'_>, &&[f64])| {
        let expected: Vec<f64> = (0..known.len())
            .map(|place| guest.moved(place) * common[guest.places[place] as usize].exp())
            .collect();
        level.of_values(known, &expected)
    };
    guests.par_iter().zip(known).map(one).collect()
}

impl<'a> Guest<'a> {
    /// The values without the last `cut`.
    fn known(&self, cut: usize) -> &'a [f64] {
        &self.values[..self.values.len().saturating_sub(cut)]
    }

    /// What is known to multiply the value at a place.
    fn moved(&self, place: usize) -> f64 {
        self.moved.get(place).copied().unwrap_or(1.0)
    }
}

/// Takes effects off `values`; not a number where an effect hides the rest.
pub(crate) fn take(effects: &[Effect], values: &mut [f64]) {
    for effect in effects {
        let factor = f64::from(effect.factor);
        if let Some(value) = values.get_mut(effect.place as usize) {
            *value = if factor < SILENT { f64::NAN } else { *value / factor };
        }
    }
}

/// Puts effects on what is forecast of the places from `first` on.
pub(crate) fn put(effects: &[Effect], first: usize, ahead: &mut [f64]) {
    for effect in within(effects, first, ahead.len()) {
        ahead[effect.place as usize - first] *= f64::from(effect.factor);
    }
}

/// The effects on `count` places from `first` on.
pub(crate) fn within(effects: &[Effect], first: usize, count: usize) -> &[Effect] {
    let before = |place: usize| effects.partition_point(|effect| (effect.place as usize) < place);
    &effects[before(first)..before(first + count)]
}

#[cfg(test)]
mod tests;
