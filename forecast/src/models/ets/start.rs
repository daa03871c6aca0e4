//! Where exponential smoothing starts: states read off the beginning of a history.

use super::form::{Effect, Form, Trend};
use super::run::{LONGEST_SEASON, State};
use crate::models::smoothing::Line;
use crate::season::{Form as Action, indices};
use crate::series::mean;

/// Seasonal effects are read off this many first seasons: later ones may be other habits.
const FIRST_SEASONS: usize = 10;

/// Level and slope are read off two seasons, and at least this many values.
const FIRST_VALUES: usize = 10;

/// A factor below this would make the level it is taken off meaningless.
const LEAST_FACTOR: f64 = 1e-2;

/// The starting states of Hyndman et al. 2008, 2.6.1: seasonal effects by classical decomposition,
/// level and slope by a straight line through the first values with the season taken off.
pub(super) fn start(values: &[f64], period: usize, form: Form, scratch: &mut Vec<f64>) -> State {
    let flat = Line { level: 0.0, slope: 0.0 };
    let mut state = State { line: flat, season: [0.0; LONGEST_SEASON] };
    if let Some(effect) = form.season {
        let action = match effect {
            Effect::Additive => Action::Additive,
            Effect::Multiplicative => Action::Multiplicative,
        };
        let first = &values[..values.len().min(FIRST_SEASONS * period)];
        indices(first, period, action, scratch);
        state.season[..period].copy_from_slice(scratch);
        if effect == Effect::Multiplicative {
            state.season[..period].iter_mut().for_each(|factor| *factor = factor.max(LEAST_FACTOR));
        }
    }
    let count = (2 * period).max(FIRST_VALUES).min(values.len());
    scratch.clear();
    scratch.extend(values[..count].iter().enumerate().map(|(time, value)| {
        let season = state.season[time % period];
        match form.season {
            None => *value,
            Some(Effect::Additive) => value - season,
            Some(Effect::Multiplicative) => value / season,
        }
    }));
    if form.trend == Trend::None {
        state.line.level = mean(scratch);
    } else {
        state.line = line(scratch);
    }
    state
}

/// Intercept at time 0 and slope of the least squares line over times 1, 2, …
fn line(values: &[f64]) -> Line {
    let centre = (values.len() + 1) as f64 / 2.0;
    let average = mean(values);
    let (mut moment, mut spread) = (0.0, 0.0);
    for (time, value) in values.iter().enumerate() {
        let offset = (time + 1) as f64 - centre;
        moment += offset * (value - average);
        spread += offset * offset;
    }
    let slope = if spread > 0.0 { moment / spread } else { 0.0 };
    Line { level: average - slope * centre, slope }
}
