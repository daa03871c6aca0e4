//! The small bounded search every model fits its parameters with.

/// The search stops when its step is below this share of each parameter's range.
const FINEST: f64 = 1.0 / 64.0;

/// The most evaluations of the cost, a bound on time whatever the surface looks like.
const MOST_EVALUATIONS: usize = 80;

/// Finds a low point of `cost` inside `bounds` by compass search (Kolda, Lewis and Torczon 2003):
/// try a step up and down each axis, move to what is better, halve the step when nothing is.
///
/// It only compares costs, so that a series and a multiple of it get the same parameters. A cost
/// that is not a number counts as worse than any.
pub(crate) fn minimise<const D: usize>(
    bounds: [(f64, f64); D],
    start: [f64; D],
    mut cost: impl FnMut(&[f64; D]) -> f64,
) -> [f64; D] {
    let mut best = start;
    let mut lowest = cost(&best);
    let mut evaluations = 1;
    let mut step = 0.25;
    while step >= FINEST && evaluations < MOST_EVALUATIONS {
        let before = lowest;
        for axis in 0..D {
            let (low, high) = bounds[axis];
            for direction in [step, -step] {
                let mut trial = best;
                trial[axis] = (best[axis] + direction * (high - low)).clamp(low, high);
                let found = cost(&trial);
                evaluations += 1;
                if found < lowest || (lowest.is_nan() && !found.is_nan()) {
                    (best, lowest) = (trial, found);
                    break;
                }
            }
        }
        if lowest >= before || before.is_nan() && lowest.is_nan() {
            step /= 2.0;
        }
    }
    best
}

#[cfg(test)]
mod tests;
