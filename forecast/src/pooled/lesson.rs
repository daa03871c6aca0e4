//! Steps of the past that the trees learn from: a bounded sample, the same in every run.

use rayon::prelude::*;

use super::basis::{Form, View};
use super::features::Scene;
use super::history::History;
use super::profile::Profiles;
use super::random::Generator;
use super::rhythm::Rhythm;
use super::trees::{Lesson, Table};
use super::{Member, Panel};

/// Fewer steps than this teach nothing that the series' own models do not know.
const LEAST: usize = 2_000;

/// The most values at the end of a series from which steps are taken: what was longer ago than
/// this many horizons and seasons or years is another time.
const CYCLES: usize = 4;

/// Decides which steps are taken.
const SEED: u64 = 0x4D41_5245;

/// What a lesson is made of.
#[derive(Clone, Copy)]
pub(super) struct Source<'a> {
    pub(super) panel: &'a Panel<'a>,
    pub(super) rhythm: &'a Rhythm,
    pub(super) profiles: &'a Profiles,
    /// The columns of the calendar that are told.
    pub(super) calendar: &'a [&'a [f64]],
    pub(super) form: Form,
    pub(super) horizon: usize,
    /// Values at the end of every member that are not known.
    pub(super) cut: usize,
    /// The most steps.
    pub(super) most: usize,
}

/// Steps of one member, row after row.
#[derive(Default)]
struct Rows {
    features: Vec<f32>,
    targets: Vec<f32>,
    weights: Vec<f32>,
    offsets: Vec<f32>,
    held_out: Vec<bool>,
}

impl Source<'_> {
    /// The lesson, and which of its steps are the latest ones: those to stop learning by.
    pub(super) fn lesson(&self) -> Option<(Lesson, Vec<bool>)> {
        let members = self.panel.members;
        let steps = |member: &Member<'_>| self.origins(member).len() * self.horizon;
        let available: usize = members.iter().map(steps).sum();
        let share = (self.most as f64 / available.max(1) as f64).min(1.0);
        let rows: Vec<Rows> =
            (0..members.len()).into_par_iter().map(|member| self.rows(member, share)).collect();
        let height: usize = rows.iter().map(|rows| rows.targets.len()).sum();
        if height < LEAST {
            return None;
        }
        let flat: usize = rows.iter().map(|rows| rows.features.len()).sum();
        let mut table = Table::new(flat / height);
        let mut lesson = Lesson::default();
        let mut held_out = Vec::with_capacity(height);
        for rows in rows {
            table.extend(&rows.features);
            lesson.targets.extend(rows.targets);
            lesson.weights.extend(rows.weights);
            lesson.offsets.extend(rows.offsets);
            held_out.extend(rows.held_out);
        }
        Some((Lesson { table, ..lesson }, held_out))
    }

    /// The origins from which a member's steps are taken, all of them with a step that is known.
    fn origins(&self, member: &Member<'_>) -> std::ops::Range<usize> {
        let length = member.known(self.cut).len();
        let season = self.rhythm.seasons.last().map_or(1, |season| season.periods(1));
        let longest = season.max(self.panel.year);
        let seen = CYCLES * (longest + self.horizon).max(64);
        let wanted = 3 * self.most / (self.panel.members.len() * self.horizon).max(1);
        length.saturating_sub(seen.max(wanted)).max(1)..length.max(1)
    }

    /// A share of the steps of a member, drawn by origin and step.
    fn rows(&self, member: usize, share: f64) -> Rows {
        let place = member;
        let member = &self.panel.members[place];
        let values = member.known(self.cut);
        let history = History::new(values, self.rhythm.lag);
        let mut rows = Rows::default();
        let origins = self.origins(member);
        for drawn in Drawn::new(origins.len() * self.horizon, share, place as u64) {
            let origin = origins.start + drawn / self.horizon;
            let target = origin + drawn % self.horizon;
            if target >= values.len() || values[target].is_nan() {
                continue;
            }
            let view = View {
                history: &history,
                rhythm: self.rhythm,
                expected: self.profiles.of(place),
                start: member.start(),
                origin,
            };
            self.tell(&Scene { calendar: self.calendar, member, view }, target, values, &mut rows);
        }
        rows
    }

    fn tell(&self, scene: &Scene<'_>, target: usize, values: &[f64], rows: &mut Rows) {
        let Some(basis) = scene.view.basis(self.form, target) else { return };
        if self.form == Form::Multiplicative && values[target] < 0.0 {
            return;
        }
        scene.tell(&basis, target, &mut rows.features);
        rows.targets.push(basis.relative(values[target]));
        rows.offsets.push(basis.offset() as f32);
        // Every series counts the same in its own usual unit, so that a time of little demand counts
        // little: Poisson's deviance grows with the unit it is measured in.
        let known = scene.view.history.window(values.len(), values.len());
        let usual = match self.form {
            Form::Multiplicative => known.mean(),
            Form::Additive => known.change / known.changes,
        };
        rows.weights.push((basis.unit / usual) as f32);
        let latest = self.horizon.max(self.origins(scene.member).len() / 8);
        rows.held_out.push(target + latest >= values.len());
    }
}

/// Rising numbers below a limit, each with the same chance; the gaps between them are drawn, so
/// that a small share of many costs little.
struct Drawn {
    generator: Generator,
    /// The logarithm of the chance of a number not to be drawn.
    passed: f64,
    next: usize,
    limit: usize,
}

impl Drawn {
    fn new(limit: usize, share: f64, stream: u64) -> Self {
        let generator = Generator::new(SEED, stream);
        Self { generator, passed: (1.0 - share).ln(), next: 0, limit }
    }
}

impl Iterator for Drawn {
    type Item = usize;

    fn next(&mut self) -> Option<usize> {
        // A share of everything leaves no gap: any number over minus infinity is 0.
        let gap = (1.0 - self.generator.unit()).ln() / self.passed;
        let drawn = self.next.saturating_add(gap as usize);
        self.next = drawn.saturating_add(1);
        (drawn < self.limit).then_some(drawn)
    }
}

#[cfg(test)]
mod tests;
