//! Draws from distributions, by a generator that is handed in.

use std::f64::consts::TAU;

use rand::RngExt as _;
use rand_chacha::ChaCha8Rng;

/// A mean above which the normal distribution stands for Poisson's.
const MANY: f64 = 60.0;

/// The generator of a simulated set.
pub(super) struct Draw(ChaCha8Rng);

impl Draw {
    /// The same seed gives the same draws.
    pub(super) fn new(seed: u64) -> Self {
        Self(rand::SeedableRng::seed_from_u64(seed))
    }

    /// Evenly from `low` to below `high`.
    pub(super) fn between(&mut self, low: f64, high: f64) -> f64 {
        low + (high - low) * self.0.random::<f64>()
    }

    /// A whole number from `low` to below `high`.
    pub(super) fn whole(&mut self, low: usize, high: usize) -> usize {
        self.0.random_range(low..high)
    }

    /// True with a probability.
    pub(super) fn chance(&mut self, probability: f64) -> bool {
        self.0.random::<f64>() < probability
    }

    /// Normal with a mean of 0 (Box and Muller 1958).
    pub(super) fn normal(&mut self, deviation: f64) -> f64 {
        let radius = (-2.0 * (1.0 - self.0.random::<f64>()).ln()).sqrt();
        deviation * radius * (TAU * self.0.random::<f64>()).cos()
    }

    /// Poisson (Knuth 1969; normal for large means).
    pub(super) fn poisson(&mut self, mean: f64) -> f64 {
        if mean > MANY {
            return (mean + self.normal(mean.sqrt())).round().max(0.0);
        }
        let (least, mut product, mut count) = ((-mean).exp(), self.0.random::<f64>(), 0.0);
        while product > least {
            product *= self.0.random::<f64>();
            count += 1.0;
        }
        count
    }

    /// Gamma with a scale of 1 (Marsaglia and Tsang 2000; smaller shapes by Johnk's boost).
    pub(super) fn gamma(&mut self, shape: f64) -> f64 {
        if shape < 1.0 {
            let boost = (1.0 - self.0.random::<f64>()).powf(1.0 / shape);
            return boost * self.gamma(shape + 1.0);
        }
        let base = shape - 1.0 / 3.0;
        loop {
            let normal = self.normal(1.0);
            let cube = (1.0 + normal / (9.0 * base).sqrt()).powi(3);
            let logarithm = (1.0 - self.0.random::<f64>()).ln();
            if cube > 0.0 && logarithm < 0.5 * normal * normal + base * (1.0 - cube + cube.ln()) {
                return base * cube;
            }
        }
    }

    /// Negative binomial: a Poisson whose mean varies by a gamma of this shape.
    pub(super) fn negative_binomial(&mut self, mean: f64, shape: f64) -> f64 {
        let varied = mean * self.gamma(shape) / shape;
        self.poisson(varied)
    }

    /// A smooth yearly profile of logarithms, a value a day of the year.
    pub(super) fn yearly(&mut self, knots: usize, deviation: f64) -> Vec<f64> {
        let heights: Vec<_> = (0..knots).map(|_| self.normal(deviation)).collect();
        let at = |day: usize| {
            let place = day as f64 / 366.0 * knots as f64;
            let (before, share) = (place as usize % knots, place.fract());
            heights[before] * (1.0 - share) + heights[(before + 1) % knots] * share
        };
        (0..366).map(at).collect()
    }
}
