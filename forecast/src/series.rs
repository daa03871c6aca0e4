//! One series as the models see it, and the rhythm it was recorded in.

/// Observations at an even pace, oldest first, with no gap; the last one is the origin's.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Series {
    pub(crate) name: String,
    pub(crate) values: Vec<f64>,
}

/// The rhythm of a series: everything that differs between days, weeks and months is data here.
#[derive(Debug, Clone)]
pub(crate) struct Cadence {
    /// Season lengths in observations, shortest first, e.g. 7 and 365.25 for days.
    pub(crate) seasons: Vec<f64>,
    /// The least number of observations a model is trained on in a back-test.
    pub(crate) least_training: usize,
    /// The lag of the naive forecast whose in-sample error scales MASE and RMSSE.
    pub(crate) scale_lag: usize,
    /// What one observation is called, in the plural, in messages to people.
    pub(crate) unit: &'static str,
}

impl Cadence {
    /// Days: a week and a year; two weeks are the least that shows a week's shape.
    pub(crate) fn daily() -> Self {
        Self { seasons: vec![7.0, 365.25], least_training: 14, scale_lag: 7, unit: "days" }
    }

    /// The shortest season that `length` observations hold at least twice, or 1 for none.
    pub(crate) fn short_season(&self, length: usize) -> usize {
        let season = self.seasons.first().map_or(1, |season| season.round() as usize);
        if season * 2 <= length { season.max(1) } else { 1 }
    }

    /// The longest season, where there are more than one and `length` observations hold it one
    /// and a quarter times; with less there is nothing to tell a season from a trend by.
    pub(crate) fn long_season(&self, length: usize) -> Option<f64> {
        let season = self.seasons.get(1..)?.last().copied()?;
        (season * 1.25 <= length as f64).then_some(season)
    }
}

/// Fewer observations than a forecast with a back-test needs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Shortage {
    pub(crate) have: usize,
    pub(crate) need: usize,
}

/// The largest power of two not above the largest magnitude, or 1 for a series of zeros.
///
/// Models work on values divided by it: squares can then neither overflow nor vanish, and since
/// only the exponent changes no digit is lost.
pub(crate) fn magnitude(values: &[f64]) -> f64 {
    let largest = values.iter().fold(0.0_f64, |most, value| most.max(value.abs()));
    if largest == 0.0 { 1.0 } else { largest.log2().floor().clamp(-1000.0, 1000.0).exp2() }
}

/// The arithmetic mean, 0 for nothing.
pub(crate) fn mean(values: &[f64]) -> f64 {
    if values.is_empty() { 0.0 } else { values.iter().sum::<f64>() / values.len() as f64 }
}

#[cfg(test)]
mod tests;
