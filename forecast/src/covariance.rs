//! How the errors of models go together, in a series and over the panel.
//!
//! Two models that err on the same days are worth little more than one of them; one that is a
//! little worse but errs elsewhere is worth having. What tells them apart are the mean products of
//! their errors (Bates and Granger 1969), here about zero, so that a model's bias counts as error.
//! A series' own are few, and drawn towards the panel's as in `opinion`.

use crate::backtest::{Plan, Track};

/// Products are measured anew after so many origins; weights change little in between.
const EVERY: usize = 5;

/// The panel counts as much as this many independent folds of the series.
const PANEL_FOLDS: f64 = 4.0;

/// How much weights hold on to what each model's errors say by themselves, as a share of the mean
/// squared error: with many folds, and how much more with a single one. Chosen on the public sets.
const HOLD: (f64, f64) = (0.05, 0.5);

/// Errors beyond this multiple of the usual one count as that: one wild day is no evidence.
const FAR: f64 = 9.0;

/// Mean products of the errors of each pair of models; not a number for a pair that was never
/// measured on the same steps.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Covariance {
    models: usize,
    cells: Vec<f64>,
}

impl Covariance {
    fn filled(models: usize, value: f64) -> Self {
        Self { models, cells: vec![value; models * models] }
    }

    /// From its cells, row by row.
    #[cfg(test)]
    pub(crate) fn new(models: usize, cells: Vec<f64>) -> Self {
        assert_eq!(cells.len(), models * models);
        Self { models, cells }
    }

    /// How many models there are.
    pub(crate) fn models(&self) -> usize {
        self.models
    }

    /// The mean product of the errors of two models.
    pub(crate) fn at(&self, one: usize, other: usize) -> f64 {
        self.cells[one * self.models + other]
    }

    fn at_mut(&mut self, one: usize, other: usize) -> &mut f64 {
        &mut self.cells[one * self.models + other]
    }
}

/// A series' own, as they were known at some of its origins.
#[derive(Debug, Clone)]
pub(crate) struct Covariances {
    /// How many origins before the end each was known, and on how many independent folds it rests.
    known: Vec<(usize, f64, Covariance)>,
}

impl Covariances {
    /// Measures every track, counting at an origin only folds that had happened in full.
    pub(crate) fn new(tracks: &[Track], observed: &[f64], plan: &Plan) -> Self {
        let folds = plan.origins.len();
        let mut sums = Sums::new(tracks.len());
        let (mut known, mut counted) = (Vec::new(), 0);
        for back in (0..=folds).rev().filter(|back| back % EVERY == 0) {
            let origin = plan.origins.get(folds - back).copied().unwrap_or(observed.len());
            while counted < folds && plan.known(counted, origin) == plan.horizon {
                sums.add(tracks, plan.actual(observed, counted), counted);
                counted += 1;
            }
            if sums.counts.cells.iter().any(|count| *count > 0.0) {
                known.push((back, plan.independent(counted), sums.means()));
            }
        }
        Self { known }
    }

    /// What was known so many origins before the end, and how many folds it rests on.
    fn known(&self, back: usize) -> Option<&(usize, f64, Covariance)> {
        self.known.iter().rev().find(|(known, ..)| *known >= back)
    }
}

/// Sums of products over the folds so far.
struct Sums {
    products: Covariance,
    counts: Covariance,
    errors: Vec<Vec<f64>>,
    /// Each model's squared errors as they are, and how many.
    squares: Vec<(f64, f64)>,
}

impl Sums {
    fn new(models: usize) -> Self {
        Self {
            products: Covariance::filled(models, 0.0),
            counts: Covariance::filled(models, 0.0),
            errors: vec![Vec::new(); models],
            squares: vec![(0.0, 0.0); models],
        }
    }

    /// Adds a fold. Its errors are measured in the root of what is usual in it and in all so far:
    /// a hard fold weighs more than an easy one, but not as much more as its squares are larger.
    fn add(&mut self, tracks: &[Track], actual: &[f64], fold: usize) {
        for (errors, track) in self.errors.iter_mut().zip(tracks) {
            errors.clear();
            errors.extend(track.fold(fold).iter().zip(actual).map(|(step, actual)| step - actual));
        }
        let here: Vec<(f64, f64)> = self.errors.iter().map(|it| product(it, it)).collect();
        for (all, here) in self.squares.iter_mut().zip(&here) {
            *all = (all.0 + here.0, all.1 + here.1);
        }
        let usual = middle(&self.squares);
        let unit = match middle(&here) {
            here if here > 0.0 => (here * usual).sqrt(),
            _ => usual,
        };
        if unit.is_nan() || unit <= 0.0 {
            return;
        }
        for error in self.errors.iter_mut().flatten() {
            *error = (*error / unit).clamp(-FAR, FAR);
        }
        for one in 0..tracks.len() {
            for other in 0..=one {
                let (sum, count) = product(&self.errors[one], &self.errors[other]);
                self.put(one, other, (sum, count));
                if one != other {
                    self.put(other, one, (sum, count));
                }
            }
        }
    }

    fn put(&mut self, one: usize, other: usize, (sum, count): (f64, f64)) {
        *self.products.at_mut(one, other) += sum;
        *self.counts.at_mut(one, other) += count;
    }

    fn means(&self) -> Covariance {
        let pairs = self.products.cells.iter().zip(&self.counts.cells);
        Covariance {
            models: self.products.models,
            cells: pairs
                .map(|(sum, count)| if *count > 0.0 { sum / count } else { f64::NAN })
                .collect(),
        }
    }
}

/// The root mean squared error of the middle model, from each one's sum and count; not a number
/// where nothing was measured.
fn middle(squares: &[(f64, f64)]) -> f64 {
    let measured = squares.iter().filter(|(_, count)| *count > 0.0);
    let mut roots: Vec<f64> = measured.map(|(sum, count)| (sum / count).sqrt()).collect();
    roots.sort_unstable_by(f64::total_cmp);
    roots.get(roots.len() / 2).copied().unwrap_or(f64::NAN)
}

/// The sum of products over the steps that both know, and how many there are.
fn product(one: &[f64], other: &[f64]) -> (f64, f64) {
    let (mut sum, mut count) = (0.0, 0.0);
    for product in one.iter().zip(other).map(|(one, other)| one * other) {
        if !product.is_nan() {
            sum += product;
            count += 1.0;
        }
    }
    (sum, count)
}

/// What all series of a panel say, by how many origins before the end.
#[derive(Debug, Clone, Default)]
pub(crate) struct PanelCovariance {
    known: Vec<Known>,
}

/// Sums of the series' cells, how many there are of each, and how many folds all rest on.
#[derive(Debug, Clone)]
struct Known {
    sums: Covariance,
    counts: Covariance,
    folds: f64,
}

impl PanelCovariance {
    /// Adds a series; `slots` says which of the panel's models each of its candidates is.
    pub(crate) fn add(&mut self, own: &Covariances, slots: &[usize], models: usize) {
        for (back, folds, found) in &own.known {
            let zeros = || Covariance::filled(models, 0.0);
            let none = || Known { sums: zeros(), counts: zeros(), folds: 0.0 };
            if self.known.len() <= back / EVERY {
                self.known.resize_with(back / EVERY + 1, none);
            }
            let Known { sums, counts, folds: all } = &mut self.known[back / EVERY];
            *all += folds;
            for (one, slot) in slots.iter().enumerate() {
                for (other, beside) in slots.iter().enumerate() {
                    let value = found.at(one, other);
                    if !value.is_nan() {
                        *sums.at_mut(*slot, *beside) += value;
                        *counts.at_mut(*slot, *beside) += 1.0;
                    }
                }
            }
        }
    }

    /// A series' own at its origin `back` before the end, drawn towards the panel's; nothing where
    /// no fold had happened in full. With it goes how much weights should hold on to what they were
    /// without it. A pair that nobody measured is taken for not related.
    pub(crate) fn shrink(
        &self,
        own: &Covariances,
        back: usize,
        slots: &[usize],
    ) -> Option<(Covariance, f64)> {
        let (known, folds, found) = own.known(back)?;
        let Known { sums, counts, folds: all } = self.known.get(known / EVERY)?;
        let mut shrunk = found.clone();
        for (one, slot) in slots.iter().enumerate() {
            for (other, beside) in slots.iter().enumerate() {
                let panel = sums.at(*slot, *beside) / counts.at(*slot, *beside);
                let cell = shrunk.at_mut(one, other);
                *cell = match (cell.is_nan(), panel.is_nan()) {
                    (false, false) => (folds * *cell + PANEL_FOLDS * panel) / (folds + PANEL_FOLDS),
                    (true, false) => panel,
                    (false, true) => *cell,
                    (true, true) if one == other => f64::INFINITY,
                    (true, true) => 0.0,
                };
            }
        }
        Some((shrunk, HOLD.0 + HOLD.1 / all.max(1.0)))
    }
}

#[cfg(test)]
mod tests;
