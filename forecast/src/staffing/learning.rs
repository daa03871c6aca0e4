//! Standard times corrected by what the shop's own people take, and each person's rates.
//!
//! The ratio of a [`Spell`]'s seconds to the standard time of what it held says how the shop compares
//! with the standard. Ratios far from the median are breaks, jams and bookings after the fact, and are left out;
//! what remains is summed, because people are needed for the mean, not for the median, of skewed
//! times. Few spells move a time little: their logarithm is weighed against the standard's.

use std::collections::BTreeMap;

use super::error::{StaffingError, positive};
use super::role::Role;
use super::spell::Spell;
use super::times::{Driver, StandardTime};
use super::work::standard_seconds;

/// Robust deviations from the median beyond which a ratio is left out.
const FAR: f64 = 3.0;

/// Median absolute deviation to standard deviation of a normal distribution (Rousseeuw and Croux
/// 1993).
const MAD_TO_DEVIATION: f64 = 1.4826;

/// Ratios of a steady robot would deviate by nothing, and any other value would be left out.
const LEAST_DEVIATION: f64 = 0.05;

/// A standard time counts as many spells.
const STANDARD_SPELLS: f64 = 30.0;

/// A person counts against the role's mean as if the role had added so many spells, where spread
/// between people cannot be told from spread within them.
const MOST_PRIOR_SPELLS: f64 = 1000.0;

/// How a role's times compare with the standard.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Learned {
    /// The role.
    pub role: Role,
    /// Seconds taken ÷ standard seconds, shrunk towards 1: what standard times are multiplied by.
    pub ratio: f64,
    /// The same without shrinking; nothing without spells.
    pub observed_ratio: Option<f64>,
    /// Spells it rests on.
    pub spells: usize,
    /// Spells that were left out as too far from the median.
    pub left_out: usize,
}

/// What a person did and how fast.
#[derive(Debug, Clone, PartialEq)]
pub struct WorkerRate {
    /// Who.
    pub worker: String,
    /// As what.
    pub role: Role,
    /// What is counted: lines for picking, parcels for packing and so on.
    pub driver: Driver,
    /// How many of them in an hour of work, breaks and jams left out.
    pub per_hour: f64,
    /// Hours of work it was seen in.
    pub hours: f64,
    /// Spells it rests on.
    pub spells: usize,
    /// Seconds taken ÷ standard seconds of the same work, shrunk towards the role's: below 1 is faster
    /// than the standard, whatever the orders were like.
    pub ratio: f64,
}

/// What spells teach about each role's standard times.
#[derive(Debug, Clone)]
pub struct Lessons {
    /// Seconds, standard seconds and the spell, by role, the far ones left out.
    kept: BTreeMap<Role, Vec<Measured>>,
    learned: Vec<Learned>,
}

/// A spell beside its standard.
#[derive(Debug, Clone)]
struct Measured {
    spell: Spell,
    standard: f64,
}

impl Measured {
    fn log_ratio(&self) -> f64 {
        (self.spell.seconds / self.standard).ln()
    }
}

impl Lessons {
    /// Compares spells with the standard times. Spells of work without a standard are ignored.
    ///
    /// # Errors
    ///
    /// A spell of no or of negative seconds.
    pub fn new(spells: &[Spell], times: &[StandardTime]) -> Result<Self, StaffingError> {
        let mut by_role: BTreeMap<Role, Vec<Measured>> = BTreeMap::new();
        for spell in spells {
            positive("seconds of a spell", spell.seconds)?;
            let standard = standard_seconds(spell.role, &spell.counts, times);
            if standard > 0.0 {
                let measured = Measured { spell: spell.clone(), standard };
                by_role.entry(spell.role).or_default().push(measured);
            }
        }
        let mut learned = Vec::new();
        for (role, all) in &mut by_role {
            all.sort_by(|left, right| {
                let names = left.spell.worker.cmp(&right.spell.worker);
                names.then(left.log_ratio().total_cmp(&right.log_ratio()))
            });
            let before = all.len();
            let (middle, reach) = usual(all);
            all.retain(|measured| (measured.log_ratio() - middle).abs() <= reach);
            learned.push(lesson(*role, all, before - all.len()));
        }
        Ok(Self { kept: by_role, learned })
    }

    /// What was learned of each role that spells were seen of.
    #[must_use]
    pub fn roles(&self) -> &[Learned] {
        &self.learned
    }

    /// The standard times as the shop takes them.
    #[must_use]
    pub fn apply(&self, times: &[StandardTime]) -> Vec<StandardTime> {
        times.iter().map(|time| self.corrected(time)).collect()
    }

    fn corrected(&self, time: &StandardTime) -> StandardTime {
        let own = self.learned.iter().find(|learned| learned.role == time.role);
        own.map_or_else(
            || time.clone(),
            |learned| StandardTime {
                seconds: time.seconds * learned.ratio,
                source: format!(
                    "{}, × {:.3} from {} spells",
                    time.source, learned.ratio, learned.spells
                ),
                ..time.clone()
            },
        )
    }

    /// What each person did, by role and name, counted in the role's main driver.
    #[must_use]
    pub fn workers(&self) -> Vec<WorkerRate> {
        self.kept.iter().flat_map(|(role, measured)| rates(*role, measured)).collect()
    }
}

/// The median of log ratios and how far from it is too far.
fn usual(all: &[Measured]) -> (f64, f64) {
    let ratios: Vec<f64> = all.iter().map(Measured::log_ratio).collect();
    let middle = median(ratios.clone());
    let deviation = median(ratios.iter().map(|ratio| (ratio - middle).abs()).collect());
    (middle, FAR * (MAD_TO_DEVIATION * deviation).max(LEAST_DEVIATION))
}

fn median(mut values: Vec<f64>) -> f64 {
    values.sort_unstable_by(f64::total_cmp);
    let half = values.len() / 2;
    match values.len() {
        0 => 0.0,
        count if count % 2 == 1 => values[half],
        _ => f64::midpoint(values[half - 1], values[half]),
    }
}

fn lesson(role: Role, kept: &[Measured], left_out: usize) -> Learned {
    let observed = ratio(kept);
    let count = kept.len() as f64;
    let weight = count / (count + STANDARD_SPELLS);
    Learned {
        role,
        ratio: observed.map_or(1.0, |ratio| (weight * ratio.ln()).exp()),
        observed_ratio: observed,
        spells: kept.len(),
        left_out,
    }
}

/// Seconds taken ÷ standard seconds.
fn ratio(kept: &[Measured]) -> Option<f64> {
    let taken: f64 = kept.iter().map(|measured| measured.spell.seconds).sum();
    let standard: f64 = kept.iter().map(|measured| measured.standard).sum();
    (standard > 0.0).then(|| taken / standard)
}

/// What a role's people are compared by.
fn main_driver(role: Role) -> Driver {
    match role {
        Role::Receiving | Role::PutAway => Driver::ReceiptLines,
        Role::Picking => Driver::Lines,
        Role::Packing => Driver::Parcels,
        Role::Returns => Driver::ReturnUnits,
        Role::Counting => Driver::Places,
        Role::Contacts => Driver::Contacts,
    }
}

fn rates(role: Role, kept: &[Measured]) -> Vec<WorkerRate> {
    // They are in order of worker.
    let people: Vec<&[Measured]> =
        kept.chunk_by(|left, right| left.spell.worker == right.spell.worker).collect();
    let prior = prior_spells(&people);
    let mean = ratio(kept).unwrap_or(1.0).ln();
    people.into_iter().map(|own| rate(role, own, mean, prior)).collect()
}

fn rate(role: Role, own: &[Measured], mean: f64, prior: f64) -> WorkerRate {
    let driver = main_driver(role);
    let hours = own.iter().map(|measured| measured.spell.seconds).sum::<f64>() / 3600.0;
    let counts = own.iter().flat_map(|measured| &measured.spell.counts);
    let done: f64 = counts.filter(|(other, _)| *other == driver).map(|(_, count)| count).sum();
    let spells = own.len() as f64;
    let weight = spells / (spells + prior);
    let observed = ratio(own).unwrap_or(1.0).ln();
    WorkerRate {
        worker: own.first().map_or_else(String::new, |measured| measured.spell.worker.clone()),
        role,
        driver,
        per_hour: done / hours,
        hours,
        spells: own.len(),
        ratio: (weight * observed + (1.0 - weight) * mean).exp(),
    }
}

/// Variance within people ÷ variance between them: how many spells of one's own weigh as much as
/// being one of the role (empirical Bayes; one-way analysis of variance with unequal groups, Searle,
/// Casella and McCulloch 1992, "Variance Components").
fn prior_spells(people: &[&[Measured]]) -> f64 {
    let mean =
        |own: &[Measured]| own.iter().map(Measured::log_ratio).sum::<f64>() / own.len() as f64;
    let count: f64 = people.iter().map(|own| own.len() as f64).sum();
    let groups = people.len() as f64;
    if groups < 2.0 || count <= groups {
        return STANDARD_SPELLS;
    }
    let grand = people.iter().map(|own| mean(own) * own.len() as f64).sum::<f64>() / count;
    let square = |value: f64| value * value;
    let inside: f64 = people
        .iter()
        .map(|own| {
            let middle = mean(own);
            own.iter().map(|measured| square(measured.log_ratio() - middle)).sum::<f64>()
        })
        .sum();
    let across: f64 = people.iter().map(|own| own.len() as f64 * square(mean(own) - grand)).sum();
    let squares: f64 = people.iter().map(|own| square(own.len() as f64)).sum();
    let within = inside / (count - groups);
    let between = (across / (groups - 1.0) - within) * (groups - 1.0) / (count - squares / count);
    if between <= 0.0 { MOST_PRIOR_SPELLS } else { (within / between).min(MOST_PRIOR_SPELLS) }
}

#[cfg(test)]
mod tests;
