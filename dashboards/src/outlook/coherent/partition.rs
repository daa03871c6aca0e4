//! A whole that is cut in several ways, each into parts that add up to it.

/// A forecast that is a whole or a part: for each day a value, and the variance of its error.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Part {
    pub(super) values: Vec<f64>,
    pub(super) variances: Vec<f64>,
}

impl Part {
    /// What parts come to, as if their errors went apart.
    pub(super) fn sum<'a>(parts: impl Iterator<Item = &'a Self>, steps: usize) -> Self {
        let mut whole = Self { values: vec![0.0; steps], variances: vec![0.0; steps] };
        for part in parts {
            for step in 0..steps {
                whole.values[step] += part.values[step];
                whole.variances[step] += part.variances[step];
            }
        }
        whole
    }
}

/// Moves a whole and the parts of each of its partitions as little as their variances let expect,
/// until every partition adds up to the whole. A whole of variance 0 stays as it is.
///
/// Least squares in closed form: with `S` the sum and `W` the variance of a partition's parts, the
/// whole becomes the mean of itself and all `S`, weighted by 1 ÷ variance, and each part takes its
/// share, by variance, of what its partition lacks. What would become negative is held at zero, and
/// the rest of its partition is scaled.
pub(super) fn agree(whole: &mut Part, partitions: &mut [Vec<Part>]) {
    let sums: Vec<Part> = partitions
        .iter()
        .filter(|parts| !parts.is_empty())
        .map(|parts| Part::sum(parts.iter(), whole.values.len()))
        .collect();
    for step in 0..whole.values.len() {
        if whole.variances[step] > 0.0 {
            whole.values[step] = mean(whole, &sums, step);
        }
    }
    for parts in partitions.iter_mut().filter(|parts| !parts.is_empty()) {
        for step in 0..whole.values.len() {
            share_out(parts, step, whole.values[step]);
        }
    }
}

fn mean(whole: &Part, sums: &[Part], step: usize) -> f64 {
    let all = std::iter::once(whole).chain(sums).filter(|part| part.variances[step] > 0.0);
    let (value, weight) = all.fold((0.0, 0.0), |(value, weight), part| {
        (value + part.values[step] / part.variances[step], weight + 1.0 / part.variances[step])
    });
    if weight > 0.0 { value / weight } else { whole.values[step] }
}

fn share_out(parts: &mut [Part], step: usize, whole: f64) {
    let sum: f64 = parts.iter().map(|part| part.values[step]).sum();
    let variance: f64 = parts.iter().map(|part| part.variances[step]).sum();
    let may_be_negative = parts.iter().any(|part| part.values[step] < 0.0);
    for part in parts.iter_mut() {
        part.values[step] += (whole - sum) * part.variances[step] / variance;
    }
    if !may_be_negative && parts.iter().any(|part| part.values[step] < 0.0) {
        hold_above_zero(parts, step, whole.max(0.0));
    }
}

fn hold_above_zero(parts: &mut [Part], step: usize, whole: f64) {
    let above: f64 = parts.iter().map(|part| part.values[step].max(0.0)).sum();
    let factor = if above > 0.0 { whole / above } else { 0.0 };
    for part in parts {
        part.values[step] = part.values[step].max(0.0) * factor;
    }
}

#[cfg(test)]
mod tests;
