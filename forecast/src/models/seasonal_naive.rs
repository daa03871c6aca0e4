//! Seasonal naive: next week is last week. The benchmark every other model has to beat.

use super::{Model, Parameters, Workspace};
use crate::series::Cadence;

/// Repeats the last short season (Hyndman and Athanasopoulos, *Forecasting: Principles and
/// Practice*, 3rd ed., 5.2).
pub(crate) struct SeasonalNaive;

impl Model for SeasonalNaive {
    fn name(&self) -> &'static str {
        "seasonal_naive"
    }

    fn applies(&self, _: &[f64], _: &Cadence) -> bool {
        true
    }

    fn fit(&self, _: &[f64], _: &Cadence, _: &mut Workspace) -> Parameters {
        Parameters::default()
    }

    fn forecast(
        &self,
        _: &Parameters,
        history: &[f64],
        cadence: &Cadence,
        _: &mut Workspace,
        ahead: &mut [f64],
    ) {
        let season = cadence.short_season(history.len());
        let last = &history[history.len() - season..];
        for (step, value) in ahead.iter_mut().enumerate() {
            *value = last[step % season];
        }
    }
}
