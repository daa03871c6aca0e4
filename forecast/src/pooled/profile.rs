//! The seasonal shape that the series of a group have in common, and how far they part from it.

use rayon::prelude::*;

use super::history::History;
use super::rhythm::{Rhythm, Season};
use super::{Member, Panel};

/// Members below which a group has no shape of its own.
const LEAST_MEMBERS: usize = 5;

/// The least spread of members' indices about their group's: closer than a hundredth is luck.
const LEAST_SPREAD: f64 = 1e-4;

/// One group's shape.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Profile {
    /// By season and position: demand there relative to the mean of the season around it.
    indices: Vec<Vec<f64>>,
    /// By season: the variance of the members' true indices about the group's.
    spreads: Vec<f64>,
}

/// What a member is expected to look like: the profile it borrows, and how noisy it is itself.
#[derive(Debug, Clone, Copy)]
pub(super) struct Expected<'a> {
    profile: &'a Profile,
    /// By season: the relative variance of one observation about the member's own shape.
    noises: &'a [f64],
}

impl Expected<'_> {
    /// The group's index of a season at a position.
    pub(super) fn index(&self, season: usize, part: usize) -> f64 {
        self.profile.indices[season][part]
    }

    /// How many of its own observations a series needs to count as much as its group: the ratio of
    /// the variance of an observation to that between members, as in the normal model of empirical
    /// Bayes (Efron and Morris 1975).
    pub(super) fn strength(&self, season: usize) -> f64 {
        self.noises[season] / self.profile.spreads[season]
    }
}

/// The shapes of all groups of a panel, learnt from what is known at one cut.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Profiles {
    profiles: Vec<Profile>,
    /// Which profile a member borrows.
    of: Vec<usize>,
    /// By member and season.
    noises: Vec<Vec<f64>>,
}

impl Profiles {
    /// Learns from everything but the last `cut` values of every member.
    pub(super) fn learn(panel: &Panel<'_>, rhythm: &Rhythm, cut: usize) -> Self {
        let members = panel.members;
        let shapes: Vec<Option<Vec<Shape>>> =
            members.par_iter().map(|member| shapes(member, rhythm, cut)).collect();
        let mut groups: Vec<u32> = members.iter().map(Member::group).collect();
        groups.sort_unstable();
        groups.dedup();
        // The first profile is that of everyone, for members whose group is too small.
        let everyone: Vec<_> = shapes.iter().flatten().collect();
        let mut profiles = vec![pooled(rhythm, &everyone, true)];
        let mut of = vec![0; members.len()];
        for group in groups {
            let inside = |place: &usize| members[*place].group() == group;
            let places: Vec<usize> = (0..members.len()).filter(inside).collect();
            let found: Vec<_> = places.iter().filter_map(|place| shapes[*place].as_ref()).collect();
            if found.len() >= LEAST_MEMBERS && places.len() < members.len() {
                places.iter().for_each(|place| of[*place] = profiles.len());
                profiles.push(pooled(rhythm, &found, false));
            }
        }
        Self { profiles, of, noises: noises(rhythm, &shapes) }
    }

    /// What a member is expected to look like.
    pub(super) fn of(&self, member: usize) -> Expected<'_> {
        Expected { profile: &self.profiles[self.of[member]], noises: &self.noises[member] }
    }
}

/// What one series shows of one season; everything is relative to its mean.
struct Shape {
    parts: Vec<Part>,
}

/// Sums over the observations at one position.
#[derive(Clone, Copy, Default)]
struct Part {
    count: f64,
    level: f64,
    value: f64,
    levels: f64,
    values: f64,
    product: f64,
}

impl Part {
    fn add(&mut self, value: f64, level: f64) {
        self.count += 1.0;
        self.level += level;
        self.value += value;
        self.levels += level * level;
        self.values += value * value;
        self.product += value * level;
    }

    /// The sum of squared differences from `index` times the level.
    fn misfit(&self, index: f64) -> f64 {
        self.values - 2.0 * index * self.product + index * index * self.levels
    }

    fn index(&self) -> f64 {
        if self.level > 0.0 { self.value / self.level } else { 1.0 }
    }
}

/// The shapes of a member's seasons; nothing where demand may be negative or never was.
fn shapes(member: &Member<'_>, rhythm: &Rhythm, cut: usize) -> Option<Vec<Shape>> {
    let values = member.known(cut);
    let history = History::new(values, rhythm.lag);
    let mean = history.window(values.len(), values.len()).mean();
    let is_demand = mean > 0.0 && !values.iter().any(|value| *value < 0.0);
    is_demand.then(|| {
        let shape = |season: &Season| shape(member, &history, *season, mean);
        rhythm.seasons.iter().map(shape).collect()
    })
}

fn shape(member: &Member<'_>, history: &History<'_>, season: Season, mean: f64) -> Shape {
    let mut parts = vec![Part::default(); season.parts];
    let length = history.values.len();
    if length >= season.periods(2) {
        for (place, value) in history.values.iter().enumerate() {
            let (from, until) = season.around(place, length);
            let around = history.between(from, until);
            if !value.is_nan() && around.value > 0.0 {
                let part = season.part(member.place(place));
                parts[part].add(value / mean, around.mean() / mean);
            }
        }
    }
    Shape { parts }
}

/// The profile of the members of a group. Where `is_everyone`, too few members have no shape in
/// common: every index is 1, and the spread is that of each member's own shape about it.
fn pooled(rhythm: &Rhythm, members: &[&Vec<Shape>], is_everyone: bool) -> Profile {
    let is_alone = is_everyone && members.len() < LEAST_MEMBERS;
    let (mut indices, mut spreads) = (Vec::new(), Vec::new());
    for (place, season) in rhythm.seasons.iter().enumerate() {
        let shapes = || members.iter().map(|shapes| &shapes[place]);
        let index = if is_alone { vec![1.0; season.parts] } else { common(*season, shapes()) };
        spreads.push(spread(&index, shapes()));
        indices.push(index);
    }
    Profile { indices, spreads }
}

/// The index of every position over all members.
fn common<'a>(season: Season, shapes: impl Iterator<Item = &'a Shape>) -> Vec<f64> {
    let mut sums = vec![Part::default(); season.parts];
    for shape in shapes {
        for (sum, part) in sums.iter_mut().zip(&shape.parts) {
            sum.value += part.value;
            sum.level += part.level;
        }
    }
    sums.iter().map(Part::index).collect()
}

/// The variance of true indices about the common ones, by moments: what members differ from their
/// group, less what they would differ by chance.
fn spread<'a>(indices: &[f64], shapes: impl Iterator<Item = &'a Shape>) -> f64 {
    let (mut excess, mut weight) = (0.0, 0.0);
    for shape in shapes {
        let Some(chance) = noise(shape) else { continue };
        for (part, index) in shape.parts.iter().zip(indices).filter(|(part, _)| part.level > 0.0) {
            excess += part.count * (part.index() - index).powi(2) - chance;
            weight += part.count;
        }
    }
    if weight > 0.0 { (excess / weight).max(LEAST_SPREAD) } else { LEAST_SPREAD }
}

/// The noise of every member by season; the median of the others for one that does not show any.
fn noises(rhythm: &Rhythm, shapes: &[Option<Vec<Shape>>]) -> Vec<Vec<f64>> {
    let mut noises = vec![Vec::with_capacity(rhythm.seasons.len()); shapes.len()];
    for season in 0..rhythm.seasons.len() {
        let own: Vec<Option<f64>> =
            shapes.iter().map(|shapes| noise(&shapes.as_ref()?[season])).collect();
        let mut known: Vec<f64> = own.iter().flatten().copied().collect();
        known.sort_unstable_by(f64::total_cmp);
        let usual = known.get(known.len() / 2).copied().unwrap_or(1.0);
        noises.iter_mut().zip(own).for_each(|(noises, own)| noises.push(own.unwrap_or(usual)));
    }
    noises
}

/// The relative variance of one observation about a series' own shape.
fn noise(shape: &Shape) -> Option<f64> {
    let seen = shape.parts.iter().filter(|part| part.level > 0.0);
    let (misfit, count, parts) = seen.fold((0.0, 0.0, 0.0), |(misfit, count, parts), part| {
        (misfit + part.misfit(part.index()), count + part.count, parts + 1.0)
    });
    (count > parts).then(|| misfit / (count - parts))
}

#[cfg(test)]
mod tests;
