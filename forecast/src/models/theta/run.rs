//! The Theta models' equations: a fixed linear trend, and one estimated anew at each observation.

use serde::{Deserialize, Serialize};

use super::Bend;

/// Errors of the first observations are not counted; the level has yet to find the series.
pub(super) const WARM: usize = 4;

/// Sums that the least squares line over 1..=n is made of (Fiorucci et al. 2016, eq. 3).
#[derive(Debug, Clone, Copy, Default, PartialEq, Serialize, Deserialize)]
pub(super) struct Sums {
    count: f64,
    sum: f64,
    moment: f64,
}

impl Sums {
    pub(super) fn of(values: &[f64]) -> Self {
        let mut sums = Self::default();
        values.iter().for_each(|value| sums.add(*value));
        sums
    }

    #[inline]
    pub(super) fn add(&mut self, value: f64) {
        self.count += 1.0;
        self.sum += value;
        self.moment += self.count * value;
    }

    /// Intercept and slope.
    pub(super) fn line(self) -> (f64, f64) {
        let Self { count, sum, moment } = self;
        if count < 2.0 {
            return (sum, 0.0);
        }
        let slope =
            6.0 / (count * count - 1.0) * (2.0 / count * moment - (count + 1.0) / count * sum);
        (sum / count - (count + 1.0) / 2.0 * slope, slope)
    }
}

/// STM and OTM: the trend is the line through the whole history (Fiorucci et al. 2016, eq. 1 to 6).
pub(super) struct Static {
    pub(super) bend: Bend,
    /// Intercept and slope.
    pub(super) trend: (f64, f64),
}

impl Static {
    /// The squared one-step errors' sum and the level at the end.
    pub(super) fn run(&self, values: &[f64]) -> (f64, f64) {
        let Bend { alpha, theta } = self.bend;
        let (intercept, slope) = self.trend;
        let (part, rest) = (1.0 - 1.0 / theta, 1.0 - alpha);
        let per_alpha = alpha.recip();
        let mut level = values[0];
        let mut power = 1.0;
        let mut squares = 0.0;
        for (time, value) in values.iter().enumerate() {
            let next = power * rest;
            let drift = part * (power * intercept + (1.0 - next) * per_alpha * slope);
            let error = value - (level + drift);
            squares += if time >= WARM { error * error } else { 0.0 };
            level = alpha * value + rest * level;
            power = next;
        }
        (squares, level)
    }

    /// The expected values after `count` of them, the last of which left `level`.
    pub(super) fn ahead(&self, level: f64, count: f64) -> impl Iterator<Item = f64> + use<> {
        let Bend { alpha, theta } = self.bend;
        let (intercept, slope) = self.trend;
        let power = (1.0 - alpha).powf(count);
        let bent = (1.0 - power * (1.0 - alpha)) / alpha;
        let expected = move |step| {
            let drift = power * intercept + (f64::from(step) + bent) * slope;
            level + (1.0 - 1.0 / theta) * drift
        };
        (0_u32..).map(expected)
    }
}

/// STM or OTM that goes on: its line is that through all values so far.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub(super) struct Moving {
    bend: Bend,
    level: f64,
    sums: Sums,
}

impl Moving {
    pub(super) fn new(bend: Bend, values: &[f64]) -> Self {
        let sums = Sums::of(values);
        let (_, level) = Static { bend, trend: sums.line() }.run(values);
        Self { bend, level, sums }
    }

    pub(super) fn observe(&mut self, value: f64) {
        self.level += self.bend.alpha * (value - self.level);
        self.sums.add(value);
    }

    pub(super) fn ahead(&self) -> impl Iterator<Item = f64> + use<> {
        Static { bend: self.bend, trend: self.sums.line() }.ahead(self.level, self.sums.count)
    }
}

/// The state of DSTM or DOTM after some observations (Fiorucci et al. 2016, eq. 7 to 12).
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub(super) struct Dynamic {
    alpha: f64,
    part: f64,
    level: f64,
    average: f64,
    intercept: f64,
    slope: f64,
    power: f64,
    time: f64,
    /// 1 / α and 1 / time: a division takes longer than all else in a step.
    per_alpha: f64,
    per_time: f64,
}

impl Dynamic {
    pub(super) fn new(bend: Bend, first: f64) -> Self {
        Self {
            alpha: bend.alpha,
            part: 1.0 - 1.0 / bend.theta,
            level: first,
            average: 0.0,
            intercept: first,
            slope: 0.0,
            power: 1.0,
            time: 0.0,
            per_alpha: bend.alpha.recip(),
            per_time: 1.0,
        }
    }

    /// The one-step forecast.
    #[inline]
    pub(super) fn expected(&self) -> f64 {
        let bent = (1.0 - self.power * (1.0 - self.alpha)) * self.per_alpha;
        self.level + self.part * (self.power * self.intercept + bent * self.slope)
    }

    /// Takes the next observation in. The first two have no slope to update from.
    #[inline]
    pub(super) fn observe(&mut self, value: f64) {
        self.time += 1.0;
        let (time, per_time) = (self.time, self.per_time);
        self.per_time = (time + 1.0).recip();
        if time > 1.0 {
            let surprise = 6.0 * per_time * (value - self.average);
            self.slope = ((time - 2.0) * self.slope + surprise) * self.per_time;
        }
        self.average += (value - self.average) * per_time;
        self.intercept = self.average - (time + 1.0) / 2.0 * self.slope;
        self.level += self.alpha * (value - self.level);
        self.power *= 1.0 - self.alpha;
    }

    /// The expected values ahead: the model goes on as if each came true.
    pub(super) fn ahead(mut self) -> impl Iterator<Item = f64> {
        std::iter::repeat_with(move || {
            let expected = self.expected();
            self.observe(expected);
            expected
        })
    }

    /// Runs through `values` and returns the one-step squared errors' sum.
    pub(super) fn run(&mut self, values: &[f64]) -> f64 {
        let mut squares = 0.0;
        for (time, value) in values.iter().enumerate() {
            let error = value - self.expected();
            squares += if time >= WARM { error * error } else { 0.0 };
            self.observe(*value);
        }
        squares
    }
}
