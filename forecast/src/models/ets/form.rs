//! The forms an exponential smoothing model may take: its error, trend and season.

pub(super) use crate::models::smoothing::Effect;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Trend {
    None,
    Linear,
    Damped,
}

/// One model of the taxonomy of Hyndman, Koehler, Snyder and Grose 2002.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Form {
    pub(super) error: Effect,
    pub(super) trend: Trend,
    pub(super) season: Option<Effect>,
}

const fn form(error: Effect, trend: Trend, season: Option<Effect>) -> Form {
    Form { error, trend, season }
}

use Effect::{Additive as A, Multiplicative as M};
use Trend::{Damped, Linear, None as Flat};

/// Every admissible form. A multiplicative season under an additive error is left out because its
/// variance can become infinite (Hyndman et al. 2008, 5.2), a multiplicative trend because it
/// forecasts badly (Hyndman et al. 2002, table 4).
pub(super) static FORMS: [Form; 15] = [
    form(A, Flat, None),
    form(A, Linear, None),
    form(A, Damped, None),
    form(M, Flat, None),
    form(M, Linear, None),
    form(M, Damped, None),
    form(A, Flat, Some(A)),
    form(A, Linear, Some(A)),
    form(A, Damped, Some(A)),
    form(M, Flat, Some(A)),
    form(M, Linear, Some(A)),
    form(M, Damped, Some(A)),
    form(M, Flat, Some(M)),
    form(M, Linear, Some(M)),
    form(M, Damped, Some(M)),
];

impl Form {
    /// Whether the form has a meaning for values of this sign and this season: a relative error
    /// or a factor has none where a value may be zero.
    pub(super) fn suits(self, positive: bool, season: usize) -> bool {
        let relative = self.error == M || self.season == Some(M);
        (positive || !relative) && (season > 1 || self.season.is_none())
    }

    /// How many numbers are estimated: weights, starting states and the error's variance.
    pub(super) fn estimated(self, season: usize) -> usize {
        let trend = match self.trend {
            Flat => 0,
            Linear => 2,
            Damped => 3,
        };
        // The weight of the season and one index a position, the last given by the others.
        let seasonal = if self.season.is_some() { season } else { 0 };
        3 + trend + seasonal
    }
}
