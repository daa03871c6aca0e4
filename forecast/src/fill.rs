//! Values for the models to learn from where nothing was observed.

/// Fills what is not a number with the mean of its nearest known neighbours a season apart, or,
/// where there are none, of its nearest neighbours of all; 0 where nothing is known.
///
/// Errors and intervals do not look at what is filled in here.
pub(crate) fn fill(values: &[f64], season: usize) -> Vec<f64> {
    let mut filled = values.to_vec();
    if values.iter().all(|value| !value.is_nan()) {
        return filled;
    }
    let nearest = Nearest::new(values, 1);
    let seasonal = Nearest::new(values, season.max(1));
    for (place, value) in filled.iter_mut().enumerate() {
        if value.is_nan() {
            let found = seasonal.mean(place).or_else(|| nearest.mean(place));
            *value = found.unwrap_or(0.0);
        }
    }
    filled
}

/// The known values before and after each place, in steps of a stride.
struct Nearest {
    before: Vec<f64>,
    after: Vec<f64>,
}

impl Nearest {
    fn new(values: &[f64], stride: usize) -> Self {
        let (mut before, mut after) = (values.to_vec(), values.to_vec());
        for place in stride..values.len() {
            if before[place].is_nan() {
                before[place] = before[place - stride];
            }
        }
        for place in (0..values.len().saturating_sub(stride)).rev() {
            if after[place].is_nan() {
                after[place] = after[place + stride];
            }
        }
        Self { before, after }
    }

    fn mean(&self, place: usize) -> Option<f64> {
        match (self.before[place], self.after[place]) {
            (before, after) if before.is_nan() && after.is_nan() => None,
            (before, after) if before.is_nan() => Some(after),
            (before, after) if after.is_nan() => Some(before),
            (before, after) => Some(f64::midpoint(before, after)),
        }
    }
}

#[cfg(test)]
mod tests;
