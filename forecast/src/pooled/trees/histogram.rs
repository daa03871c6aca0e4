//! Sums of derivatives by bin, and the best question they show.

use super::bins::{BINS, Binned, MISSING};

/// Sums of first and of second derivatives.
pub(super) type Sums = [f64; 2];

/// The sums of one feature's bins.
pub(super) type Histogram = [Sums; BINS];

/// A row of the sample with its derivatives; they move together so that a leaf's are side by side.
#[derive(Debug, Clone, Copy)]
pub(super) struct Entry {
    pub(super) row: u32,
    pub(super) derivatives: [f32; 2],
}

/// What a question must do to be asked.
#[derive(Debug, Clone, Copy)]
pub(super) struct Demands {
    /// The least sum of second derivatives on either side.
    pub(super) least_curvature: f64,
    /// Added to the sum of second derivatives of a leaf (ridge).
    pub(super) ridge: f64,
}

/// A question and what it gains.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Split {
    pub(super) gain: f64,
    pub(super) feature: usize,
    pub(super) bin: u8,
    pub(super) missing_is_low: bool,
    /// The sums of the low side.
    pub(super) low: Sums,
}

/// Adds the derivatives of `entries` by the bin of one feature, in their order.
pub(super) fn gather(histogram: &mut Histogram, column: &[u8], entries: &[Entry]) {
    for entry in entries {
        let sums = &mut histogram[usize::from(column[entry.row as usize])];
        sums[0] += f64::from(entry.derivatives[0]);
        sums[1] += f64::from(entry.derivatives[1]);
    }
}

/// Takes one child's sums off the parent's, which leaves the other child's.
pub(super) fn subtract(parent: &mut Histogram, child: &Histogram) {
    for (left, right) in parent.iter_mut().zip(child) {
        left[0] -= right[0];
        left[1] -= right[1];
    }
}

/// The best question about one feature, trying missing values on either side. The gain is that of
/// the second-order approximation (Friedman 2001; Chen and Guestrin 2016, eq. 7).
pub(super) fn best(
    histogram: &Histogram,
    feature: usize,
    table: &Binned,
    total: Sums,
    demands: Demands,
) -> Option<Split> {
    let last = table.cuts[feature].len();
    let missing = usize::from(MISSING);
    let mut best: Option<Split> = None;
    for missing_is_low in [false, true] {
        let mut low = [0.0; 2];
        let first = if missing_is_low { missing } else { missing + 1 };
        for (bin, sums) in histogram.iter().enumerate().take(last + 1).skip(first) {
            low[0] += sums[0];
            low[1] += sums[1];
            let gain = gain(low, total, demands);
            if gain > best.map_or(0.0, |split| split.gain) {
                best = Some(Split { gain, feature, bin: bin as u8, missing_is_low, low });
            }
        }
        if histogram[missing][1] <= 0.0 {
            break;
        }
    }
    best
}

/// What is gained by parting `total` into `low` and the rest, 0 where a side is too small.
fn gain(low: Sums, total: Sums, demands: Demands) -> f64 {
    let high = [total[0] - low[0], total[1] - low[1]];
    if low[1] < demands.least_curvature || high[1] < demands.least_curvature {
        return 0.0;
    }
    let score = |sums: Sums| sums[0] * sums[0] / (sums[1] + demands.ridge);
    score(low) + score(high) - score(total)
}
