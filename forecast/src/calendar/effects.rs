//! By how much demand rises or falls around holidays, learnt by empirical Bayes.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::{CalendarError, Evidence, Mark, Marks};

/// Below this factor a value says nothing about the level (the shop was closed).
const SILENT: f64 = 0.05;

/// One factor with how sure it is.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Factor {
    factor: f64,
    variance: f64,
}

/// A factor for every mark that was ever seen; 1 for the others.
///
/// A panel's factor is the mean of its series' ratios, weighted by a random-effects model
/// (DerSimonian and Laird 1986) and shrunk towards 1; a series' factor is its own ratio shrunk
/// towards the panel's. Both shrink by how much the ratio may owe to chance against how much
/// factors really differ (James and Stein 1961). Towards 1 no factor goes further than one standard
/// error, so that an effect that is plain, a closed Christmas, stays (Efron and Morris 1971,
/// limited translation).
#[derive(Debug, Clone, PartialEq)]
pub struct Effects {
    /// In alphabetical order; [`Mark::group`] is the place among them.
    names: Arc<[String]>,
    factors: BTreeMap<Mark, Factor>,
    /// How much a series' true factor differs from the panel's, as a variance.
    between: f64,
}

impl Effects {
    /// What all series together have to say.
    ///
    /// # Errors
    ///
    /// [`CalendarError::UnlikeMarks`] unless all evidence was gathered under the same marks.
    pub fn of_panel(panel: &[Evidence]) -> Result<Self, CalendarError> {
        let names = panel.first().map(|one| Arc::clone(&one.names)).unwrap_or_default();
        if panel.iter().any(|one| one.names != names) {
            return Err(CalendarError::UnlikeMarks);
        }
        let marks: BTreeSet<Mark> =
            panel.iter().flat_map(|evidence| evidence.seen.keys().copied()).collect();
        let mut factors: BTreeMap<Mark, Factor> = BTreeMap::new();
        let (mut between, mut degrees) = (0.0, 0.0);
        for mark in marks {
            let ratios: Vec<(f64, f64)> = panel.iter().filter_map(|one| one.ratio(mark)).collect();
            let (factor, spread) = random_effects(&ratios);
            factors.insert(mark, factor);
            let freedom = ratios.len() as f64 - 1.0;
            between += freedom * spread;
            degrees += freedom;
        }
        let between = if degrees > 0.0 { between / degrees } else { 0.0 };
        shrink_to_one(&mut factors);
        Ok(Self { names, factors, between })
    }

    /// What one series of the panel has to say for itself, held against the panel.
    ///
    /// # Errors
    ///
    /// [`CalendarError::UnlikeMarks`] unless it was gathered under the marks of the panel.
    pub fn of_series(&self, series: &Evidence) -> Result<Self, CalendarError> {
        if series.names != self.names {
            return Err(CalendarError::UnlikeMarks);
        }
        let mut effects = self.clone();
        for (mark, factor) in &mut effects.factors {
            let Some((ratio, variance)) = series.ratio(*mark) else { continue };
            let prior = Factor { factor: factor.factor, variance: self.between + factor.variance };
            *factor = shrunk(Factor { factor: ratio, variance }, prior);
        }
        Ok(effects)
    }

    /// The factor of every period; 1 where there is none to apply.
    #[must_use]
    pub fn factors(&self, marks: &Marks) -> Vec<f64> {
        // Marks of another span may number their groups otherwise; names hold for both.
        let place = |name: &String| self.names.binary_search(name).ok();
        let groups: Vec<Option<usize>> = marks.names().iter().map(place).collect();
        let factor = |period: usize| {
            let mark = marks.get(period)?;
            let group = u16::try_from(groups[usize::from(mark.group)]?).ok()?;
            Some(self.factors.get(&Mark { group, ..mark })?.factor)
        };
        (0..marks.len()).map(|period| factor(period).unwrap_or(1.0)).collect()
    }

    /// Divides the effects out of `values`, the first of which is that of the first period. Where
    /// the effect hides the level (factor below 0.05) the value becomes NaN: not known.
    ///
    /// # Errors
    ///
    /// [`CalendarError::Length`] if there are more values than marks.
    pub fn remove(&self, values: &mut [f64], marks: &Marks) -> Result<(), CalendarError> {
        if values.len() > marks.len() {
            return Err(CalendarError::Length { values: values.len(), periods: marks.len() });
        }
        for (value, factor) in values.iter_mut().zip(self.factors(marks)) {
            *value = if factor < SILENT { f64::NAN } else { *value / factor };
        }
        Ok(())
    }

    /// Every factor by name, offset and value, in order.
    pub fn iter(&self) -> impl Iterator<Item = (&str, i8, f64)> {
        self.factors.iter().filter_map(|(mark, factor)| {
            let name = self.names.get(usize::from(mark.group))?;
            Some((name.as_str(), mark.offset, factor.factor))
        })
    }
}

/// The mean of ratios with known variances, its variance, and how much the true ones differ.
fn random_effects(ratios: &[(f64, f64)]) -> (Factor, f64) {
    let sum = |term: &dyn Fn(f64, f64) -> f64| -> f64 {
        ratios.iter().map(|(ratio, variance)| term(*ratio, 1.0 / variance)).sum()
    };
    let weight = sum(&|_, weight| weight);
    let fixed = sum(&|ratio, weight| weight * ratio) / weight;
    let excess =
        sum(&|ratio, weight| weight * (ratio - fixed).powi(2)) - (ratios.len() as f64 - 1.0);
    let scale = weight - sum(&|_, weight| weight * weight) / weight;
    let spread = if scale > 0.0 { (excess / scale).max(0.0) } else { 0.0 };
    let widened = |weight: f64| 1.0 / (1.0 / weight + spread);
    let total = sum(&|_, weight| widened(weight));
    let factor = sum(&|ratio, weight| widened(weight) * ratio) / total;
    (Factor { factor, variance: 1.0 / total }, spread)
}

/// Shrinks all factors towards no effect, by how much they differ from it beyond chance, but none
/// by more than one standard error.
fn shrink_to_one(factors: &mut BTreeMap<Mark, Factor>) {
    let real = |factor: &Factor| (factor.factor - 1.0).powi(2) - factor.variance;
    let variance = factors.values().map(real).sum::<f64>() / factors.len().max(1) as f64;
    let prior = Factor { factor: 1.0, variance: variance.max(0.0) };
    for factor in factors.values_mut() {
        let (seen, limit) = (factor.factor, factor.variance.sqrt());
        *factor = shrunk(*factor, prior);
        factor.factor = factor.factor.clamp(seen - limit, seen + limit).max(0.0);
    }
}

/// The posterior of a normal prior and a normal likelihood.
fn shrunk(seen: Factor, prior: Factor) -> Factor {
    let trust = prior.variance / (prior.variance + seen.variance);
    let factor = prior.factor + trust * (seen.factor - prior.factor);
    Factor { factor, variance: trust * seen.variance }
}

#[cfg(test)]
mod tests;
