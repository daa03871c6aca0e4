//! Numbers that tests draw: the same for the same seed.

use std::f64::consts::TAU;

/// A generator of numbers; the seed is its state.
pub(crate) struct Noise(pub(crate) u64);

/// Beyond this mean a Poisson count is as good as normal.
const MANY: f64 = 60.0;

impl Noise {
    /// Uniform in 0..1.
    pub(crate) fn uniform(&mut self) -> f64 {
        self.0 =
            self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 11) as f64 / (1_u64 << 53) as f64
    }

    /// Standard normal, by Box and Muller.
    pub(crate) fn normal(&mut self) -> f64 {
        (-2.0 * (1.0 - self.uniform()).ln()).sqrt() * (TAU * self.uniform()).cos()
    }

    /// A Poisson count, by Knuth's products.
    pub(crate) fn poisson(&mut self, mean: f64) -> f64 {
        if mean > MANY {
            return (mean + mean.sqrt() * self.normal()).round().max(0.0);
        }
        let (mut product, mut count) = (self.uniform(), 0.0);
        while product > (-mean).exp() {
            product *= self.uniform();
            count += 1.0;
        }
        count
    }

    /// A negative binomial count of whole size: Poisson with a mean drawn from a gamma.
    pub(crate) fn count(&mut self, mean: f64, size: u32) -> f64 {
        let gamma: f64 = (0..size).map(|_| -(1.0 - self.uniform()).ln()).sum();
        self.poisson(mean * gamma / f64::from(size))
    }
}
