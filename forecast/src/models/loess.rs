//! Locally weighted regression over evenly spaced values.

/// A smoother that looks at `width` neighbours, weighted by the tricube of their distance
/// (Cleveland 1979), and fits a constant or a line to them.
#[derive(Debug, Clone, Copy)]
pub(super) struct Loess {
    /// How many neighbours, odd.
    pub(super) width: usize,
    /// Whether a line is fitted; a constant otherwise.
    pub(super) linear: bool,
    /// Every how many positions a fit is made; between them runs a straight line.
    pub(super) jump: usize,
}

/// Sums over a window, by distance from where the fit is wanted.
#[derive(Default)]
struct Moments {
    weight: f64,
    distance: f64,
    square: f64,
    value: f64,
    product: f64,
}

impl Loess {
    /// Smooths `values` into `smoothed`, of the same length; `kernel` is scratch.
    pub(super) fn smooth(self, values: &[f64], kernel: &mut Vec<f64>, smoothed: &mut [f64]) {
        let last = values.len() - 1;
        let jump = self.jump.clamp(1, last.max(1));
        self.fill(kernel);
        let fit = |place: usize| self.fit(values, kernel, place);
        let mut before = 0;
        smoothed[0] = fit(0);
        while before < last {
            let next = (before + jump).min(last);
            smoothed[next] = fit(next);
            let slope = (smoothed[next] - smoothed[before]) / (next - before) as f64;
            for place in before + 1..next {
                smoothed[place] = smoothed[before] + slope * (place - before) as f64;
            }
            before = next;
        }
    }

    /// The weights of a window that is whole on both sides; there a line fits as a constant does,
    /// so that the fit is a mean with fixed weights.
    fn fill(self, kernel: &mut Vec<f64>) {
        let reach = (self.width / 2) as f64;
        kernel.clear();
        kernel.extend((0..self.width).map(|place| tricube((place as f64 - reach).abs(), reach)));
        let sum: f64 = kernel.iter().sum();
        kernel.iter_mut().for_each(|weight| *weight /= sum);
    }

    fn fit(self, values: &[f64], kernel: &[f64], place: usize) -> f64 {
        let half = self.width / 2;
        if place >= half && place + half < values.len() {
            let window = &values[place - half..=place + half];
            return window.iter().zip(kernel).map(|(value, weight)| value * weight).sum();
        }
        self.at(values, place as f64)
    }

    /// Writes how much each neighbour counts in the constant fitted at `place` of `count` values,
    /// adding up to one; returns the first neighbour.
    pub(super) fn means(self, count: usize, place: f64, weights: &mut Vec<f64>) -> usize {
        let (first, last, reach) = self.window(count, place);
        weights.clear();
        weights.extend((first..=last).map(|other| tricube((other as f64 - place).abs(), reach)));
        let sum: f64 = weights.iter().sum();
        if sum > 0.0 {
            weights.iter_mut().for_each(|weight| *weight /= sum);
        } else {
            weights[0] = 1.0;
        }
        first
    }

    /// The first and the last neighbour of a place among `count` values, and how far they reach.
    fn window(self, count: usize, place: f64) -> (usize, usize, f64) {
        let width = self.width.min(count);
        let centred = place - (width / 2) as f64;
        let first = centred.clamp(0.0, (count - width) as f64) as usize;
        let last = first + width - 1;
        // A window wider than the history reaches beyond it (Cleveland et al. 1990, section 2).
        let beyond = (self.width.saturating_sub(count) / 2) as f64;
        (first, last, (place - first as f64).max(last as f64 - place) + beyond)
    }

    /// The fit at any place, also one before the first value or after the last.
    pub(super) fn at(self, values: &[f64], place: f64) -> f64 {
        let count = values.len();
        let (first, last, reach) = self.window(count, place);
        let mut sums = Moments::default();
        for (offset, value) in values[first..=last].iter().enumerate() {
            let distance = (first + offset) as f64 - place;
            let weight = tricube(distance.abs(), reach);
            sums.weight += weight;
            sums.distance += weight * distance;
            sums.square += weight * distance * distance;
            sums.value += weight * value;
            sums.product += weight * distance * value;
        }
        sums.solve(self.linear, count).unwrap_or(values[first])
    }
}

impl Moments {
    /// The fitted value at distance 0, or nothing where no neighbour has weight.
    fn solve(&self, linear: bool, count: usize) -> Option<f64> {
        if self.weight <= 0.0 {
            return None;
        }
        let centre = self.distance / self.weight;
        let level = self.value / self.weight;
        let spread = self.square / self.weight - centre * centre;
        // Neighbours so close together that they show no slope are averaged.
        if !linear || spread.max(0.0).sqrt() <= 1e-3 * count.saturating_sub(1) as f64 {
            return Some(level);
        }
        let slope = (self.product / self.weight - centre * level) / spread;
        Some(level - centre * slope)
    }
}

/// One at distance 0, nothing from `reach` on.
#[inline]
fn tricube(distance: f64, reach: f64) -> f64 {
    if distance <= 0.001 * reach {
        return 1.0;
    }
    if distance > 0.999 * reach {
        return 0.0;
    }
    let share = distance / reach;
    let rest = 1.0 - share * share * share;
    rest * rest * rest
}

#[cfg(test)]
mod tests;
