//! A simple forecast of one step, and the units in which the trees see and correct it.

use super::history::History;
use super::profile::Expected;
use super::rhythm::{Rhythm, Season};

/// Whether effects multiply a level or are added to it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Form {
    /// Demand: never negative, zero is nothing.
    Multiplicative,
    /// Any number.
    Additive,
}

/// Past cycles of a season that say what the next one is like.
const CYCLES: usize = 6;

/// How many cycles the expectation that a series has no shape of its own counts for, and that a
/// year moves it no further than it was moved since.
const DOUBT: [f64; 2] = [0.25, 1.0];

/// The share of a level's window that the mean of the whole past counts for, so that a recent past
/// without demand still has a level above zero.
const REMEMBERED: f64 = 0.25;

/// How one step of one series is seen.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Basis {
    pub(super) form: Form,
    /// What is taken off values before they become features.
    pub(super) anchor: f64,
    /// What values are then divided by.
    pub(super) unit: f64,
    /// The simple forecast.
    pub(super) simple: f64,
}

impl Basis {
    /// A value as a feature.
    pub(super) fn relative(&self, value: f64) -> f32 {
        ((value - self.anchor) / self.unit) as f32
    }

    /// Where the score of the step starts.
    pub(super) fn offset(&self) -> f64 {
        let relative = (self.simple - self.anchor) / self.unit;
        match self.form {
            Form::Multiplicative => relative.max(1e-3).ln(),
            Form::Additive => relative,
        }
    }

    /// A forecast in the units of the series.
    pub(super) fn absolute(&self, relative: f64) -> f64 {
        self.anchor + self.unit * relative
    }
}

/// A place from which a series is forecast: everything before `origin` is known.
#[derive(Debug, Clone, Copy)]
pub(super) struct View<'a> {
    pub(super) history: &'a History<'a>,
    pub(super) rhythm: &'a Rhythm,
    pub(super) expected: Expected<'a>,
    /// Where the first value stands on the time line.
    pub(super) start: usize,
    pub(super) origin: usize,
}

impl View<'_> {
    /// The basis for the value at `target`; nothing where the past has no level or no change.
    pub(super) fn basis(&self, form: Form, target: usize) -> Option<Basis> {
        match form {
            Form::Multiplicative => self.multiplicative(target),
            Form::Additive => self.additive(target),
        }
    }

    fn multiplicative(&self, target: usize) -> Option<Basis> {
        let unit = self.level();
        if unit.is_nan() || unit <= 0.0 {
            return None;
        }
        let middle = self.origin - self.origin.min(self.rhythm.level) / 2;
        let mut simple = unit * self.shape(target, unit);
        for season in 0..self.rhythm.seasons.len() {
            if !self.rhythm.seasons[season].is_shape {
                let then = self.ratio(season, target, unit, 1.0);
                simple *= then / self.ratio(season, middle, unit, 1.0).max(0.05);
            }
        }
        Some(Basis { form: Form::Multiplicative, anchor: 0.0, unit, simple })
    }

    /// The mean of the recent past with a memory of all of it.
    fn level(&self) -> f64 {
        let recent = self.history.window(self.origin, self.rhythm.level);
        let remembered = REMEMBERED * self.rhythm.level as f64;
        let all = self.history.window(self.origin, self.origin).mean();
        (recent.value + remembered * all) / (recent.known + remembered)
    }

    /// The index of `target` by the seasons that have a shape: each is shrunk to the one before,
    /// the shortest one to the group's.
    fn shape(&self, target: usize, unit: f64) -> f64 {
        let mut index = 1.0;
        let mut common = 1.0;
        for (place, season) in self.rhythm.seasons.iter().enumerate() {
            if season.is_shape {
                let group = self.expected.index(place, season.part(self.start + target));
                let expected = if common > 0.0 { index * group / common } else { group };
                index = self.own(place, target, unit, expected);
                common = group;
            }
        }
        index
    }

    /// The index of a season at `target`, shrunk to the group's times `expected`.
    pub(super) fn ratio(&self, season: usize, target: usize, unit: f64, expected: f64) -> f64 {
        let part = self.rhythm.seasons[season].part(self.start + target);
        self.own(season, target, unit, expected * self.expected.index(season, part))
    }

    /// The series' own index of a season at `target`, shrunk to `expected`.
    fn own(&self, season: usize, target: usize, unit: f64, expected: f64) -> f64 {
        let place = season;
        let season = self.rhythm.seasons[place];
        let (mut value, mut level, mut count) = (0.0, 0.0, 0.0);
        for (_, centre) in self.cycles(season, target) {
            let at = self.history.between(centre - season.reach, centre + season.reach + 1);
            let (from, until) = season.around(centre, self.origin);
            let around = self.history.between(from, until);
            if at.known > 0.0 && around.known > 0.0 {
                value += at.mean() / unit;
                level += around.mean() / unit;
                count += 1.0;
            }
        }
        if count == 0.0 {
            return expected;
        }
        let strength = self.expected.strength(place) / (2 * season.reach + 1) as f64;
        let index = (value + strength * expected) / (level + strength);
        if index.is_finite() { index } else { expected }
    }

    /// The places of the same position in past cycles, wholly before the origin.
    fn cycles(&self, season: Season, target: usize) -> impl Iterator<Item = (usize, usize)> {
        let (origin, reach) = (self.origin, season.reach);
        let ahead = target + reach + 1 - origin.min(target + reach + 1);
        let first = (ahead as f64 / season.length).ceil().max(1.0) as usize;
        (first..first + CYCLES).map_while(move |cycle| {
            let centre = target.checked_sub(season.periods(cycle))?;
            (centre >= reach && centre + reach < origin).then_some((cycle, centre))
        })
    }

    fn additive(&self, target: usize) -> Option<Basis> {
        let history = self.history;
        let all = history.window(self.origin, self.origin);
        let recent = history.window(self.origin, self.rhythm.windows[4]);
        let memory = REMEMBERED * all.change / all.changes.max(1.0);
        let unit = (recent.change + memory) / (recent.changes + REMEMBERED);
        let anchor = history.window(self.origin, self.rhythm.cycle).mean();
        if unit.is_nan() || unit <= 0.0 || !anchor.is_finite() {
            return None;
        }
        let simple = anchor + self.difference(target);
        Some(Basis { form: Form::Additive, anchor, unit, simple })
    }

    /// What the seasons add to the recent level at `target`.
    fn difference(&self, target: usize) -> f64 {
        let mut shape = 0.0;
        let mut drift = 0.0;
        for season in &self.rhythm.seasons {
            let (mut sum, mut count) = (0.0, 0.0);
            for (cycle, centre) in self.cycles(*season, target) {
                let at = self.history.between(centre - season.reach, centre + season.reach + 1);
                let level = self.level_then(*season, cycle, centre);
                if (at.mean() - level).is_finite() {
                    sum += at.mean() - level;
                    count += 1.0;
                }
            }
            if season.is_shape {
                shape = (sum + DOUBT[0] * shape) / (count + DOUBT[0]);
            } else {
                drift = sum / (count + DOUBT[1]);
            }
        }
        shape + drift
    }

    /// The level that a past cycle is compared with: that around it for a shape, that of the same
    /// origin then for a drift.
    fn level_then(&self, season: Season, cycle: usize, centre: usize) -> f64 {
        if season.is_shape {
            let (from, until) = season.around(centre, self.origin);
            self.history.between(from, until).mean()
        } else {
            let then = self.origin.saturating_sub(season.periods(cycle));
            let from = then.saturating_sub(self.rhythm.cycle.max(season.reach));
            self.history.between(from, then).mean()
        }
    }
}

#[cfg(test)]
mod tests;
