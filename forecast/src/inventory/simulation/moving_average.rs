//! The rule that most planners use, as a policy to be held against.

use super::policy::{Policy, Review};
use crate::inventory::{
    InventoryError, OrderUpToLevel, economic_order_quantity, lead_time_demand, reorder_point,
    safety_stock_for_cycle_service,
};

/// Demand as the mean of the last days, safety stock `zσ√(L + R)` for a cycle service level, and the
/// economic order quantity; all reckoned anew at every review.
///
/// L is the mean lead time and R the days between reviews, since stock has to last until an order of
/// the next review comes; σ is the deviation of a day's demand. Lead times are taken for certain and
/// demand for normal, as the rule is usually applied (Silver, Pyke and Peterson, *Inventory
/// Management and Production Planning and Scheduling*, 3rd ed. 1998, section 7.9).
#[derive(Debug, Clone)]
pub struct MovingAverage {
    /// Units by day before the first day that is replayed, newest last.
    pub before: Vec<f64>,
    /// Days that the mean and the deviation are taken over.
    pub days: usize,
    /// The cycle service level, as a probability between 0 and 1.
    pub level: f64,
    /// Days from one review to the next.
    pub review_days: usize,
    /// The mean lead time, in days.
    pub lead_time_days: f64,
    /// What an order costs whatever its size.
    pub order_cost: f64,
    /// What holding a unit for a day costs.
    pub holding: f64,
}

impl MovingAverage {
    /// The reorder point and the level that orders fill up to, given demand up to a day.
    ///
    /// # Errors
    ///
    /// A level that is no probability, or a cost that is negative.
    pub fn levels(&self, since: &[f64]) -> Result<OrderUpToLevel, InventoryError> {
        let known = since.iter().rev().chain(self.before.iter().rev()).take(self.days.max(2));
        let known: Vec<f64> = known.copied().collect();
        let count = known.len().max(2) as f64;
        let mean = known.iter().sum::<f64>() / count;
        let squares: f64 = known.iter().map(|units| (units - mean).powi(2)).sum();
        let deviation = (squares / (count - 1.0)).sqrt();
        let waits = self.lead_time_days + self.review_days as f64;
        let demand = lead_time_demand((mean, deviation), (waits, 0.0))?;
        let safety = safety_stock_for_cycle_service(&demand, self.level)?;
        let point = reorder_point(&demand, safety).ceil();
        let lot = economic_order_quantity(self.order_cost, self.holding, mean);
        let lot = lot.map_or(0.0, |lot| lot.quantity);
        Ok(OrderUpToLevel { reorder_point: point, up_to: (point + lot).ceil() })
    }
}

impl Policy for MovingAverage {
    fn order(&mut self, review: &Review<'_>) -> f64 {
        if !review.day.is_multiple_of(self.review_days.max(1)) {
            return 0.0;
        }
        self.levels(review.demand).map_or(0.0, |mut levels| levels.order(review))
    }
}
