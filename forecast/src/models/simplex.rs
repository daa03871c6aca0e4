//! Minimising without derivatives, by a simplex that walks downhill.

/// The most axes a search here may have.
pub(super) const MOST_AXES: usize = 6;

/// A place in the space searched; axes that are not searched stay 0.
pub(super) type Point = [f64; MOST_AXES];

/// The search ends when all corners cost the same to within this. Costs here are minus twice a
/// log-likelihood: a tenth of one is already nothing that data can tell.
const TOLERANCE: f64 = 1e-2;

/// One parameter: where its search starts, how far the first step goes, and between what it stays.
#[derive(Debug, Clone, Copy)]
pub(super) struct Axis {
    pub(super) start: f64,
    pub(super) step: f64,
    pub(super) low: f64,
    pub(super) high: f64,
}

impl Axis {
    /// A parameter that may be any number.
    pub(super) fn free(start: f64, step: f64) -> Self {
        Self { start, step, low: f64::NEG_INFINITY, high: f64::INFINITY }
    }
}

/// A corner of the simplex and its cost.
type Corner = (Point, f64);

/// Finds a low point of `cost` and its cost by the method of Nelder and Mead (1965) with the
/// coefficients of Gao and Han (2012), which depend on the number of axes. Bounds are kept by
/// stopping at them; a cost that is not a number counts as infinite.
pub(super) fn minimise(
    axes: &[Axis],
    most_evaluations: usize,
    cost: impl FnMut(&Point) -> f64,
) -> Corner {
    let mut search = Search { axes, cost, left: most_evaluations };
    let mut corners = [([0.0; MOST_AXES], f64::INFINITY); MOST_AXES + 1];
    let corners = &mut corners[..=axes.len()];
    search.start(corners);
    while search.left > 0 {
        corners.sort_by(|left, right| left.1.total_cmp(&right.1));
        let spread = corners[axes.len()].1 - corners[0].1;
        if spread < TOLERANCE {
            break;
        }
        search.step(corners);
    }
    corners.iter().copied().min_by(|left, right| left.1.total_cmp(&right.1)).unwrap_or(corners[0])
}

/// What does not change while the simplex walks, and how many evaluations it has left.
struct Search<'a, F> {
    axes: &'a [Axis],
    cost: F,
    left: usize,
}

impl<F: FnMut(&Point) -> f64> Search<'_, F> {
    fn evaluate(&mut self, point: Point) -> Corner {
        self.left = self.left.saturating_sub(1);
        let cost = (self.cost)(&point);
        (point, if cost.is_nan() { f64::INFINITY } else { cost })
    }

    /// The start, and from it one step along each axis, inwards where the step would leave.
    fn start(&mut self, corners: &mut [Corner]) {
        let mut origin = [0.0; MOST_AXES];
        for (value, axis) in origin.iter_mut().zip(self.axes) {
            *value = axis.start;
        }
        corners[0] = self.evaluate(origin);
        for (index, axis) in self.axes.iter().enumerate() {
            let mut point = origin;
            let there = axis.start + axis.step;
            point[index] = if there <= axis.high { there } else { axis.start - axis.step };
            corners[index + 1] = self.evaluate(point);
        }
    }

    /// One move of the sorted simplex: away from its worst corner, or towards its best.
    fn step(&mut self, corners: &mut [Corner]) {
        let worst = self.axes.len();
        let dimensions = (worst as f64).max(2.0);
        let centre = self.centre(&corners[..worst]);
        let reflected = self.towards(&centre, &corners[worst].0, -1.0);
        if reflected.1 < corners[0].1 {
            let further = self.towards(&centre, &corners[worst].0, -(1.0 + 2.0 / dimensions));
            corners[worst] = if further.1 < reflected.1 { further } else { reflected };
            return;
        }
        if reflected.1 < corners[worst - 1].1 {
            corners[worst] = reflected;
            return;
        }
        let outside = reflected.1 < corners[worst].1;
        let share = 0.75 - 1.0 / (2.0 * dimensions);
        let nearer = self.towards(&centre, &corners[worst].0, if outside { -share } else { share });
        if nearer.1 < corners[worst].1.min(reflected.1) {
            corners[worst] = nearer;
        } else {
            self.shrink(corners, 1.0 - 1.0 / dimensions);
        }
    }

    fn centre(&self, corners: &[Corner]) -> Point {
        let mut centre = [0.0; MOST_AXES];
        for (point, _) in corners {
            for (sum, value) in centre.iter_mut().zip(point) {
                *sum += value / corners.len() as f64;
            }
        }
        centre
    }

    /// The corner at `share` of the way from `centre` to `point`; beyond the centre when negative.
    fn towards(&mut self, centre: &Point, point: &Point, share: f64) -> Corner {
        let mut there = *centre;
        for (index, axis) in self.axes.iter().enumerate() {
            let value = centre[index] + share * (point[index] - centre[index]);
            there[index] = value.clamp(axis.low, axis.high);
        }
        self.evaluate(there)
    }

    fn shrink(&mut self, corners: &mut [Corner], share: f64) {
        let best = corners[0].0;
        for corner in &mut corners[1..] {
            *corner = self.towards(&best, &corner.0, share);
        }
    }
}

#[cfg(test)]
mod tests;
