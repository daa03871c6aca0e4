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
        for (old, new) in pairs {
            absolute += (new - old).abs();
            squared += (new - old).powi(2);
            count += 1.0;
        }
        if count == 0.0 {
            return Self { absolute: 0.0, squared: 0.0 };
        }
        Self { absolute: absolute / count, squared: squared / count }
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
    /// Scores `track`; every origin and step counts the same.
    pub(crate) fn new(track: &Track, history: &[f64], plan: &Plan, scale: Scale) -> Self {
        let (mut absolute, mut squared, mut signed, mut size) = (0.0, 0.0, 0.0, 0.0);
        for fold in 0..plan.origins.len() {
            for (forecast, actual) in track.fold(fold).iter().zip(plan.actual(history, fold)) {
                let error = forecast - actual;
                absolute += error.abs();
                squared += error * error;
                signed += error;
                size += actual.abs();
            }
        }
        let folds = plan.origins.len();
        let observations = folds * plan.horizon;
        let count = observations as f64;
        Self {
            observations,
            folds,
            wape: ratio(absolute, size),
            bias: ratio(signed, size),
            mase: ratio(absolute / count, scale.absolute),
            rmsse: ratio(squared / count, scale.squared).map(f64::sqrt),
        }
    }

    /// The share of the benchmark's scaled error that this model avoids: 1 − MASE / its MASE.
    pub(crate) fn value_added(&self, benchmark: &Self) -> Option<f64> {
        ratio(self.mase?, benchmark.mase?).map(|share| 1.0 - share)
    }
}

fn ratio(above: f64, below: f64) -> Option<f64> {
    (below > 0.0).then(|| above / below)
}

#[cfg(test)]
mod tests;
