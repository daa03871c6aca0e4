//! A series taken apart into one season, a trend and what is left.

use super::loess::Loess;

/// Times the season and the trend are refined by turns; after the second pass hardly any digit
/// that matters moves (Cleveland et al. 1990, 3.2).
const PASSES: usize = 2;

/// Buffers of a decomposition, reused.
#[derive(Debug, Default)]
pub(super) struct Buffers {
    /// The values without the trend, then without the season.
    rest: Vec<f64>,
    /// The smoothed cycles, one season longer than the history at either end.
    cycles: Vec<f64>,
    /// What of them is no season, while and after it is averaged.
    averaged: Vec<f64>,
    low: Vec<f64>,
    kernel: Vec<f64>,
}

/// How a season of some period is told from the trend.
#[derive(Debug, Clone, Copy)]
pub(super) struct Stl {
    period: usize,
    season: Loess,
    trend: Loess,
    low_pass: Loess,
}

/// The smallest odd number not below `value`.
fn odd(value: f64) -> usize {
    let whole = value.ceil() as usize;
    whole + usize::from(whole.is_multiple_of(2))
}

impl Stl {
    /// The widths recommended by Cleveland, Cleveland, McRae and Terpenning 1990, 3.7, for seasons
    /// smoothed over `seasons` of them by a constant. Local fits are made at every tenth of their
    /// width, or at every position if `exact`.
    pub(super) fn new(period: usize, seasons: usize, exact: bool) -> Self {
        let jump = |width: usize| if exact { 1 } else { width.div_ceil(10) };
        let trend = odd(1.5 * period as f64 / (1.0 - 1.5 / seasons as f64));
        let low_pass = odd((period + 1) as f64);
        Self {
            period,
            season: Loess { width: seasons, linear: false, jump: 1 },
            trend: Loess { width: trend, linear: true, jump: jump(trend) },
            low_pass: Loess { width: low_pass, linear: true, jump: jump(low_pass) },
        }
    }

    /// Writes the season and the trend of `values`, which hold two periods at least.
    pub(super) fn decompose(
        self,
        values: &[f64],
        buffers: &mut Buffers,
        season: &mut [f64],
        trend: &mut [f64],
    ) {
        trend.fill(0.0);
        for _ in 0..PASSES {
            buffers.rest.clear();
            buffers
                .rest
                .extend(values.iter().zip(trend.iter()).map(|(value, trend)| value - trend));
            self.smooth_cycles(buffers);
            self.pass_low(buffers, values.len());
            for (time, effect) in season.iter_mut().enumerate() {
                *effect = buffers.cycles[self.period + time] - buffers.low[time];
            }
            buffers.rest.clear();
            buffers
                .rest
                .extend(values.iter().zip(season.iter()).map(|(value, effect)| value - effect));
            self.trend.smooth(&buffers.rest, &mut buffers.kernel, trend);
        }
    }

    /// Smooths the values of each position over the seasons, and goes on one season either way.
    /// Positions that were seen equally often are smoothed by the same weights, and together.
    fn smooth_cycles(self, buffers: &mut Buffers) {
        let Buffers { rest, cycles, kernel, .. } = buffers;
        cycles.clear();
        cycles.resize(rest.len() + 2 * self.period, 0.0);
        let (whole, more) = (rest.len() / self.period, rest.len() % self.period);
        for (places, count) in [(0..more, whole + 1), (more..self.period, whole)] {
            for cycle in 0..count + 2 {
                let first = self.season.means(count, cycle as f64 - 1.0, kernel);
                let smoothed = &mut cycles[cycle * self.period..][places.clone()];
                for (season, weight) in rest.chunks(self.period).skip(first).zip(kernel.iter()) {
                    for (sum, value) in smoothed.iter_mut().zip(&season[places.clone()]) {
                        *sum += weight * value;
                    }
                }
            }
        }
    }

    /// What varies slowly in the smoothed cycles belongs to the trend: moving averages over the
    /// period twice, over three, and a local line.
    fn pass_low(self, buffers: &mut Buffers, length: usize) {
        let Buffers { cycles, averaged, low, kernel, .. } = buffers;
        average(cycles, self.period, averaged);
        average(averaged, self.period, low);
        average(low, 3, averaged);
        low.clear();
        low.resize(length, 0.0);
        self.low_pass.smooth(averaged, kernel, low);
    }
}

/// Moving averages over `width` values, as many as fit.
fn average(values: &[f64], width: usize, averages: &mut Vec<f64>) {
    averages.clear();
    let mut sum: f64 = values[..width].iter().sum();
    averages.push(sum / width as f64);
    for (leaving, coming) in values.iter().zip(&values[width..]) {
        sum += coming - leaving;
        averages.push(sum / width as f64);
    }
}

#[cfg(test)]
mod tests;
