//! How good forecasts are, in the measures of the M4 and M5 competitions: one scorer for ours and
//! for the rivals' alike.
//!
//! Makridakis, Spiliotis and Assimakopoulos 2020 (M4: sMAPE, MASE, OWA, MSIS, coverage) and 2022
//! (M5: RMSSE). Scaled measures are averaged over series; shares are of the sums over all series.

#[cfg(test)]
mod tests;

/// One series: what a forecaster knew, and what came then.
#[derive(Debug, Clone)]
pub struct Reality {
    /// The values before the origin, oldest first; not a number where nothing was observed.
    pub past: Vec<f64>,
    /// The values of the horizon; not a number where nothing was observed.
    pub future: Vec<f64>,
}

/// What was forecast for one period.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Step {
    /// The point forecast.
    pub mean: f64,
    /// The bounds of the interval, where the forecaster gives one.
    pub interval: Option<(f64, f64)>,
}

/// By what errors are scaled and intervals are judged.
#[derive(Debug, Clone, Copy)]
pub struct Rules {
    /// The lag of the naive forecast whose in-sample error scales MASE and MSIS, in periods. The
    /// scale of RMSSE has lag 1, as in the M5.
    pub lag: usize,
    /// The probability that the intervals are for, within (0, 1).
    pub level: f64,
}

/// The scores of one forecaster on one set.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Score {
    /// Symmetric mean absolute percentage error, 0 to 200; a period rightly forecast as 0 counts 0.
    pub smape: f64,
    /// Mean absolute scaled error.
    pub mase: f64,
    /// Root mean squared scaled error.
    pub rmsse: f64,
    /// Sum of absolute errors over sum of magnitudes.
    pub wape: f64,
    /// Sum of errors over sum of magnitudes; above zero means forecast too high.
    pub bias: f64,
    /// The share of values within their intervals.
    pub coverage: Option<f64>,
    /// Mean scaled interval score.
    pub msis: Option<f64>,
}

impl Score {
    /// Scores pairs of a series and its forecast. A series whose past never changed has no scale,
    /// and is left out of the scaled measures.
    #[must_use]
    pub fn of<'a>(
        pairs: impl IntoIterator<Item = (&'a Reality, &'a [Step])>,
        rules: Rules,
    ) -> Self {
        let mut sums = Sums::default();
        for (reality, steps) in pairs {
            sums.add(reality, steps, rules);
        }
        sums.score()
    }

    /// Overall weighted average of the M4: the mean of sMAPE and MASE beside a benchmark's.
    #[must_use]
    pub fn owa(&self, benchmark: &Self) -> f64 {
        f64::midpoint(self.smape / benchmark.smape, self.mase / benchmark.mase)
    }
}

/// A running mean of what has a value.
#[derive(Default)]
struct Mean {
    sum: f64,
    count: f64,
}

impl Mean {
    fn add(&mut self, value: f64) {
        if value.is_finite() {
            self.sum += value;
            self.count += 1.0;
        }
    }

    fn value(&self) -> f64 {
        self.sum / self.count
    }

    fn value_if_any(&self) -> Option<f64> {
        (self.count > 0.0).then(|| self.value())
    }
}

#[derive(Default)]
struct Sums {
    smape: Mean,
    mase: Mean,
    rmsse: Mean,
    covered: Mean,
    msis: Mean,
    absolute: f64,
    signed: f64,
    size: f64,
}

impl Sums {
    fn add(&mut self, reality: &Reality, steps: &[Step], rules: Rules) {
        let [mut smape, mut absolute, mut squared, mut interval] =
            std::array::from_fn(|_| Mean::default());
        for (&actual, step) in reality.future.iter().zip(steps) {
            if actual.is_nan() {
                continue;
            }
            let error = step.mean - actual;
            smape.add(percentage(step.mean, actual));
            absolute.add(error.abs());
            squared.add(error * error);
            self.absolute += error.abs();
            self.signed += error;
            self.size += actual.abs();
            if let Some((lower, upper)) = step.interval {
                self.covered.add(f64::from((lower..=upper).contains(&actual)));
                interval.add(interval_score(lower, upper, actual, rules.level));
            }
        }
        let scale = mean_change(&reality.past, rules.lag, f64::abs);
        let square = mean_change(&reality.past, 1, |change| change * change);
        self.smape.add(smape.value());
        self.mase.add(absolute.value() / scale);
        self.rmsse.add((squared.value() / square).sqrt());
        self.msis.add(interval.value() / scale);
    }

    fn score(&self) -> Score {
        Score {
            smape: self.smape.value(),
            mase: self.mase.value(),
            rmsse: self.rmsse.value(),
            wape: self.absolute / self.size,
            bias: self.signed / self.size,
            coverage: self.covered.value_if_any(),
            msis: self.msis.value_if_any(),
        }
    }
}

fn percentage(mean: f64, actual: f64) -> f64 {
    let size = mean.abs() + actual.abs();
    if size == 0.0 { 0.0 } else { 200.0 * (mean - actual).abs() / size }
}

/// Gneiting and Raftery 2007: the width, and what lies outside at 2/α.
fn interval_score(lower: f64, upper: f64, actual: f64, level: f64) -> f64 {
    let outside = (lower - actual).max(0.0) + (actual - upper).max(0.0);
    upper - lower + outside * 2.0 / (1.0 - level)
}

/// The mean of a measure of the changes over `lag` observations, or of those from one to the next
/// where the past is no longer than the lag. Not a number where there is none, or all are 0.
fn mean_change(past: &[f64], lag: usize, measure: impl Fn(f64) -> f64) -> f64 {
    let known: Vec<_> = past.iter().copied().filter(|value| !value.is_nan()).collect();
    let lag = if known.len() > lag { lag } else { 1 };
    let mut mean = Mean::default();
    for (old, new) in known.iter().zip(known.iter().skip(lag)) {
        mean.add(measure(new - old));
    }
    Some(mean.value()).filter(|value| *value > 0.0).unwrap_or(f64::NAN)
}
