//! Decompositions that are kept, since several models of a series forecast from the same ones.

use super::{Mstl, Season};
use crate::models::box_cox::Scale;
use crate::series::Cadence;

/// As many are kept as a series needs: one for each origin of its back-test and its end, and those
/// on the scales that were not chosen.
const MOST: usize = 40;

/// Decompositions, the oldest of which makes room for the next.
#[derive(Debug, Default)]
pub(crate) struct Decompositions {
    mstl: Mstl,
    kept: Vec<Parted>,
    oldest: usize,
}

/// What forecasts need of a decomposition.
#[derive(Debug)]
pub(in crate::models) struct Parted {
    mark: u64,
    scale: Scale,
    lift: f64,
    smearing: f64,
    /// Minus twice the log-likelihood of the values.
    pub(in crate::models) deviance: f64,
    /// The values without any season.
    pub(in crate::models) adjusted: Vec<f64>,
    /// The latest effects of each season, as many as a forecast looks back at.
    effects: Vec<(Season, Vec<f64>)>,
}

impl Decompositions {
    /// `values` taken apart on `scale`.
    pub(in crate::models) fn of(
        &mut self,
        values: &[f64],
        scale: Scale,
        cadence: &Cadence,
    ) -> &Parted {
        let mark = mark(values, scale, cadence);
        let place = self.kept.iter().position(|parted| parted.mark == mark);
        let place = place.unwrap_or_else(|| {
            self.mstl.decompose(values, scale, cadence);
            self.keep(mark, values, scale)
        });
        &self.kept[place]
    }

    /// Keeps what was just taken apart and returns where.
    fn keep(&mut self, mark: u64, values: &[f64], scale: Scale) -> usize {
        let place = self.oldest;
        self.oldest = (place + 1) % MOST;
        if place == self.kept.len() {
            self.kept.push(Parted::nothing());
        }
        let parted = &mut self.kept[place];
        let mstl = &self.mstl;
        (parted.mark, parted.scale, parted.lift) = (mark, scale, mstl.lift);
        parted.smearing = mstl.smearing(values, scale);
        parted.deviance = mstl.deviance(values, scale);
        parted.adjusted.clone_from(&mstl.adjusted);
        let seasons = mstl.seasons.iter().map(|(season, _)| *season);
        parted.effects.resize_with(mstl.seasons.len(), || (Season::NONE, Vec::new()));
        for ((kept, season), effects) in parted.effects.iter_mut().zip(seasons).zip(&mstl.effects) {
            kept.0 = season;
            kept.1.clear();
            kept.1.extend_from_slice(&effects[effects.len().saturating_sub(2 * season.period())..]);
        }
        place
    }
}

impl Parted {
    fn nothing() -> Self {
        Self {
            mark: 0,
            scale: Scale::Plain,
            lift: 0.0,
            smearing: 1.0,
            deviance: f64::INFINITY,
            adjusted: Vec::new(),
            effects: Vec::new(),
        }
    }

    /// A forecast of the adjusted values `step` steps after the last one, with the seasons put back
    /// and taken off the scale.
    pub(in crate::models) fn whole(&self, step: usize, adjusted: f64) -> f64 {
        let effects: f64 =
            self.effects.iter().map(|(season, effects)| ahead(*season, effects, step)).sum();
        let value = self.scale.take(adjusted + effects, self.lift);
        (value + self.lift) * self.smearing - self.lift
    }
}

/// The effect of a season `step` steps after the last one: what it was one season before, where a
/// season that is not whole is counted in days, not in whole years.
fn ahead(season: Season, effects: &[f64], step: usize) -> f64 {
    let cycles = (step / season.period() + 1) as f64;
    let back = ((cycles * season.length).round() as usize).saturating_sub(step);
    effects[effects.len() - back.clamp(1, effects.len())]
}

/// A number that as good as never is the same for other values, another scale or other seasons
/// (the mixing step of Fowler, Noll and Vo's hash, over whole words).
fn mark(values: &[f64], scale: Scale, cadence: &Cadence) -> u64 {
    let told = [scale.number(), values.len() as f64];
    let words = told.iter().chain(&cadence.seasons).chain(values);
    words.fold(0xcbf2_9ce4_8422_2325, |mark: u64, word| {
        (mark.rotate_left(23) ^ word.to_bits()).wrapping_mul(0x0100_0000_01b3)
    })
}

#[cfg(test)]
mod tests;
