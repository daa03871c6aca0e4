//! What one series has to say about the effect of holidays.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::{CalendarError, Mark, Marks};

/// Ordinary periods on each side that a holiday is compared with: as many as even out chance
/// without reaching into another part of the year.
const NEIGHBOURS: usize = 3;

/// Seasons looked back and ahead for them: further away is another time of the year.
const FARTHEST: usize = 6;

/// Sums over all times a mark was seen.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub(super) struct Seen {
    /// What happened.
    pub(super) value: f64,
    /// What would have happened on ordinary days.
    pub(super) ordinary: f64,
    /// The squares of the latter.
    pub(super) squares: f64,
}

/// Demand around holidays beside what ordinary neighbours let expect, of one series.
#[derive(Debug, Clone, PartialEq)]
pub struct Evidence {
    pub(super) seen: BTreeMap<Mark, Seen>,
    /// The variance of an ordinary value relative to the square of what was expected of it.
    pub(super) noise: f64,
    /// Those of the marks it was gathered under.
    pub(super) names: Arc<[String]>,
}

impl Evidence {
    /// Compares every marked value with the ordinary values around it at the same place of the
    /// season: the mean of the three nearest before and the three nearest after, so that level,
    /// trend and the week drop out. NaN is not known.
    ///
    /// `marks` are for the periods from the first value on and may run on into the future; `season`
    /// is in periods: 7 for days, 168 for hours, 1 for weeks, 12 for months. A series that is
    /// anywhere negative has no factors and gives no evidence.
    ///
    /// # Errors
    ///
    /// [`CalendarError::Length`] if there are more values than marks.
    pub fn gather(values: &[f64], marks: &Marks, season: usize) -> Result<Self, CalendarError> {
        if values.len() > marks.len() {
            return Err(CalendarError::Length { values: values.len(), periods: marks.len() });
        }
        let mut evidence = Self { seen: BTreeMap::new(), noise: 0.0, names: marks.shared_names() };
        if values.iter().any(|value| *value < 0.0) {
            return Ok(evidence);
        }
        let (mut errors, mut squares) = (0.0, 0.0);
        for (period, value) in values.iter().enumerate().filter(|(_, value)| value.is_finite()) {
            let Some(ordinary) = ordinary(values, marks, season.max(1), period) else { continue };
            if let Some(mark) = marks.get(period) {
                let seen = evidence.seen.entry(mark).or_default();
                seen.value += value;
                seen.ordinary += ordinary;
                seen.squares += ordinary * ordinary;
            } else {
                errors += (value - ordinary).powi(2);
                squares += ordinary * ordinary;
            }
        }
        evidence.seen.retain(|_, seen| seen.ordinary > 0.0);
        evidence.noise = if squares > 0.0 { errors / squares } else { 0.0 };
        Ok(evidence)
    }

    /// The ratio seen at a mark and its sampling variance.
    pub(super) fn ratio(&self, mark: Mark) -> Option<(f64, f64)> {
        let seen = self.seen.get(&mark)?;
        let variance = self.noise * seen.squares / (seen.ordinary * seen.ordinary);
        // No series is so even that a single year decides.
        Some((seen.value / seen.ordinary, variance.max(LEAST_VARIANCE)))
    }
}

/// The variance of a ratio below which there is no more certainty to be had: 1 %.
const LEAST_VARIANCE: f64 = 1e-4;

/// The mean of ordinary neighbours before and after; of one side where the other has none.
fn ordinary(values: &[f64], marks: &Marks, season: usize, period: usize) -> Option<f64> {
    let usual = |place: usize| {
        let value = values.get(place).copied()?;
        (value.is_finite() && marks.get(place).is_none()).then_some(value)
    };
    let before = (1..=FARTHEST).map_while(|back| period.checked_sub(back * season));
    let after = (1..=FARTHEST).map(|ahead| period + ahead * season);
    let before = mean(before.filter_map(usual).take(NEIGHBOURS));
    let after = mean(after.filter_map(usual).take(NEIGHBOURS));
    match (before, after) {
        (Some(before), Some(after)) => Some((before + after) / 2.0),
        (one, other) => one.or(other),
    }
}

fn mean(values: impl Iterator<Item = f64>) -> Option<f64> {
    let (sum, count) = values.fold((0.0, 0.0), |(sum, count), value| (sum + value, count + 1.0));
    (count > 0.0).then(|| sum / count)
}
