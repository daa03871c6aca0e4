//! The models: each learns a few numbers from a history and runs them forward from its end.

mod aggregation;
mod autoregression;
mod averages;
mod box_cox;
mod ces;
mod combination;
mod decomposed;
mod ets;
mod exponential_smoothing;
mod intermittent;
mod loess;
mod mstl;
mod negative_binomial;
mod seasonal_naive;
mod seasonal_regression;
mod simplex;
mod stl;
mod theta;
mod weekly_yearly;

use crate::season::Form;
use crate::series::Cadence;

pub(crate) use combination::{COMBINATION, Combination};

/// What a model learned: smoothing weights, coefficients. Fixed in size so that none is allocated.
pub(crate) type Parameters = [f64; 32];

/// Buffers a thread reuses for every series, fold and model.
#[derive(Debug, Default)]
pub(crate) struct Workspace {
    /// The history with its season taken off.
    adjusted: Vec<f64>,
    /// One seasonal index per position of the short season.
    indices: Vec<f64>,
    /// One seasonal state per position, moved by smoothing.
    state: Vec<f64>,
    /// The long season's effect at every observation and every step ahead.
    profile: Vec<f64>,
    /// Several seasons, trend and remainder.
    mstl: mstl::Mstl,
    /// Levels and potentials of complex smoothing.
    complex: ces::States,
}

/// A forecasting model. Learning is apart from running, so that a back-test can run the same
/// parameters from many origins; neither ever sees a value after the history it is given.
pub(crate) trait Model: Sync {
    /// The name in every table.
    fn name(&self) -> &'static str;

    /// Whether the model means anything for this history.
    fn applies(&self, history: &[f64], cadence: &Cadence) -> bool;

    /// Learns parameters from `history`.
    fn fit(&self, history: &[f64], cadence: &Cadence, work: &mut Workspace) -> Parameters;

    /// Runs `parameters` over `history` and writes the steps after it into `ahead`.
    fn forecast(
        &self,
        parameters: &Parameters,
        history: &[f64],
        cadence: &Cadence,
        work: &mut Workspace,
        ahead: &mut [f64],
    );
}

/// Every model that may be tried, the benchmark first.
pub(crate) static MODELS: [&dyn Model; 21] = [
    &seasonal_naive::SeasonalNaive,
    &exponential_smoothing::SIMPLE,
    &exponential_smoothing::DAMPED_TREND,
    &exponential_smoothing::HOLT_WINTERS,
    &theta::THETA,
    &theta::OPTIMISED_THETA,
    &weekly_yearly::WeeklyYearly,
    &intermittent::CrostonSba,
    &intermittent::Tsb,
    &ets::Ets,
    &ces::Ces,
    &decomposed::MSTL_ETS,
    &decomposed::MSTL_THETA,
    &decomposed::MSTL_AUTOREGRESSION,
    &seasonal_regression::SeasonalRegression,
    &aggregation::ADIDA,
    &aggregation::IMAPA,
    &negative_binomial::NegativeBinomial,
    &averages::Drift,
    &averages::SeasonalMedian,
    &averages::WindowAverage,
];

/// Keeps steps ahead believable: never negative after a history that never was, and never further
/// outside what was seen than the width of what was seen. A seasonal factor or a trend that runs
/// away is stopped here rather than published.
pub(crate) fn restrain(history: &[f64], ahead: &mut [f64]) {
    let low = history.iter().copied().fold(f64::INFINITY, f64::min);
    let high = history.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    let width = high - low;
    let floor = if Form::of(history) == Form::Multiplicative {
        (low - width).max(0.0)
    } else {
        low - width
    };
    let last = history.last().copied().unwrap_or(0.0);
    for value in ahead {
        *value = if value.is_finite() { value.clamp(floor, high + width) } else { last };
    }
}

#[cfg(test)]
mod public_data;
#[cfg(test)]
mod tests;
