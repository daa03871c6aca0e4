//! Seasonal naive: next week is last week. The benchmark every other model has to beat.

use super::window::Window;
use super::{Model, Parameters, Recursion, Workspace};
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

    fn recursion(
        &self,
        _: &Parameters,
        history: &[f64],
        cadence: &Cadence,
        _: &mut Workspace,
    ) -> Option<Recursion> {
        Some(Window::Season(cadence.short_season(history.len())).into())
    }
}
