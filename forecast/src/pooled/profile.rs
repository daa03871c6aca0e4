//! The seasonal shape that the series of a group have in common, and how far they part from it.

use rayon::prelude::*;

use super::history::History;
use super::rhythm::{Rhythm, Season};
use super::{Member, Panel};
use crate::series::mean;

/// Members below which a group has no shape of its own.
const LEAST_MEMBERS: usize = 5;

/// The least spread of members' indices about their group's: closer than a hundredth is luck.
const LEAST_SPREAD: f64 = 1e-4;

/// A grouping by keys must leave members this share closer to their groups' shapes than to that of
/// everyone.
const WORTHWHILE: f64 = 0.9;

/// The shape of one season in one group.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Profile {
    /// By position: demand there relative to the mean of the season around it.
    index: Vec<f64>,
    /// The variance of the members' true indices about the group's as far as it is known.
    spread: f64,
}

/// Which members share the shape of a season.
#[derive(Debug, Clone, PartialEq)]
struct Grouping {
    profiles: Vec<Profile>,
    /// Which profile a member borrows.
    of: Vec<usize>,
}

/// What a member is expected to look like: the profiles it borrows, and how noisy it is itself.
#[derive(Debug, Clone, Copy)]
pub(super) struct Expected<'a> {
    profiles: &'a Profiles,
    member: usize,
}

impl Expected<'_> {
    fn profile(&self, season: usize) -> &Profile {
        let grouping = &self.profiles.seasons[season];
        &grouping.profiles[grouping.of[self.member]]
    }

    /// The group's index of a season at a position.
    pub(super) fn index(&self, season: usize, part: usize) -> f64 {
        self.profile(season).index[part]
    }

    /// How many of its own observations a series needs to count as much as its group: the ratio of
    /// the variance of an observation to that between members, as in the normal model of empirical
    /// Bayes (Efron and Morris 1975).
    pub(super) fn strength(&self, season: usize) -> f64 {
        self.profiles.noises[self.member][season] / self.profile(season).spread
    }
}

/// The shapes of all groups of a panel, learnt from what is known at one cut.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Profiles {
    seasons: Vec<Grouping>,
    /// By member and season: the relative variance of one observation about the member's own shape.
    noises: Vec<Vec<f64>>,
}

impl Profiles {
    /// Learns from everything but the last `cut` values of every member.
    pub(super) fn learn(panel: &Panel<'_>, rhythm: &Rhythm, cut: usize) -> Self {
        let members = panel.members;
        let shapes: Vec<Option<Vec<Shape>>> =
            members.par_iter().map(|member| shapes(member, rhythm, cut)).collect();
        let grouping = |(place, season): (usize, &Season)| {
            let shapes: Vec<Option<&Shape>> =
                shapes.iter().map(|shapes| Some(&shapes.as_ref()?[place])).collect();
            Grouping::learn(*season, members, &shapes)
        };
        let seasons = rhythm.seasons.iter().enumerate().map(grouping).collect();
        Self { seasons, noises: noises(rhythm, &shapes) }
    }

    /// What a member is expected to look like.
    pub(super) fn of(&self, member: usize) -> Expected<'_> {
        Expected { profiles: self, member }
    }
}

impl Grouping {
    /// Everyone together, or by the key whose groups' members are nearest to one another.
    fn learn(season: Season, members: &[Member<'_>], shapes: &[Option<&Shape>]) -> Self {
        let all: Vec<&Shape> = shapes.iter().flatten().copied().collect();
        let everyone = Profile::learn(season, &all, true);
        let mut least = WORTHWHILE * everyone.spread;
        let mut best = Self { profiles: vec![everyone], of: vec![0; members.len()] };
        let keys = members.first().map_or(0, |member| member.codes.len());
        for key in 0..keys {
            let grouping = Self::by(key, season, (members, shapes), &best.profiles[0]);
            let spread = grouping.spread();
            if spread < least {
                (best, least) = (grouping, spread);
            }
        }
        best
    }

    /// The first profile is that of everyone, for members whose group is too small.
    fn by(
        key: usize,
        season: Season,
        (members, shapes): (&[Member<'_>], &[Option<&Shape>]),
        everyone: &Profile,
    ) -> Self {
        let mut groups: Vec<u32> = members.iter().map(|member| member.codes[key]).collect();
        groups.sort_unstable();
        groups.dedup();
        let mut profiles = vec![everyone.clone()];
        let mut of = vec![0; members.len()];
        for group in groups {
            let inside = |place: &usize| members[*place].codes[key] == group;
            let places: Vec<usize> = (0..members.len()).filter(inside).collect();
            let found: Vec<_> = places.iter().filter_map(|place| shapes[*place]).collect();
            if found.len() >= LEAST_MEMBERS {
                places.iter().for_each(|place| of[*place] = profiles.len());
                profiles.push(Profile::learn(season, &found, false));
            }
        }
        Self { profiles, of }
    }

    /// The mean variance of members' indices about their groups'.
    fn spread(&self) -> f64 {
        let sum: f64 = self.of.iter().map(|profile| self.profiles[*profile].spread).sum();
        sum / self.of.len() as f64
    }
}

impl Profile {
    /// The profile of the members of a group. Where `is_everyone`, too few members have no shape in
    /// common: every index is 1, and the spread is that of each member's own shape about it.
    fn learn(season: Season, shapes: &[&Shape], is_everyone: bool) -> Self {
        let is_alone = is_everyone && shapes.len() < LEAST_MEMBERS;
        let index = if is_alone { vec![1.0; season.parts] } else { common(season, shapes) };
        // A group's shape is nearer to its own members than to another like them.
        let members = shapes.len() as f64;
        let near = if is_alone { 1.0 } else { members / (members - 1.0) };
        let doubt = if is_alone { 0.0 } else { doubt(season, shapes) };
        Self { spread: spread(&index, shapes, near) + doubt, index }
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

/// The index of every position over all members.
fn common(season: Season, shapes: &[&Shape]) -> Vec<f64> {
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
/// group, less what they would differ by chance. Squares count `near` times.
fn spread(indices: &[f64], shapes: &[&Shape], near: f64) -> f64 {
    let (mut excess, mut weight) = (0.0, 0.0);
    for shape in shapes {
        let Some(chance) = noise(shape) else { continue };
        for (part, index) in shape.parts.iter().zip(indices).filter(|(part, _)| part.level > 0.0) {
            excess += near * part.count * (part.index() - index).powi(2) - chance;
            weight += part.count;
        }
    }
    if weight > 0.0 { (excess / weight).max(LEAST_SPREAD) } else { LEAST_SPREAD }
}

/// The variance of a group's index about the true one: what all its observations at a position leave
/// of the chance of a single one. Few members that are much alike still know little.
fn doubt(season: Season, shapes: &[&Shape]) -> f64 {
    let chances: Vec<f64> = shapes.iter().filter_map(|shape| noise(shape)).collect();
    let seen: f64 = shapes.iter().flat_map(|shape| &shape.parts).map(|part| part.count).sum();
    if seen > 0.0 { mean(&chances) * season.parts as f64 / seen } else { 0.0 }
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
