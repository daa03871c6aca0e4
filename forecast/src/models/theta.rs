//! Theta: simple exponential smoothing of a bent series plus part of its linear trend.

mod going;
mod run;

use serde::{Deserialize, Serialize};

use super::intermittent::is_intermittent;
use super::mstl::shortest_period;
use super::{Model, Parameters, Recursion, Workspace};
use crate::search::minimise;
use crate::season::{Form, indices, is_seasonal};
use crate::series::Cadence;
use going::Bent;
pub(crate) use going::GoingTheta;
use run::{Dynamic, Moving, Static, Sums};

/// The dynamic optimised Theta model DOTM of Fiorucci et al. 2016: θ is fitted and the linear
/// trend is estimated anew at every observation.
pub(crate) const OPTIMISED_THETA: Theta =
    Theta { name: "optimised_theta", variants: &[Variant::DynamicOptimised] };

/// The one of the four Theta models that errs least one step ahead, where a fitted θ has to earn
/// its place by the criterion of Akaike: the standard one, θ = 2 (Assimakopoulos and Nikolopoulos
/// 2000), and those of Fiorucci, Pellegrini, Louzada, Petropoulos and Koehler 2016.
pub(crate) const THETA: Theta = Theta {
    name: "theta",
    variants: &[
        Variant::Standard,
        Variant::Optimised,
        Variant::DynamicStandard,
        Variant::DynamicOptimised,
    ],
};

/// One Theta model, or the best of several.
pub(crate) struct Theta {
    name: &'static str,
    variants: &'static [Variant],
}

/// STM, OTM, DSTM and DOTM.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Variant {
    Standard,
    Optimised,
    DynamicStandard,
    DynamicOptimised,
}

/// What a variant learns.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub(super) struct Bend {
    pub(super) alpha: f64,
    pub(super) theta: f64,
}

/// Ranges of the level's weight α and of θ; with θ = 1 the trend has no part.
const ALPHA: (f64, f64) = (0.01, 0.99);
const THETA_RANGE: (f64, f64) = (1.0, 8.0);

/// The usual θ: the bent series is twice as curved.
const USUAL: f64 = 2.0;

/// What `Parameters` holds: α, the season taken off, θ, and whether the trend is dynamic.
const DYNAMIC: usize = 3;

impl Variant {
    fn dynamic(self) -> bool {
        matches!(self, Self::DynamicStandard | Self::DynamicOptimised)
    }

    fn fits_theta(self) -> bool {
        matches!(self, Self::Optimised | Self::DynamicOptimised)
    }

    /// Fits the variant to values without a season: what it learned, and the squared one-step
    /// errors' sum.
    fn fit(self, values: &[f64]) -> (Bend, f64) {
        let trend = Sums::of(values).line();
        let cost = |bend: Bend| {
            if self.dynamic() {
                Dynamic::new(bend, values[0]).run(values)
            } else {
                Static { bend, trend }.run(values).0
            }
        };
        let best = if self.fits_theta() {
            let at = |p: &[f64; 2]| Bend { alpha: p[0], theta: p[1] };
            at(&minimise([ALPHA, THETA_RANGE], [0.3, USUAL], |p| cost(at(p))))
        } else {
            let at = |p: &[f64; 1]| Bend { alpha: p[0], theta: USUAL };
            at(&minimise([ALPHA], [0.3], |p| cost(at(p))))
        };
        (best, cost(best))
    }
}

/// Learns from values without a season the best of some variants.
fn choose(variants: &[Variant], values: &[f64]) -> (Variant, Bend) {
    let mut best = (variants[0], Bend { alpha: 0.3, theta: USUAL }, f64::INFINITY);
    for variant in variants {
        let (bend, squares) = variant.fit(values);
        let penalty = if variant.fits_theta() { 2.0 } else { 0.0 };
        let criterion = values.len() as f64 * squares.max(f64::MIN_POSITIVE).ln() + penalty;
        if criterion < best.2 {
            best = (*variant, bend, criterion);
        }
    }
    (best.0, best.1)
}

/// Takes a significant short season off into `work.adjusted`, its indices into `work.indices`.
/// A position that hides the level (a closed day) repeats the level before it.
fn adjust(history: &[f64], season: usize, form: Form, work: &mut Workspace) {
    work.indices.clear();
    if season > 1 {
        indices(history, season, form, &mut work.indices);
    } else {
        work.indices.push(form.neutral());
    }
    work.adjusted.clear();
    let mut before = history[0];
    for (time, value) in history.iter().enumerate() {
        before = form.take(*value, work.indices[time % work.indices.len()]).unwrap_or(before);
        work.adjusted.push(before);
    }
}

/// The season to take off: the short one if it is beyond chance, kept as a parameter.
fn tested_season(history: &[f64], cadence: &Cadence) -> usize {
    let season = shortest_period(cadence, history.len());
    if is_seasonal(history, season) { season } else { 1 }
}

impl Model for Theta {
    fn name(&self) -> &'static str {
        self.name
    }

    /// DOTM also for intermittent demand: with θ near 1 it is simple smoothing, and a SKU that
    /// fades slowly is met by a θ above.
    fn applies(&self, history: &[f64], _: &Cadence) -> bool {
        let any = self.variants == [Variant::DynamicOptimised];
        history.len() > run::WARM && (any || !is_intermittent(history))
    }

    fn fit(&self, history: &[f64], cadence: &Cadence, work: &mut Workspace) -> Parameters {
        let season = tested_season(history, cadence);
        adjust(history, season, Form::of(history), work);
        let (variant, bend) = choose(self.variants, &work.adjusted);
        let mut found = Parameters::default();
        found[..3].copy_from_slice(&[bend.alpha, season as f64, bend.theta]);
        found[DYNAMIC] = f64::from(u8::from(variant.dynamic()));
        found
    }

    fn forecast(
        &self,
        parameters: &Parameters,
        history: &[f64],
        _: &Cadence,
        work: &mut Workspace,
        ahead: &mut [f64],
    ) {
        let after = after(parameters, history, work);
        let season = (Form::of(history), work.indices.as_slice());
        let expected = after.ahead(season, history.len() % work.indices.len());
        ahead.iter_mut().zip(expected).for_each(|(step, expected)| *step = expected);
    }

    fn recursion(
        &self,
        parameters: &Parameters,
        history: &[f64],
        _: &Cadence,
        work: &mut Workspace,
    ) -> Option<Recursion> {
        let bent = after(parameters, history, work);
        let before = work.adjusted.last().copied()?;
        let season = work.indices.as_slice();
        let going = GoingTheta::new(bent, before, (Form::of(history), season), history.len());
        Some(Recursion::Theta(going))
    }
}

/// The model at the end of `history`, the season's indices then in `work.indices`.
fn after(parameters: &Parameters, history: &[f64], work: &mut Workspace) -> Bent {
    let [alpha, season, theta, dynamic, ..] = *parameters;
    let bend = Bend { alpha, theta };
    adjust(history, season as usize, Form::of(history), work);
    if dynamic > 0.0 {
        let mut state = Dynamic::new(bend, work.adjusted[0]);
        state.run(&work.adjusted);
        Bent::Dynamic(state)
    } else {
        Bent::Fixed(Moving::new(bend, &work.adjusted))
    }
}

#[cfg(test)]
mod tests;
