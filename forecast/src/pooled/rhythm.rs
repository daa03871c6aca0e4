//! Which lags and windows say something, from the lengths of the seasons alone.

/// Rolling windows that are looked at.
pub(super) const WINDOWS: usize = 6;

/// Seasons that are looked at.
pub(super) const SEASONS: usize = 3;

/// Positions that a season is told apart in where it is no multiple of a shorter one: the weeks of
/// a year.
const PARTS: usize = 53;

/// Parts of a season beyond which a profile has too little to say of each.
const MOST_PARTS: usize = 2_016;

/// The longest season, where it is the only one, that is a shape: a week, a day by hours, a year by
/// months. A year by weeks rather moves the level.
const WHOLE: f64 = 31.0;

/// One season.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Season {
    /// In observations.
    pub(super) length: f64,
    /// Positions that are told apart.
    pub(super) parts: usize,
    /// Observations on each side of a place that count as the same position.
    pub(super) reach: usize,
    /// Whether it gives every position a shape of its own, as a week of hours does; otherwise it
    /// moves the level slowly, as a year of days does.
    pub(super) is_shape: bool,
}

impl Season {
    fn new(length: f64, shortest: f64, is_only: bool) -> Self {
        let whole = length.round().max(1.0) as usize;
        let is_multiple = (length / shortest).fract() == 0.0;
        let is_shape = is_multiple && whole <= MOST_PARTS && (length <= WHOLE || !is_only);
        let parts = if is_shape { whole } else { whole.min(PARTS) };
        Self { length, parts, reach: whole / parts / 2, is_shape }
    }

    /// The position of a place on the time line, from 0 to before `parts`.
    pub(super) fn part(&self, place: usize) -> usize {
        let turn = (place as f64 / self.length).fract();
        ((turn * self.parts as f64 + 1e-6) as usize).min(self.parts - 1)
    }

    /// From where to before where the whole season lies that is most evenly around a place and
    /// within the places before `limit`: a part of one would show a level of its own.
    pub(super) fn around(&self, place: usize, limit: usize) -> (usize, usize) {
        let whole = self.periods(1).min(limit);
        let from = place.saturating_sub(whole / 2).min(limit - whole);
        (from, from + whole)
    }

    /// The number of observations of `cycles` seasons.
    pub(super) fn periods(&self, cycles: usize) -> usize {
        (self.length * cycles as f64).round() as usize
    }
}

/// The lags and windows of a panel.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Rhythm {
    /// Shortest first, at most [`SEASONS`].
    pub(super) seasons: Vec<Season>,
    /// Rising lengths.
    pub(super) windows: [usize; WINDOWS],
    /// The window whose mean is the recent level.
    pub(super) level: usize,
    /// The longest season that is a shape, 1 for none: a level without it is a mean over all of it.
    pub(super) cycle: usize,
    /// The lag whose differences are the unit of series without a natural zero.
    pub(super) lag: usize,
}

impl Rhythm {
    /// The lags and windows for seasons of these lengths, in observations, shortest first.
    pub(super) fn new(seasons: &[f64]) -> Self {
        let shortest = seasons.first().copied().unwrap_or(1.0);
        let is_only = seasons.len() < 2;
        let seasons = seasons.iter().filter(|length| **length >= 2.0).take(SEASONS);
        let seasons: Vec<Season> =
            seasons.map(|length| Season::new(*length, shortest, is_only)).collect();
        let whole = shortest.round().max(1.0) as usize;
        let second = seasons.get(1).map_or(2 * whole, |season| season.length.round() as usize);
        let (windows, level) = match whole {
            0..=1 => ([2, 3, 5, 10, 20, 40], 3),
            2..=11 => ([whole / 2 + 1, whole, 2 * whole, 4 * whole, 13 * whole, 52 * whole], 4),
            12 => ([2, 3, 6, 12, 24, 48], 12),
            13..=31 => {
                ([3, whole / 2, whole, 2 * whole, second.max(3 * whole), 4 * second], second)
            }
            32..=60 => ([2, 4, whole / 4, whole / 2, whole, 2 * whole], 4),
            _ => (
                [whole / 12, whole / 4, whole, 2 * whole, second.max(3 * whole), 4 * second],
                whole,
            ),
        };
        let shapes = seasons.iter().filter(|season| season.is_shape);
        let cycle = shapes.map(|season| season.periods(1)).max().unwrap_or(1);
        let level = if (2..=11).contains(&whole) { 4 * whole } else { level };
        let lag = if seasons.first().is_some_and(|season| season.is_shape) { whole } else { 1 };
        Self { seasons, windows, level: level.max(cycle), cycle, lag }
    }
}

#[cfg(test)]
mod tests;
