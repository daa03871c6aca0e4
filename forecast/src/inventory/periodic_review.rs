//! The (s, S) policy: at a review, if the position is at s or below, order up to S.

use super::checked::positive;
use super::{Costs, Distribution, InventoryError};

mod renewal;

use renewal::Renewal;

/// Levels further apart than this are not searched for.
const WIDEST: i64 = 100_000;

/// When to order, up to what, and what that costs over a review period.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct OrderUpTo {
    /// The position at or below which an order is placed.
    pub reorder_point: f64,
    /// The position after an order.
    pub up_to: f64,
    /// Cost over a review period, where the formula gives one.
    pub cost: Option<f64>,
}

/// The power approximation of (s, S) for demand of this mean and deviation in a review period and
/// no lead time (Ehrhardt and Mosier 1984, as in Snyder and Shen 2019, section 4.4.4).
///
/// # Errors
///
/// An order cost, mean or deviation that is not above zero.
pub fn power_approximation(
    costs: &Costs,
    mean: f64,
    deviation: f64,
) -> Result<OrderUpTo, InventoryError> {
    let order = positive("the order cost", costs.order())?;
    positive("the mean of demand", mean)?;
    positive("the deviation of demand", deviation)?;
    let quantity = 1.30
        * mean.powf(0.494)
        * (order / costs.holding()).powf(0.506)
        * (1.0 + (deviation / mean).powi(2)).powf(0.116);
    let z = (quantity / deviation * costs.holding() / costs.shortage()).sqrt();
    let reorder_point = 0.973 * mean + deviation * (0.183 / z + 1.063 - 2.192 * z);
    Ok(OrderUpTo { reorder_point, up_to: reorder_point + quantity, cost: None })
}

/// Demand in whole units, reviewed every period.
#[derive(Debug)]
pub struct WholeReview<'a> {
    costs: &'a Costs,
    protection: &'a Distribution,
    renewal: Renewal<'a>,
}

impl<'a> WholeReview<'a> {
    /// `period` is the demand of a review period; `protection` that of the lead time and a period
    /// together, the same where there is no lead time. Costs are for a period, and what is short
    /// waits.
    ///
    /// # Errors
    ///
    /// A demand that is always zero, or an order cost of zero.
    pub fn new(
        costs: &'a Costs,
        period: &'a Distribution,
        protection: &'a Distribution,
    ) -> Result<Self, InventoryError> {
        positive("the order cost", costs.order())?;
        positive("the probability that a period has demand", 1.0 - period.mass(0))?;
        Ok(Self { costs, protection, renewal: Renewal::new(period) })
    }

    fn rate(&self, level: i64) -> f64 {
        super::newsvendor_cost(self.protection, self.costs, level as f64)
    }

    /// The expected cost of a period with reorder point `low` and order-up-to level `high`, which
    /// is above it: `(K + Σ m(j) g(S - j)) / M(S - s)`, with m the renewals of demand (Veinott and
    /// Wagner 1965; Snyder and Shen 2019, section 4.4.3).
    pub fn cost(&mut self, low: i64, high: i64) -> f64 {
        let renewals = self.renewal.first((high - low).clamp(1, WIDEST) as usize);
        let mut held = self.costs.order();
        let mut periods = 0.0;
        for (below, expected) in renewals.iter().enumerate() {
            let level = high as f64 - below as f64;
            held += expected * super::newsvendor_cost(self.protection, self.costs, level);
            periods += expected;
        }
        held / periods
    }

    /// The (s, S) policy of least cost (Zheng and Federgruen 1991).
    ///
    /// # Errors
    ///
    /// Levels that would lie more than 100,000 units apart.
    pub fn exact(&mut self) -> Result<OrderUpTo, InventoryError> {
        let unsettled = InventoryError::Unsettled { formula: "the exact (s, S) policy" };
        let start = self.protection.quantile(self.costs.critical_ratio()) as i64;
        let (mut low, mut high) = (start - 1, start);
        while self.cost(low, high) > self.rate(low) {
            low -= 1;
            if high - low > WIDEST {
                return Err(unsettled);
            }
        }
        let mut best = self.cost(low, high);
        let mut next = high + 1;
        while self.rate(next) <= best {
            if next - low > WIDEST {
                return Err(unsettled);
            }
            if self.cost(low, next) < best {
                high = next;
                while self.cost(low, high) <= self.rate(low + 1) {
                    low += 1;
                }
                best = self.cost(low, high);
            }
            next += 1;
        }
        Ok(OrderUpTo { reorder_point: low as f64, up_to: high as f64, cost: Some(best) })
    }
}
