//! How far demand may lie from what a state expects of it: as the back-test of its fit found.

use serde::{Deserialize, Serialize};

use crate::counts::Counts;
use crate::interval::{BANDS, Bounds, Calibration, between};
use crate::limits::Limits;
use crate::widening::Widening;

/// The intervals of the published forecast, for whatever is expected later on.
///
/// Held are the tails of the errors, not the errors: a hundred bytes a level instead of thousands.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct Intervals {
    horizon: usize,
    levels: Box<[Level]>,
    limits: Limits,
    /// Of slow movers.
    counts: Option<Counts>,
}

/// The tails of the errors, widened as the panel found right.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
struct Level {
    trust: f64,
    tails: [Bounds; BANDS],
}

impl Intervals {
    /// As they are published with a fit.
    pub(crate) fn new(
        (calibration, widening): (&Calibration, &Widening),
        (limits, counts): (Limits, Option<Counts>),
        horizon: usize,
    ) -> Self {
        let level = |(trust, factor): (&f64, &f64)| {
            let wider = |(lower, upper): Bounds| (factor * lower, factor * upper);
            Level { trust: *trust, tails: calibration.all_tails(*trust).map(wider) }
        };
        let levels = widening.levels().iter().zip(widening.factors()).map(level).collect();
        Self { horizon, levels, limits, counts }
    }

    pub(super) fn levels(&self) -> impl Iterator<Item = f64> {
        self.levels.iter().map(|level| level.trust)
    }

    /// The interval of the `place`-th level around a value that is expected so many steps ahead,
    /// counted from 0, while the recent level of demand is `recent`. Beyond the horizon of the
    /// back-test errors are those at its end: nothing else was measured.
    pub(super) fn around(&self, value: f64, step: usize, place: usize, recent: f64) -> Bounds {
        let Some(level) = self.levels.get(place) else { return (value, value) };
        let bounds = match &self.counts {
            Some(counts) => counts.bounds(value, level.trust),
            None => {
                let step = step.min(self.horizon - 1);
                between(&level.tails, (step, self.horizon), value, recent)
            }
        };
        self.limits.keep(bounds)
    }
}
