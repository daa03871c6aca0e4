//! Distributions of demand over a span of time, with what the formulas ask of them.

use statrs::distribution::{
    Continuous, ContinuousCDF, Discrete, DiscreteCDF, Gamma, NegativeBinomial, Normal, Poisson,
};
use statrs::statistics::Distribution as Moments;

use super::checked::{finite, not_negative, positive, probability};
use super::{Empirical, InventoryError};

/// Up to this mean, one pass over all units is cheaper than a search for each quantile.
const FEW_UNITS: f64 = 500.0;

/// Probabilities that were added up one by one may be short of one by this much.
const ROUNDING: f64 = 1e-12;

/// The families that a mean and a variance can be matched with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Family {
    /// Symmetric; may be negative, which matters where the deviation is large beside the mean.
    Normal,
    /// Skewed and never negative: steady demand for many units.
    Gamma,
    /// Whole units, one at a time and independent: the variance is the mean.
    Poisson,
    /// Whole units in bursts: the variance is above the mean.
    NegativeBinomial,
}

/// A distribution of demand over a span of time.
///
/// Loss functions follow Snyder and Shen, *Fundamentals of Supply Chain Theory* (2nd ed. 2019),
/// appendix C: `loss(x) = E[(D - x)+]`, `leftover(x) = E[(x - D)+]`.
#[derive(Debug, Clone, PartialEq)]
pub struct Distribution(Shape);

#[derive(Debug, Clone, PartialEq)]
enum Shape {
    Normal(Normal),
    Gamma(Gamma),
    Poisson(Poisson),
    NegativeBinomial(NegativeBinomial),
    Empirical(Empirical),
}

fn refused(field: &'static str, value: f64) -> InventoryError {
    InventoryError::Number { field, value, expected: "a number the distribution exists for" }
}

impl Distribution {
    /// A normal distribution; a deviation of zero is demand that is certain.
    ///
    /// # Errors
    ///
    /// A mean that is not finite or a negative deviation.
    pub fn normal(mean: f64, deviation: f64) -> Result<Self, InventoryError> {
        finite("the mean of demand", mean)?;
        if not_negative("the deviation of demand", deviation)? <= 0.0 {
            return Ok(Empirical::certain(mean).into());
        }
        let normal = Normal::new(mean, deviation);
        Ok(Self(Shape::Normal(normal.map_err(|_| refused("the deviation of demand", deviation))?)))
    }

    /// A gamma distribution; the mean is `shape * scale`, the variance `shape * scale²`.
    ///
    /// # Errors
    ///
    /// A shape or a scale that is not above zero.
    pub fn gamma(shape: f64, scale: f64) -> Result<Self, InventoryError> {
        positive("the shape of demand", shape)?;
        let rate = positive("the scale of demand", scale)?.recip();
        let gamma = Gamma::new(shape, rate).map_err(|_| refused("the scale of demand", scale))?;
        Ok(Self(Shape::Gamma(gamma)))
    }

    /// A Poisson distribution; a mean of zero is no demand.
    ///
    /// # Errors
    ///
    /// A negative mean.
    pub fn poisson(mean: f64) -> Result<Self, InventoryError> {
        if not_negative("the mean of demand", mean)? <= 0.0 {
            return Ok(Empirical::certain(0.0).into());
        }
        let poisson = Poisson::new(mean).map_err(|_| refused("the mean of demand", mean))?;
        Ok(Self(Shape::Poisson(poisson)))
    }

    /// A negative binomial distribution: failures before the `size`-th success, each trial a
    /// success with probability `success`; `size` may be fractional.
    ///
    /// # Errors
    ///
    /// A size that is not above zero, or a success that is no probability.
    pub fn negative_binomial(size: f64, success: f64) -> Result<Self, InventoryError> {
        positive("the size of demand", size)?;
        probability("the success probability of demand", success)?;
        let shape = NegativeBinomial::new(size, success);
        Ok(Self(Shape::NegativeBinomial(shape.map_err(|_| refused("the size of demand", size))?)))
    }

    /// The member of a family that has this mean and variance.
    ///
    /// A Poisson distribution takes the mean alone. A negative binomial one exists only for a
    /// variance above the mean, below which this gives the Poisson distribution.
    ///
    /// # Errors
    ///
    /// A negative mean or variance.
    pub fn matching(family: Family, mean: f64, variance: f64) -> Result<Self, InventoryError> {
        not_negative("the mean of demand", mean)?;
        not_negative("the variance of demand", variance)?;
        if mean <= 0.0 {
            return Ok(Empirical::certain(0.0).into());
        }
        match family {
            Family::Normal => Self::normal(mean, variance.sqrt()),
            Family::Gamma if variance <= 0.0 => Self::normal(mean, 0.0),
            Family::Gamma => Self::gamma(mean * mean / variance, variance / mean),
            Family::NegativeBinomial if variance > mean * (1.0 + 1e-9) => {
                Self::negative_binomial(mean * mean / (variance - mean), mean / variance)
            }
            Family::Poisson | Family::NegativeBinomial => Self::poisson(mean),
        }
    }

    /// The expected demand.
    pub fn mean(&self) -> f64 {
        match &self.0 {
            Shape::Normal(normal) => normal.mean().unwrap_or_default(),
            Shape::Gamma(gamma) => gamma.mean().unwrap_or_default(),
            Shape::Poisson(poisson) => poisson.lambda(),
            Shape::NegativeBinomial(shape) => shape.r() * (1.0 - shape.p()) / shape.p(),
            Shape::Empirical(empirical) => empirical.mean(),
        }
    }

    /// The variance of demand.
    pub fn variance(&self) -> f64 {
        match &self.0 {
            Shape::Normal(normal) => normal.variance().unwrap_or_default(),
            Shape::Gamma(gamma) => gamma.variance().unwrap_or_default(),
            Shape::Poisson(poisson) => poisson.lambda(),
            Shape::NegativeBinomial(shape) => shape.r() * (1.0 - shape.p()) / shape.p().powi(2),
            Shape::Empirical(empirical) => empirical.variance(),
        }
    }

    /// The probability of a demand of at most `x`.
    pub fn cdf(&self, x: f64) -> f64 {
        match &self.0 {
            Shape::Normal(normal) => normal.cdf(x),
            Shape::Gamma(gamma) => gamma.cdf(x),
            Shape::Poisson(poisson) => whole(x).map_or(0.0, |units| poisson.cdf(units)),
            Shape::NegativeBinomial(shape) => whole(x).map_or(0.0, |units| shape.cdf(units)),
            Shape::Empirical(empirical) => empirical.cdf(x),
        }
    }

    /// The probability that demand, counted in whole units, is `units`.
    pub fn mass(&self, units: u64) -> f64 {
        let x = units as f64;
        match &self.0 {
            Shape::Poisson(poisson) => poisson.pmf(units),
            Shape::NegativeBinomial(shape) => shape.pmf(units),
            Shape::Normal(_) | Shape::Gamma(_) => self.cdf(x + 0.5) - self.cdf(x - 0.5),
            Shape::Empirical(empirical) => empirical.cdf(x) - empirical.cdf(x - 1.0),
        }
    }

    /// The least demand that is not exceeded with this probability, which lies between 0 and 1;
    /// what lies outside is taken for the nearest probability inside.
    pub fn quantile(&self, probability: f64) -> f64 {
        let probability = probability.clamp(f64::MIN_POSITIVE, 1.0 - f64::EPSILON);
        match &self.0 {
            Shape::Normal(normal) => normal.inverse_cdf(probability),
            Shape::Gamma(gamma) => gamma.inverse_cdf(probability),
            Shape::Poisson(_) | Shape::NegativeBinomial(_) => self.whole_quantile(probability),
            Shape::Empirical(empirical) => empirical.quantile(probability),
        }
    }

    /// The quantiles at rising probabilities, like [`quantile`](Self::quantile) for each: for demand
    /// of few whole units in one pass over their probabilities.
    pub(crate) fn quantiles(&self, rising: impl Iterator<Item = f64>) -> Vec<f64> {
        let whole = matches!(self.0, Shape::Poisson(_) | Shape::NegativeBinomial(_));
        if !whole || self.mean() > FEW_UNITS {
            return rising.map(|probability| self.quantile(probability)).collect();
        }
        let (mut units, mut upto) = (0, self.mass(0));
        let quantile = |probability: f64| {
            while upto < probability - ROUNDING {
                units += 1;
                upto += self.mass(units);
            }
            units as f64
        };
        rising.map(quantile).collect()
    }

    fn whole_quantile(&self, probability: f64) -> f64 {
        let reached = |units: u64| self.cdf(units as f64) >= probability;
        let (mut low, mut high) = (0, (self.mean().ceil() as u64).max(1));
        while !reached(high) {
            low = high + 1;
            high *= 2;
        }
        while low < high {
            let middle = u64::midpoint(low, high);
            if reached(middle) { high = middle } else { low = middle + 1 }
        }
        high as f64
    }

    /// Expected demand beyond `x`: `E[(D - x)+]`.
    pub fn loss(&self, x: f64) -> f64 {
        match &self.0 {
            Shape::Normal(normal) => {
                let z = (x - self.mean()) / self.variance().sqrt();
                self.variance() * normal.pdf(x) - z * self.variance().sqrt() * normal.sf(x)
            }
            Shape::Gamma(_) if x <= 0.0 => self.mean() - x,
            Shape::Gamma(gamma) => {
                (self.mean() - x) * gamma.sf(x) + x * gamma.pdf(x) / gamma.rate()
            }
            Shape::Poisson(_) | Shape::NegativeBinomial(_) => self.whole_loss(x),
            Shape::Empirical(empirical) => empirical.loss(x),
        }
    }

    /// The loss of a demand in whole units, which is a straight line between whole numbers.
    fn whole_loss(&self, x: f64) -> f64 {
        let Some(units) = whole(x) else { return self.mean() - x };
        let share = x - units as f64;
        if share > 0.0 {
            return (1.0 - share) * self.loss_at(units) + share * self.loss_at(units + 1);
        }
        self.loss_at(units)
    }

    fn loss_at(&self, units: u64) -> f64 {
        let beyond = self.mean() - units as f64;
        match &self.0 {
            Shape::Poisson(poisson) => {
                beyond * poisson.sf(units) + poisson.lambda() * poisson.pmf(units)
            }
            Shape::NegativeBinomial(shape) => {
                let odds = (1.0 - shape.p()) / shape.p();
                beyond * shape.sf(units) + (units as f64 + shape.r()) * odds * shape.pmf(units)
            }
            _ => self.loss(units as f64),
        }
    }

    /// Expected stock left of `x`: `E[(x - D)+]`.
    pub fn leftover(&self, x: f64) -> f64 {
        x - self.mean() + self.loss(x)
    }
}

impl From<Empirical> for Distribution {
    fn from(empirical: Empirical) -> Self {
        Self(Shape::Empirical(empirical))
    }
}

/// The whole units in `x`, if there can be any.
fn whole(x: f64) -> Option<u64> {
    (x >= 0.0).then(|| x.floor() as u64)
}

/// The density of the standard normal distribution.
pub(crate) fn unit_normal_density(z: f64) -> f64 {
    (-0.5 * z * z).exp() / std::f64::consts::TAU.sqrt()
}

/// The probability that a standard normal variable exceeds `z`.
pub(crate) fn unit_normal_exceedance(z: f64) -> f64 {
    0.5 * statrs::function::erf::erfc(z / std::f64::consts::SQRT_2)
}

/// The quantile of the standard normal distribution; `probability` lies between 0 and 1.
pub(crate) fn unit_normal_quantile(probability: f64) -> f64 {
    let probability = probability.clamp(f64::MIN_POSITIVE, 1.0 - f64::EPSILON);
    -std::f64::consts::SQRT_2 * statrs::function::erf::erfc_inv(2.0 * probability)
}

/// The unit normal loss `G(z) = φ(z) - z(1 - Φ(z))`: the expected amount by which a standard normal
/// variable exceeds `z`.
pub fn unit_normal_loss(z: f64) -> f64 {
    unit_normal_density(z) - z * unit_normal_exceedance(z)
}

/// The second unit normal loss `((z² + 1)(1 - Φ(z)) - zφ(z)) / 2`: the integral of the loss from
/// `z` on.
pub fn unit_normal_second_loss(z: f64) -> f64 {
    0.5 * ((z * z + 1.0) * unit_normal_exceedance(z) - z * unit_normal_density(z))
}

/// The `z` at which the unit normal loss is `loss`.
///
/// # Errors
///
/// A loss that is not above zero: no safety stock is large enough to lose nothing at all.
pub fn unit_normal_loss_inverse(loss: f64) -> Result<f64, InventoryError> {
    positive("the loss", loss)?;
    // The loss falls everywhere and lies above -z, so that it is above `loss` at -loss - 1.
    let (mut low, mut high) = (-loss - 1.0, 40.0);
    for _ in 0..120 {
        let middle = f64::midpoint(low, high);
        if unit_normal_loss(middle) > loss { low = middle } else { high = middle }
    }
    Ok(f64::midpoint(low, high))
}

#[cfg(test)]
mod tests;
