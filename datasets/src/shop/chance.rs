//! Draws from the distributions that the shop needs.

use rand::RngExt;
use rand_chacha::ChaCha8Rng;

/// A standard normal draw (Box and Muller).
pub(super) fn normal(rng: &mut ChaCha8Rng) -> f64 {
    let (radius, angle): (f64, f64) = (rng.random(), rng.random());
    (-2.0 * (1.0 - radius).ln()).sqrt() * (std::f64::consts::TAU * angle).cos()
}

/// A Poisson draw: by Knuth's product for small means, by the normal for large ones.
pub(super) fn poisson(rng: &mut ChaCha8Rng, mean: f64) -> u32 {
    if mean > 40.0 {
        return (mean + mean.sqrt() * normal(rng)).round().max(0.0) as u32;
    }
    let bound = (-mean).exp();
    let mut product: f64 = rng.random();
    let mut count = 0;
    while product > bound {
        product *= rng.random::<f64>();
        count += 1;
    }
    count
}

/// The place at which a draw falls among weights that are summed up from the left.
pub(super) fn pick(rng: &mut ChaCha8Rng, summed: &[f64]) -> usize {
    let total = summed.last().copied().unwrap_or(0.0);
    let draw = rng.random::<f64>() * total;
    summed.partition_point(|&sum| sum <= draw).min(summed.len().saturating_sub(1))
}

/// Whether something of this probability comes about.
pub(super) fn happens(rng: &mut ChaCha8Rng, probability: f64) -> bool {
    rng.random::<f64>() < probability
}
