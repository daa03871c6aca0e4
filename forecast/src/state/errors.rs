//! How wrong the forecasts of the next period have been, and whether always to the same side.

use serde::{Deserialize, Serialize};

/// The weight of the last error in the bias (Trigg 1964 uses 0.1) where there is demand in every
/// period. Where there is some in one of ten it is a tenth of that, so that the bias rests on as
/// many demands: one weight for all calls most slow movers drifting within a quarter.
const BIAS_WEIGHT: f64 = 0.1;

/// The weight of the last error in the mean magnitude, as a share of that in the bias.
const MAGNITUDE_SHARE: f64 = 0.2;

/// Beyond this signal the forecasts are one-sided.
const LIMIT: f64 = 1.2;

/// Means of the errors so far, exponentially weighted, in the models' unit.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub(super) struct Running {
    weight: f64,
    pub(super) bias: f64,
    pub(super) magnitude: f64,
}

impl Running {
    /// No error yet; those of the back-test had this mean magnitude, and so many periods lie
    /// between demands.
    pub(super) fn new(magnitude: f64, interval: f64) -> Self {
        Self { weight: BIAS_WEIGHT / interval.max(1.0), bias: 0.0, magnitude }
    }

    /// Takes an error in, forecast less value.
    #[inline]
    pub(super) fn add(&mut self, error: f64) {
        self.bias += self.weight * (error - self.bias);
        self.magnitude += MAGNITUDE_SHARE * self.weight * (error.abs() - self.magnitude);
    }

    pub(super) fn signal(&self) -> f64 {
        if self.magnitude > 0.0 { self.bias / self.magnitude } else { 0.0 }
    }

    pub(super) fn drift(&self) -> bool {
        self.signal().abs() > LIMIT
    }
}
