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
mod recursion;
mod seasonal_naive;
mod seasonal_regression;
mod simplex;
mod smoothing;
mod stl;
mod theta;
mod weekly_yearly;
mod window;

use serde::{Deserialize, Serialize};

use crate::series::Cadence;

pub(crate) use combination::{COMBINATION, Combination};
pub(crate) use intermittent::is_intermittent;
pub(crate) use recursion::Recursion;

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
    /// Several seasons, trend and remainder, from several origins.
    parted: mstl::Decompositions,
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

    /// Learns parameters from `history`; there are none to learn unless the model says so.
    fn fit(&self, _: &[f64], _: &Cadence, _: &mut Workspace) -> Parameters {
        Parameters::default()
    }

    /// The model at the end of `history`, run with `parameters`, to go on from there by itself;
    /// nothing where it can only begin anew.
    fn recursion(
        &self,
        _parameters: &Parameters,
        _history: &[f64],
        _cadence: &Cadence,
        _work: &mut Workspace,
    ) -> Option<Recursion> {
        None
    }

    /// Runs `parameters` over `history` and writes the steps after it into `ahead`.
    fn forecast(
        &self,
        parameters: &Parameters,
        history: &[f64],
        cadence: &Cadence,
        work: &mut Workspace,
        ahead: &mut [f64],
    ) {
        let Some(recursion) = self.recursion(parameters, history, cadence, work) else {
            return ahead.fill(0.0);
        };
        let (count, mut steps) = (ahead.len(), ahead.iter_mut());
        let back = |back| history[history.len() - back];
        recursion.ahead(count, back, |expected| {
            if let Some(step) = steps.next() {
                *step = expected;
            }
        });
    }
}

/// Every model that may be tried, the benchmark first.
pub(crate) static MODELS: [&dyn Model; 20] = [
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
    &decomposed::MSTL_AUTOREGRESSION,
    &seasonal_regression::SeasonalRegression,
    &aggregation::ADIDA,
    &aggregation::IMAPA,
    &negative_binomial::NegativeBinomial,
    &averages::Drift,
    &averages::SeasonalMedian,
    &averages::WindowAverage,
];

/// A model of what is left of a history once the effects of what is known ahead are taken off.
#[derive(Clone, Copy)]
pub(crate) struct Explained {
    /// The name of it and the effects together in every table.
    pub(crate) name: &'static str,
    pub(crate) model: &'static dyn Model,
}

/// Those that may be tried: of the panels with regressors that were looked at, hourly rentals with
/// weather and daily and weekly retail with prices and markdowns, others added nothing to these.
pub(crate) static EXPLAINED: [Explained; 6] = [
    Explained { name: "regression_optimised_theta", model: &theta::OPTIMISED_THETA },
    Explained { name: "regression_weekly_yearly", model: &weekly_yearly::WeeklyYearly },
    Explained { name: "regression_tsb", model: &intermittent::Tsb },
    Explained { name: "regression_mstl_autoregression", model: &decomposed::MSTL_AUTOREGRESSION },
    Explained {
        name: "regression_seasonal_regression",
        model: &seasonal_regression::SeasonalRegression,
    },
    Explained { name: "regression_seasonal_median", model: &averages::SeasonalMedian },
];

/// What a history has reached, which keeps forecasts of it believable: never negative after a
/// history that never was, and never further outside what was seen than the width of what was seen.
/// A seasonal factor or a trend that runs away is stopped here rather than published.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub(crate) struct Reach {
    low: f64,
    high: f64,
    last: f64,
}

impl Reach {
    pub(crate) fn of(history: &[f64]) -> Self {
        let nothing = Self { low: f64::INFINITY, high: f64::NEG_INFINITY, last: 0.0 };
        history.iter().fold(nothing, |reach, value| reach.with(*value))
    }

    /// The reach of one more value.
    #[inline]
    pub(crate) fn with(self, value: f64) -> Self {
        Self { low: self.low.min(value), high: self.high.max(value), last: value }
    }

    /// What of a forecast is believable.
    #[inline]
    pub(crate) fn keep(&self, value: f64) -> f64 {
        let width = self.high - self.low;
        let floor = if self.low < 0.0 { self.low - width } else { (self.low - width).max(0.0) };
        if value.is_finite() { value.clamp(floor, self.high + width) } else { self.last }
    }
}

/// Keeps steps ahead of a history within its [`Reach`].
pub(crate) fn restrain(history: &[f64], ahead: &mut [f64]) {
    let reach = Reach::of(history);
    ahead.iter_mut().for_each(|value| *value = reach.keep(*value));
}

#[cfg(test)]
mod public_data;
#[cfg(test)]
mod tests;
