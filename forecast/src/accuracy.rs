//! How wrong a model was in the back-test, in measures that can be compared between series.

use crate::backtest::{Plan, Track};

/// In-sample errors of the naive forecast that scale MASE and RMSSE: zero for a series that the
/// naive forecast gets right, and then there is nothing to divide by.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Scale {
    absolute: f64,
    squared: f64,
}

impl Scale {
    /// Errors of repeating the value `lag` observations ago within `known`, which must be what the
    /// first origin knew, so that the scale owes nothing to the period that is scored.
    pub(crate) fn new(known: &[f64], lag: usize) -> Self {
        let pairs = known.iter().zip(known.get(lag..).unwrap_or_default());
        let (mut absolute, mut squared, mut count) = (0.0, 0.0, 0.0);
        for (old, new) in pairs.filter(|(old, new)| !old.is_nan() && !new.is_nan()) {
            absolute += (new - old).abs();
            squared += (new - old).powi(2);
            count += 1.0;
        }
        if count == 0.0 {
            return Self { absolute: 0.0, squared: 0.0 };
        }
        Self { absolute: absolute / count, squared: squared / count }
    }

    /// The mean magnitude of the naive forecast's errors.
    pub(crate) fn absolute(self) -> f64 {
        self.absolute
    }
}

/// One model's errors over all origins and steps. Nothing stands where a measure has no value, for
/// example a percentage of no demand.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Accuracy {
    /// How many forecast values were compared with what happened.
    pub(crate) observations: usize,
    /// From how many origins.
    pub(crate) folds: usize,
    /// Sum of absolute errors over sum of magnitudes (Kolassa and Schütz 2007, there MAD/Mean).
    pub(crate) wape: Option<f64>,
    /// Sum of errors over sum of magnitudes; above zero means forecast too high.
    pub(crate) bias: Option<f64>,
    /// Mean absolute scaled error (Hyndman and Koehler 2006, eq. for seasonal series).
    pub(crate) mase: Option<f64>,
    /// Root mean squared scaled error (M5 competition: Makridakis, Spiliotis and Assimakopoulos
    /// 2022), scaled by the seasonal naive error like MASE.
    pub(crate) rmsse: Option<f64>,
}

impl Accuracy {
    /// Scores `track`; every origin and step that was observed counts the same.
    pub(crate) fn new(track: &Track, observed: &[f64], plan: &Plan, scale: Scale) -> Self {
        let mut errors = Errors::default();
        for fold in 0..plan.origins.len() {
            for (forecast, actual) in track.fold(fold).iter().zip(plan.actual(observed, fold)) {
                errors.add(*forecast, *actual);
            }
        }
        let folds = (0..plan.origins.len()).filter(|fold| track.has(*fold)).count();
        errors.score(folds, scale)
    }

    /// The share of the benchmark's scaled error that this model avoids: 1 − MASE / its MASE.
    pub(crate) fn value_added(&self, benchmark: &Self) -> Option<f64> {
        ratio(self.mase?, benchmark.mase?).map(|share| 1.0 - share)
    }
}

/// Sums over pairs of forecast and actual value.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Errors {
    count: usize,
    absolute: f64,
    squared: f64,
    signed: f64,
    size: f64,
}

impl Errors {
    /// Adds one pair, unless one of them is not known.
    pub(crate) fn add(&mut self, forecast: f64, actual: f64) {
        if actual.is_nan() || forecast.is_nan() {
            return;
        }
        let error = forecast - actual;
        self.count += 1;
        self.absolute += error.abs();
        self.squared += error * error;
        self.signed += error;
        self.size += actual.abs();
    }

    /// The measures of what was added, from so many origins.
    pub(crate) fn score(&self, folds: usize, scale: Scale) -> Accuracy {
        let count = self.count as f64;
        Accuracy {
            observations: self.count,
            folds,
            wape: ratio(self.absolute, self.size),
            bias: ratio(self.signed, self.size),
            mase: ratio(self.absolute, count * scale.absolute),
            rmsse: ratio(self.squared, count * scale.squared).map(f64::sqrt),
        }
    }
}

pub(crate) fn ratio(above: f64, below: f64) -> Option<f64> {
    (below > 0.0).then(|| above / below)
}

#[cfg(test)]
mod tests;
