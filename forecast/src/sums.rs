//! How far sums over several periods were from what was forecast of them: an order waits for weeks,
//! whose errors hold on from day to day.

use crate::backtest::{Plan, Track};

/// Periods that are added up, as far as the horizon goes.
const SPANS: [usize; 4] = [1, 7, 14, 28];

/// Of a sum that was observed in part so much has to be; the rest counts as the mean of that.
const LEAST_OBSERVED: f64 = 0.5;

/// What was forecast of sums over so many periods, and what came.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub(crate) struct SumErrors {
    pub(crate) periods: usize,
    /// How many sums there were.
    pub(crate) count: usize,
    /// All of them together, as forecast and as they came, and their squared errors.
    pub(crate) expected: f64,
    pub(crate) came: f64,
    pub(crate) squares: f64,
}

/// Those of a back-test, for every span that its horizon holds, one beside the other.
pub(crate) fn errors(track: &Track, observed: &[f64], plan: &Plan, unit: f64) -> Vec<SumErrors> {
    let spans = SPANS.into_iter().filter(|periods| *periods <= plan.horizon);
    spans
        .map(|periods| {
            let mut found = SumErrors { periods, ..SumErrors::default() };
            for fold in 0..plan.origins.len() {
                let steps = track.fold(fold).chunks_exact(periods);
                for (steps, actual) in steps.zip(plan.actual(observed, fold).chunks_exact(periods))
                {
                    found.add(steps, actual, unit);
                }
            }
            found
        })
        .collect()
}

impl SumErrors {
    fn add(&mut self, steps: &[f64], actual: &[f64], unit: f64) {
        let seen = steps.iter().zip(actual).filter(|(step, actual)| !(*step + *actual).is_nan());
        let (mut expected, mut came, mut count) = (0.0, 0.0, 0.0);
        for (step, actual) in seen {
            expected += step * unit;
            came += actual * unit;
            count += 1.0;
        }
        let steps = steps.len() as f64;
        if count < LEAST_OBSERVED * steps {
            return;
        }
        let whole = steps / count;
        self.count += 1;
        self.expected += whole * expected;
        self.came += whole * came;
        self.squares += (whole * (came - expected)).powi(2);
    }
}

#[cfg(test)]
mod tests;
