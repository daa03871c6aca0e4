//! The Theta models' equations: a fixed linear trend, and one estimated anew at each observation.

use super::Bend;

/// Errors of the first observations are not counted; the level has yet to find the series.
pub(super) const WARM: usize = 4;

/// Intercept and slope of the least squares line over 1..=n (Fiorucci et al. 2016, eq. 3).
pub(super) fn line(values: &[f64]) -> (f64, f64) {
    let length = values.len() as f64;
    let sum: f64 = values.iter().sum();
    let moment: f64 = (1_u32..).zip(values).map(|(time, value)| f64::from(time) * value).sum();
    if values.len() < 2 {
        return (sum, 0.0);
    }
    let slope =
        6.0 / (length * length - 1.0) * (2.0 / length * moment - (length + 1.0) / length * sum);
    (sum / length - (length + 1.0) / 2.0 * slope, slope)
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

    /// Writes the expected values after `values`.
    pub(super) fn ahead(&self, values: &[f64], ahead: &mut [f64]) {
        let Bend { alpha, theta } = self.bend;
        let (intercept, slope) = self.trend;
        let (_, level) = self.run(values);
        let power = (1.0 - alpha).powf(values.len() as f64);
        let bent = (1.0 - power * (1.0 - alpha)) / alpha;
        for (step, value) in ahead.iter_mut().enumerate() {
            let drift = power * intercept + (step as f64 + bent) * slope;
            *value = level + (1.0 - 1.0 / theta) * drift;
        }
    }
}

/// The state of DSTM or DOTM after some observations (Fiorucci et al. 2016, eq. 7 to 12).
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
